import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Condition } from '../../core/condition.js';
import { groupBy } from '../../core/groups.js';
import type { WebhookAttempt, WebhookDelivery } from '../../core/webhooks/endpoint.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { webhookAttempts, webhookDeliveries } from '../schema/webhooks.js';
import { eventsAt, type SliceRequest, slicesOf } from './event-slices.js';
import { exactSql } from './lead-conditions.js';
import { filtered, type ListRequest, type Page } from './lists.js';
import { type DeliveryRecord, recordSent } from './webhook-records.js';

export interface DeliveryFilter {
  state?: string | undefined;
  type?: string | undefined;
  eventId?: string | undefined;
  lastError?: string | undefined;
}

export interface AttemptFilter {
  type?: string | undefined;
  eventId?: string | undefined;
  error?: string | undefined;
}

/** What is sent again: one event, or all that failed since an instant, for good or until their next attempt. */
export interface Resend {
  eventId?: string | undefined;
  failedSince?: Date | undefined;
}

/** Of each subject only the first delivery is due; the others queue behind it, and all behind one that waits already. */
const RESEND = `with failed as (
    select sequence, subject_key from webhook_deliveries
     where workspace_id = $1 and endpoint_id = $2
       and (event_id = $3::uuid or (state = 'failed' and ended_at >= $4::timestamptz))
    union all
    select w.sequence, w.subject_key from webhook_deliveries w
     where w.workspace_id = $1 and w.endpoint_id = $2 and w.state = 'waiting' and w.attempts > 0
       and $4::timestamptz is not null
       and exists (select from webhook_attempts a where a.workspace_id = $1 and a.endpoint_id = $2
         and a.sequence = w.sequence and a.error is not null and a.at >= $4::timestamptz)
  ), chosen as (
    select sequence, subject_key, min(sequence) over (partition by subject_key) as first from failed
  ), due as (
    update webhook_endpoints set retry_at = $5 where workspace_id = $1 and id = $2 and exists (select from chosen)
  )
  update webhook_deliveries d
     set state = 'waiting', attempts = 0, ended_at = null,
         next_attempt_at = case when c.sequence = c.first
           and not exists (select from webhook_deliveries w where w.workspace_id = $1 and w.endpoint_id = $2
             and w.subject_key = c.subject_key and w.state = 'waiting' and w.sequence < c.sequence) then $5::timestamptz end
    from chosen c
   where d.workspace_id = $1 and d.endpoint_id = $2 and d.sequence = c.sequence
  returning d.sequence`;

export function webhookDeliveriesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ours = { executor, workspaceId, cursors };
  return {
    ...queueOf(executor, workspaceId),
    slices: (requests: readonly SliceRequest[]) => slicesOf(executor, workspaceId, requests),
    eventsAt: (sequences: readonly number[]) => eventsAt(executor, workspaceId, sequences),
    /** Those of the leads for which the condition holds at `now`. */
    leadsWhere: (leadIds: readonly string[], where: Condition, now: number) =>
      leadsWhere(executor, workspaceId, { leadIds, where, now }),
    /** Endpoints for which it was recorded: not those that the process holds no longer. */
    record: (records: readonly DeliveryRecord[]) => recordSent(executor, workspaceId, records),
    list: (endpointId: string, filter: DeliveryFilter, request: ListRequest): Promise<Page<WebhookDelivery>> =>
      filtered(ours, {
        ...{ table: webhookDeliveries, key: 'sequence', list: `webhook-deliveries|${endpointId}`, filter, request },
        where: [eq(webhookDeliveries.endpointId, endpointId)],
      }),
    attempts: (endpointId: string, filter: AttemptFilter, request: ListRequest): Promise<Page<WebhookAttempt>> =>
      filtered(ours, {
        ...{ table: webhookAttempts, key: 'id', list: `webhook-attempts|${endpointId}`, filter, request },
        where: [eq(webhookAttempts.endpointId, endpointId)],
      }),
    /** Follows the clock of a sandbox that was moved forward by `milliseconds`. */
    async bringForward(milliseconds: number): Promise<void> {
      const moved = (column: string) =>
        `${column} = (${column} at time zone 'UTC' - $2::bigint * interval '1 millisecond') at time zone 'UTC'`;
      // A process that sends locks its endpoints in the order of their ids, and before their deliveries.
      await executor.run(
        'lock_webhook_endpoints',
        'select id from webhook_endpoints where workspace_id = $1 order by id for update',
        [workspaceId],
      );
      await executor.run(
        'bring_webhook_deliveries_forward',
        `update webhook_deliveries set ${moved('next_attempt_at')} where workspace_id = $1 and next_attempt_at is not null`,
        [workspaceId, milliseconds],
      );
      await executor.run(
        'bring_webhook_endpoints_forward',
        `update webhook_endpoints set ${moved('retry_at')} where workspace_id = $1 and retry_at is not null`,
        [workspaceId, milliseconds],
      );
    },
  };
}

