CREATE TABLE "visitor_events" (
	"workspace_id" uuid NOT NULL,
	"visitor_id" text NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"source_id" uuid,
	"external_id" text,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"properties" json,
	CONSTRAINT "visitor_events_workspace_id_visitor_id_id_pk" PRIMARY KEY("workspace_id","visitor_id","id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "visitor_events_external" ON "visitor_events" USING btree ("workspace_id","external_id") WHERE external_id is not null;