CREATE TABLE "lead_outcomes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"lead_id" uuid,
	"category" text NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"source_id" uuid NOT NULL,
	"owner_id" uuid,
	"products" text[],
	CONSTRAINT "lead_outcomes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "bounced_emails" jsonb;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "purchase_intent_stated_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "lead_outcomes_lead" ON "lead_outcomes" USING btree ("workspace_id","lead_id","ended_at","category");--> statement-breakpoint
CREATE INDEX "lead_outcomes_ended" ON "lead_outcomes" USING btree ("workspace_id","ended_at");
--> statement-breakpoint
-- What is known of earlier outcomes: the category of a lead that has ended, and the loss or disqualification before it came back or bought.
INSERT INTO "lead_outcomes" ("workspace_id", "id", "lead_id", "category", "ended_at", "source_id", "owner_id", "products")
SELECT l.workspace_id, gen_random_uuid(), l.id, ended.category, ended.at, l.source_id, l.owner_id, l.products
  FROM "leads" l CROSS JOIN LATERAL (
    SELECT l.category AS category, coalesce(l.category_since, l.created_at) AS at WHERE l.category IN ('customer', 'lost', 'disqualified')
    UNION SELECT before ->> 'category', to_timestamp((before ->> 'categorySince')::float8 / 1000)
      FROM (SELECT l.lifecycle -> 'conversion' -> 'before' AS before) c WHERE before ->> 'category' IN ('lost', 'disqualified')
    UNION SELECT 'lost', to_timestamp((loss ->> 'at')::float8 / 1000)
      FROM (SELECT l.lifecycle -> 'loss' AS loss) c
     WHERE (loss ->> 'at')::float8 <= (l.lifecycle ->> 'recycledAt')::float8
    UNION SELECT 'disqualified', to_timestamp((last ->> 'at')::float8 / 1000)
      FROM (SELECT l.lifecycle -> 'lastDisqualification' AS last) c
     WHERE (last ->> 'at')::float8 <= (l.lifecycle ->> 'recycledAt')::float8) ended
 WHERE l.category IN ('customer', 'lost', 'disqualified') OR l.lifecycle IS NOT NULL
ON CONFLICT DO NOTHING;
