CREATE TABLE "deleted_lead_records" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"deleted_lead_id" uuid NOT NULL,
	"record" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"type" text,
	"direction" text,
	"outcome" text,
	"duration_seconds" integer,
	"rep_id" uuid,
	"source_id" uuid,
	"campaign_id" uuid,
	"from_stage" text,
	"from_category" text,
	"to_stage" text,
	"to_category" text,
	"cause" text,
	CONSTRAINT "deleted_lead_records_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "deleted_leads" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"category" text NOT NULL,
	"category_since" timestamp with time zone,
	"reached_lead_at" timestamp with time zone,
	"reached_mql_at" timestamp with time zone,
	"reached_sql_at" timestamp with time zone,
	"reached_prospect_at" timestamp with time zone,
	"temperature" text NOT NULL,
	"grade" text NOT NULL,
	"fit_score" double precision NOT NULL,
	"engagement_score" double precision NOT NULL,
	"total_score" double precision NOT NULL,
	"score_model_version" integer NOT NULL,
	"source_id" uuid NOT NULL,
	"campaign_id" uuid,
	"owner_id" uuid,
	"team_id" uuid,
	"touch_count" integer NOT NULL,
	"lifecycle" jsonb,
	CONSTRAINT "deleted_leads_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "deleted_referrals" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"referrer_kind" text NOT NULL,
	"referrer_lead_id" uuid,
	"referrer_customer_id" uuid,
	"referrer_rep_id" uuid,
	"referred_lead_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "deleted_referrals_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "deleted_lead_id" uuid;--> statement-breakpoint
ALTER TABLE "lead_outcomes" ADD COLUMN "deleted_lead_id" uuid;--> statement-breakpoint
ALTER TABLE "sla_clocks" ADD COLUMN "deleted_lead_id" uuid;--> statement-breakpoint
CREATE INDEX "deleted_lead_records_occurred" ON "deleted_lead_records" USING btree ("workspace_id","record","occurred_at");--> statement-breakpoint
CREATE INDEX "deleted_lead_records_lead" ON "deleted_lead_records" USING btree ("workspace_id","deleted_lead_id");--> statement-breakpoint
CREATE INDEX "deleted_leads_created" ON "deleted_leads" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "deleted_referrals_referred" ON "deleted_referrals" USING btree ("workspace_id","referred_lead_id");--> statement-breakpoint
CREATE INDEX "deleted_referrals_referrer" ON "deleted_referrals" USING btree ("workspace_id","referrer_lead_id");