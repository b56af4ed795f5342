import type { Executor } from '../executor.js';

/** Deletes at most `limit` deliveries from before `before` that have ended or whose endpoint is deleted; returns how many. */
export async function purgeWebhookDeliveries(executor: Executor, before: Date, limit: number): Promise<number> {
  const gone = await executor.run(
    'purge_webhook_deliveries',
    `delete from webhook_deliveries where (workspace_id, endpoint_id, sequence) in
       (select workspace_id, endpoint_id, sequence from webhook_deliveries d
         where created_at < $1 and (state <> 'waiting' or not exists (select from webhook_endpoints e
           where e.workspace_id = d.workspace_id and e.id = d.endpoint_id)) limit $2) returning sequence`,
    [before, limit],
  );
  return gone.length;
}

/** Deletes at most `limit` attempts from before `before`; returns how many. */
export async function purgeWebhookAttempts(executor: Executor, before: Date, limit: number): Promise<number> {
  const gone = await executor.run(
    'purge_webhook_attempts',
    `delete from webhook_attempts where (workspace_id, endpoint_id, id) in
       (select workspace_id, endpoint_id, id from webhook_attempts where at < $1 limit $2) returning id`,
    [before, limit],
  );
  return gone.length;
}
