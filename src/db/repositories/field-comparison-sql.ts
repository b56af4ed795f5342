import { type SQL, sql } from 'drizzle-orm';
import type { FieldCondition, Operator } from '../../core/condition.js';
import { DECIMAL_TEXT } from '../../core/conditions/attribute-bounds.js';
import { type ComparedAs, comparedAs } from '../../core/conditions/field-comparison.js';
import { findSearchField } from '../../core/conditions/fields.js';
import { leads } from '../schema/leads.js';
import { COMPARISONS, midnightOf, notAfter } from './comparison-sql.js';
import type { ConditionContext } from './computed-fields.js';
import { operandOf } from './field-operands.js';
import { foldedSql } from './folded-sql.js';

/** A mark may be composed with any letter, so the folding of an unknown text takes all letters. */
const ANY_TEXT = ['\u0301'];

/** A comparison of two fields of one lead; never null. Custom attributes are those of `unpacked`. */
export function fieldComparisonSql(
  { field, operator }: FieldCondition,
  otherField: string,
  context: ConditionContext,
): SQL {
  const [type, other] = [findSearchField(field)?.type, findSearchField(otherField)?.type];
  const as = type && other && comparedAs(operator, type, other);
  if (as === undefined) throw new Error(`${field} and ${otherField} are not compared by ${operator}`);
  const test = testOf(operator, valueAs(as, field, context), valueAs(as, otherField, context));
  return sql`coalesce(${test}, ${operator === 'neq'})`;
}

function testOf(operator: Operator, left: SQL, right: SQL): SQL {
  switch (operator) {
    case 'contains':
      return sql`position(${right} in ${left}) > 0`;
    case 'starts_with':
      return sql`starts_with(${left}, ${right})`;
    case 'ends_with':
      return sql`right(${left}, length(${right})) = ${right}`;
    default:
      return sql`${left} ${COMPARISONS[operator] ?? sql`=`} ${right}`;
  }
}

/** Null where the field is absent, or an attribute of another type. */
function valueAs(as: ComparedAs, field: string, context: ConditionContext): SQL {
  const attribute = /^attributes\.(.+)$/su.exec(field)?.[1];
  if (attribute !== undefined) {
    const json = sql`(unpacked.attributes->${attribute}::text)`;
    if (as === 'number') return numberIn(json);
    return folded(sql`(case jsonb_typeof(${json}) when 'string' then ${json} #>> '{}' end)`);
  }
  const operand = operandOf(field, context);
  if (as === 'number') return sql`(${operand})::float8`;
  if (as === 'text') return folded(sql`(${operand})::text`);
  const type = findSearchField(field)?.type;
  if (type === 'day') return midnightOf(operand);
  // `least` passes over null.
  return type === 'date' ? sql`case when ${operand} is not null then ${notAfter(operand, context.now)} end` : operand;
}

const numberIn = (json: SQL): SQL =>
  sql`(case jsonb_typeof(${json}) when 'number' then (${json} #>> '{}')::float8 end)`;

/** The number that is measured, as a decimal. */
export function measuredSql(field: string, context: ConditionContext): SQL {
  const json = attributeOf(field);
  return json === undefined ? sql`(${operandOf(field, context)})::float8::numeric` : sql`(${numberIn(json)})::numeric`;
}

/** The value of a declared decimal attribute; null where the lead has no decimal. */
export function decimalSql(field: string): SQL {
  const text = sql`(${attributeOf(field) ?? sql`null::jsonb`} #>> '{}')`;
  return sql`(case when ${text} ~ ${DECIMAL_TEXT} then ${text}::numeric end)`;
}

export function attributeOf(field: string): SQL | undefined {
  const attribute = /^attributes\.(.+)$/su.exec(field)?.[1];
  return attribute === undefined ? undefined : sql`(${leads.attributes} -> ${attribute}::text)`;
}

const folded = (text: SQL): SQL => sql`nullif(${foldedSql(text, ANY_TEXT)}, '')`;
