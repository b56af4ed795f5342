import { firstInstantOf, type ZoneOffsets } from '../calendar/zone.js';
import { parseMoney } from '../money.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import { type Projection, type ProjectionRefusal, projectAmount, projectCount, type WorkedDay } from './projection.js';
import { dayNumber, isAmount, type Target } from './target.js';

export const TARGET_STATUSES = ['upcoming', 'running', 'ended'] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

/** What was counted on a day of the period. `amount`: ten-thousandths of an amount, or the count itself. */
export interface MeasuredDay {
  /** Days from 1970-01-01 in the zone of the workspace. */
  day: number;
  amount: bigint;
}

export interface TargetProgress {
  target: Target;
  status: TargetStatus;
  /** Exact decimal text. */
  actual: string;
  /** actual / value; above 1 where more was reached. */
  attainment: number;
  /** Whether `actual` is at least the value, exactly. */
  reached: boolean;
  /** value * working days that have passed / working days of the period. */
  expected: number;
  workdays: number;
  workdaysElapsed: number;
  workdaysLeft: number;
  /** Days of the period that are not over. */
  daysLeft: number;
  projection: Projection | ProjectionRefusal;
}

/** The instants of the period, epoch milliseconds: days begin in the zone. */
export function periodOf({ fromDay, beforeDay }: Pick<Target, 'fromDay' | 'beforeDay'>, zone: ZoneOffsets) {
  const begin = (day: string) => firstInstantOf(zone, dayNumber(day) * MILLISECONDS_PER_DAY);
  return { from: begin(fromDay), before: begin(beforeDay) };
}

const DECIMALS = 10_000n;

/** Decimal text of what was counted: two places and up to four of an amount. */
export function actualText(target: Pick<Target, 'metric'>, amount: bigint): string {
  if (!isAmount(target.metric)) return String(amount);
  const positive = amount < 0n ? -amount : amount;
  const fraction = String(positive % DECIMALS).padStart(4, '0');
  return `${amount < 0n ? '-' : ''}${positive / DECIMALS}.${fraction.replace(/0{1,2}$/, '')}`;
}

export interface ProgressInput {
  target: Target;
  measured: readonly MeasuredDay[];
  /** Of the days of the period (`workdayWeights`). */
  weights: readonly number[];
  zone: ZoneOffsets;
  now: number;
}

/** How far a target is at an instant. Today counts by the part of it that has passed. */
export function progressOf({ target, measured, weights, zone, now }: ProgressInput): TargetProgress {
  const { from, before } = periodOf(target, zone);
  const firstDay = dayNumber(target.fromDay);
  const parts = weights.map((_, index) => partPassed(zone, firstDay + index, now));
  const elapsed = weights.reduce((sum, weight, index) => sum + weight * (parts[index] ?? 0), 0);
  const workdays = weights.reduce((sum, weight) => sum + weight, 0);
  const total = measured.reduce((sum, { amount }) => sum + amount, 0n);
  const status = now < from ? 'upcoming' : now < before ? 'running' : 'ended';
  const scale = isAmount(target.metric) ? Number(DECIMALS) : 1;
  const actual = Number(total) / scale;
  const amounts = new Map(measured.map(({ day, amount }) => [day - firstDay, Number(amount) / scale]));
  const left = Math.max(0, workdays - elapsed);
  return {
    ...{ target, status, actual: actualText(target, total), attainment: actual / Number(target.value) },
    reached: (isAmount(target.metric) ? total : total * DECIMALS) >= (parseMoney(target.value) ?? 0n),
    expected: (Number(target.value) * elapsed) / workdays,
    ...{ workdays, workdaysElapsed: elapsed, workdaysLeft: left },
    daysLeft: parts.filter((part) => part < 1).length,
    projection: projected(target, status, { actual, days: workedDays(weights, parts, amounts), elapsed, left }),
  };
}

function projected(
  { metric }: Target,
  status: TargetStatus,
  input: Parameters<typeof projectCount>[0],
): Projection | ProjectionRefusal {
  if (status !== 'running') return status === 'ended' ? 'ended' : 'not_begun';
  if (input.elapsed === 0) return 'too_few_days';
  return isAmount(metric) ? (projectAmount(input) ?? 'too_few_days') : projectCount(input);
}

/** The part of a day that has passed, 0 to 1. */
function partPassed(zone: ZoneOffsets, day: number, now: number): number {
  const begin = firstInstantOf(zone, day * MILLISECONDS_PER_DAY);
  const end = firstInstantOf(zone, (day + 1) * MILLISECONDS_PER_DAY);
  return end <= begin ? (now >= end ? 1 : 0) : Math.min(1, Math.max(0, (now - begin) / (end - begin)));
}

/** Complete working days. What was counted on other days counts with the next of them. */
function workedDays(
  weights: readonly number[],
  parts: readonly number[],
  amounts: ReadonlyMap<number, number>,
): WorkedDay[] {
  const days: WorkedDay[] = [];
  let between = 0;
  for (const [index, weight] of weights.entries()) {
    if (parts[index] !== 1) break;
    between += amounts.get(index) ?? 0;
    if (weight === 0) continue;
    days.push({ weight, amount: between });
    between = 0;
  }
  return days;
}
