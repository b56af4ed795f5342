import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm';
import type { EventType } from '../../core/events/events.js';
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

export async function sliceOf(
  executor: Executor,
  workspaceId: string,
  { after, types, limit }: { after: number; types: readonly EventType[]; limit: number },
): Promise<LogSlice> {
  const [head] = await executor.run<{ last: string }>(
    'end_of_log',
    'select event_sequence as last from workspaces where id = $1',
    [workspaceId],
  );
  const logEnd = Number(head?.last ?? after);
  const end = Math.min(after + MOST_READ, logEnd);
  if (end <= after) return { events: [], end: after, isEnd: true };
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
