CREATE INDEX "activities_occurred" ON "activities" USING btree ("workspace_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "activities_rep" ON "activities" USING btree ("workspace_id","rep_id","occurred_at") WHERE rep_id is not null;--> statement-breakpoint
CREATE INDEX "engagement_events_occurred" ON "engagement_events" USING btree ("workspace_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "touches_occurred" ON "touches" USING btree ("workspace_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "touches_source" ON "touches" USING btree ("workspace_id","source_id","occurred_at");--> statement-breakpoint
CREATE INDEX "touches_campaign" ON "touches" USING btree ("workspace_id","campaign_id","occurred_at") WHERE campaign_id is not null;