import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { RelatedCondition, Relation } from '../../core/condition.js';
import { relatedComparison } from '../../core/conditions/related.js';
import { activities } from '../schema/activities.js';
import { deals } from '../schema/deals.js';
import { leads, touches } from '../schema/leads.js';
import { referrals } from '../schema/referrals.js';
import { sources } from '../schema/sources.js';
import { tasks } from '../schema/tasks.js';
import { COMPARISONS } from './comparison-sql.js';
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
  const parts = [sql`${columns.workspaceId} = ${workspaceId}`, sql`${leadId} = ${leads.id}`];
  parts.push(...filtersOf(condition, columns, workspaceId));
  if (condition.from !== undefined) parts.push(sql`${at} >= ${condition.from}::timestamptz`);
  if (condition.before !== undefined) parts.push(sql`${at} < ${condition.before}::timestamptz`);
  const rows = sql`from ${table} where ${sql.join(parts, sql` and `)}`;
  if (measure === 'count' && value === 1 && operator === 'gte') return sql`exists (select ${rows})`;
  if (measure === 'count' && value === 0 && operator === 'gt') return sql`exists (select ${rows})`;
  if (measure === 'count' && value === 0 && operator === 'eq') return sql`not exists (select ${rows})`;
  const present = sql`${new Date(now).toISOString()}::timestamptz`;
  const measured = {
    count: sql`count(*)`,
    amount: sql`coalesce(sum(${columns.amount?.amount ?? sql`0`}), 0)`,
    days_since_last: sql`coalesce(extract(epoch from ${present} - max(least(${at}, ${present}))) / 86400, 'infinity')`,
  }[measure];
  return sql`(select ${measured} ${COMPARISONS[operator] ?? sql`=`} ${value}::numeric ${rows})`;
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
