CREATE TABLE "costs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"campaign_id" uuid,
	"lead_id" uuid,
	"first_day" date NOT NULL,
	"before_day" date NOT NULL,
	"amount" numeric(19, 4) NOT NULL,
	"currency" text NOT NULL,
	"kind" text NOT NULL,
	"note" text,
	"corrects_id" uuid,
	"platform" text,
	"actor_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "costs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "exchange_rates" (
	"workspace_id" uuid NOT NULL,
	"base" text NOT NULL,
	"quote" text NOT NULL,
	"day" date NOT NULL,
	"rate" numeric(24, 12) NOT NULL,
	"source" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "exchange_rates_workspace_id_base_quote_day_pk" PRIMARY KEY("workspace_id","base","quote","day")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "costs_corrects" ON "costs" USING btree ("workspace_id","corrects_id");--> statement-breakpoint
CREATE INDEX "costs_days" ON "costs" USING btree ("workspace_id","first_day");--> statement-breakpoint
CREATE INDEX "costs_lead" ON "costs" USING btree ("workspace_id","lead_id");