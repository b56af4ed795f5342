CREATE TABLE "prediction_models" (
	"workspace_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"verdict" text NOT NULL,
	"trained_by" text NOT NULL,
	"trained_at" timestamp with time zone NOT NULL,
	"won" integer NOT NULL,
	"lost" integer NOT NULL,
	"unripe" integer NOT NULL,
	"learnt_through" timestamp with time zone,
	"leaks" jsonb NOT NULL,
	"document" jsonb,
	"comparison" jsonb,
	"drift" jsonb,
	"drifted_at" timestamp with time zone,
	"published_at" timestamp with time zone,
	"published_by" text,
	"retired_at" timestamp with time zone,
	CONSTRAINT "prediction_models_workspace_id_version_pk" PRIMARY KEY("workspace_id","version")
);
--> statement-breakpoint
CREATE TABLE "prediction_settings" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"retrain_every_days" integer,
	"minimum_new_outcomes" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "conversion_probability" double precision;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "prediction_model_version" integer;--> statement-breakpoint
CREATE UNIQUE INDEX "prediction_models_one_published" ON "prediction_models" USING btree ("workspace_id") WHERE status = 'published';--> statement-breakpoint
CREATE INDEX "leads_probability" ON "leads" USING btree ("workspace_id","conversion_probability","id") WHERE conversion_probability is not null;--> statement-breakpoint
-- Workspaces that are there already consider a first training in a week; new ones say so when they are made.
INSERT INTO "timers" ("workspace_id", "kind", "subject_id", "due_at") SELECT "id", 'prediction_training', "id", now() + interval '7 days' FROM "workspaces";
