import {
  isRatio,
  METRIC_NAMES,
  METRICS,
  type MetricName,
  RECORD_METRICS,
  type RecordMetricName,
} from '../metrics/catalogue.js';
import type { RecordMetric } from '../metrics/metric.js';
import { canonicalMoney } from '../money.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import type { FieldViolation } from '../violations.js';

/** What a target is for. `product`: leads that name the product. */
export const TARGET_SCOPES = ['workspace', 'team', 'rep', 'source', 'product'] as const;
export type TargetScope = (typeof TARGET_SCOPES)[number];

/** Calendar units of the workspace's zone, or any days. */
export const TARGET_PERIODS = ['month', 'quarter', 'year', 'days'] as const;
export type TargetPeriod = (typeof TARGET_PERIODS)[number];

export const TARGET_LIMITS = { running: 2_000, days: 1_100, product: 200 } as const;

/** A number of the catalogue that is to be reached in a period. At most one of team, rep, source and product is set. */
export interface Target {
  workspaceId: string;
  id: string;
  version: number;
  metric: RecordMetricName;
  teamId: string | null;
  repId: string | null;
  sourceId: string | null;
  product: string | null;
  /** ISO 4217; set exactly where the metric is an amount. */
  currency: string | null;
  period: TargetPeriod;
  /** The first day, `yyyy-mm-dd`. */
  fromDay: string;
  /** The day after the last. */
  beforeDay: string;
  /** Decimal text, above 0. */
  value: string;
  /** When a check found it reached first; null: not yet. Cleared where the value is changed. */
  reachedAt: Date | null;
  /** When the check after the end closed it; null: it runs or has not begun. */
  closedAt: Date | null;
  /** Whether the number was below the value at the end; null until then. */
  missed: boolean | null;
  /** Real time of the next check; null: closed. */
  checkDueAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Records that are so now, whatever the period. */
const STATES: ReadonlySet<RecordMetric['population']> = new Set(['open_deals', 'overdue_tasks']);

/**
 * Whether the numbers of days add up to that of the period: counts, and sums of amounts. Open deals and overdue tasks are a state and
 * not what happened in a period.
 */
export function isTargetMetric(name: MetricName): name is RecordMetricName {
  if (isRatio(name)) return false;
  const { unit, population, value }: RecordMetric = RECORD_METRICS[name];
  return !STATES.has(population) && (unit === 'count' || (unit === 'amount' && value?.[0] === 'sum'));
}

/** The metrics that a target can have. */
export const TARGET_METRICS = METRIC_NAMES.filter(isTargetMetric);

export const isAmount = (name: MetricName): boolean => METRICS[name].unit === 'amount';

export function scopeOf({
  teamId,
  repId,
  sourceId,
  product,
}: Pick<Target, 'teamId' | 'repId' | 'sourceId' | 'product'>): TargetScope {
  if (teamId !== null) return 'team';
  if (repId !== null) return 'rep';
  if (sourceId !== null) return 'source';
  return product === null ? 'workspace' : 'product';
}

/** The value as decimal text: two places and up to four of an amount, whole of a count. */
export const valueText = ({ metric, value }: Pick<Target, 'metric' | 'value'>): string =>
  isAmount(metric) ? canonicalMoney(value) : value.replace(/\.0*$/, '');

/** Days from 1970-01-01 of a day `yyyy-mm-dd`. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_PER_DAY;
const dayText = (year: number, month: number): string => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);

const MONTHS: Record<Exclude<TargetPeriod, 'days'>, number> = { month: 1, quarter: 3, year: 12 };

/** The day after the last of a calendar period that begins on `fromDay`; undefined: none begins then. */
export function endOfPeriod(period: Exclude<TargetPeriod, 'days'>, fromDay: string): string | undefined {
  const [year = 0, month = 0, day = 0] = fromDay.split('-').map(Number);
  const months = MONTHS[period];
  if (day !== 1 || (month - 1) % months !== 0) return undefined;
  return dayText(year, month - 1 + months);
}

export interface TargetTerms {
  metric: MetricName;
  currency?: string | undefined;
  teamId?: string | undefined;
  repId?: string | undefined;
  sourceId?: string | undefined;
  product?: string | undefined;
  period: TargetPeriod;
  fromDay: string;
  beforeDay?: string | undefined;
  value: string;
}

/** All violations of the terms of a target. Code: `value_invalid`. */
export function validateTarget(terms: TargetTerms): FieldViolation[] {
  const { metric, currency, period, fromDay, beforeDay, value } = terms;
  const scopes = (['teamId', 'repId', 'sourceId', 'product'] as const).filter((name) => terms[name] !== undefined);
  const found: [pointer: string, detail: string][] = [];
  if (!isTargetMetric(metric))
    found.push(['/metric', 'is no number that adds up over days: a target has a count or a sum of amounts']);
  else if (isAmount(metric) !== (currency !== undefined))
    found.push(['/currency', isAmount(metric) ? 'is needed for an amount' : 'is only for amounts']);
  for (const name of scopes.slice(1))
    found.push([`/${name}`, `is sent beside ${scopes[0]}: a target is for one of them`]);
  if (period === 'days') found.push(...daysFaults(fromDay, beforeDay));
  else if (beforeDay !== undefined) found.push(['/before', `follows from \`from\` for a ${period}`]);
  else if (endOfPeriod(period, fromDay) === undefined) found.push(['/from', `is not the first day of a ${period}`]);
  found.push(...valueFaults(metric, value));
  return found.map(([pointer, detail]) => ({ pointer, code: 'value_invalid', detail }));
}

function daysFaults(fromDay: string, beforeDay: string | undefined): [string, string][] {
  if (beforeDay === undefined) return [['/before', 'is needed for a period of days']];
  if (beforeDay <= fromDay) return [['/before', 'must be after `from`']];
  const isLong = dayNumber(beforeDay) - dayNumber(fromDay) > TARGET_LIMITS.days;
  return isLong ? [['/before', `is more than ${TARGET_LIMITS.days} days after \`from\``]] : [];
}

/** Violations of the value that a target has or gets. */
export function valueFaults(metric: MetricName, value: string): [pointer: string, detail: string][] {
  if (Number(value) === 0) return [['/value', 'must be above 0: nothing can be compared with 0']];
  const isWhole = /^\d+(\.0+)?$/.test(value);
  return isAmount(metric) || isWhole ? [] : [['/value', 'must be whole for a count']];
}
