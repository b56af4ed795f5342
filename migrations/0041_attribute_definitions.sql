CREATE TABLE "attribute_definitions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"label" text NOT NULL,
	"type" text NOT NULL,
	"options" jsonb,
	"required_for_stages" text[] NOT NULL,
	"is_unique" boolean NOT NULL,
	"default_value" jsonb,
	"description" text,
	"personal" boolean NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attribute_definitions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "attribute_definitions_name" UNIQUE("workspace_id","name_key")
);
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "undeclared_attributes" text;
