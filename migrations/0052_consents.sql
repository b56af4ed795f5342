CREATE TABLE "consents" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"lead_id" uuid,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"status" text NOT NULL,
	"basis" text,
	"source" text NOT NULL,
	"proof" jsonb,
	"fill_only" boolean DEFAULT false NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"actor_id" text,
	"subject_hashes" text[] NOT NULL,
	CONSTRAINT "consents_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"reason" text,
	"source" text NOT NULL,
	"actor_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "suppressions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "deployment" ADD COLUMN "contact_secret" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "has_consents" boolean;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "has_suppressions" boolean;--> statement-breakpoint
CREATE INDEX "consents_lead" ON "consents" USING btree ("workspace_id","lead_id","id");--> statement-breakpoint
CREATE INDEX "consents_subjects" ON "consents" USING gin ("subject_hashes");--> statement-breakpoint
CREATE UNIQUE INDEX "suppressions_hash" ON "suppressions" USING btree ("workspace_id","hash");