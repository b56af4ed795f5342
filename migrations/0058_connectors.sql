CREATE TABLE "connector_addresses" (
	"hash" text PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"connector_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connector_payloads" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connector_id" uuid NOT NULL,
	"state" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"is_test" boolean NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"processed_at" timestamp with time zone,
	"lead_id" uuid,
	"touch_id" uuid,
	"problem" jsonb,
	"content" text,
	"fetched" text,
	"lead" json,
	CONSTRAINT "connector_payloads_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "connectors" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"source_id" uuid NOT NULL,
	"campaign_id" uuid,
	"enabled" boolean NOT NULL,
	"fields" jsonb NOT NULL,
	"consent_text" text,
	"creates_test_leads" boolean NOT NULL,
	"signature_header" text,
	"signature_algorithm" text NOT NULL,
	"secret" text,
	"access_token" text,
	"base_url" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "connectors_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "connector_addresses" ADD CONSTRAINT "connector_addresses_connector_fk" FOREIGN KEY ("workspace_id","connector_id") REFERENCES "public"."connectors"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connector_addresses_connector" ON "connector_addresses" USING btree ("workspace_id","connector_id");--> statement-breakpoint
CREATE UNIQUE INDEX "connector_payloads_once" ON "connector_payloads" USING btree ("workspace_id","connector_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "connector_payloads_listed" ON "connector_payloads" USING btree ("workspace_id","connector_id","id");--> statement-breakpoint
CREATE INDEX "connector_payloads_due" ON "connector_payloads" USING btree ("next_attempt_at") WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX "connector_payloads_lead" ON "connector_payloads" USING btree ("workspace_id","lead_id") WHERE lead_id is not null;--> statement-breakpoint
CREATE INDEX "connector_payloads_received" ON "connector_payloads" USING btree ("received_at");