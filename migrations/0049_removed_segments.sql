CREATE TABLE "removed_segments" (
	"workspace_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	CONSTRAINT "removed_segments_pk" PRIMARY KEY("workspace_id","segment_id")
);
