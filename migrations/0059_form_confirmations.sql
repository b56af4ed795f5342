CREATE TABLE "waiting_submissions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"form_id" uuid NOT NULL,
	"form_version" integer NOT NULL,
	"token_hash" text NOT NULL,
	"lead" jsonb,
	"subject_hashes" text[] NOT NULL,
	"address_hash" text NOT NULL,
	"key_id" text NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "waiting_submissions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "confirmation_hours" integer;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "confirmation_url" text;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "confirmed_url" text;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "confirmed_submissions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "expired_submissions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "waiting_submissions_subjects" ON "waiting_submissions" USING gin ("subject_hashes") WHERE confirmed_at is null;