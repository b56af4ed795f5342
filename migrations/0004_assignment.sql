CREATE TABLE "company_owners" (
	"workspace_id" uuid NOT NULL,
	"domain" text NOT NULL,
	"owner_id" uuid NOT NULL,
	CONSTRAINT "company_owners_workspace_id_domain_pk" PRIMARY KEY("workspace_id","domain")
);
--> statement-breakpoint
ALTER TABLE "reps" ADD COLUMN "effort_capacity" integer;--> statement-breakpoint
ALTER TABLE "reps" ADD COLUMN "open_effort" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reps" ADD COLUMN "settings" jsonb;--> statement-breakpoint
ALTER TABLE "reps" ADD COLUMN "recent_leads" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "catch_up" integer;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "next_eligible_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "owner_actor_id" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "owner_reason" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "effort" smallint;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "lease_rep_id" uuid;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "lease_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_waiting" ON "leads" USING btree ("workspace_id","temperature","total_score","id") WHERE owner_id is null and queue_reason <> 'closed';