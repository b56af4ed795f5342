import { type SQL, sql } from 'drizzle-orm';
import type { EngagementCondition, PropertyComparison } from '../../core/condition.js';
import { holdsWhenAbsent } from '../../core/conditions/value-tests.js';
import { zoneOfDays } from '../../core/conditions/zone-days.js';
import { HISTORY_LIMIT } from '../../core/engagement-history.js';
import { millisecondsOfDays } from '../../core/time.js';
import { engagementEvents } from '../schema/engagement.js';
import { leads } from '../schema/leads.js';
import { sources } from '../schema/sources.js';
import { COMPARISONS, daysSinceSql } from './comparison-sql.js';
import type { ConditionContext } from './computed-fields.js';
import { attributeTest } from './field-tests.js';
import { dayInSql } from './zone-days-sql.js';

export function engagementSql(condition: EngagementCondition, { workspaceId, now }: ConditionContext): SQL {
  const { engagementTypes, sourceChannels, withinDays, measure = 'count', minimumCount = 1 } = condition;
  const { sourceIds, properties = [] } = condition;
  const e = engagementEvents;
  const at = sql`least(${e.occurredAt}, ${new Date(now).toISOString()}::timestamptz)`;
  // The events that decisions count, aliased to the table's name, so that the conditions below can refer to its columns.
  const counted = sql`(select * from ${e} where ${e.workspaceId} = ${workspaceId} and ${e.leadId} = ${leads.id}
    order by ${e.id} desc limit ${sql.raw(String(HISTORY_LIMIT))}) ${e}`;
  const parts = [sql`true`];
  if (engagementTypes) parts.push(sql`${e.type} = any(${sql.param(engagementTypes)}::text[])`);
  if (withinDays !== undefined) {
    const from = new Date(now - millisecondsOfDays(withinDays)).toISOString();
    parts.push(sql`${at} >= ${from}::timestamptz`);
  }
  if (sourceChannels)
    parts.push(
      sql`${e.sourceId} in (select ${sources.id} from ${sources} where ${sources.workspaceId} = ${workspaceId} and ${sources.channel} = any(${sql.param(sourceChannels)}::text[]))`,
    );
  if (sourceIds) parts.push(sql`${e.sourceId} = any(${sql.param(sourceIds)}::uuid[])`);
  parts.push(...propertyTests(properties));
  const where = sql.join(parts, sql` and `);
  const comparison = COMPARISONS[condition.operator ?? 'gte'] as SQL;
  const value = condition.operator === undefined ? minimumCount : (condition.value ?? 0);
  const measured = {
    count: sql`count(*)`,
    distinct_days: sql`count(distinct ${dayInSql(zoneOfDays(condition), at)})`,
    days_since_last: daysSinceSql(sql`max(${at})`, now),
  }[measure];
  return sql`(select ${measured} ${comparison} ${value}::float8 from ${counted} where ${where})`;
}

/** Tests of the properties of one event; never null. */
export const propertyTests = (properties: readonly PropertyComparison[]): SQL[] =>
  properties.map(({ name, operator, value }) => {
    const test = attributeTest(sql`(${engagementEvents.properties}::jsonb -> ${name}::text)`, operator, value);
    return sql`coalesce(${test}, ${holdsWhenAbsent(operator)})`;
  });
