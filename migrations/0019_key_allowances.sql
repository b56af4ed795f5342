CREATE TABLE "key_allowances" (
	"workspace_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"minute" integer NOT NULL,
	"leased" integer NOT NULL,
	CONSTRAINT "key_allowances_workspace_id_key_id_pk" PRIMARY KEY("workspace_id","key_id")
);
--> statement-breakpoint
ALTER TABLE "key_allowances" ADD CONSTRAINT "key_allowances_workspace_id_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE cascade ON UPDATE no action;