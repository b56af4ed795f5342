CREATE TABLE "lead_step_passes" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"after_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "reached_lead_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "reached_mql_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "reached_sql_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "reached_prospect_at" timestamp with time zone;--> statement-breakpoint
-- The steps of earlier leads are filled from their stage changes by a pass.
INSERT INTO "lead_step_passes" ("workspace_id", "after_id") SELECT id, '00000000-0000-0000-0000-000000000000' FROM "workspaces";
