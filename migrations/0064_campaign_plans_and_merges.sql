ALTER TABLE "campaigns" ADD COLUMN "starts_on" date;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "ends_on" date;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "budget" numeric(19, 4);--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "budget_currency" text;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "status" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "survivor_id" uuid;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "survivor_id" uuid;--> statement-breakpoint
CREATE INDEX "campaigns_merged" ON "campaigns" USING btree ("workspace_id","survivor_id") WHERE survivor_id is not null;--> statement-breakpoint
CREATE INDEX "sources_merged" ON "sources" USING btree ("workspace_id","survivor_id") WHERE survivor_id is not null;