CREATE TABLE "segment_days" (
	"workspace_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"day" date NOT NULL,
	"entered" integer NOT NULL,
	"left_count" integer NOT NULL,
	"lead_count" integer NOT NULL,
	CONSTRAINT "segment_days_pk" PRIMARY KEY("workspace_id","segment_id","day")
);
--> statement-breakpoint
CREATE TABLE "segment_members" (
	"workspace_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"entered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "segment_members_pk" PRIMARY KEY("workspace_id","segment_id","lead_id")
);
--> statement-breakpoint
CREATE TABLE "segment_versions" (
	"workspace_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"condition" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "segment_versions_pk" PRIMARY KEY("workspace_id","segment_id","version")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"description" text,
	"kind" text NOT NULL,
	"condition" jsonb,
	"condition_version" integer NOT NULL,
	"filled_at" timestamp with time zone,
	"pass_due_at" timestamp with time zone,
	"pass_number" integer NOT NULL,
	"pass_after_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "segments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "segments_name" UNIQUE("workspace_id","name_key")
);
--> statement-breakpoint
CREATE INDEX "segment_members_lead" ON "segment_members" USING btree ("workspace_id","lead_id");--> statement-breakpoint
CREATE INDEX "segments_pass_due" ON "segments" USING btree ("pass_due_at");