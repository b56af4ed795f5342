ALTER TABLE "forms" ADD COLUMN "captcha_provider" text;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "captcha_secret" text;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "captcha_verify_url" text;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "captcha_when_unavailable" text DEFAULT 'refuse' NOT NULL;