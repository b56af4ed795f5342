import {
  hasCurrency,
  isOfAmounts,
  isRatio,
  type MetricName,
  RATIO_METRICS,
  type RecordMetricName,
  recordMetricsOf,
} from './catalogue.js';
import type { RecordDimension } from './dimensions.js';
import type { Question } from './question.js';
import { type Measured, type MetricValue, NOTHING, nullFor, ratioOf, resultOf } from './results.js';

/**
 * A value that the records of a group have in common, null: they have none. Values with one `key` are one group. `type`: that of a
 * custom attribute.
 */
export interface GroupKey {
  key: string | null;
  value: string | null;
  type: string | null;
}

/** One group of one metric; `keys` undefined: all records. */
export interface MeasuredGroup {
  keys: readonly GroupKey[] | undefined;
  measured: Measured;
}

/** A value, with that of the period that it is compared with; `before` undefined where it is compared with none. */
export interface MetricResult extends MetricValue {
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

export type MeasuredMetrics = ReadonlyMap<RecordMetricName, readonly MeasuredGroup[]>;

export interface Compared {
  measured: MeasuredMetrics;
  /** The keys of the group in the earlier period that a group is compared with; undefined: there is none. */
  counterpart: (keys: readonly GroupKey[]) => readonly GroupKey[] | undefined;
}

type Asked = Pick<Question, 'metrics' | 'groupBy'>;

/**
 * The rows of all groups that any metric has, and the results of all records. A group that a metric does not have counts nothing there.
 * `earlier`: the period that it is compared with.
 */
export function answerOf(question: Asked, now: MeasuredMetrics, earlier: Compared | undefined): Answer {
  const { metrics } = question;
  const values = valuesOf(question, now);
  const before = earlier && valuesOf(question, earlier.measured);
  const resultsAt = (keys: Keys, earlierKeys: Keys | undefined): MetricResult[] =>
    metrics.map((name) => ({
      ...values(name, keys),
      before: before && earlierKeys !== undefined ? before(name, earlierKeys).value : undefined,
    }));
  const rows = [...placesOf(question, now).values()].map((keys) => ({
    keys,
    results: resultsAt(keys, earlier?.counterpart(keys)),
  }));
  return { rows, totals: resultsAt(ALL, ALL) };
}

const ALL = 'all';
type Keys = readonly GroupKey[] | typeof ALL;
const placeOf = (keys: Keys): string => (keys === ALL ? ALL : JSON.stringify(keys.map(({ key }) => key)));

/**
 * The groups of the rows. Records without a currency, such as the leads of a cost per lead, count for each currency of the other part of a
 * ratio; they make no rows of their own.
 */
function placesOf({ metrics, groupBy }: Asked, measured: MeasuredMetrics): Map<string, readonly GroupKey[]> {
  const byCurrency = groupBy.includes(CURRENCY);
  const asked: ReadonlySet<MetricName> = new Set(metrics);
  const places = new Map<string, readonly GroupKey[]>();
  for (const name of recordMetricsOf(metrics)) {
    if (byCurrency && !asked.has(name) && !hasCurrency(name)) continue;
    for (const { keys } of measured.get(name) ?? []) {
      if (keys === undefined) continue;
      const place = placeOf(keys);
      if (!places.has(place)) places.set(place, keys);
    }
  }
  return places;
}

const CURRENCY = 'currency' satisfies RecordDimension;

/** The value of each metric in a group. */
function valuesOf({ groupBy }: Asked, measured: MeasuredMetrics) {
  const groups = new Map([...measured].map(([name, found]) => [name, indexed(found)]));
  const at = groupBy.indexOf(CURRENCY);
  const recordsAt = (name: RecordMetricName, keys: Keys): MetricValue =>
    resultOf(name, groups.get(name)?.get(placeOf(keys)) ?? NOTHING);
  const currencies = (name: MetricName): number => {
    const found = recordMetricsOf([name])
      .filter(hasCurrency)
      .flatMap((part) => measured.get(part) ?? []);
    return new Set(found.flatMap(({ keys }) => keys?.[at]?.key ?? [])).size;
  };
  return (name: MetricName, keys: Keys): MetricValue => {
    if (at >= 0 && keys === ALL && isOfAmounts(name) && currencies(name) > 1)
      return nullFor(name, 'several_currencies');
    if (!isRatio(name)) return recordsAt(name, keys);
    const partAt = (part: RecordMetricName): MetricValue =>
      recordsAt(part, at < 0 || keys === ALL || hasCurrency(part) ? keys : keys.with(at, NO_CURRENCY));
    const [numerator, denominator] = RATIO_METRICS[name].ratio;
    if (at >= 0 && keys !== ALL && keys[at]?.key === null && isOfAmounts(name))
      return ratioOf(name, { ...partAt(numerator), value: null }, partAt(denominator));
    return ratioOf(name, partAt(numerator), partAt(denominator));
  };
}

const NO_CURRENCY: GroupKey = { key: null, value: null, type: null };

const indexed = (groups: readonly MeasuredGroup[]): Map<string, Measured> =>
  new Map(groups.map(({ keys, measured }) => [placeOf(keys ?? ALL), measured]));

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
  const isNumeric = NUMERIC.test(String(a)) && NUMERIC.test(String(b));
  return (isNumeric ? Number(a) < Number(b) : a < b) ? -1 : 1;
}

const NUMERIC = /^-?\d+(?:\.\d+)?$/u;
