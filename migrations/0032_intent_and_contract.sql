ALTER TABLE "leads" ADD COLUMN "purchase_intent" text;--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "competitor_contract_ends_on" text;