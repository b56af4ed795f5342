CREATE TABLE "import_blocks" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"block" integer NOT NULL,
	"cells" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "import_blocks_pk" PRIMARY KEY("workspace_id","import_id","block")
);
--> statement-breakpoint
CREATE TABLE "import_rehearsals" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"block" integer NOT NULL,
	"lines" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "import_rehearsals_pk" PRIMARY KEY("workspace_id","import_id","block")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"workspace_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"row" bigint NOT NULL,
	"outcome" text NOT NULL,
	"lead_id" uuid,
	"matched_by" text,
	"code" text,
	"detail" text,
	"column_name" text,
	"cells" jsonb,
	"fingerprint" uuid,
	"undo" jsonb,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "import_rows_pk" PRIMARY KEY("workspace_id","import_id","row")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"uploaded_at" timestamp with time zone,
	"options" jsonb NOT NULL,
	"file_hash" text NOT NULL,
	"file_bytes" bigint NOT NULL,
	"rows" bigint NOT NULL,
	"blocks" integer NOT NULL,
	"header" jsonb NOT NULL,
	"detected" jsonb,
	"mapping" jsonb,
	"evidence" jsonb NOT NULL,
	"notes" jsonb NOT NULL,
	"rehearsal_id" uuid,
	"run_id" uuid,
	"revert_id" uuid,
	"paused_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "imports_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE INDEX "import_rows_lead" ON "import_rows" USING btree ("workspace_id","lead_id") WHERE lead_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "import_rows_fingerprint" ON "import_rows" USING btree ("workspace_id","fingerprint") WHERE fingerprint is not null;--> statement-breakpoint
CREATE INDEX "import_rows_rejected" ON "import_rows" USING btree ("workspace_id","import_id","row") WHERE outcome = 'rejected';--> statement-breakpoint
CREATE INDEX "imports_file" ON "imports" USING btree ("workspace_id","file_hash");--> statement-breakpoint
CREATE INDEX "imports_created" ON "imports" USING btree ("created_at");