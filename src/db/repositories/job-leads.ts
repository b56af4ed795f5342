import { and, asc, eq, gt, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { Condition } from '../../core/condition.js';
import type { Category } from '../../core/leads/vocabulary.js';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { indexedTests } from './condition-indexes.js';
import { conditionSql } from './lead-conditions.js';

/** Selects the leads of a job; all parts must hold. */
export interface JobLeadFilter {
  where: Condition | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  categories?: readonly Category[] | undefined;
  /** The instant that relative dates are measured from, epoch milliseconds. */
  now: number;
}

export function jobLeads(executor: Executor, workspaceId: string) {
  return {
    /** The number of leads, and the last id. */
    async countForJob(filter: JobLeadFilter): Promise<{ count: number; lastId: string | undefined }> {
      const [row] = await executor.orm
        .select({ count: sql<number>`count(*)::int`, lastId: sql<string | null>`max(${leads.id}::text)` })
        .from(leads)
        .where(and(...partsOf(workspaceId, filter)));
      return { count: row?.count ?? 0, lastId: row?.lastId ?? undefined };
    },
    /** Ids after one and up to another, in order. */
    async nextForJob(
      filter: JobLeadFilter,
      { afterId, lastId }: { afterId: string; lastId: string },
      limit: number,
    ): Promise<string[]> {
      const rows = await executor.orm
        .select({ id: leads.id })
        .from(leads)
        .where(and(...partsOf(workspaceId, filter), gt(leads.id, afterId), lte(leads.id, lastId)))
        .orderBy(asc(leads.id))
        .limit(limit);
      return rows.map(({ id }) => id);
    },
  };
}

function partsOf(workspaceId: string, { where, ownerId, teamId, categories, now }: JobLeadFilter): (SQL | undefined)[] {
  return [
    eq(leads.workspaceId, workspaceId),
    categories === undefined ? undefined : inArray(leads.category, [...categories]),
    ownerId === undefined ? undefined : eq(leads.ownerId, ownerId),
    teamId === undefined ? undefined : eq(leads.teamId, teamId),
    // Each slice would read all rows of other tables again.
    where === undefined ? undefined : conditionSql(where, { workspaceId, now }, indexedTests),
  ];
}
