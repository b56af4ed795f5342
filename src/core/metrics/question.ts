import type { Condition } from '../condition.js';
import type { FieldType } from '../conditions/field-kinds.js';
import { findSearchField } from '../conditions/fields.js';
import type { FieldViolation } from '../violations.js';
import { isOfAmounts, type MetricName } from './catalogue.js';

/** Calendar units of the workspace's zone. Weeks begin on Monday. */
export const TIME_DIMENSIONS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type TimeDimension = (typeof TIME_DIMENSIONS)[number];

/** Dimensions beside the fields of a lead: the channel of the source, and the currency of the deal. */
export const OWN_DIMENSIONS = ['channel', 'currency'] as const;
export type OwnDimension = (typeof OWN_DIMENSIONS)[number];

/**
 * How the period selects. `period`: the records whose own instant is in it. `cohort`: the records of leads that were created in it, whenever
 * they occurred.
 */
export const WINDOWS = ['period', 'cohort'] as const;
export type Window = (typeof WINDOWS)[number];

export const COMPARISONS = ['previous_period', 'previous_year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A question to the catalogue. Instants are epoch milliseconds. */
export interface Question {
  metrics: readonly MetricName[];
  /** Calendar units, own dimensions, or fields of a lead as searches name them. */
  groupBy: readonly string[];
  where?: Condition | undefined;
  window: Window;
  from: number;
  before: number;
}

export const QUESTION_LIMITS = { metrics: 10, groupBy: 3, groups: 10_000, rows: 1_000 } as const;

const GROUPED: ReadonlySet<FieldType> = new Set(['text', 'texts', 'id', 'enum', 'number', 'attribute']);

export const isTimeDimension = (name: string): name is TimeDimension =>
  (TIME_DIMENSIONS as readonly string[]).includes(name);
export const isOwnDimension = (name: string): name is OwnDimension =>
  (OWN_DIMENSIONS as readonly string[]).includes(name);

/** All violations of a question. Codes: `unknown_field`, `value_invalid`, `currency_open`. */
export function validateQuestion({ metrics, groupBy }: Pick<Question, 'metrics' | 'groupBy'>): FieldViolation[] {
  return [
    ...groupBy.flatMap((name, index) => {
      const pointer = `/groupBy/${index}`;
      if (groupBy.indexOf(name) !== index) return [{ pointer, code: 'value_invalid', detail: `names "${name}" again` }];
      if (isTimeDimension(name) || isOwnDimension(name)) return [];
      const field = findSearchField(name);
      const units = TIME_DIMENSIONS.join(', ');
      if (field === undefined)
        return [
          {
            pointer,
            code: 'unknown_field',
            detail: `is neither a field of a lead nor one of ${units}, channel, currency`,
          },
        ];
      if (GROUPED.has(field.type)) return [];
      const detail = `is a field of type ${field.type}: group by one of ${units}, or by a text, id, enum, number or attribute`;
      return [{ pointer, code: 'value_invalid', detail }];
    }),
    ...metrics.flatMap((name, index) => {
      if (!isOfAmounts(name) || groupBy.includes('currency')) return [];
      const detail = 'may have several currencies, which are not added: group by currency';
      return [{ pointer: `/metrics/${index}`, code: 'currency_open', detail }];
    }),
  ];
}

/** The first instant that a request can name, epoch milliseconds. */
export const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00Z');

/** The period that a question is compared with, in epoch milliseconds. Nothing is before the first instant. */
export function comparedPeriod({ from, before }: Pick<Question, 'from' | 'before'>, comparison: Comparison) {
  const earlier =
    comparison === 'previous_period'
      ? { from: from - (before - from), before: from }
      : { from: yearBefore(from), before: yearBefore(before) };
  return { from: Math.max(FIRST_INSTANT, earlier.from), before: Math.max(FIRST_INSTANT, earlier.before) };
}

/** The 29th of February has the 1st of March as its counterpart. */
function yearBefore(at: number): number {
  const date = new Date(at);
  return date.setUTCFullYear(date.getUTCFullYear() - 1);
}

const OF_YEARS: ReadonlySet<string> = new Set<TimeDimension>(['month', 'quarter', 'year']);

/**
 * The value of a dimension in the period that is compared with. Months, quarters and years have the one a year before; other calendar units,
 * and all of them in the period before, have none: undefined.
 */
export function counterpartOf(
  dimension: string,
  value: string | null,
  comparison: Comparison,
): string | null | undefined {
  if (!isTimeDimension(dimension) || value === null) return value;
  if (comparison !== 'previous_year' || !OF_YEARS.has(dimension)) return undefined;
  return `${String(Number(value.slice(0, 4)) - 1).padStart(4, '0')}${value.slice(4)}`;
}
