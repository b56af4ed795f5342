import { type SQL, sql } from 'drizzle-orm';
import type { FieldCondition, Operator, Scalar } from '../../core/condition.js';
import {
  DAY_TEXT,
  DECIMAL_TEXT,
  INSTANT_TEXT,
  MIDNIGHT,
  type TextBounds,
  textBounds,
} from '../../core/conditions/attribute-bounds.js';
import { fold } from '../../core/fold.js';
import { wordsOf } from '../../core/words.js';
import { leads } from '../schema/leads.js';
import { COMPARISONS, list, numberTest, presence } from './comparison-sql.js';
import { foldedSql, isOneOfSql } from './folded-sql.js';
import { hasSimilarWords } from './lead-text.js';

/** Tests of an operand by its type. Each is null where the operand is absent. */

const folded = (value: unknown) => fold(String(value));

export function textTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
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
    case 'fuzzy':
      return hasSimilarWords(operand, wordsOf(String(value)));
    default:
      return presence(operand, operator);
  }
}

/** An id is stored in lower case: as `uuid` in a column, as text in JSON. */
export function idTest(operand: SQL, type: 'uuid' | 'text', operator: Operator, value: FieldCondition['value']): SQL {
  // An index gives the order of a page after an equality, not after a list of one.
  if (operator === 'eq') return sql`${operand} = ${String(value).toLowerCase()}::${sql.raw(type)}`;
  const given = Array.isArray(value) ? value : [value];
  const ids = sql`${sql.param(given.map((id) => String(id).toLowerCase()))}::${sql.raw(type)}[]`;
  return listTest(operand, operator, ids);
}

/** The service writes values of a closed list in one spelling, and a valid condition has that. */
export function enumTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
  if (operator === 'eq') return sql`${operand} = ${String(value)}::text`;
  return listTest(operand, operator, sql`${sql.param(Array.isArray(value) ? value : [value])}::text[]`);
}

/** Compares with the values of an array; a single value is an array of one. */
function listTest(operand: SQL, operator: Operator, values: SQL): SQL {
  switch (operator) {
    case 'in':
      return sql`${operand} = any(${values})`;
    case 'neq':
    case 'not_in':
      return sql`${operand} <> all(${values})`;
    default:
      return presence(operand, operator);
  }
}

export function textsTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
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
export function attributeTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
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
    case 'fuzzy':
      return whenPresent(sql`(${type} = 'string' and ${textTest(raw, operator, value)})`);
    default: {
      const bounds = textBounds(value);
      if (bounds)
        return whenPresent(sql`case ${type} when 'string' then ${textBoundsSql(raw, operator, bounds)} else false end`);
      if ([value].flat().some((one) => typeof one === 'string'))
        return whenPresent(sql`case ${type} when 'string' then ${dayTest(raw, operator, value)} else false end`);
      return whenPresent(sql`case ${type} when 'number' then ${numberTest(number, operator, value)} else false end`);
    }
  }
}

/** Texts that begin with a date are compared by it, as texts. */
function dayTest(text: SQL, operator: Operator, value: FieldCondition['value']): SQL {
  const day = sql`left(${text}, 10) collate "C"`;
  const [low, high] = [value].flat();
  const test =
    operator === 'between'
      ? sql`${day} between ${low}::text and ${high}::text`
      : sql`${day} ${COMPARISONS[operator] ?? sql`=`} ${low}::text`;
  return sql`(${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)' and ${test})`;
}

/** The test of a text by bounds of its kind: a text of another kind is within none. */
function textBoundsSql(text: SQL, operator: Operator, { as, low, high }: TextBounds): SQL {
  const compared = (value: SQL, bound: (one: string) => SQL): SQL =>
    operator === 'between'
      ? sql`${value} between ${bound(low)} and ${bound(high)}`
      : sql`${value} ${COMPARISONS[operator] ?? sql`=`} ${bound(low)}`;
  if (as === 'decimal') {
    return sql`(case when ${text} ~ ${DECIMAL_TEXT} then ${compared(sql`${text}::numeric`, (one) => sql`${one}::numeric`)} else false end)`;
  }
  // Texts of one form in the order of code points are in the order of time.
  const inTime = (value: SQL) => compared(sql`${value} collate "C"`, (one) => sql`${one}`);
  return sql`(case when ${text} ~ ${INSTANT_TEXT} then ${inTime(text)} when ${text} ~ ${DAY_TEXT} then ${inTime(sql`(${text} || ${MIDNIGHT})`)} else false end)`;
}

/**
 * Whether a lead is in one of the stages. A lead in the stage with the name of its category stores no stage, so both indexes
 * serve. Keys of stages are in lower case.
 */
export function stageTest(value: FieldCondition['value']): SQL {
  const keys = sql`${sql.param((Array.isArray(value) ? value : [value]).map(folded))}::text[]`;
  const stored = sql`(${leads.lifecycle} ->> 'stage')`;
  return sql`(${leads.category} = any(${keys}) and ${stored} is null or ${stored} = any(${keys}))`;
}
