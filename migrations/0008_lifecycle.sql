ALTER TABLE "leads" ADD COLUMN "lifecycle" jsonb;--> statement-breakpoint
-- Every workspace that is there gets what a new one starts with: each category is one stage.
INSERT INTO "policies" ("workspace_id", "kind", "version", "status", "name", "product_line", "document", "created_at", "published_at")
SELECT "id", 'funnel', 1, 'published', 'Default funnel', '', '{"stages":[{"key":"suspect","name":"Suspect","category":"suspect"},{"key":"lead","name":"Lead","category":"lead"},{"key":"mql","name":"Marketing qualified","category":"mql"},{"key":"sql","name":"Sales qualified","category":"sql"},{"key":"prospect","name":"Prospect","category":"prospect"},{"key":"customer","name":"Customer","category":"customer"},{"key":"parked","name":"Parked","category":"parked"},{"key":"disqualified","name":"Disqualified","category":"disqualified"},{"key":"lost","name":"Lost","category":"lost"}],"recycling":{"maxCycles":3,"cooldownDays":30}}'::jsonb, now(), now()
  FROM "workspaces"
ON CONFLICT DO NOTHING;
