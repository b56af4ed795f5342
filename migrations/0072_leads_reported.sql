-- Reports read this index alone. It takes the place of `leads_created`, so that a lead is in no more indexes than before.
CREATE INDEX IF NOT EXISTS "leads_reported" ON "leads" USING btree ("workspace_id","created_at","id")
  INCLUDE ("source_id", "campaign_id", "owner_id", "team_id", "category", "reached_lead_at", "reached_mql_at", "reached_sql_at", "reached_prospect_at");--> statement-breakpoint
DROP INDEX IF EXISTS "leads_created";
