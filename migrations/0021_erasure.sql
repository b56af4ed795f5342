ALTER TABLE "customers" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "personal" json;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "subject_ids" uuid[];--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "idempotency_keys_subjects" ON "idempotency_keys" USING gin ("subject_ids");--> statement-breakpoint
CREATE INDEX "idempotency_keys_unlisted" ON "idempotency_keys" USING btree ("workspace_id") WHERE subject_ids is null;
--> statement-breakpoint
-- What an undone conversion did is not asked for any more, and holds what was known of the people.
update conversions set record = jsonb_build_object('deal', jsonb_build_object('id', deal_id)) where undone_at is not null;
--> statement-breakpoint
-- Leads, and with them tasks and referrals, and customers and deals that were deleted before left everything in the log. One
-- scan of the log, and a changed row for each of their events. Events about all others stay as they are: what is personal
-- in them is parted when it is erased.
update events e
   set erased_at = now(),
       data = (case when e.type = 'lead.created' then e.data::jsonb #- '{after,facts}'
                    else (e.data::jsonb - 'before' - 'after') #- '{decision,manual}' end)::json
 where e.type not in ('lead.touched', 'lead.scored', 'lead.claimed', 'lead.deleted')
   and case e.subject_kind
         when 'lead' then not exists
           (select from leads l where l.workspace_id = e.workspace_id and l.id = e.subject_id::uuid)
         when 'task' then not exists
           (select from tasks t where t.workspace_id = e.workspace_id and t.id = e.subject_id::uuid)
         when 'referral' then not exists
           (select from referrals r where r.workspace_id = e.workspace_id and r.id = e.subject_id::uuid)
         when 'customer' then not exists
           (select from customers c where c.workspace_id = e.workspace_id and c.id = e.subject_id::uuid)
         when 'deal' then not exists
           (select from deals d where d.workspace_id = e.workspace_id and d.id = e.subject_id::uuid)
         else false end
   and e.type <> 'engagement.recorded';
