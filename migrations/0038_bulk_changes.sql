CREATE TABLE "operation_leads" (
	"workspace_id" uuid NOT NULL,
	"operation_id" uuid NOT NULL,
	"lead_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"code" text,
	"detail" text,
	"undo" jsonb,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "operation_leads_workspace_id_operation_id_lead_id_pk" PRIMARY KEY("workspace_id","operation_id","lead_id")
);
--> statement-breakpoint
CREATE INDEX "operation_leads_lead" ON "operation_leads" USING btree ("workspace_id","lead_id");--> statement-breakpoint
CREATE INDEX "operation_leads_at" ON "operation_leads" USING btree ("at");