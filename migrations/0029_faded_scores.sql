-- Scores were reviewed only when a class changed, so stored scores may have faded. Their leads are looked at within an hour.
INSERT INTO "timers" ("workspace_id", "kind", "subject_id", "due_at")
SELECT "workspace_id", 'lead_review', "id", now() + ('x' || right("id"::text, 3))::bit(12)::int * interval '0.88 seconds'
  FROM "leads" WHERE "engagement_score" <> 0
    ON CONFLICT ("workspace_id", "kind", "subject_id") DO UPDATE SET "due_at" = least("timers"."due_at", excluded."due_at");
