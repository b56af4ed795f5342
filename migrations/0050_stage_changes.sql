CREATE TABLE "stage_change_passes" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"after_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stage_changes" (
	"workspace_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"from_stage" text NOT NULL,
	"from_category" text NOT NULL,
	"to_stage" text NOT NULL,
	"to_category" text NOT NULL,
	"cause" text NOT NULL,
	"actor_id" text NOT NULL,
	"reason" text,
	CONSTRAINT "stage_changes_workspace_id_lead_id_id_pk" PRIMARY KEY("workspace_id","lead_id","id")
);
--> statement-breakpoint
CREATE INDEX "stage_changes_occurred" ON "stage_changes" USING btree ("workspace_id","occurred_at","id");--> statement-breakpoint
-- The rows of earlier changes are made from the log by a pass.
INSERT INTO "stage_change_passes" ("workspace_id", "after_id") SELECT id, '00000000-0000-0000-0000-000000000000' FROM "workspaces";
