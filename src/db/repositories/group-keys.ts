import { type SQL, sql } from 'drizzle-orm';
import { findSearchField } from '../../core/conditions/fields.js';
import type { ConditionContext } from './computed-fields.js';
import { attributeOf } from './field-comparison-sql.js';
import { operandOf } from './field-operands.js';
import { foldedSql } from './folded-sql.js';
import { survivorSql } from './source-merges.js';

/** A mark may be composed with any letter, so the folding of an unknown text takes all letters. */
export const ANY_TEXT = ['\u0301'];

/** `survivors`: what sources and campaigns are merged into (`sourceMergesRepository`); undefined without merges. */
export interface GroupContext extends ConditionContext {
  survivors: string | undefined;
}

/** Whether records are grouped by sources or campaigns, of which those that were merged are one. */
export const isOrigin = (field: string): boolean =>
  ['sourceId', 'campaignId', 'firstTouch.sourceId', 'lastTouch.sourceId'].includes(field);

/** Whether the values of a group can be spelled differently. */
export const hasSpellings = (field: string): boolean =>
  attributeOf(field) !== undefined || ['text', 'texts'].includes(findSearchField(field)?.type ?? '');

/** The value of a field in a row of `leads`: JSON of a custom attribute. */
export const fieldValueSql = (field: string, context: ConditionContext): SQL =>
  attributeOf(field) ?? operandOf(field, context);

/**
 * The values that a lead is grouped by, as a table for `cross join lateral`: one row for each value, and one of nulls where the field is
 * absent. `key`: what is equal is one group. `shown`: the value as text. `type`: that of an attribute. `stored`: the value of the field, as
 * `fieldValueSql` gives it.
 */
export function groupValuesSql(
  field: string,
  { survivors, ...context }: GroupContext,
  stored: SQL = fieldValueSql(field, context),
): SQL {
  if (attributeOf(field) !== undefined) return ofAttribute(stored);
  const value = isOrigin(field) ? survivorSql(stored, survivors) : stored;
  const type = findSearchField(field)?.type;
  if (type === 'texts') {
    const members = sql`unnest(case when cardinality(${value}) > 0 then ${value} else array[null]::text[] end) as member(v)`;
    return sql`(select distinct on (key) key, shown, null::text as type from (select ${foldedSql(sql`v`, ANY_TEXT)} as key, v as shown from ${members} offset 0) as one order by key, shown collate "C")`;
  }
  const shown = sql`nullif((${value})::text, '')`;
  const key = type === 'text' ? foldedSql(sql`shown`, ANY_TEXT) : sql`shown`;
  return sql`(select ${key} as key, shown, null::text as type from (select ${shown} as shown offset 0) as one)`;
}

/** The type is a part of the key: the number 7 and the text "7" are two groups. */
function ofAttribute(json: SQL): SQL {
  const members = sql`jsonb_array_elements(case when jsonb_typeof(${json}) = 'array' and jsonb_array_length(${json}) > 0 then ${json} else jsonb_build_array(${json}) end)`;
  const type = sql`case jsonb_typeof(v) when 'string' then 'text' when 'number' then 'number' when 'boolean' then 'boolean' end`;
  // Null without a type: an object is no value.
  const key = sql`type || ' ' || case type when 'number' then trim_scale(shown::numeric)::text else ${foldedSql(sql`shown`, ANY_TEXT)} end`;
  return sql`(select distinct on (key) key, shown, type from (
      select ${key} as key, shown, type from (
        select case when shown is not null then type end as type, case when type is not null then shown end as shown from (
          select ${type} as type, nullif(v #>> '{}', '') as shown from ${members} as member(v) offset 0) as raw offset 0) as typed offset 0) as one
    order by key, shown collate "C")`;
}
