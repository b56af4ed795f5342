ALTER TABLE "touches" ADD COLUMN "public_key_id" text;--> statement-breakpoint
ALTER TABLE "touches" ADD COLUMN "consents" jsonb;--> statement-breakpoint
ALTER TABLE "touches" ADD COLUMN "kept" jsonb;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "touches_kept" ON "touches" USING btree ("workspace_id","lead_id") WHERE kept is not null;