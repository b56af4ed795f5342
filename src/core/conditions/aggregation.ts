import type { FieldViolation } from '../violations.js';
import type { FieldType } from './field-kinds.js';
import { findSearchField } from './fields.js';

export const AGGREGATE_FUNCTIONS = ['sum', 'average', 'median', 'minimum', 'maximum'] as const;
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** What is computed of the leads that match. */
export interface Aggregation {
  /** At most two fields; the leads with the same values are one group. */
  groupBy: readonly string[];
  measures: readonly { measure: AggregateFunction; field: string }[];
}

export interface AggregatedGroup {
  /** By field of `groupBy`; null where the field is absent. */
  keys: (string | null)[];
  count: number;
  /** By measure, decimal text; null when no lead of the group has a number. */
  values: (string | null)[];
}

export const AGGREGATE_LIMITS = { groupBy: 2, measures: 5, groups: 1_000 } as const;

const GROUPED: ReadonlySet<FieldType> = new Set(['text', 'id', 'enum', 'number', 'attribute']);
const MEASURED: ReadonlySet<FieldType> = new Set(['number', 'attribute']);

/** All violations of the fields. Codes: `unknown_field`, `value_invalid`. */
export function validateAggregation({ groupBy, measures }: Aggregation): FieldViolation[] {
  const check = (name: string, pointer: string, types: ReadonlySet<FieldType>, allowed: string): FieldViolation[] => {
    const field = findSearchField(name);
    if (field === undefined) return [{ pointer, code: 'unknown_field', detail: `a search has no field "${name}"` }];
    if (types.has(field.type)) return [];
    return [{ pointer, code: 'value_invalid', detail: `is a field of type ${field.type}; ${allowed}` }];
  };
  return [
    ...groupBy.flatMap((name, index) =>
      check(
        name,
        `/groupBy/${index}`,
        GROUPED,
        'leads are grouped by texts, ids, enums, numbers and custom attributes',
      ),
    ),
    ...measures.flatMap(({ field }, index) =>
      check(field, `/measures/${index}/field`, MEASURED, 'numbers and custom attributes are measured'),
    ),
  ];
}
