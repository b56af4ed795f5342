import { wilsonInterval } from '../evidence/wilson.js';
import { METRICS, type Metric, type MetricName } from './catalogue.js';

/**
 * A value that the records of a group have in common, null: they have none. Values with one `key` are one group. `type`: that of a
 * custom attribute.
 */
export interface GroupKey {
  key: string | null;
  value: string | null;
  type: string | null;
}

/** What the records of a group give for one metric. */
export interface Measured {
  /** How many records there are. */
  records: number;
  /** Of a share: how many of them count. */
  counted: number | null;
  /** Of a duration or an amount: decimal text; null of no records. */
  value: string | null;
}

/** One group of one metric; `keys` undefined: all records. */
export interface MeasuredGroup {
  keys: readonly GroupKey[] | undefined;
  measured: Measured;
}

/** The result of a metric for a group. A share without records is null, and so are durations and averages. */
export interface MetricResult {
  metric: MetricName;
  /** Exact where it is a count, an amount or a share of counts below 2^53. */
  value: number | null;
  /** Of an amount: exact decimal text. */
  amount: string | undefined;
  numerator: number | undefined;
  denominator: number | undefined;
  /** Of a share: its 95 % interval (Wilson 1927). */
  interval: { low: number; high: number } | undefined;
  /** The value of the period that it is compared with; undefined where it is compared with none. */
  before: number | null | undefined;
}

export interface AnswerRow {
  keys: readonly GroupKey[];
  results: MetricResult[];
}

export interface Answer {
  rows: AnswerRow[];
  totals: MetricResult[];
}

export type MeasuredMetrics = ReadonlyMap<MetricName, readonly MeasuredGroup[]>;

const NOTHING: Measured = { records: 0, counted: 0, value: null };

/** The value of a metric from what was measured. */
export function resultOf(name: MetricName, { records, counted, value }: Measured): Omit<MetricResult, 'before'> {
  const { unit, value: measure }: Metric = METRICS[name];
  const result = { metric: name, amount: undefined, numerator: undefined, denominator: undefined, interval: undefined };
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

export interface Compared {
  measured: MeasuredMetrics;
  /** The keys of the group in the earlier period that a group is compared with; undefined: there is none. */
  counterpart: (keys: readonly GroupKey[]) => readonly GroupKey[] | undefined;
}

/**
 * The rows of all groups that any metric has, and the results of all records. A group that a metric does not have counts nothing there.
 * `earlier`: the period that it is compared with.
 */
export function answerOf(metrics: readonly MetricName[], now: MeasuredMetrics, earlier: Compared | undefined): Answer {
  const places = new Map<string, readonly GroupKey[]>();
  const byMetric = metrics.map((name) => indexed(now.get(name), places));
  const before = earlier && metrics.map((name) => indexed(earlier.measured.get(name), new Map()));
  const resultsAt = (place: string, earlierPlace: string | undefined): MetricResult[] =>
    metrics.map((name, index) => ({
      ...resultOf(name, byMetric[index]?.get(place) ?? NOTHING),
      before:
        before && earlierPlace !== undefined
          ? resultOf(name, before[index]?.get(earlierPlace) ?? NOTHING).value
          : undefined,
    }));
  const rows = [...places].map(([place, keys]) => {
    const counterpart = earlier?.counterpart(keys);
    return { keys, results: resultsAt(place, counterpart && placeOf(counterpart)) };
  });
  return { rows, totals: resultsAt(ALL, ALL) };
}

const ALL = 'all';
const placeOf = (keys: readonly GroupKey[]): string => JSON.stringify(keys.map(({ key }) => key));

function indexed(groups: readonly MeasuredGroup[] = [], places: Map<string, readonly GroupKey[]>) {
  const found = new Map<string, Measured>();
  for (const { keys, measured } of groups) {
    const place = keys === undefined ? ALL : placeOf(keys);
    found.set(place, measured);
    if (keys !== undefined && !places.has(place)) places.set(place, keys);
  }
  return found;
}

/** The rows in an order: by a metric, or by the keys, with nothing last. */
export function ordered(
  rows: readonly AnswerRow[],
  by: { metric: MetricName; descending: boolean } | undefined,
): AnswerRow[] {
  const byKeys = (a: AnswerRow, b: AnswerRow): number => {
    for (const [index, { value }] of a.keys.entries()) {
      const other = b.keys[index]?.value ?? null;
      if (value !== other) return compared(value, other);
    }
    return 0;
  };
  if (by === undefined) return [...rows].sort(byKeys);
  const amountIn = ({ results }: AnswerRow) => results.find(({ metric }) => metric === by.metric)?.value ?? null;
  return [...rows].sort((a, b) => {
    const [one, other] = [amountIn(a), amountIn(b)];
    if (one === null || other === null || one === other) return one === other ? byKeys(a, b) : compared(one, other);
    return by.descending ? other - one : one - other;
  });
}

function compared<Value extends string | number>(a: Value | null, b: Value | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
