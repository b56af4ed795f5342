CREATE TABLE "timers" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "timers_workspace_id_kind_subject_id_pk" PRIMARY KEY("workspace_id","kind","subject_id")
);
--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "temperature_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "category_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "category_decided_by" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "category_actor_id" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "move_reason" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "competitor" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "review_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("due_at","workspace_id","kind","subject_id");