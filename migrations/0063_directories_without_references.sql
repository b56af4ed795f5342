ALTER TABLE "api_key_directory" DROP CONSTRAINT "api_key_directory_workspace_id_key_id_api_keys_workspace_id_id_fk";
--> statement-breakpoint
ALTER TABLE "connector_addresses" DROP CONSTRAINT "connector_addresses_connector_fk";
