ALTER TABLE "lead_outcomes" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "lead_outcomes" ADD COLUMN "competitor" text;--> statement-breakpoint
ALTER TABLE "lead_outcomes" ADD COLUMN "score" double precision;--> statement-breakpoint
ALTER TABLE "lead_outcomes" ADD COLUMN "score_model_version" integer;--> statement-breakpoint
ALTER TABLE "lead_outcomes" ADD COLUMN "probability" double precision;--> statement-breakpoint
ALTER TABLE "lead_outcomes" ADD COLUMN "prediction_model_version" integer;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "week_start" text;
--> statement-breakpoint
-- The reasons of stored outcomes, where the lead still has them.
UPDATE "lead_outcomes" o SET "reason" = known.reason, "competitor" = known.competitor
  FROM "leads" l CROSS JOIN LATERAL (VALUES
    ('lost', l.lifecycle -> 'loss' -> 'earlier'), ('lost', l.lifecycle -> 'loss'),
    ('disqualified', l.lifecycle -> 'lastDisqualification'), ('disqualified', l.lifecycle -> 'disqualification')) AS section (category, value)
  CROSS JOIN LATERAL (SELECT section.value ->> 'reason' AS reason, section.value ->> 'competitor' AS competitor) AS known
 WHERE l.lifecycle IS NOT NULL AND known.reason IS NOT NULL AND l.workspace_id = o.workspace_id AND l.id = o.lead_id
   AND section.category = o.category AND to_timestamp((section.value ->> 'at')::float8 / 1000) = o.ended_at;
