import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { RelatedCondition, Relation } from '../../core/condition.js';
import { leastRows, relatedComparison } from '../../core/conditions/related.js';
import { millisecondsOfDays } from '../../core/time.js';
import { activities } from '../schema/activities.js';
import { deals } from '../schema/deals.js';
import { leads, touches } from '../schema/leads.js';
import { referrals } from '../schema/referrals.js';
import { sources } from '../schema/sources.js';
import { tasks } from '../schema/tasks.js';
import { COMPARISONS, daysSinceSql } from './comparison-sql.js';
import type { ConditionContext } from './computed-fields.js';

/** The table of a relation and its columns by what they mean to conditions. */
interface RelationTable {
  table: PgTable;
  workspaceId: AnyColumn;
  leadId: AnyColumn;
  /** The instant that a period bounds. */
  at: AnyColumn;
  kind?: AnyColumn;
  status?: AnyColumn;
  sourceId?: AnyColumn;
  campaignId?: AnyColumn;
  amount?: { amount: AnyColumn; currency: AnyColumn };
}

const { workspaceId: ofReferrals } = referrals;
const TABLES: Readonly<Record<Relation, RelationTable>> = {
  touches: { table: touches, ...touches, at: touches.occurredAt },
  tasks: { table: tasks, ...tasks, at: tasks.dueAt },
  activities: { table: activities, ...activities, at: activities.occurredAt },
  referrals_given: {
    table: referrals,
    workspaceId: ofReferrals,
    leadId: referrals.referrerLeadId,
    at: referrals.createdAt,
  },
  referrals_received: {
    ...{ table: referrals, workspaceId: ofReferrals, leadId: referrals.referredLeadId, at: referrals.createdAt },
    kind: referrals.referrerKind,
  },
  deals: {
    ...{ table: deals, ...deals, at: deals.createdAt },
    amount: { amount: deals.amount, currency: deals.currency },
  },
};

/** A comparison over the rows of a relation; never null. `exists` where the count is compared with none or one: it stops at the first row. */
export function relatedSql(condition: RelatedCondition, { workspaceId, now }: ConditionContext): SQL {
  const { table, leadId, at, ...columns } = TABLES[condition.relation];
  const { measure, operator, value } = relatedComparison(condition);
  const selected = selectedRows(condition, { workspaceId, now });
  const rows = sql`from ${table} where ${selected} and ${leadId} = ${leads.id}`;
  if (measure === 'count' && value === 1 && operator === 'gte') return sql`exists (select ${rows})`;
  if (measure === 'count' && value === 0 && operator === 'gt') return sql`exists (select ${rows})`;
  if (measure === 'count' && value === 0 && operator === 'eq') return sql`not exists (select ${rows})`;
  const present = sql`${new Date(now).toISOString()}::timestamptz`;
  const measured = {
    count: sql`count(*)`,
    amount: sql`coalesce(sum(${columns.amount?.amount ?? sql`0`}), 0)`,
    days_since_last: daysSinceSql(sql`max(least(${at}, ${present}))`, now),
  }[measure];
  return sql`(select ${measured} ${COMPARISONS[operator] ?? sql`=`} ${value}::numeric ${rows})`;
}

/**
 * The leads that have as many rows as the comparison needs, found by one pass over the rows in place of one look-up for each lead; undefined
 * where the comparison holds for some leads without a row.
 */
export function withRelatedRows(condition: RelatedCondition, context: ConditionContext): SQL | undefined {
  const least = leastRows(relatedComparison(condition));
  if (least === 0) return undefined;
  const { table, leadId } = TABLES[condition.relation];
  const rows = sql`select ${leadId} from ${table} where ${selectedRows(condition, context)}`;
  return least === 1
    ? sql`${leads.id} in (${rows})`
    : sql`${leads.id} in (${rows} group by ${leadId} having count(*) >= ${least}::numeric)`;
}

/** What the rows of a relation must be, apart from whose they are. */
function selectedRows(condition: RelatedCondition, { workspaceId, now }: ConditionContext): SQL {
  const { at, ...columns } = TABLES[condition.relation];
  const parts = [sql`${columns.workspaceId} = ${workspaceId}`, ...filtersOf(condition, columns, workspaceId)];
  if (condition.from !== undefined) parts.push(sql`${at} >= ${condition.from}::timestamptz`);
  if (condition.before !== undefined) parts.push(sql`${at} < ${condition.before}::timestamptz`);
  if (condition.withinDays !== undefined) {
    const oldest = new Date(now - millisecondsOfDays(condition.withinDays)).toISOString();
    parts.push(sql`${at} >= ${oldest}::timestamptz`);
  }
  return sql.join(parts, sql` and `);
}

function filtersOf(
  { kinds, statuses, sourceChannels, sourceIds, campaignIds, currency }: RelatedCondition,
  { kind, status, sourceId, campaignId, amount }: Omit<RelationTable, 'table' | 'leadId' | 'at'>,
  workspaceId: string,
): SQL[] {
  const filters: SQL[] = [];
  const oneOf = (column: AnyColumn | undefined, values: string[] | undefined, type: 'text' | 'uuid') => {
    if (column !== undefined && values !== undefined)
      filters.push(sql`${column} = any(${sql.param(values)}::${sql.raw(type)}[])`);
  };
  oneOf(kind, kinds, 'text');
  oneOf(status, statuses, 'text');
  oneOf(sourceId, sourceIds, 'uuid');
  oneOf(campaignId, campaignIds, 'uuid');
  oneOf(amount?.currency, currency === undefined ? undefined : [currency], 'text');
  if (sourceId !== undefined && sourceChannels !== undefined)
    filters.push(
      sql`${sourceId} in (select ${sources.id} from ${sources} where ${sources.workspaceId} = ${workspaceId} and ${sources.channel} = any(${sql.param(sourceChannels)}::text[]))`,
    );
  return filters;
}
