CREATE TABLE "duplicate_pairs" (
	"workspace_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"probability" real NOT NULL,
	"bits" real NOT NULL,
	"evidence" jsonb NOT NULL,
	"scan_id" uuid NOT NULL,
	"group_id" uuid,
	"are_distinct" boolean NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	CONSTRAINT "duplicate_pairs_workspace_id_lead_id_other_id_pk" PRIMARY KEY("workspace_id","lead_id","other_id")
);
--> statement-breakpoint
CREATE TABLE "match_leads" (
	"workspace_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"keys" bigint[] NOT NULL,
	"scan_id" uuid NOT NULL,
	"record" jsonb NOT NULL,
	CONSTRAINT "match_leads_workspace_id_lead_id_pk" PRIMARY KEY("workspace_id","lead_id")
);
--> statement-breakpoint
CREATE TABLE "match_statistics" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"statistics" jsonb NOT NULL,
	"crowded_keys" bigint[] NOT NULL,
	"counted_at" timestamp with time zone NOT NULL,
	"unfinished_scan_ids" uuid[] NOT NULL
);
--> statement-breakpoint
CREATE INDEX "duplicate_pairs_other" ON "duplicate_pairs" USING btree ("workspace_id","other_id");--> statement-breakpoint
CREATE INDEX "duplicate_pairs_group" ON "duplicate_pairs" USING btree ("workspace_id","group_id");--> statement-breakpoint
CREATE INDEX "match_leads_keys" ON "match_leads" USING gin ("keys");