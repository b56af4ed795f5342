ALTER TABLE "handoffs" ALTER COLUMN "lead_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sla_clocks" ALTER COLUMN "lead_id" DROP NOT NULL;