import type { ZoneOffsets } from '../calendar/zone.js';
import { dayIn, zoneOfDays } from '../conditions/zone-days.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import type { EngagementRule, Frequency } from './model.js';

/** Monday 2001-01-01 00:00 UTC, where the first window starts. */
const ORIGIN = 978_307_200_000;

/** How a rule limits the events that count. */
export interface Limits {
  /** Of each day of this zone only the latest event counts; undefined: all do. */
  readonly dayZone: ZoneOffsets | undefined;
  /** How many events count (in each window), Infinity for all. */
  readonly limit: number;
  /** Length of a window in milliseconds, Infinity for one window over all time. */
  readonly period: number;
}

export function limitsOf({ frequency, countBy, zone }: Pick<EngagementRule, 'frequency' | 'countBy' | 'zone'>): Limits {
  const period = frequency.type === 'per_window' ? frequency.days * MILLISECONDS_PER_DAY : Number.POSITIVE_INFINITY;
  return { dayZone: countBy === 'day' ? zoneOfDays({ zone }) : undefined, limit: limitOf(frequency), period };
}

function limitOf(frequency: Frequency): number {
  switch (frequency.type) {
    case 'every':
      return Number.POSITIVE_INFINITY;
    case 'once':
      return 1;
    case 'at_most':
    case 'per_window':
      return frequency.count;
  }
}

/** Consecutive periods of equal length in UTC, within which events are counted together. */
export interface Grid {
  /** The start of one of the periods, epoch milliseconds. */
  origin: number;
  /** Length of a period in milliseconds. */
  period: number;
}

/** The grids whose periods these limits count events in, apart from days. */
export const gridsOf = ({ period }: Pick<Limits, 'period'>): Grid[] =>
  period === Number.POSITIVE_INFINITY ? [] : [{ origin: ORIGIN, period }];

/** The start of the first period after `at`, epoch milliseconds. */
export function nextPeriodStart({ origin, period }: Grid, at: number): number {
  return Math.ceil(origin + (Math.floor((at - origin) / period) + 1) * period);
}

/** The counting state of a rule. */
export interface Tally {
  counted: number;
  day: number;
  window: number;
}

export const newTally = (): Tally => ({ counted: 0, day: Number.NaN, window: Number.NaN });

/**
 * Whether the next event counts; if so, counts it. Call it for the events of a rule from the latest to the oldest. `at` is
 * the event's instant, or now for an event in the future.
 */
export function countNext({ dayZone, limit, period }: Limits, tally: Tally, at: number): boolean {
  if (dayZone !== undefined) {
    const day = dayIn(dayZone, at);
    if (day === tally.day) return false;
    tally.day = day;
  }
  if (period !== Number.POSITIVE_INFINITY) {
    const window = Math.floor((at - ORIGIN) / period);
    if (window !== tally.window) {
      tally.window = window;
      tally.counted = 0;
    }
  }
  if (tally.counted >= limit) return false;
  tally.counted += 1;
  return true;
}
