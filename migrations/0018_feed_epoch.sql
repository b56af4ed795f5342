ALTER TABLE "deployment" ADD COLUMN "database_identity" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "feed_epoch" uuid;