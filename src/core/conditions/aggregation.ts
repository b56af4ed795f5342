import type { Condition } from '../condition.js';
import type { FieldViolation } from '../violations.js';
import type { FieldType } from './field-kinds.js';
import { findSearchField } from './fields.js';

export const AGGREGATE_FUNCTIONS = ['sum', 'average', 'median', 'minimum', 'maximum'] as const;
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** What is computed of the leads that match. */
export interface Aggregation {
  /** At most two fields; the leads with the same values are one group. */
  groupBy: readonly string[];
  measures: readonly Measure[];
}

/** `isDecimal`: the field is a declared decimal attribute, whose values are exact, as text. */
export interface Measure {
  measure: AggregateFunction;
  field: string;
  isDecimal?: boolean | undefined;
}

export interface AggregatedGroup {
  /** By field of `groupBy`, in its most frequent spelling; null where the field is absent. */
  keys: (string | null)[];
  /** The types of the keys that are values of custom attributes. */
  types: (AttributeType | null)[];
  count: number;
  /** By measure, decimal text; null when no lead of the group has a number. */
  values: (string | null)[];
}

/** The type of a value of a custom attribute: the number 7 and the text "7" are two groups. */
export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** Whether a lead can be in several groups. */
export const repeatsLeads = (groupBy: readonly string[]): boolean =>
  groupBy.some((name) => SEVERAL.has(findSearchField(name)?.type ?? 'text'));

/** Amounts, and the field with their currency. */
const CURRENCY_OF: Readonly<Record<string, string>> = { budgetAmount: 'budgetCurrency' };

/** Amounts of several currencies are not added: they are grouped by currency, or selected by one. */
export function currencyViolations({ groupBy, measures }: Aggregation, where: Condition | undefined): FieldViolation[] {
  return measures.flatMap(({ field }, index) => {
    const currency = CURRENCY_OF[field];
    if (currency === undefined || groupBy.includes(currency) || (where && selectsOne(where, currency))) return [];
    const detail = `may have several currencies: group by ${currency}, or add a condition that it is (eq) one`;
    return [{ pointer: `/measures/${index}/field`, code: 'currency_open', detail }];
  });
}

/** Whether all leads for which the condition holds have the same value in the field. */
function selectsOne(condition: Condition, name: string): boolean {
  if (condition.type === 'all') return condition.conditions.some((part) => selectsOne(part, name));
  return condition.type === 'field' && condition.field === name && condition.operator === 'eq';
}

export const AGGREGATE_LIMITS = { groupBy: 2, measures: 5, groups: 1_000 } as const;

const GROUPED: ReadonlySet<FieldType> = new Set(['text', 'texts', 'id', 'enum', 'number', 'attribute']);
/** Fields with several values: a lead is in the group of each. */
const SEVERAL: ReadonlySet<FieldType> = new Set(['texts', 'attribute']);
const MEASURED: ReadonlySet<FieldType> = new Set(['number', 'attribute']);

/** All violations of the fields. Codes: `unknown_field`, `value_invalid`. */
export function validateAggregation({ groupBy, measures }: Aggregation): FieldViolation[] {
  const check = (name: string, pointer: string, types: ReadonlySet<FieldType>, allowed: string): FieldViolation[] => {
    const field = findSearchField(name);
    if (field === undefined) return [{ pointer, code: 'unknown_field', detail: `a search has no field "${name}"` }];
    if (types.has(field.type)) return [];
    return [{ pointer, code: 'value_invalid', detail: `is a field of type ${field.type}; ${allowed}` }];
  };
  const repeated = (name: string, index: number): FieldViolation[] =>
    groupBy.indexOf(name) === index
      ? []
      : [{ pointer: `/groupBy/${index}`, code: 'value_invalid', detail: `names "${name}" again` }];
  return [
    ...groupBy.flatMap((name, index) => [
      ...repeated(name, index),
      ...check(
        name,
        `/groupBy/${index}`,
        GROUPED,
        'leads are grouped by texts, lists of texts, ids, enums, numbers and custom attributes',
      ),
    ]),
    ...measures.flatMap(({ field }, index) =>
      check(field, `/measures/${index}/field`, MEASURED, 'numbers and custom attributes are measured'),
    ),
  ];
}
