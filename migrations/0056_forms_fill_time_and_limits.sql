ALTER TABLE "forms" ADD COLUMN "min_fill_seconds" integer;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "requires_stamp" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "submissions_per_minute" integer;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "address_submissions_per_minute" integer;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "visitor_events_received" ON "visitor_events" USING btree ("received_at");