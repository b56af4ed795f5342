import type { Condition } from '../condition.js';
import { repeatsLeads } from '../conditions/aggregation.js';
import type { FieldType } from '../conditions/field-kinds.js';
import { findSearchField } from '../conditions/fields.js';
import type { FieldViolation } from '../violations.js';
import {
  isOfAmounts,
  type MetricName,
  ownDimensionsOf,
  RECORD_METRICS,
  type RecordMetricName,
  recordMetricsOf,
} from './catalogue.js';
import { type CostQuestion, costViolations } from './cost-questions.js';
import {
  isLeadDimension,
  isRecordDimension,
  isTimeDimension,
  TIME_DIMENSIONS,
  type TimeDimension,
} from './dimensions.js';

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
  /** Calendar units, dimensions of `dimensions.ts`, or fields of a lead as searches name them. */
  groupBy: readonly string[];
  where?: Condition | undefined;
  window: Window;
  /** ISO 4217: amounts are converted into it, each by the rate of its own day; undefined: they are grouped by their currency. */
  currency?: string | undefined;
  from: number;
  before: number;
}

export const QUESTION_LIMITS = { metrics: 10, groupBy: 3, groups: 10_000, rows: 1_000 } as const;

const GROUPED: ReadonlySet<FieldType> = new Set(['text', 'texts', 'id', 'enum', 'number', 'attribute']);

/** All violations of a question. Codes: `unknown_field`, `value_invalid`, `currency_open`, `costs_without_field`. */
export function validateQuestion(question: CostQuestion): FieldViolation[] {
  const { metrics, groupBy, currency } = question;
  return [
    ...groupBy.flatMap((name, index) => dimensionViolations(metrics, groupBy, name, index)),
    ...metrics.flatMap((name, index) => {
      if (!isOfAmounts(name)) return [];
      if (groupBy.includes('product') && recordMetricsOf([name]).some(isOfWholeDeals)) {
        const detail = 'is of whole deals, which have several products: ask for `product_volume`';
        return [{ pointer: `/metrics/${index}`, code: 'value_invalid', detail }];
      }
      if (currency !== undefined || groupBy.includes('currency')) return [];
      const detail =
        'may have several currencies, which are not added: group by currency, or ask for one by `currency`';
      return [{ pointer: `/metrics/${index}`, code: 'currency_open', detail }];
    }),
    ...costViolations(question),
  ];
}

function dimensionViolations(
  metrics: readonly MetricName[],
  groupBy: readonly string[],
  name: string,
  index: number,
): FieldViolation[] {
  const pointer = `/groupBy/${index}`;
  if (groupBy.indexOf(name) !== index) return [{ pointer, code: 'value_invalid', detail: `names "${name}" again` }];
  if (isTimeDimension(name) || isLeadDimension(name)) return [];
  if (isRecordDimension(name)) {
    if (recordMetricsOf(metrics).some((metric) => ownDimensionsOf(metric).includes(name))) return [];
    const detail = `is a dimension that none of the requested metrics has: their \`dimensions\` in \`GET /v1/metrics\``;
    return [{ pointer, code: 'value_invalid', detail }];
  }
  const field = findSearchField(name);
  if (field === undefined) {
    const detail = 'is neither a field of a lead nor a dimension of `GET /v1/metrics`';
    return [{ pointer, code: 'unknown_field', detail }];
  }
  if (GROUPED.has(field.type)) return [];
  const units = TIME_DIMENSIONS.join(', ');
  const detail = `is a field of type ${field.type}: group by one of ${units}, or by a text, id, enum, number or attribute`;
  return [{ pointer, code: 'value_invalid', detail }];
}

const isOfWholeDeals = (name: RecordMetricName): boolean =>
  RECORD_METRICS[name].unit === 'amount' && RECORD_METRICS[name].population !== 'sold_lines';

/** Whether a record can be in several groups: it has several products, or its lead several values. */
export const repeatsRecords = (groupBy: readonly string[]): boolean =>
  groupBy.includes('product') || repeatsLeads(groupBy.filter((name) => !isOwn(name)));

const isOwn = (name: string): boolean => isTimeDimension(name) || isLeadDimension(name) || isRecordDimension(name);

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
