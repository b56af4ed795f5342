DROP INDEX "policies_one_published";--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "product_line" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "policies_published" ON "policies" USING btree ("workspace_id","kind","product_line") WHERE status = 'published';