import { mergePersonal } from '../../core/erasure/split.js';
import type { ActorKind, DomainEvent, EventCause, EventType } from '../../core/events/events.js';
import { withRecordedHistory } from '../../core/replay/recorded-history.js';
import type { HistoryEvent } from '../../core/replay/replay.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { recordPacker } from '../schema/decision-records.js';
import { events, type PersonalData } from '../schema/events.js';
import { type EventFilter, eventHeads, readFeed } from './event-feed.js';
import { eraseEvents, storedValues } from './event-values.js';
import type { ListRequest } from './lists.js';

/** The actor and the request that caused an event. */
export interface EventOrigin {
  actorKind: ActorKind;
  actorId: string;
  requestId: string;
}

/** An emitted event with its origin and its instant by the workspace's clock, epoch milliseconds. */
export interface PendingEvent {
  event: DomainEvent;
  origin: EventOrigin;
  at: number;
}

interface WriterOptions {
  workspaceId: string;
  newId: () => string;
}

const writer = rowWriter(events, ['workspace_id', 'sequence']);

/** Appends events of one transaction to the log, in one or several calls. `after`: the last number used. */
export function eventWriter(executor: Executor, { workspaceId, newId }: WriterOptions) {
  const pack = recordPacker();
  return (pending: readonly PendingEvent[], after: number): Promise<unknown> =>
    writer.insertNamed(
      executor,
      pending.map(({ event, origin, at }, index) => {
        const sequence = after + index + 1;
        const { data, personal } = storedValues(event, event.decision && pack(event.decision, sequence));
        return {
          workspace_id: workspaceId,
          sequence,
          id: newId(),
          type: event.type,
          subject_kind: event.subjectKind,
          subject_id: event.subjectId,
          subject_version: event.subjectVersion,
          actor_kind: origin.actorKind,
          actor_id: origin.actorId,
          request_id: origin.requestId,
          cause: event.cause,
          occurred_at: iso(at),
          data,
          personal,
        };
      }),
    );
}

export function eventsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    histories: (subjectIds: readonly string[]) => histories(executor, workspaceId, subjectIds),
    erase: (erased: { subjectIds: readonly string[]; visitorIds: readonly string[] }, at: Date) =>
      eraseEvents(executor, workspaceId, erased, at),
    touchedByOthers: (leadIds: readonly string[], requestIds: readonly string[]) =>
      touchedByOthers(executor, workspaceId, leadIds, requestIds),
    list: (filter: EventFilter, request: ListRequest) => readFeed({ executor, workspaceId, cursors }, filter, request),
    heads: (after: number, end: number) => eventHeads(executor, workspaceId, after, end),
  };
}

/** Causes of events by which a job or a rule did what a person or another system asked for. */
const ASKED_FOR: readonly EventCause[] = ['api', 'touch', 'history', 'bulk_change'];

/**
 * The leads to which something has happened by other requests than these: a caller did it, or a job that a caller requested changed the
 * lead. What timers and rules do by themselves does not count.
 */
async function touchedByOthers(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
  requestIds: readonly string[],
): Promise<string[]> {
  const rows = await executor.run<{ leadId: string }>(
    'touched_by_others',
    `select distinct subject_id as "leadId" from events
      where workspace_id = $1 and subject_id = any($2::text[]) and request_id <> all($3::text[])
        and (actor_kind <> 'system' or cause = any($4::text[]))`,
    [workspaceId, leadIds, requestIds, ASKED_FOR],
  );
  return rows.map(({ leadId }) => leadId);
}

interface HistoryRow {
  subjectId: string;
  type: EventType;
  subjectVersion: number | null;
  cause: EventCause;
  actorId: string;
  occurredAt: Date;
  before: unknown;
  after: unknown;
  personal: PersonalData | null;
}

/** The events of each subject, oldest first, without decision records, which are most of an event. */
async function histories(
  executor: Executor,
  workspaceId: string,
  subjectIds: readonly string[],
): Promise<Map<string, HistoryEvent[]>> {
  const found = new Map<string, HistoryEvent[]>(subjectIds.map((id) => [id, []]));
  if (found.size === 0) return found;
  const rows = await executor.run<HistoryRow>(
    'histories',
    `select subject_id as "subjectId", type, subject_version as "subjectVersion", cause, actor_id as "actorId",
            occurred_at as "occurredAt", data -> 'before' as before, data -> 'after' as after, personal
       from events where workspace_id = $1 and subject_id = any($2::text[]) order by sequence`,
    [workspaceId, subjectIds],
  );
  for (const { subjectId, type, subjectVersion, occurredAt, cause, actorId, ...stored } of rows) {
    const event: HistoryEvent = {
      type,
      subjectVersion: subjectVersion ?? undefined,
      occurredAt: occurredAt.getTime(),
      cause,
      actorId,
      before: mergePersonal(stored.before, stored.personal?.before),
      after: mergePersonal(stored.after, stored.personal?.after),
    };
    found.get(subjectId)?.push(...withRecordedHistory(event));
  }
  return found;
}
