CREATE TABLE "export_chunks" (
	"workspace_id" uuid NOT NULL,
	"export_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" bytea NOT NULL,
	"bytes" bigint NOT NULL,
	CONSTRAINT "export_chunks_workspace_id_export_id_number_pk" PRIMARY KEY("workspace_id","export_id","number")
);
--> statement-breakpoint
CREATE TABLE "export_files" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"completed_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "export_files_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "export_chunks" ADD CONSTRAINT "export_chunks_file" FOREIGN KEY ("workspace_id","export_id") REFERENCES "export_files"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "export_files_expire" ON "export_files" USING btree ("expires_at");--> statement-breakpoint
-- The content is compressed already.
ALTER TABLE "export_chunks" ALTER COLUMN "content" SET STORAGE EXTERNAL;
