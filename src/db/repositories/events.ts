import { and, asc, eq, gt } from 'drizzle-orm';
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
import { eraseEvents, storedValues, wholeValues } from './event-values.js';
import { type ListRequest, matches, type Page, pageOf } from './lists.js';

export type EventRow = typeof events.$inferSelect;
/** An event with its personal values merged in; `erasedAt`: when those were erased. */
export type LoggedEvent = Omit<EventRow, 'personal'>;

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

export interface EventFilter {
  type?: string | undefined;
  subjectId?: string | undefined;
}

export interface FeedPage extends Page<LoggedEvent> {
  /** Epoch of the workspace's feed. It changes when the database is restored to an earlier state. */
  epoch: string;
}

export function eventsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    histories: (subjectIds: readonly string[]) => histories(executor, workspaceId, subjectIds),
    erase: (erased: { subjectIds: readonly string[]; visitorIds: readonly string[] }, at: Date) =>
      eraseEvents(executor, workspaceId, erased, at),
    /** Oldest first. The last page has a cursor too, so that a reader can follow the log. */
    async list(filter: EventFilter, request: ListRequest): Promise<FeedPage> {
      const binding = `${workspaceId}|events|${filter.type ?? ''}|${filter.subjectId ?? ''}`;
      const after = request.cursor === undefined ? undefined : cursors.decode(binding, request.cursor);
      const [feed, page] = await Promise.all([
        readFeed(executor, workspaceId, after?.[0]),
        pageOf<EventRow>(cursors, binding, request, positionOf, (after, take) =>
          executor.orm
            .select()
            .from(events)
            .where(
              and(
                eq(events.workspaceId, workspaceId),
                after === undefined ? undefined : gt(events.sequence, Number(after[0])),
                matches(events.type, filter.type),
                matches(events.subjectId, filter.subjectId),
              ),
            )
            .orderBy(asc(events.sequence))
            .limit(take),
        ),
      ]);
      const read = after === undefined ? undefined : confirmedPosition(feed, after);
      const last = page.rows.at(-1);
      const position = last ? positionOf(last) : read;
      const rows = page.rows.map(({ personal, ...row }) => ({ ...row, data: wholeValues({ ...row, personal }) }));
      return { ...page, rows, nextCursor: position && cursors.encode(binding, position), epoch: feed.epoch };
    },
  };
}

const positionOf = ({ sequence, id }: { sequence: number; id: string }) => [sequence, id];

interface Feed {
  epoch: string;
  /** Whether the database was ever restored to an earlier state. */
  restored: boolean;
  lastSequence: number;
  /** Id of the event at the requested position; null when the log has none there. */
  eventId: string | null;
}

async function readFeed(executor: Executor, workspaceId: string, sequence: unknown): Promise<Feed> {
  const [row] = await executor.run<Omit<Feed, 'lastSequence'> & { lastSequence: string }>(
    'read_feed',
    `select coalesce(w.feed_epoch, w.id) as epoch, w.feed_epoch is not null as restored,
            w.event_sequence as "lastSequence", e.id as "eventId"
       from workspaces w left join events e on e.workspace_id = w.id and e.sequence = $2::bigint where w.id = $1`,
    [workspaceId, sequence ?? null],
  );
  if (!row) throw new Error('the workspace is gone');
  return { ...row, lastSequence: Number(row.lastSequence) };
}

/**
 * Two histories that have the same event at the same number have the same events before it: ids are never used twice. So
 * the id in a cursor shows whether the events read up to it are still in the log, however the database was restored.
 * Cursors from before ids were in them are good as long as the feed was never restored.
 */
function confirmedPosition(feed: Feed, [sequence, id]: readonly (string | number)[]): (string | number)[] {
  const same = id === undefined ? !feed.restored && feed.eventId !== null : feed.eventId === id;
  if (same && feed.eventId !== null) return positionOf({ sequence: Number(sequence), id: feed.eventId });
  throw new FeedPositionGone(
    `Event ${sequence}, which the cursor had read last, is not in the log any more; it ends at ${feed.lastSequence}.`,
  );
}

/** A cursor to an event that the log has lost, because the database was restored to an earlier state. */
export class FeedPositionGone extends Error {
  override readonly name = 'FeedPositionGone';
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
