CREATE TABLE "connector_backfills" (
	"workspace_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"form_ids" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	"form_index" integer NOT NULL,
	"cursor" text,
	"pages" integer NOT NULL,
	"leads_read" integer NOT NULL,
	"payloads_added" integer NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"last_error" jsonb,
	CONSTRAINT "connector_backfills_workspace_id_connector_id_pk" PRIMARY KEY("workspace_id","connector_id")
);
--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "form_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "connector_backfills" ADD CONSTRAINT "connector_backfills_connector_fk" FOREIGN KEY ("workspace_id","connector_id") REFERENCES "public"."connectors"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connector_backfills_due" ON "connector_backfills" USING btree ("next_attempt_at") WHERE next_attempt_at is not null;