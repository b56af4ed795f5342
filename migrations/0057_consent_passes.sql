CREATE TABLE "consent_passes" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"records" text NOT NULL,
	"after_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "customers_email" ON "customers" USING btree ("workspace_id",(facts ->> 'emailNormalized')) WHERE facts ->> 'emailNormalized' is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "customers_phone" ON "customers" USING btree ("workspace_id",(facts ->> 'phoneNormalized')) WHERE facts ->> 'phoneNormalized' is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_phone" ON "leads" USING btree ("workspace_id","phone_normalized") WHERE phone_normalized is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "leads_other_contacts" ON "leads" USING gin ((other_emails || other_phones)) WHERE other_emails is not null or other_phones is not null;--> statement-breakpoint
-- The entries of earlier consents need the key of the hashes: a pass makes them.
INSERT INTO "consent_passes" ("workspace_id", "records", "after_id") SELECT id, 'leads', '00000000-0000-0000-0000-000000000000' FROM "workspaces";
