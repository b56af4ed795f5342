import { type SQL, sql } from 'drizzle-orm';
import type { Condition, FieldCondition, Operator } from '../../core/condition.js';
import { readsAttributes } from '../../core/conditions/declared-fields.js';
import { findSearchField } from '../../core/conditions/fields.js';
import { withSpellings } from '../../core/conditions/spellings.js';
import { categoryOf } from '../../core/conditions/state-fields.js';
import { holdsWhenAbsent } from '../../core/conditions/value-tests.js';
import { leads } from '../schema/leads.js';
import { dateTest, midnightOf, millisecondsTest, numberTest, pastDateTest } from './comparison-sql.js';
import type { ConditionContext } from './computed-fields.js';
import { narrowingTests } from './condition-indexes.js';
import { engagementSql } from './engagement-condition.js';
import { fieldComparisonSql } from './field-comparison-sql.js';
import { isColumn, jsonMillisecondsOf, operandOf } from './field-operands.js';
import { attributeTest, enumTest, idTest, stageTest, textsTest, textTest } from './field-tests.js';
import { relatedSql } from './related-condition.js';
import { isMemberSql } from './segment-member-sql.js';
import { sourceFieldSql } from './source-fields.js';

/** The attributes of one row, decompressed once: PostgreSQL would do so again for each mention of the column. */
const UNPACKED = sql`(select ${leads.attributes} || '{}'::jsonb as attributes offset 0) as unpacked`;

/**
 * The condition language as SQL over `leads`: true for the same leads for which `compileCondition` is. Expects a valid one.
 * Where nothing negates a part, null counts as false: without `coalesce` the planner can estimate matches and use indexes.
 */
export function conditionSql(condition: Condition, context: ConditionContext, testsOf = narrowingTests): SQL {
  const tests = [...testsOf(condition, context), exactSql(condition, context)];
  return sql`(${sql.join(tests, sql` and `)})`;
}

/** The same without the tests that only help indexes. */
export function exactSql(condition: Condition, context: ConditionContext): SQL {
  if (!readsAttributes(condition)) return partSql(condition, context, false);
  if (condition.type !== 'all') return unpacking(partSql(condition, context, false));
  // Outside of the subquery the planner can estimate the other parts.
  const others = condition.conditions.filter((part) => !readsAttributes(part));
  const parts = condition.conditions.filter(readsAttributes).map((part) => partSql(part, context, false));
  const tests = [...others.map((part) => partSql(part, context, false)), unpacking(sql.join(parts, sql` and `))];
  return sql`(${sql.join(tests, sql` and `)})`;
}

const unpacking = (test: SQL): SQL => sql`exists (select from ${UNPACKED} where ${test})`;

function partSql(condition: Condition, context: ConditionContext, negated: boolean): SQL {
  switch (condition.type) {
    case 'all':
    case 'any': {
      const parts = condition.conditions.map((part) => partSql(part, context, negated));
      // The condition of a segment that does not exist.
      if (parts.length === 0) return condition.type === 'all' ? sql`true` : sql`false`;
      return sql`(${sql.join(parts, condition.type === 'all' ? sql` and ` : sql` or `)})`;
    }
    case 'not':
      return sql`not ${partSql(condition.condition, context, true)}`;
    case 'field':
      return fieldSql(condition, context, negated);
    case 'engagement':
      return engagementSql(condition, context);
    case 'related':
      return relatedSql(condition, context);
    case 'segment':
      return isMemberSql(condition.segmentId, context.workspaceId);
  }
}

function fieldSql(condition: FieldCondition, context: ConditionContext, negated: boolean): SQL {
  if (condition.otherField !== undefined) return fieldComparisonSql(condition, condition.otherField, context);
  const { field, operator, value } = withSpellings(condition);
  const ofSource = sourceFieldSql(field, { operator, value }, context.workspaceId);
  if (ofSource !== undefined) return ofSource;
  const test = testOf(field, operator, value, context);
  if (holdsWhenAbsent(operator)) return sql`coalesce(${test}, true)`;
  const category = categoryOf(field);
  const held = negated ? sql`coalesce(${test}, false)` : sql`(${test})`;
  return category === undefined ? held : sql`(${leads.category} = ${category} and ${held})`;
}

/** Null where the field is absent. */
function testOf(field: string, operator: Operator, value: FieldCondition['value'], context: ConditionContext): SQL {
  const attribute = /^attributes\.(.+)$/su.exec(field)?.[1];
  if (attribute !== undefined) return attributeTest(sql`unpacked.attributes->${attribute}::text`, operator, value);
  if (field === 'stage' && (operator === 'eq' || operator === 'in')) return stageTest(value);
  const type = findSearchField(field)?.type;
  const operand = operandOf(field, context);
  switch (type) {
    case 'number':
      return numberTest(operand, operator, value);
    case 'day':
      return dateTest(operand, midnightOf(operand), { operator, value, now: context.now });
    case 'date':
      return pastDateTest(operand, { operator, value, now: context.now });
    case 'instant': {
      const milliseconds = jsonMillisecondsOf(field);
      return milliseconds === undefined
        ? dateTest(operand, operand, { operator, value, now: context.now })
        : millisecondsTest(milliseconds, { operator, value, now: context.now });
    }
    case 'texts':
      return textsTest(operand, operator, value);
    case 'enum':
      return enumTest(operand, operator, value);
    case 'id':
      return idTest(operand, isColumn(field) ? 'uuid' : 'text', operator, value);
    default:
      return textTest(sql`nullif(${operand}, '')`, operator, value);
  }
}
