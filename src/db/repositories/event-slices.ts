import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm';
import type { EventType } from '../../core/events/events.js';
import { groupBy } from '../../core/groups.js';
import type { Executor } from '../executor.js';
import { events } from '../schema/events.js';
import type { LoggedEvent } from './event-feed.js';
import { wholeValues } from './event-values.js';

/** Events of the log after a position, of some types. */
export interface LogSlice {
  events: LoggedEvent[];
  /** The last number that was looked at. */
  end: number;
  /** Whether the log had none after it. */
  isEnd: boolean;
}

/** Most events of the log that one slice looks at. */
const MOST_READ = 2_000;

export interface SliceRequest {
  after: number;
  types: ReadonlySet<EventType>;
  limit: number;
}

/** Slices of the log. Those after the same event are read together, so they share their events. */
export async function slicesOf(
  executor: Executor,
  workspaceId: string,
  requests: readonly SliceRequest[],
): Promise<LogSlice[]> {
  const [head] = await executor.run<{ last: string }>(
    'end_of_log',
    'select event_sequence as last from workspaces where id = $1',
    [workspaceId],
  );
  const logEnd = Number(head?.last ?? 0);
  const read = new Map<number, Promise<LogSlice>>();
  for (const [after, same] of groupBy(requests, (request) => request.after)) {
    const types = new Set(same.flatMap((request) => [...request.types]));
    const limit = Math.max(...same.map((request) => request.limit));
    read.set(after, readSlice(executor, workspaceId, { after, types, limit }, logEnd));
  }
  return Promise.all(
    requests.map(async (request) => partOf((await read.get(request.after)) ?? emptyAt(request.after), request, logEnd)),
  );
}

const emptyAt = (after: number): LogSlice => ({ events: [], end: after, isEnd: true });

async function readSlice(
  executor: Executor,
  workspaceId: string,
  { after, types, limit }: SliceRequest,
  logEnd: number,
): Promise<LogSlice> {
  const end = Math.min(after + MOST_READ, logEnd);
  if (end <= after) return emptyAt(after);
  const rows = await executor.orm
    .select()
    .from(events)
    .where(
      and(
        eq(events.workspaceId, workspaceId),
        gt(events.sequence, after),
        lte(events.sequence, end),
        inArray(events.type, [...types]),
      ),
    )
    .orderBy(asc(events.sequence))
    .limit(limit);
  const last = rows.length < limit ? end : (rows.at(-1)?.sequence ?? end);
  return {
    events: rows.map(({ personal, ...row }) => ({ ...row, data: wholeValues({ ...row, personal }) })),
    end: last,
    isEnd: last >= logEnd,
  };
}

/** The events of a slice that one of its requests selects. */
function partOf(slice: LogSlice, { types, limit }: SliceRequest, logEnd: number): LogSlice {
  const selected = slice.events.filter(({ type }) => types.has(type));
  if (selected.length <= limit) return { ...slice, events: selected };
  const part = selected.slice(0, limit);
  const end = part.at(-1)?.sequence ?? slice.end;
  return { events: part, end, isEnd: end >= logEnd };
}

export async function eventsAt(
  executor: Executor,
  workspaceId: string,
  sequences: readonly number[],
): Promise<Map<number, LoggedEvent>> {
  if (sequences.length === 0) return new Map();
  const rows = await executor.orm
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), inArray(events.sequence, [...sequences])));
  return new Map(
    rows.map(({ personal, ...row }) => [row.sequence, { ...row, data: wholeValues({ ...row, personal }) }]),
  );
}
