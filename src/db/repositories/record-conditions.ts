import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { Condition, FieldCondition } from '../../core/condition.js';
import { indexedPropertyWords } from '../../core/conditions/indexed-words.js';
import { holdsWhenAbsent } from '../../core/conditions/value-tests.js';
import { memberOf, type RECORD_FIELDS, type RecordKind, recordFieldsOf } from '../../core/records/fields.js';
import { activities } from '../schema/activities.js';
import { engagementEvents } from '../schema/engagement.js';
import { touches } from '../schema/leads.js';
import { stageChanges } from '../schema/stage-changes.js';
import { dateTest, numberTest, presence } from './comparison-sql.js';
import type { ConditionContext } from './computed-fields.js';
import { attributeTest, enumTest, idTest, textTest } from './field-tests.js';
import { eventHasWords } from './lead-text.js';
import { type OriginColumns, sourceFieldSql } from './source-fields.js';

type ColumnField<Kind extends RecordKind> = Exclude<keyof (typeof RECORD_FIELDS)[Kind], `source.${string}`>;

interface RecordColumns<Kind extends RecordKind> {
  fields: Record<ColumnField<Kind>, AnyColumn>;
  /** The columns of its source and campaign; undefined: it has none. */
  origin?: OriginColumns;
  /** The column of the free-form object. */
  members?: AnyColumn;
}

const COLUMNS: { [Kind in RecordKind]: RecordColumns<Kind> } = {
  touches: { fields: touches, origin: touches },
  engagement: { fields: engagementEvents, origin: engagementEvents, members: engagementEvents.properties },
  activities: { fields: activities, members: activities.metadata },
  stageChanges: { fields: stageChanges },
};

/** A condition on records of a kind as SQL over their table; never null. True for the records for which `compileRecordCondition` is. */
export function recordConditionSql(kind: RecordKind, condition: Condition, context: ConditionContext): SQL {
  switch (condition.type) {
    case 'all':
    case 'any': {
      const parts = condition.conditions.map((part) => recordConditionSql(kind, part, context));
      return sql`(${sql.join(parts, condition.type === 'all' ? sql` and ` : sql` or `)})`;
    }
    case 'not':
      return sql`not ${recordConditionSql(kind, condition.condition, context)}`;
    case 'field':
      return fieldSql(kind, condition, context);
    default:
      throw new Error(`a condition on records has no ${condition.type}`);
  }
}

/** Tests that an index serves, and that hold for every record for which the condition holds. They find the records; the condition decides. */
export function recordIndexTests(kind: RecordKind, condition: Condition, context: ConditionContext): SQL[] {
  if (condition.type === 'all') return condition.conditions.flatMap((part) => recordIndexTests(kind, part, context));
  if (condition.type !== 'field' || kind !== 'engagement') return [];
  const { field, operator, value, otherField } = condition;
  const name = memberOf(kind, field);
  if (name === undefined || otherField !== undefined) return [];
  const words = indexedPropertyWords({ name, operator, value });
  if (words.length === 0) return [];
  return [sql`${engagementEvents.properties} is not null`, eventHasWords(context.workspaceId, [words])];
}

function fieldSql(kind: RecordKind, { field, operator, value }: FieldCondition, context: ConditionContext): SQL {
  const { fields, origin, members }: { fields: Record<string, AnyColumn> } & Omit<RecordColumns<RecordKind>, 'fields'> =
    COLUMNS[kind];
  const ofSource = origin && sourceFieldSql(field, { operator, value }, context.workspaceId, origin);
  if (ofSource !== undefined) return ofSource;
  const member = memberOf(kind, field);
  const column = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (member !== undefined && members !== undefined) {
    const test = attributeTest(sql`(${members}::jsonb -> ${member}::text)`, operator, value);
    return sql`coalesce(${test}, ${holdsWhenAbsent(operator)})`;
  }
  if (column === undefined) return sql`false`;
  const test = columnTest(kind, sql`${column}`, { type: 'field', field, operator, value }, context.now);
  // Without `coalesce` an index serves the comparison.
  return holdsWhenAbsent(operator) ? sql`coalesce(${test}, true)` : sql`(${column} is not null and ${test})`;
}

function columnTest(kind: RecordKind, column: SQL, { field, operator, value }: FieldCondition, now: number): SQL {
  switch (recordFieldsOf(kind)(field)?.type) {
    case 'id':
      return idTest(column, 'uuid', operator, value);
    case 'enum':
      return enumTest(column, operator, value);
    case 'number':
      return numberTest(column, operator, value);
    case 'instant':
      return dateTest(column, column, { operator, value, now });
    case 'boolean':
      if (operator === 'eq') return sql`${column} = ${value}::boolean`;
      return operator === 'neq' ? sql`${column} <> ${value}::boolean` : presence(column, operator);
    default:
      return textTest(sql`nullif(${column}, '')`, operator, value);
  }
}
