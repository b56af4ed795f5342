import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { Condition, EngagementCondition, FieldCondition, Operator, Scalar } from '../../core/condition.js';
import { type FieldKind, findField, LEAD_FIELD_NAMES } from '../../core/conditions/fields.js';
import { withSpellings } from '../../core/conditions/spellings.js';
import { HISTORY_LIMIT } from '../../core/engagement-history.js';
import { fold } from '../../core/fold.js';
import { MILLISECONDS_PER_DAY } from '../../core/time.js';
import { engagementEvents } from '../schema/engagement.js';
import { leads } from '../schema/leads.js';
import { campaigns, sources } from '../schema/sources.js';
import { COMPARISONS, dateTest, list, midnightOf, notAfter, numberTest, presence } from './comparison-sql.js';
import { foldedSql, isOneOfSql } from './folded-sql.js';

/** The context of a condition: the workspace, and the present instant (epoch milliseconds). */
export interface ConditionContext {
  workspaceId: string;
  now: number;
}

const DERIVED: Record<string, AnyColumn> = {
  createdAt: leads.createdAt,
  firstTouchAt: leads.firstTouchAt,
  lastTouchAt: leads.lastTouchAt,
  lastEngagedAt: leads.lastEngagedAt,
  'score.fit': leads.fitScore,
  'score.engagement': leads.engagementScore,
  'score.total': leads.totalScore,
  grade: leads.grade,
  temperature: leads.temperature,
  category: leads.category,
  conversionProbability: leads.conversionProbability,
};

/** The attributes of one row, decompressed once: PostgreSQL would do so again for each mention of the column. */
const UNPACKED = sql`(select ${leads.attributes} || '{}'::jsonb as attributes offset 0) as unpacked`;

/**
 * The condition language as SQL over `leads`: true for the same leads for which `compileCondition` is. Expects a valid one.
 * Where nothing negates a part, null counts as false: without `coalesce` the planner can estimate matches and use indexes.
 */
export function conditionSql(condition: Condition, context: ConditionContext): SQL {
  if (!readsAttributes(condition)) return partSql(condition, context, false);
  if (condition.type !== 'all') return unpacking(partSql(condition, context, false));
  // Outside of the subquery the planner can estimate the other parts.
  const others = condition.conditions.filter((part) => !readsAttributes(part));
  const parts = condition.conditions.filter(readsAttributes).map((part) => partSql(part, context, false));
  const tests = [...others.map((part) => partSql(part, context, false)), unpacking(sql.join(parts, sql` and `))];
  return sql`(${sql.join(tests, sql` and `)})`;
}

const unpacking = (test: SQL): SQL => sql`exists (select from ${UNPACKED} where ${test})`;

function readsAttributes(condition: Condition): boolean {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.some(readsAttributes);
    case 'not':
      return readsAttributes(condition.condition);
    case 'field':
      return condition.field.startsWith('attributes.');
    case 'engagement':
      return false;
  }
}

function partSql(condition: Condition, context: ConditionContext, negated: boolean): SQL {
  switch (condition.type) {
    case 'all':
    case 'any': {
      const parts = condition.conditions.map((part) => partSql(part, context, negated));
      return sql`(${sql.join(parts, condition.type === 'all' ? sql` and ` : sql` or `)})`;
    }
    case 'not':
      return sql`not ${partSql(condition.condition, context, true)}`;
    case 'field':
      return fieldSql(condition, context, negated);
    case 'engagement':
      return engagementSql(condition, context);
  }
}

const HOLDS_WHEN_ABSENT: ReadonlySet<Operator> = new Set(['not_exists', 'neq', 'not_in']);

function fieldSql(condition: FieldCondition, context: ConditionContext, negated: boolean): SQL {
  const { field, operator, value } = withSpellings(condition);
  const test = testOf(field, operator, value, context);
  if (HOLDS_WHEN_ABSENT.has(operator)) return sql`coalesce(${test}, true)`;
  return negated ? sql`coalesce(${test}, false)` : sql`(${test})`;
}

