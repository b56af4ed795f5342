import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Condition } from '../../core/condition.js';
import type { EventType } from '../../core/events/events.js';
import { iso } from '../../core/time.js';
import type { WebhookAttempt, WebhookDelivery } from '../../core/webhooks/endpoint.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { webhookAttempts, webhookDeliveries } from '../schema/webhooks.js';
import { eventsAt, sliceOf } from './event-slices.js';
import { exactSql } from './lead-conditions.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import type { Lease } from './webhook-endpoints.js';

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

/** What a process has sent for an endpoint; recorded as a whole or, when it no longer holds the endpoint, not at all. */
export interface DeliveryRecord {
  deliveries: readonly WebhookDelivery[];
  attempts: readonly WebhookAttempt[];
  position: number;
  failures: number;
  failingSince: Date | null;
  /** Subjects whose next waiting delivery, after the sequence, is due from now on. */
  freed: readonly { subjectKey: string; after: number }[];
  now: Date;
  leaseUntil: Date;
}

/**
 * The insert of an attempt and a delivery, the due instants of the next, and the position are one statement: one commit.
 * A joined update read every delivery of the endpoint for each freed subject; an array uses the primary key whatever the
 * statistics. `+ 0` keeps the planner from walking the primary key, where the index of waiting deliveries has few rows.
 */
const RECORD = `with held as (
    update webhook_endpoints set position = $6, failures = $7, failing_since = $8, lease_until = $12
     where workspace_id = $1 and id = $2 and lease_holder = $3 returning id
  ), saved as (
    insert into webhook_deliveries as d
    select r.* from json_populate_recordset(null::webhook_deliveries, $4) r where exists (select from held)
    on conflict (workspace_id, endpoint_id, sequence) do update
      set state = excluded.state, attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
          last_status = excluded.last_status, last_error = excluded.last_error, ended_at = excluded.ended_at
  ), logged as (
    insert into webhook_attempts
    select r.* from json_populate_recordset(null::webhook_attempts, $5) r where exists (select from held)
  ), next as materialized (
    select n.sequence from unnest($9::text[], $10::bigint[]) as f(subject_key, after)
      cross join lateral (select min(w.sequence + 0) as sequence from webhook_deliveries w
        where w.workspace_id = $1 and w.endpoint_id = $2 and w.subject_key = f.subject_key
          and w.sequence > f.after and w.state = 'waiting') n
  ), freed as (
    update webhook_deliveries d set next_attempt_at = $11
     where d.workspace_id = $1 and d.endpoint_id = $2 and d.sequence = any(array(select sequence from next))
       and d.next_attempt_at is null and exists (select from held)
  )
  select id from held`;

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
    slice: (after: number, types: readonly EventType[], limit: number) =>
      sliceOf(executor, workspaceId, { after, types, limit }),
    eventsAt: (sequences: readonly number[]) => eventsAt(executor, workspaceId, sequences),
    /** Those of the leads for which the condition holds at `now`. */
    leadsWhere: (leadIds: readonly string[], where: Condition, now: number) =>
      leadsWhere(executor, workspaceId, { leadIds, where, now }),
    /** Whether it was recorded: false when the process no longer holds the endpoint. */
    record: (lease: Lease, record: DeliveryRecord) => recordSent(executor, workspaceId, lease, record),
    list: (endpointId: string, filter: DeliveryFilter, request: ListRequest): Promise<Page<WebhookDelivery>> =>
      newestFirst(ours, {
        table: webhookDeliveries,
        key: 'sequence',
        binding: bindingOf(`webhook-deliveries|${endpointId}`, filter),
        where: [eq(webhookDeliveries.endpointId, endpointId), ...matching<DeliveryFilter>(webhookDeliveries, filter)],
        request,
      }),
    attempts: (endpointId: string, filter: AttemptFilter, request: ListRequest): Promise<Page<WebhookAttempt>> =>
      newestFirst(ours, {
        table: webhookAttempts,
        key: 'id',
        binding: bindingOf(`webhook-attempts|${endpointId}`, filter),
        where: [eq(webhookAttempts.endpointId, endpointId), ...matching<AttemptFilter>(webhookAttempts, filter)],
        request,
      }),
    /** Follows the clock of a sandbox that was moved forward by `milliseconds`. */
    async bringForward(milliseconds: number): Promise<void> {
      const moved = (column: string) =>
        `${column} = (${column} at time zone 'UTC' - $2::bigint * interval '1 millisecond') at time zone 'UTC'`;
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
    /** Subjects that have a delivery waiting. */
    async blocked(endpointId: string, subjectKeys: readonly string[]): Promise<Set<string>> {
      const rows = await executor.run<{ key: string }>(
        'blocked_webhook_subjects',
        `select key from unnest($3::text[]) key
          where exists (select from webhook_deliveries
            where workspace_id = $1 and endpoint_id = $2 and state = 'waiting' and subject_key = key)`,
        [workspaceId, endpointId, subjectKeys],
      );
      return new Set(rows.map(({ key }) => key));
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

async function recordSent(
  executor: Executor,
  workspaceId: string,
  { endpointId, holder }: Lease,
  record: DeliveryRecord,
): Promise<boolean> {
  const { deliveries, attempts, position, failures, failingSince, freed, now, leaseUntil } = record;
  const rows = await executor.run<{ id: string }>('record_webhook_deliveries', RECORD, [
    ...[workspaceId, endpointId, holder],
    JSON.stringify(deliveries.map(deliveryRow)),
    JSON.stringify(attempts.map(attemptRow)),
    ...[position, failures, failingSince],
    freed.map(({ subjectKey }) => subjectKey),
    freed.map(({ after }) => after),
    ...[now, leaseUntil],
  ]);
  return rows.length > 0;
}

const isoOrNull = (at: Date | null) => (at === null ? null : iso(at.getTime()));

function deliveryRow(row: WebhookDelivery) {
  return {
    workspace_id: row.workspaceId,
    endpoint_id: row.endpointId,
    sequence: row.sequence,
    event_id: row.eventId,
    type: row.type,
    subject_key: row.subjectKey,
    state: row.state,
    attempts: row.attempts,
    next_attempt_at: isoOrNull(row.nextAttemptAt),
    last_status: row.lastStatus,
    last_error: row.lastError,
    created_at: iso(row.createdAt.getTime()),
    ended_at: isoOrNull(row.endedAt),
  };
}

function attemptRow(row: WebhookAttempt) {
  return {
    workspace_id: row.workspaceId,
    endpoint_id: row.endpointId,
    id: row.id,
    sequence: row.sequence,
    event_id: row.eventId,
    type: row.type,
    subject_key: row.subjectKey,
    at: iso(row.at.getTime()),
    status: row.status,
    error: row.error,
    duration_ms: row.durationMs,
    answer: row.answer,
  };
}
