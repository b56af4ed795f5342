import { and, asc, eq, gt, inArray, lte, type SQL } from 'drizzle-orm';
import type { EventType } from '../../core/events/events.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { events } from '../schema/events.js';
import { wholeValues } from './event-values.js';
import { CursorRefused, type ListRequest, matching, type Page, within } from './lists.js';

export type EventRow = typeof events.$inferSelect;
/** An event with its personal values merged in; `erasedAt`: when those were erased. */
export type LoggedEvent = Omit<EventRow, 'personal'>;

type Position = Pick<EventRow, 'sequence' | 'id'>;

/** Names of columns whose values an event must have. */
export interface EqualityFilter {
  type?: string | undefined;
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  actorKind?: string | undefined;
  actorId?: string | undefined;
}

export interface EventFilter extends EqualityFilter {
  /** Any of these. */
  types?: readonly EventType[] | undefined;
  /** Epoch milliseconds. */
  occurredFrom?: number | undefined;
  occurredBefore?: number | undefined;
}

export interface FeedPage extends Page<LoggedEvent> {
  /** Goes on after all events that were read, also those that the filter does not select. */
  nextCursor: string;
  /** The number of the last event that was read. */
  position: number;
  /** Epoch of the workspace's feed. It changes when the database is restored to an earlier state. */
  epoch: string;
}

/** What the filter of a follower compares. */
export type EventHead = Pick<EventRow, 'sequence' | 'type' | 'subjectKind' | 'subjectId' | 'actorKind' | 'actorId'>;

interface Source {
  executor: Executor;
  workspaceId: string;
  cursors: CursorCodec;
}

/** Most events that a page reads to find those that its filter selects: some 20 ms. */
const MOST_READ = 20_000;
/** Clocks of processes differ by less. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * A page of the log, oldest first. A page of a filter reads at most MOST_READ events, so it may have fewer events than were
 * requested, or none, and still be followed by others. Its cursor is the last event that was read: no event is read twice.
 */
export async function readFeed(source: Source, filter: EventFilter, request: ListRequest): Promise<FeedPage> {
  const { executor, workspaceId, cursors } = source;
  const { types, occurredFrom, occurredBefore, ...equal } = filter;
  const binding = bindingOf(workspaceId, filter);
  const cursor = request.cursor === undefined ? undefined : cursors.decode(binding, request.cursor);
  if (request.cursor !== undefined && cursor === undefined) throw new CursorRefused('cursor refused');
  const feed = await feedAt(executor, workspaceId, cursor?.[0]);
  const [first, logEnd] = await Promise.all([
    occurredFrom === undefined ? 0 : eventsBefore(source, occurredFrom - CLOCK_TOLERANCE_MS, feed.lastSequence),
    occurredBefore === undefined
      ? feed.lastSequence
      : eventsBefore(source, occurredBefore + CLOCK_TOLERANCE_MS, feed.lastSequence),
  ]);
  const read = cursor && confirmedPosition(feed, cursor);
  const after = read?.sequence ?? first;
  // The index of subjects has the events of one subject.
  // The first event is always there.
  const end = Math.max(1, after, equal.subjectId === undefined ? Math.min(after + MOST_READ, logEnd) : logEnd);
  const wanted = [
    gt(events.sequence, after),
    lte(events.sequence, end),
    ...matching<EqualityFilter>(events, equal),
    types && inArray(events.type, [...types]),
    within(events.occurredAt, occurredFrom, occurredBefore),
  ];
  const found = after >= end ? [] : await selectEvents(source, wanted, request.limit + 1);
  const rows = found.slice(0, request.limit);
  const isCut = found.length > rows.length;
  const last = isCut ? rows.at(-1) : [read, rows.at(-1)].find((known) => known?.sequence === end);
  const position = last ?? (await eventAt(source, end));
  return {
    rows: rows.map(({ personal, ...row }) => ({ ...row, data: wholeValues({ ...row, personal }) })),
    hasMore: isCut || end < logEnd,
    nextCursor: cursors.encode(binding, [position.sequence, position.id]),
    position: position.sequence,
    epoch: feed.epoch,
  };
}

/** Heads of the events after one and up to another. */
export function eventHeads(executor: Executor, workspaceId: string, after: number, end: number): Promise<EventHead[]> {
  const { sequence, type, subjectKind, subjectId, actorKind, actorId } = events;
  return executor.orm
    .select({ sequence, type, subjectKind, subjectId, actorKind, actorId })
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), gt(sequence, after), lte(sequence, end)));
}

/** Followers keep cursors for long: those of the filters that existed first keep their form. */
function bindingOf(workspaceId: string, { type, subjectId, ...others }: EventFilter): string {
  const added = Object.entries(others).filter(([, value]) => value !== undefined);
  const rest = added.length === 0 ? '' : `|${JSON.stringify(added.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
  return `${workspaceId}|events|${type ?? ''}|${subjectId ?? ''}${rest}`;
}

function selectEvents({ executor, workspaceId }: Source, wanted: (SQL | undefined)[], limit: number) {
  return executor.orm
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), ...wanted))
    .orderBy(asc(events.sequence))
    .limit(limit);
}

async function eventAt(source: Source, sequence: number): Promise<Position> {
  const [event] = await selectEvents(source, [eq(events.sequence, sequence)], 1);
  if (event === undefined) throw new Error(`the log has no event ${sequence}`);
  return event;
}

/**
 * How many events are older than an instant, but for the tolerance of clocks. Numbers have no gaps and grow with time, so
 * halving finds the place by some twenty look-ups of the primary key.
 */
async function eventsBefore({ executor, workspaceId }: Source, instant: number, last: number): Promise<number> {
  const [place] = await executor.run<{ low: string }>(
    'events_before',
    `with recursive place (low, high) as (
       select 0::bigint, $3::bigint + 1
       union all
       select case when e.occurred_at < $2 then e.sequence else low end, case when e.occurred_at < $2 then high else e.sequence end
         from place join events e on e.workspace_id = $1 and e.sequence = (low + high) / 2
        where high - low > 1)
     select low from place order by high - low limit 1`,
    [workspaceId, new Date(instant), last],
  );
  return Number(place?.low ?? 0);
}

interface Feed {
  epoch: string;
  /** Whether the database was ever restored to an earlier state. */
  restored: boolean;
  lastSequence: number;
  /** Id of the event at the requested position; null when the log has none there. */
  eventId: string | null;
}

async function feedAt(executor: Executor, workspaceId: string, sequence: unknown): Promise<Feed> {
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
function confirmedPosition(feed: Feed, [sequence, id]: readonly (string | number)[]): Position {
  const same = id === undefined ? !feed.restored && feed.eventId !== null : feed.eventId === id;
  if (same && feed.eventId !== null) return { sequence: Number(sequence), id: feed.eventId };
  throw new FeedPositionGone(
    `Event ${sequence}, which the cursor had read last, is not in the log any more; it ends at ${feed.lastSequence}.`,
  );
}

/** A cursor to an event that the log has lost, because the database was restored to an earlier state. */
export class FeedPositionGone extends Error {
  override readonly name = 'FeedPositionGone';
}
