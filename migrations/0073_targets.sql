CREATE TABLE "targets" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"metric" text NOT NULL,
	"team_id" uuid,
	"rep_id" uuid,
	"source_id" uuid,
	"product" text,
	"currency" text,
	"period" text NOT NULL,
	"from_day" date NOT NULL,
	"before_day" date NOT NULL,
	"value" numeric(19, 4) NOT NULL,
	"reached_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"missed" boolean,
	"check_due_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "targets_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE INDEX "targets_check_due" ON "targets" USING btree ("check_due_at");