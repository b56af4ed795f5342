import { iso } from '../../core/time.js';
import type { Timer, TimerKind } from '../../core/timers.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { timers } from '../schema/timers.js';

const writer = rowWriter(timers, ['workspace_id', 'kind', 'subject_id']);

/**
 * Instants here are those of the workspace's clock. The table holds real time, so that one query finds due timers of all
 * workspaces. `clockOffset`: milliseconds that a sandbox's clock is ahead of real time.
 */
export function timersRepository(executor: Executor, workspaceId: string, clockOffset = 0) {
  const namedRow = ({ kind, subjectId, dueAt }: Timer) => ({
    workspace_id: workspaceId,
    kind,
    subject_id: subjectId,
    due_at: iso(dueAt - clockOffset),
  });
  return {
    /** Inserts timers of subjects that have none yet: a third of the time of `set`. */
    insert: (added: readonly Timer[]) => writer.insertNamed(executor, added.map(namedRow)),
    /** Inserts new timers and moves existing ones. */
    set: (wanted: readonly Timer[]) => writer.replaceNamed(executor, wanted.map(namedRow)),
    /** Deletes a timer if it is due; returns whether it was. */
    async take({ kind, subjectId }: Pick<Timer, 'kind' | 'subjectId'>, now: number): Promise<boolean> {
      const taken = await executor.run(
        'take_timer',
        `delete from timers where workspace_id = $1 and kind = $2 and subject_id = $3::uuid and due_at <= $4
          returning kind`,
        [workspaceId, kind, subjectId, new Date(now - clockOffset)],
      );
      return taken.length > 0;
    },
    /** Timers of this workspace, of one kind or of all, that are due by `until`, longest overdue first. */
    async due(until: number, limit: number, kind?: TimerKind): Promise<Timer[]> {
      const rows = await executor.run<{ due_at: Date; kind: TimerKind; subject_id: string }>(
        'due_timers_of_workspace',
        `select due_at, kind, subject_id from timers where workspace_id = $1 and due_at <= $2 and ($4::text is null or kind = $4)
          order by due_at, kind, subject_id limit $3`,
        [workspaceId, new Date(until - clockOffset), limit, kind ?? null],
      );
      return rows.map(({ due_at, kind, subject_id: subjectId }) => ({
        kind,
        subjectId,
        dueAt: due_at.getTime() + clockOffset,
      }));
    },
    /** When the first timer of a kind is due, if that is after `after` and by `until`. */
    async firstBetween(kind: TimerKind, after: number, until: number): Promise<number | undefined> {
      const [first] = await executor.run<{ due_at: Date | null }>(
        'next_timer_of_kind',
        `select min(due_at) as due_at from timers where workspace_id = $1 and kind = $2 and due_at > $3 and due_at <= $4`,
        [workspaceId, kind, new Date(Math.max(0, after - clockOffset)), new Date(until - clockOffset)],
      );
      return first?.due_at == null ? undefined : first.due_at.getTime() + clockOffset;
    },
    /** Moves all timers earlier, after the workspace's clock was moved forward by `milliseconds`. */
    bringForward: (milliseconds: number): Promise<unknown> =>
      executor.run(
        'bring_timers_forward',
        // Without a time zone, an instant less an interval depends on no setting: sharded databases allow no other arithmetic in updates.
        `update timers set due_at = (due_at at time zone 'UTC' - $2::bigint * interval '1 millisecond') at time zone 'UTC'
          where workspace_id = $1`,
        [workspaceId, milliseconds],
      ),
    clear(gone: readonly Pick<Timer, 'kind' | 'subjectId'>[]): Promise<unknown> {
      if (gone.length === 0) return Promise.resolve();
      return executor.run(
        'clear_timers',
        `delete from timers t using unnest($2::text[], $3::uuid[]) as gone(kind, subject_id)
          where t.workspace_id = $1 and t.kind = gone.kind and t.subject_id = gone.subject_id`,
        [workspaceId, gone.map(({ kind }) => kind), gone.map(({ subjectId }) => subjectId)],
      );
    },
  };
}

export interface DueTimer extends Timer {
  workspaceId: string;
}

/** An index-only scan on due_at. */
export const DUE_TIMERS = `select due_at, workspace_id, kind, subject_id from timers
   where due_at <= $1 and kind = any($2::text[]) order by due_at limit $3`;
const DUE_TIMERS_OF_ONE = DUE_TIMERS.replace('where', 'where workspace_id = $4 and');

/** Timers of the kinds that are due by `now` in all workspaces, or in one, longest overdue first. */
export async function dueTimers(
  executor: Executor,
  now: number,
  kinds: readonly TimerKind[],
  limit: number,
  workspaceId?: string,
): Promise<DueTimer[]> {
  type Row = { due_at: Date; workspace_id: string; kind: TimerKind; subject_id: string };
  const due = [new Date(now), kinds, limit];
  const rows = await (workspaceId === undefined
    ? executor.run<Row>('due_timers', DUE_TIMERS, due)
    : executor.run<Row>('due_timers_of_one', DUE_TIMERS_OF_ONE, [...due, workspaceId]));
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    kind: row.kind,
    subjectId: row.subject_id,
    dueAt: row.due_at.getTime(),
  }));
}
