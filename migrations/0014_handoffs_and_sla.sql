CREATE TABLE "handoffs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"status" text NOT NULL,
	"cause" text NOT NULL,
	"offer_number" integer NOT NULL,
	"rep_id" uuid,
	"team_id" uuid,
	"offered_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"reason" text,
	"evidence" text,
	"ended_by" text,
	"policy_version" integer NOT NULL,
	"category" text NOT NULL,
	"temperature" text NOT NULL,
	"grade" text NOT NULL,
	"score" double precision NOT NULL,
	"score_model_version" integer NOT NULL,
	"conversion_probability" double precision,
	"source_id" uuid NOT NULL,
	"campaign_id" uuid,
	CONSTRAINT "handoffs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "first_contacts" (
	"workspace_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"contacted_at" timestamp with time zone NOT NULL,
	"rep_id" uuid,
	"source_id" uuid NOT NULL,
	"elapsed_ms" bigint NOT NULL,
	"business_ms" bigint NOT NULL,
	CONSTRAINT "first_contacts_workspace_id_lead_id_pk" PRIMARY KEY("workspace_id","lead_id")
);
--> statement-breakpoint
CREATE TABLE "sla_clocks" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"clock" text NOT NULL,
	"rule_id" text NOT NULL,
	"policy_version" integer NOT NULL,
	"status" text NOT NULL,
	"hours" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"warned_at" timestamp with time zone,
	"allowed_ms" bigint NOT NULL,
	"used_ms" bigint NOT NULL,
	"cancel_reason" text,
	"owner_id" uuid,
	"source_id" uuid NOT NULL,
	CONSTRAINT "sla_clocks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE INDEX "handoffs_lead" ON "handoffs" USING btree ("workspace_id","lead_id","id");--> statement-breakpoint
CREATE INDEX "handoffs_rep" ON "handoffs" USING btree ("workspace_id","rep_id","status","id");--> statement-breakpoint
CREATE INDEX "handoffs_status" ON "handoffs" USING btree ("workspace_id","status","id");--> statement-breakpoint
CREATE INDEX "handoffs_offered" ON "handoffs" USING btree ("workspace_id","offered_at");--> statement-breakpoint
CREATE INDEX "first_contacts_contacted" ON "first_contacts" USING btree ("workspace_id","contacted_at");--> statement-breakpoint
CREATE INDEX "sla_clocks_lead" ON "sla_clocks" USING btree ("workspace_id","lead_id","id");--> statement-breakpoint
CREATE INDEX "sla_clocks_ended" ON "sla_clocks" USING btree ("workspace_id","ended_at");--> statement-breakpoint
-- Every workspace that is there gets what a new one starts with: nothing is offered by itself, and nothing promised.
INSERT INTO "policies" ("workspace_id", "kind", "version", "status", "name", "product_line", "document", "created_at", "published_at")
SELECT w."id", d."kind", 1, 'published', d."name", '', d."document"::jsonb, now(), now()
  FROM "workspaces" w
 CROSS JOIN (VALUES
   ('handoff_policy', 'Default hand-off', '{"automatic":[],"acceptWithinHours":{"mql":24,"sql":4},"afterRejection":"by_reason","afterTimeout":"next_rep","maximumOffers":3}'),
   ('sla_policy', 'Default SLA', '{"rules":[]}')) AS d("kind", "name", "document")
ON CONFLICT DO NOTHING;
