import { and, asc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { MetricName } from '../../core/metrics/catalogue.js';
import type { Target } from '../../core/targets/target.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { targets } from '../schema/targets.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';
import { sourceMergesRepository } from './source-merges.js';

export interface TargetFilter {
  metric?: MetricName | undefined;
  teamId?: string | undefined;
  repId?: string | undefined;
  sourceId?: string | undefined;
  period?: Target['period'] | undefined;
  missed?: boolean | undefined;
  /** A day of the period, `yyyy-mm-dd`. */
  day?: string | undefined;
}

export function targetsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const ours = eq(targets.workspaceId, workspaceId);
  return {
    ...resourceRows<Target>(executor, targets, workspaceId),
    async insert(row: Target): Promise<void> {
      await orm.insert(targets).values(row);
    },
    async remove(id: string): Promise<void> {
      await orm.delete(targets).where(and(ours, eq(targets.id, id)));
    },
    /** How many are not closed. */
    async running(): Promise<number> {
      const [row] = await orm
        .select({ count: sql<number>`count(*)::int` })
        .from(targets)
        .where(and(ours, isNull(targets.closedAt)));
      return row?.count ?? 0;
    },
    /** `name`: of the list, for cursors. */
    async list(filter: TargetFilter, request: ListRequest, name = 'targets'): Promise<Page<Target>> {
      const { day, sourceId, ...equal } = filter;
      const merged = await sourceMergesRepository(executor, workspaceId).widened({ sourceId });
      return newestFirst(
        { executor, workspaceId, cursors },
        {
          ...{ table: targets, key: 'id', binding: bindingOf(name, filter), request },
          where: [
            ...matching(targets, equal),
            ...matching({ sourceId: targets.sourceId }, { sourceId: merged.sourceId }),
            ...(day === undefined ? [] : [lte(targets.fromDay, day), gt(targets.beforeDay, day)]),
          ],
        },
      );
    },
    ...checkRows(executor, workspaceId),
  };
}

/** The state of checks. Only `requestChecks`, `saveReached` and `saveClosed` need the lock of the workspace. */
function checkRows(executor: Executor, workspaceId: string) {
  const { orm } = executor;
  const ours = eq(targets.workspaceId, workspaceId);
  const due = (now: Date) => and(ours, lte(targets.checkDueAt, now));
  return {
    /** Takes the targets whose check is due until `until`: no other process checks them meanwhile. */
    takeDue(now: Date, until: Date, limit: number): Promise<Target[]> {
      const ids = orm.select({ id: targets.id }).from(targets).where(due(now));
      const first = ids.orderBy(asc(targets.checkDueAt), asc(targets.id)).limit(limit);
      return orm
        .update(targets)
        .set({ checkDueAt: until })
        .where(and(due(now), inArray(targets.id, first)))
        .returning();
    },
    /** Sets when the next check is due, of targets that are not closed. */
    async scheduleChecks(due: readonly { id: string; at: Date }[]): Promise<void> {
      if (due.length === 0) return;
      await executor.run(
        'schedule_target_checks',
        `update targets t set check_due_at = due.at
           from unnest($2::uuid[], $3::timestamptz[]) as due(id, at)
          where t.workspace_id = $1 and t.id = due.id and t.closed_at is null`,
        [workspaceId, due.map(({ id }) => id), due.map(({ at }) => at)],
      );
    },
    /** After the clock of a sandbox was moved. */
    async requestChecks(at: Date): Promise<void> {
      await orm
        .update(targets)
        .set({ checkDueAt: at })
        .where(and(ours, isNull(targets.closedAt)));
    },
    /** Records that targets were reached. The version of a target counts the changes by callers and stays. */
    async saveReached(ids: readonly string[], at: Date): Promise<void> {
      if (ids.length > 0)
        await orm
          .update(targets)
          .set({ reachedAt: at })
          .where(and(ours, inArray(targets.id, [...ids])));
    },
    async saveClosed(closed: readonly { id: string; missed: boolean }[], at: Date): Promise<void> {
      for (const missed of [true, false]) {
        const ids = closed.filter((one) => one.missed === missed).map(({ id }) => id);
        if (ids.length === 0) continue;
        const changes = { closedAt: at, missed, checkDueAt: null };
        await orm
          .update(targets)
          .set(changes)
          .where(and(ours, inArray(targets.id, ids)));
      }
    },
  };
}

/** Workspaces with targets whose check is due, of the deployment, the longest due first. */
export async function dueTargetChecks(
  executor: Executor,
  now: Date,
  limit: number,
  workspaceId?: string,
): Promise<string[]> {
  const rows = await executor.run<{ workspaceId: string }>(
    workspaceId === undefined ? 'due_target_checks' : 'due_target_checks_of_one',
    `select workspace_id as "workspaceId" from targets
      where ${workspaceId === undefined ? '' : 'workspace_id = $3 and'} check_due_at <= $1
      group by workspace_id order by min(check_due_at) limit $2`,
    workspaceId === undefined ? [now, limit] : [now, limit, workspaceId],
  );
  return rows.map((row) => row.workspaceId);
}
