CREATE TABLE "later_contacts" (
	"workspace_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"contacted_at" timestamp with time zone NOT NULL,
	"rep_id" uuid,
	"source_id" uuid NOT NULL,
	"elapsed_ms" bigint NOT NULL,
	"business_ms" bigint NOT NULL,
	"cycle" integer NOT NULL,
	CONSTRAINT "later_contacts_workspace_id_lead_id_cycle_pk" PRIMARY KEY("workspace_id","lead_id","cycle")
);
--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "automatic" boolean;--> statement-breakpoint
ALTER TABLE "visitor_events" ADD COLUMN "campaign_id" uuid;--> statement-breakpoint
CREATE INDEX "later_contacts_contacted" ON "later_contacts" USING btree ("workspace_id","contacted_at");