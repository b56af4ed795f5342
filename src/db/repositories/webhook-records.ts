import { iso } from '../../core/time.js';
import type { WebhookAttempt, WebhookDelivery } from '../../core/webhooks/endpoint.js';
import type { Executor } from '../executor.js';
import type { Lease } from './webhook-endpoints.js';

/** What a process has sent for an endpoint; recorded as a whole or, when it no longer holds the endpoint, not at all. */
export interface DeliveryRecord {
  lease: Lease;
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
 * Attempts and deliveries, the due instants of the next ones, and the positions are one statement: one commit. A joined update
 * read every delivery of the endpoint for each freed subject; an array uses the primary key whatever the statistics. `+ 0`
 * keeps the planner from walking the primary key, where the index of waiting deliveries has few rows. Endpoints are locked in
 * the order of their ids: no two statements wait for each other.
 */
const RECORD = `with given as (
    select * from unnest($2::uuid[], $3::text[], $4::bigint[], $5::integer[], $6::timestamptz[], $7::timestamptz[])
      as g(id, holder, position, failures, failing_since, lease_until)
  ), locked as materialized (
    select g.* from webhook_endpoints e join given g on g.id = e.id and g.holder = e.lease_holder
     where e.workspace_id = $1 order by e.id for update of e
  ), held as (
    update webhook_endpoints e set position = l.position, failures = l.failures, failing_since = l.failing_since,
           lease_until = l.lease_until
      from locked l where e.workspace_id = $1 and e.id = l.id
    returning e.id
  ), saved as (
    insert into webhook_deliveries as d
    select r.* from json_populate_recordset(null::webhook_deliveries, $8) r where r.endpoint_id in (select id from held)
    on conflict (workspace_id, endpoint_id, sequence) do update
      set state = excluded.state, attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
          last_status = excluded.last_status, last_error = excluded.last_error, ended_at = excluded.ended_at
  ), logged as (
    insert into webhook_attempts
    select r.* from json_populate_recordset(null::webhook_attempts, $9) r where r.endpoint_id in (select id from held)
  ), next as materialized (
    select f.endpoint, n.sequence from unnest($10::uuid[], $11::text[], $12::bigint[]) as f(endpoint, subject_key, after)
      cross join lateral (select min(w.sequence + 0) as sequence from webhook_deliveries w
        where w.workspace_id = $1 and w.endpoint_id = f.endpoint and w.subject_key = f.subject_key
          and w.sequence > f.after and w.state = 'waiting') n
  ), freed as (
    update webhook_deliveries d set next_attempt_at = $13
      from (select endpoint, array_agg(sequence) as sequences from next where sequence is not null group by endpoint) n
     where d.workspace_id = $1 and d.endpoint_id = n.endpoint and d.sequence = any(n.sequences)
       and d.next_attempt_at is null and n.endpoint in (select id from held)
  )
  select id::text as id from held`;

/** Returns the ids of the endpoints whose record was saved. */
export async function recordSent(
  executor: Executor,
  workspaceId: string,
  records: readonly DeliveryRecord[],
): Promise<Set<string>> {
  const freed = records.flatMap((record) =>
    record.freed.map(({ subjectKey, after }) => ({ endpointId: record.lease.endpointId, subjectKey, after })),
  );
  const rows = await executor.run<{ id: string }>('record_webhook_deliveries', RECORD, [
    workspaceId,
    records.map(({ lease }) => lease.endpointId),
    records.map(({ lease }) => lease.holder),
    records.map(({ position }) => position),
    records.map(({ failures }) => failures),
    records.map(({ failingSince }) => failingSince),
    records.map(({ leaseUntil }) => leaseUntil),
    JSON.stringify(records.flatMap(({ deliveries }) => deliveries.map(deliveryRow))),
    JSON.stringify(records.flatMap(({ attempts }) => attempts.map(attemptRow))),
    freed.map(({ endpointId }) => endpointId),
    freed.map(({ subjectKey }) => subjectKey),
    freed.map(({ after }) => after),
    records[0]?.now,
  ]);
  return new Set(rows.map(({ id }) => id));
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
