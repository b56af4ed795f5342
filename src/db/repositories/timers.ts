import { iso } from '../../core/time.js';
import type { Timer, TimerKind } from '../../core/timers.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { timers } from '../schema/timers.js';

const writer = rowWriter(timers, ['workspace_id', 'kind', 'subject_id']);

/**
 * Instants here are those of the workspace's clock. The table has real ones, so that what is due is found alike in all
 * workspaces: of a sandbox, `clockOffset` is how far its clock is ahead of real time, milliseconds.
 */
export function timersRepository(executor: Executor, workspaceId: string, clockOffset = 0) {
  return {
    /** New ones are made, those that are there are moved. */
    set: (wanted: readonly Timer[]) =>
      writer.replaceNamed(
        executor,
        wanted.map(({ kind, subjectId, dueAt }) => ({
          workspace_id: workspaceId,
          kind,
          subject_id: subjectId,
          due_at: iso(dueAt - clockOffset),
        })),
      ),
    /** Takes a timer away if it is due; tells whether it was. */
    async take({ kind, subjectId }: Pick<Timer, 'kind' | 'subjectId'>, now: number): Promise<boolean> {
      const taken = await executor.run(
        'take_timer',
        `delete from timers where workspace_id = $1 and kind = $2 and subject_id = $3::uuid and due_at <= $4
          returning kind`,
        [workspaceId, kind, subjectId, new Date(now - clockOffset)],
      );
      return taken.length > 0;
    },
    /** Of this workspace, what is due by `until`, longest overdue first. */
    async due(until: number, limit: number): Promise<Timer[]> {
      const rows = await executor.run<{ due_at: Date; kind: TimerKind; subject_id: string }>(
        'due_timers_of_workspace',
        `select due_at, kind, subject_id from timers where workspace_id = $1 and due_at <= $2
          order by due_at, kind, subject_id limit $3`,
        [workspaceId, new Date(until - clockOffset), limit],
      );
      return rows.map(({ due_at, kind, subject_id: subjectId }) => ({
        kind,
        subjectId,
        dueAt: due_at.getTime() + clockOffset,
      }));
    },
    /** The workspace's clock was moved forward by so many milliseconds: all that waits comes as much earlier. */
    bringForward: (milliseconds: number): Promise<unknown> =>
      executor.run(
        'bring_timers_forward',
        // Without a time zone, an instant less an interval depends on no setting: sharded databases update by no other sums.
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

/** By the index on due_at, and from it alone. */
export const DUE_TIMERS = `select due_at, workspace_id, kind, subject_id from timers
   where due_at <= $1 and kind = any($2::text[]) order by due_at limit $3`;

/** What is due by `now`, of any workspace and of those kinds, longest overdue first. */
export async function dueTimers(
  executor: Executor,
  now: number,
  kinds: readonly TimerKind[],
  limit: number,
): Promise<DueTimer[]> {
  const rows = await executor.run<{ due_at: Date; workspace_id: string; kind: TimerKind; subject_id: string }>(
    'due_timers',
    DUE_TIMERS,
    [new Date(now), kinds, limit],
  );
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    kind: row.kind,
    subjectId: row.subject_id,
    dueAt: row.due_at.getTime(),
  }));
}