/** Deliveries that wait. */
function queueOf(executor: Executor, workspaceId: string) {
  const ofEndpoint = (endpointId: string) =>
    and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.endpointId, endpointId));
  return {
    /** Those whose next attempt is due, longest due first. */
    due: (endpointId: string, now: Date, limit: number): Promise<WebhookDelivery[]> =>
      executor.orm
        .select()
        .from(webhookDeliveries)
        .where(and(ofEndpoint(endpointId), lte(webhookDeliveries.nextAttemptAt, now)))
        .orderBy(asc(webhookDeliveries.nextAttemptAt))
        .limit(limit),
    /** Those of the subjects, in the order of the log. */
    waitingOf: (endpointId: string, subjectKeys: readonly string[], limit: number): Promise<WebhookDelivery[]> =>
      executor.orm
        .select()
        .from(webhookDeliveries)
        .where(
          and(ofEndpoint(endpointId), sql`state = 'waiting'`, inArray(webhookDeliveries.subjectKey, [...subjectKeys])),
        )
        .orderBy(asc(webhookDeliveries.sequence))
        .limit(limit),
    /** For each of the endpoints, which of the subjects named beside it have a delivery waiting. */
    async blocked(requests: readonly { endpointId: string; subjectKeys: readonly string[] }[]): Promise<Set<string>[]> {
      const pairs = requests.flatMap(({ endpointId, subjectKeys }) => subjectKeys.map((key) => [endpointId, key]));
      const rows = await executor.run<{ endpoint: string; key: string }>(
        'blocked_webhook_subjects',
        `select endpoint::text as endpoint, key from unnest($2::uuid[], $3::text[]) as s(endpoint, key)
          where exists (select from webhook_deliveries
            where workspace_id = $1 and endpoint_id = endpoint and state = 'waiting' and subject_key = key)`,
        [workspaceId, pairs.map(([endpoint]) => endpoint), pairs.map(([, key]) => key)],
      );
      const keys = groupBy(rows, ({ endpoint }) => endpoint);
      return requests.map(({ endpointId }) => new Set(keys.get(endpointId)?.map(({ key }) => key)));
    },
    /** Sends again what was chosen, from its first attempt on; returns how many deliveries that are. */
    async resend(endpointId: string, { eventId, failedSince }: Resend, now: Date): Promise<number> {
      // A process that sends for the endpoint locks this row before its deliveries: the same order avoids a deadlock.
      await executor.run(
        'lock_webhook_endpoint',
        'select id from webhook_endpoints where workspace_id = $1 and id = $2 for update',
        [workspaceId, endpointId],
      );
      const rows = await executor.run('resend_webhook_deliveries', RESEND, [
        workspaceId,
        endpointId,
        eventId ?? null,
        failedSince ?? null,
        now,
      ]);
      return rows.length;
    },
    /** Makes what waits for a later attempt due now: the receiver answers again. */
    hurry: (endpointId: string, now: Date): Promise<unknown> =>
      executor.run(
        'hurry_webhook_deliveries',
        `update webhook_deliveries set next_attempt_at = $3
          where workspace_id = $1 and endpoint_id = $2 and next_attempt_at > $3`,
        [workspaceId, endpointId, now],
      ),
  };
}

async function leadsWhere(
  executor: Executor,
  workspaceId: string,
  { leadIds, where, now }: { leadIds: readonly string[]; where: Condition; now: number },
): Promise<Set<string>> {
  if (leadIds.length === 0) return new Set();
  const named = and(eq(leads.workspaceId, workspaceId), inArray(leads.id, [...leadIds]));
  const rows = await executor.orm
    .select({ id: leads.id })
    .from(leads)
    .where(and(named, exactSql(where, { workspaceId, now })));
  return new Set(rows.map(({ id }) => id));
}
