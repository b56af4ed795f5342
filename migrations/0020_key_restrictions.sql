ALTER TABLE "api_keys" ADD COLUMN "last_used_address" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "principal_id" uuid;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "allowed_addresses" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
-- A chain of rotations is one principal, named by its first key.
with recursive chains as (
  select workspace_id, id, id as root from api_keys where rotated_from is null
  union all
  select k.workspace_id, k.id, c.root
    from api_keys k join chains c on k.workspace_id = c.workspace_id and k.rotated_from = c.id
)
update api_keys k set principal_id = c.root
  from chains c
 where k.workspace_id = c.workspace_id and k.id = c.id and k.rotated_from is not null;
--> statement-breakpoint
-- The answers of the last day follow it; of several with one Idempotency-Key the earliest counts.
with moving as (
  select distinct on (i.workspace_id, k.principal_id, i.key) i.workspace_id, i.principal_id, i.key, k.principal_id as root
    from idempotency_keys i join api_keys k on k.workspace_id = i.workspace_id and k.id = i.principal_id
   where k.principal_id is not null
     and not exists (select from idempotency_keys r
                      where r.workspace_id = i.workspace_id and r.principal_id = k.principal_id and r.key = i.key)
   order by i.workspace_id, k.principal_id, i.key, i.created_at
)
update idempotency_keys i set principal_id = m.root
  from moving m
 where i.workspace_id = m.workspace_id and i.principal_id = m.principal_id and i.key = m.key;
--> statement-breakpoint
-- Answers to visitors are kept by Idempotency-Key and fingerprint.
update idempotency_keys i set key = i.key || ' ' || i.fingerprint
  from api_keys k
 where k.workspace_id = i.workspace_id and k.id = i.principal_id and k.kind = 'capture' and position(' ' in i.key) = 0;
