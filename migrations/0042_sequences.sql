CREATE TABLE "sequence_runs" (
	"workspace_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"sequence" text NOT NULL,
	"stay" integer NOT NULL,
	"entered_at" timestamp with time zone NOT NULL,
	"purpose" text NOT NULL,
	"version" integer NOT NULL,
	"entered_by" text NOT NULL,
	"left_at" timestamp with time zone,
	"leave_reason" text,
	"last_step" text,
	CONSTRAINT "sequence_runs_pk" PRIMARY KEY("workspace_id","lead_id","sequence","stay")
);
--> statement-breakpoint
CREATE TABLE "sequence_steps" (
	"workspace_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"sequence" text NOT NULL,
	"stay" integer NOT NULL,
	"position" integer NOT NULL,
	"step" text NOT NULL,
	"type" text NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"channel" text,
	"template" text,
	"task_id" uuid,
	CONSTRAINT "sequence_steps_pk" PRIMARY KEY("workspace_id","lead_id","sequence","stay","position")
);
--> statement-breakpoint
CREATE INDEX "sequence_runs_entered" ON "sequence_runs" USING btree ("workspace_id","entered_at");