/** Null where the field is absent. */
function testOf(field: string, operator: Operator, value: FieldCondition['value'], context: ConditionContext): SQL {
  const attribute = /^attributes\.(.+)$/su.exec(field)?.[1];
  if (attribute !== undefined) return attributeTest(sql`unpacked.attributes->${attribute}::text`, operator, value);
  const { type } = findField(field) as FieldKind;
  const operand = operandOf(field, context);
  switch (type) {
    case 'number':
      return numberTest(operand, operator, value);
    case 'day':
      return dateTest(operand, midnightOf(operand), { operator, value, now: context.now });
    case 'date':
      return dateTest(operand, notAfter(operand, context.now), { operator, value, now: context.now });
    case 'texts':
      return textsTest(operand, operator, value);
    case 'enum':
      return enumTest(operand, operator, value);
    default:
      return textTest(sql`nullif(${operand}, '')`, operator, value);
  }
}

function operandOf(field: string, { workspaceId, now }: ConditionContext): SQL {
  if (field === 'timeframeDaysLeft') return timeframeDaysLeft(now);
  if (field === 'cycles') return sql`coalesce((${leads.lifecycle} ->> 'cycles')::float8, 0)`;
  if (field === 'source.channel' || field === 'source.name') {
    const column = field === 'source.name' ? sources.name : sources.channel;
    return sql`(select ${column} from ${sources} where ${sources.workspaceId} = ${workspaceId} and ${sources.id} = ${leads.sourceId})`;
  }
  if (field === 'source.campaign')
    return sql`(select ${campaigns.name} from ${campaigns} where ${campaigns.workspaceId} = ${workspaceId} and ${campaigns.id} = ${leads.campaignId})`;
  const fact = LEAD_FIELD_NAMES.find((name) => name === field);
  const column = DERIVED[field] ?? (fact && leads[fact]);
  if (column === undefined) throw new Error(`no column holds ${field}`);
  return sql`${column}`;
}

/** Like `timeframeDaysLeft` of the core: a timeframe without a date counts as stated just now. */
function timeframeDaysLeft(now: number): SQL {
  const stated = sql`extract(epoch from ${leads.timeframeStatedAt} - ${new Date(now).toISOString()}::timestamptz)`;
  return sql`(${leads.purchaseTimeframeDays} + coalesce(${stated} / 86400, 0))::float8`;
}

const folded = (value: unknown) => fold(String(value));

function textTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
  const wanted = folded(value);
  switch (operator) {
    case 'eq':
      return isOneOfSql(operand, [wanted]);
    case 'neq':
      return sql`not ${isOneOfSql(operand, [wanted])}`;
    case 'in':
      return isOneOfSql(operand, list(value).map(folded));
    case 'not_in':
      return sql`not ${isOneOfSql(operand, list(value).map(folded))}`;
    case 'contains':
      return sql`position(${wanted}::text in ${foldedSql(operand, [wanted])}) > 0`;
    case 'starts_with':
      return sql`starts_with(${foldedSql(operand, [wanted])}, ${wanted})`;
    case 'ends_with':
      return sql`right(${foldedSql(operand, [wanted])}, length(${wanted}::text)) = ${wanted}`;
    default:
      return presence(operand, operator);
  }
}

/** The service writes values of a closed list in one spelling, and a valid condition has that. */
function enumTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
  const values = sql`${sql.param(Array.isArray(value) ? value : [value])}::text[]`;
  switch (operator) {
    case 'eq':
    case 'in':
      return sql`${operand} = any(${values})`;
    case 'neq':
    case 'not_in':
      return sql`${operand} <> all(${values})`;
    default:
      return presence(operand, operator);
  }
}

function textsTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
  const present = sql`nullif(${operand}, '{}')`;
  const wanted = (operator === 'contains' ? [value] : list(value)).map(folded);
  const some = sql`exists (select from unnest(${operand}) as member where ${foldedSql(sql`member`, wanted)} = any(${sql.param(wanted)}::text[]))`;
  switch (operator) {
    case 'contains':
    case 'in':
      return sql`(${present} is not null and ${some})`;
    case 'not_in':
      return sql`case when ${present} is not null then not ${some} end`;
    default:
      return presence(present, operator);
  }
}

