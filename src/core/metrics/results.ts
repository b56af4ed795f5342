import { wilsonInterval } from '../evidence/wilson.js';
import {
  isRatio,
  type MetricName,
  RATIO_METRICS,
  type RatioMetric,
  type RatioMetricName,
  RECORD_METRICS,
  type RecordMetricName,
} from './catalogue.js';
import type { RecordMetric } from './metric.js';

/** What the records of a group give for one metric. */
export interface Measured {
  /** How many records there are. */
  records: number;
  /** Of a share: how many of them count. */
  counted: number | null;
  /** Of a duration or an amount: decimal text; null of no records. */
  value: string | null;
  /** How many amounts could not be converted into the wanted currency. */
  unconverted?: number;
}

/**
 * Why a value is null although there are records. `several_currencies`: amounts are not added across currencies. `rate_missing`: an amount has
 * no exchange rate on or before its day.
 */
export const NULL_REASONS = ['several_currencies', 'rate_missing'] as const;
export type NullReason = (typeof NULL_REASONS)[number];

/** The result of a metric for a group. A quotient of nothing is null, and so are durations and averages. */
export interface MetricValue {
  metric: MetricName;
  /** Exact where it is a count, an amount or a share of counts below 2^53. */
  value: number | null;
  /** Of an amount: decimal text, exact for sums, and rounded to four places for averages and quotients. */
  amount: string | undefined;
  numerator: number | null | undefined;
  denominator: number | null | undefined;
  /** Of a share: its 95 % interval (Wilson 1927). */
  interval: { low: number; high: number } | undefined;
  reason: NullReason | undefined;
}

const EMPTY = {
  amount: undefined,
  numerator: undefined,
  denominator: undefined,
  interval: undefined,
  reason: undefined,
};
export const NOTHING: Measured = { records: 0, counted: 0, value: null };

/** The value of a metric from what was measured. */
export function resultOf(name: RecordMetricName, { records, counted, value, unconverted = 0 }: Measured): MetricValue {
  if (unconverted > 0) return nullFor(name, 'rate_missing');
  const { unit, value: measure }: RecordMetric = RECORD_METRICS[name];
  const result = { ...EMPTY, metric: name };
  if (unit === 'count') return { ...result, value: records };
  if (unit === 'share') {
    const numerator = counted ?? 0;
    if (records === 0) return { ...result, value: null, numerator, denominator: 0 };
    const share = numerator / records;
    return { ...result, value: share, numerator, denominator: records, interval: wilsonInterval(share, records) };
  }
  const known = value ?? (measure?.[0] === 'sum' ? '0' : null);
  const amount = unit === 'amount' ? (known ?? undefined) : undefined;
  return { ...result, amount, value: known === null ? null : Number(known) };
}

/** A value that is null for a reason. */
export const nullFor = (metric: MetricName, reason: NullReason): MetricValue => ({
  ...{ ...EMPTY, metric, value: null, reason },
  ...(isRatio(metric) && { numerator: null, denominator: null }),
});

/** The quotient of two results. It is null where one of them is, or the denominator is 0. */
export function ratioOf(name: RatioMetricName, numerator: MetricValue, denominator: MetricValue): MetricValue {
  const { unit, gain = false }: RatioMetric = RATIO_METRICS[name];
  const [above, below] = [tenThousandths(numerator), tenThousandths(denominator)];
  const reason = numerator.reason ?? denominator.reason;
  const result = { ...EMPTY, metric: name, numerator: numerator.value, denominator: denominator.value, reason };
  if (above === undefined || below === undefined || below === 0n) return { ...result, value: null };
  if (unit !== 'amount') return { ...result, value: Number(gain ? above - below : above) / Number(below) };
  const amount = decimalText(rounded(above * UNIT, below));
  return { ...result, amount, value: Number(amount) };
}

const UNIT = 10_000n;
const PLACES = 4;

/** A result in ten-thousandths: counts and amounts are exact. */
function tenThousandths({ value, amount }: MetricValue): bigint | undefined {
  if (value === null) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount ?? String(value)) ?? [];
  const units = BigInt(whole) * UNIT + BigInt(fraction.padEnd(PLACES, '0').slice(0, PLACES));
  return sign === '-' ? -units : units;
}

/** The quotient to the nearest whole number, half away from zero. */
function rounded(above: bigint, below: bigint): bigint {
  const [one, other] = [above < 0n ? -above : above, below < 0n ? -below : below];
  const size = (2n * one + other) / (2n * other);
  return above < 0n === below < 0n ? size : -size;
}

function decimalText(units: bigint): string {
  const size = units < 0n ? -units : units;
  const fraction = String(size % UNIT)
    .padStart(PLACES, '0')
    .replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${size / UNIT}${fraction && `.${fraction}`}`;
}
