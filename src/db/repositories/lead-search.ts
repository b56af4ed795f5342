import { type AnyColumn, and, asc, Column, desc, eq, is, or, type SQL, sql } from 'drizzle-orm';
import type { Condition } from '../../core/condition.js';
import type { Lead } from '../../core/leads/lead.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { conditionSql } from './lead-conditions.js';
import { leadOfFields } from './lead-rows.js';
import { type StageFilter, stageSql } from './lead-stages.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

/** Sort columns of leads. None is ever null. */
const SORTS = {
  createdAt: leads.createdAt,
  updatedAt: leads.updatedAt,
  lastTouchAt: leads.lastTouchAt,
  'score.fit': leads.fitScore,
  'score.engagement': leads.engagementScore,
  'score.total': leads.totalScore,
  conversionProbability: sql`coalesce(${leads.conversionProbability}, -1)`,
} as const satisfies Record<string, AnyColumn | SQL>;
export type SortField = keyof typeof SORTS;

export interface SortKey {
  field: SortField;
  direction: 'asc' | 'desc';
}

export interface LeadSearch extends StageFilter {
  where: Condition | undefined;
  /** The condition as the request has it, which cursors are bound to; `where` when absent. */
  given?: Condition | undefined;
  /** One to three keys; the id breaks ties. */
  sort: readonly SortKey[];
  /** The instant that relative dates and windows are measured from, epoch milliseconds. */
  now: number;
}

/** Keyset over the sort keys and the id, in the direction of the last key. */
export async function searchLeads(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  { where, given = where, stage, rotted, sort, now }: LeadSearch,
  request: ListRequest,
): Promise<Page<Lead>> {
  const binding = `${workspaceId}|search|${JSON.stringify([given ?? null, stage ?? null, rotted ?? null, sort])}`;
  const columns = sort.map(({ field, direction }): Key => ({ column: SORTS[field], direction }));
  const keys: Key[] = [...columns, { column: leads.id, direction: columns.at(-1)?.direction ?? 'desc' }];
  const matching = where === undefined ? undefined : conditionSql(where, { workspaceId, now });
  return pageOf<Lead>(
    cursors,
    binding,
    request,
    (lead) => [...sort.map(({ field }) => sortValueOf(lead, field)), lead.id],
    (after, take) => {
      const conditions = [...stageSql({ stage, rotted }), matching, after && beyond(keys, after)];
      const query = executor.orm
        .select()
        .from(leads)
        .where(and(eq(leads.workspaceId, workspaceId), ...conditions))
        .orderBy(...keys.map(({ column, direction }) => (direction === 'asc' ? asc(column) : desc(column))))
        .limit(take)
        .toSQL();
      return executor.read(undefined, query.sql, query.params, leadOfFields);
    },
  );
}

function sortValueOf({ score, conversionProbability, ...lead }: Lead, field: SortField): string | number {
  switch (field) {
    case 'score.fit':
      return score.fit;
    case 'score.engagement':
      return score.engagement;
    case 'score.total':
      return score.total;
    case 'conversionProbability':
      return conversionProbability ?? -1;
    default:
      return iso(lead[field]);
  }
}

type Key = { column: AnyColumn | SQL; direction: 'asc' | 'desc' };

const typeOf = (column: Key['column']) => (is(column, Column) ? column.getSQLType() : 'float8');

/** (a, b) after (x, y): a beyond x, or a equal to x and b beyond y. Directions may differ, so no row comparison. */
function beyond(keys: readonly Key[], after: readonly (string | number)[]): SQL | undefined {
  const valueAt = (index: number): SQL => sql`${after[index]}::${sql.raw(typeOf((keys[index] as Key).column))}`;
  return or(
    ...keys.map(({ column, direction }, index) =>
      and(
        ...keys.slice(0, index).map((key, before) => sql`${key.column} = ${valueAt(before)}`),
        direction === 'asc' ? sql`${column} > ${valueAt(index)}` : sql`${column} < ${valueAt(index)}`,
      ),
    ),
  );
}