/** A custom attribute has the type of its JSON; a value of another type never compares. Null when absent, '' or []. */
function attributeTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
  const type = sql`jsonb_typeof(${operand})`;
  const raw = sql`(${operand} #>> '{}')`;
  const number = sql`${raw}::float8`;
  const present = sql`(${operand} is not null and ${operand} not in ('null'::jsonb, '""'::jsonb, '[]'::jsonb))`;
  const same = (one: Scalar) =>
    sql`(${type} = ${typeof one} and ${raw} is not null and ${foldedSql(raw, [folded(one)])} = ${folded(one)})`;
  const member = (one: Scalar) =>
    sql`exists (select from jsonb_array_elements_text(case ${type} when 'array' then ${operand} else '[]' end) as m(v) where ${foldedSql(sql`v`, [folded(one)])} = ${folded(one)})`;
  const wanted = (kind: 'string' | 'number' | 'boolean') => list(value).filter((one) => typeof one === kind);
  const texts = () => wanted('string').map(folded);
  const isWanted = (one: SQL) => sql`${foldedSql(one, texts())} = any(${sql.param(texts())}::text[])`;
  // One test for each type, for any number of values.
  const found = () =>
    sql`(case ${type} when 'string' then ${isWanted(raw)} when 'number' then ${number} = any(${sql.param(wanted('number'))}::float8[]) when 'boolean' then ${raw} = any(${sql.param(wanted('boolean').map(String))}::text[]) when 'array' then exists (select from jsonb_array_elements_text(${operand}) as m(v) where ${isWanted(sql`v`)}) else false end)`;
  const equalTo = (one: Scalar) =>
    typeof one === 'number'
      ? sql`(case ${type} when 'number' then ${number} = ${one}::float8 else false end)`
      : same(one);
  const whenPresent = (test: SQL) => sql`case when ${present} then ${test} end`;
  switch (operator) {
    case 'exists':
      return present;
    case 'not_exists':
      return sql`not ${present}`;
    case 'eq':
      return whenPresent(equalTo(value as Scalar));
    case 'neq':
      return whenPresent(sql`not ${equalTo(value as Scalar)}`);
    case 'in':
      return whenPresent(found());
    case 'not_in':
      return whenPresent(sql`not ${found()}`);
    case 'contains':
      return sql`case ${type} when 'string' then ${textTest(sql`nullif(${raw}, '')`, 'contains', value)} when 'array' then ${member(value as Scalar)} when 'null' then null else false end`;
    case 'starts_with':
    case 'ends_with':
      return whenPresent(sql`(${type} = 'string' and ${textTest(raw, operator, value)})`);
    default:
      return whenPresent(sql`case ${type} when 'number' then ${numberTest(number, operator, value)} else false end`);
  }
}

function engagementSql(condition: EngagementCondition, { workspaceId, now }: ConditionContext): SQL {
  const { engagementTypes, sourceChannels, withinDays, measure = 'count', minimumCount = 1 } = condition;
  const e = engagementEvents;
  const at = sql`least(${e.occurredAt}, ${new Date(now).toISOString()}::timestamptz)`;
  // The events that decisions count, aliased to the table's name, so that the conditions below can refer to its columns.
  const counted = sql`(select * from ${e} where ${e.workspaceId} = ${workspaceId} and ${e.leadId} = ${leads.id}
    order by ${e.id} desc limit ${sql.raw(String(HISTORY_LIMIT))}) ${e}`;
  const parts = [sql`true`];
  if (engagementTypes) parts.push(sql`${e.type} = any(${sql.param(engagementTypes)}::text[])`);
  if (withinDays !== undefined) {
    const from = new Date(now - withinDays * MILLISECONDS_PER_DAY).toISOString();
    parts.push(sql`${at} >= ${from}::timestamptz`);
  }
  if (sourceChannels)
    parts.push(
      sql`${e.sourceId} in (select ${sources.id} from ${sources} where ${sources.workspaceId} = ${workspaceId} and ${sources.channel} = any(${sql.param(sourceChannels)}::text[]))`,
    );
  const where = sql.join(parts, sql` and `);
  const comparison = COMPARISONS[condition.operator ?? 'gte'] as SQL;
  const value = condition.operator === undefined ? minimumCount : (condition.value ?? 0);
  const measured = {
    count: sql`count(*)`,
    distinct_days: sql`count(distinct (${at} at time zone 'UTC')::date)`,
    days_since_last: sql`coalesce(extract(epoch from ${new Date(now).toISOString()}::timestamptz - max(${at})) / 86400, 'infinity')`,
  }[measure];
  return sql`(select ${measured} ${comparison} ${value}::float8 from ${counted} where ${where})`;
}
