CREATE INDEX IF NOT EXISTS "customer_keys_external" ON "customer_keys" USING btree ("workspace_id",split_part(value, chr(31), 2)) WHERE kind = 'external_id';--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "customers_source" ON "customers" USING btree ("workspace_id","source_id","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "customers_campaign" ON "customers" USING btree ("workspace_id","campaign_id","id") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "deals_source" ON "deals" USING btree ("workspace_id","source_id","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "deals_campaign" ON "deals" USING btree ("workspace_id","campaign_id","id") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "handoffs_team" ON "handoffs" USING btree ("workspace_id","team_id","id") WHERE team_id is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "handoffs_source" ON "handoffs" USING btree ("workspace_id","source_id","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "handoffs_campaign" ON "handoffs" USING btree ("workspace_id","campaign_id","id") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "lead_keys_external" ON "lead_keys" USING btree ("workspace_id",split_part(value, chr(31), 2)) WHERE kind = 'external_id';--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_campaign" ON "leads" USING btree ("workspace_id","campaign_id","id") WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_lease" ON "leads" USING btree ("workspace_id","lease_rep_id","id") WHERE lease_rep_id is not null;