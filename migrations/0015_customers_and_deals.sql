CREATE TABLE "conversions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"person_id" uuid,
	"organization_id" uuid,
	"deal_id" uuid NOT NULL,
	"record" jsonb NOT NULL,
	"converted_at" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone,
	CONSTRAINT "conversions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "customer_keys" (
	"workspace_id" uuid NOT NULL,
	"customer_kind" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"customer_id" uuid NOT NULL,
	CONSTRAINT "customer_keys_workspace_id_customer_kind_kind_value_pk" PRIMARY KEY("workspace_id","customer_kind","kind","value")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"facts" jsonb NOT NULL,
	"organization_id" uuid,
	"owner_id" uuid,
	"lead_id" uuid,
	"source_id" uuid,
	"campaign_id" uuid,
	"churned_at" timestamp with time zone,
	"churn_reason" text,
	"churn_detail" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "customers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "deals" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"name" text,
	"customer_id" uuid,
	"contact_id" uuid,
	"lead_id" uuid,
	"owner_id" uuid,
	"products" jsonb NOT NULL,
	"amount" numeric(19, 4),
	"currency" text NOT NULL,
	"expected_close_on" date,
	"closed_at" timestamp with time zone,
	"competitor" text,
	"loss_reason" text,
	"loss_detail" text,
	"source_id" uuid,
	"campaign_id" uuid,
	"cycle_started_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "deals_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_organization_fk" FOREIGN KEY ("workspace_id","organization_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_workspace_id_customer_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","customer_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_workspace_id_contact_id_customers_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."customers"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "conversions_lead" ON "conversions" USING btree ("workspace_id","lead_id") WHERE undone_at is null;--> statement-breakpoint
CREATE INDEX "conversions_person" ON "conversions" USING btree ("workspace_id","person_id") WHERE undone_at is null;--> statement-breakpoint
CREATE INDEX "conversions_organization" ON "conversions" USING btree ("workspace_id","organization_id") WHERE undone_at is null;--> statement-breakpoint
CREATE INDEX "customer_keys_customer" ON "customer_keys" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE INDEX "customers_organization" ON "customers" USING btree ("workspace_id","organization_id","id");--> statement-breakpoint
CREATE INDEX "customers_owner" ON "customers" USING btree ("workspace_id","owner_id","id");--> statement-breakpoint
CREATE INDEX "customers_lead" ON "customers" USING btree ("workspace_id","lead_id") WHERE lead_id is not null;--> statement-breakpoint
CREATE INDEX "customers_churned" ON "customers" USING btree ("workspace_id","churned_at") WHERE churned_at is not null;--> statement-breakpoint
CREATE INDEX "deals_customer" ON "deals" USING btree ("workspace_id","customer_id","id");--> statement-breakpoint
CREATE INDEX "deals_contact" ON "deals" USING btree ("workspace_id","contact_id","id");--> statement-breakpoint
CREATE INDEX "deals_lead" ON "deals" USING btree ("workspace_id","lead_id","id");--> statement-breakpoint
CREATE INDEX "deals_owner" ON "deals" USING btree ("workspace_id","owner_id","id");--> statement-breakpoint
CREATE INDEX "deals_closed" ON "deals" USING btree ("workspace_id","closed_at") WHERE closed_at is not null;