import { MILLISECONDS_PER_DAY } from '../time.js';
import type { EngagementRule, Frequency } from './model.js';

/** Monday 2001-01-01 00:00 UTC, from which windows are counted. */
const ORIGIN = 978_307_200_000;

/** How a rule limits what counts, in numbers. */
export interface Limits {
  /** Of each UTC day only the latest event counts. */
  readonly byDay: boolean;
  /** How many events count (in each window), Infinity for all. */
  readonly limit: number;
  /** Length of a window in milliseconds, Infinity for one window over all time. */
  readonly period: number;
}

export function limitsOf({ frequency, countBy }: Pick<EngagementRule, 'frequency' | 'countBy'>): Limits {
  const period = frequency.type === 'per_window' ? frequency.days * MILLISECONDS_PER_DAY : Number.POSITIVE_INFINITY;
  return { byDay: countBy === 'day', limit: limitOf(frequency), period };
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

/** Stretches of time side by side in UTC, within which events are counted together. */
export interface Grid {
  /** Where one of them begins, epoch milliseconds. */
  origin: number;
  /** Milliseconds. */
  period: number;
}

/** The days in UTC. */
export const DAYS: Grid = { origin: 0, period: MILLISECONDS_PER_DAY };

/** The grids on which these limits count: which stretch an event is in decides what else counts. */
export function gridsOf({ byDay, period }: Pick<Limits, 'byDay' | 'period'>): Grid[] {
  const windows = period === Number.POSITIVE_INFINITY ? [] : [{ origin: ORIGIN, period }];
  return byDay ? [DAYS, ...windows] : windows;
}

/** The first instant after `at` that lies in another stretch. */
export function nextStretch({ origin, period }: Grid, at: number): number {
  return Math.ceil(origin + (Math.floor((at - origin) / period) + 1) * period);
}

/** What a rule has counted so far. */
export interface Tally {
  counted: number;
  day: number;
  window: number;
}

export const newTally = (): Tally => ({ counted: 0, day: Number.NaN, window: Number.NaN });

/**
 * Whether the next event counts, and counts it. To be asked about the events of a rule from the latest to the oldest;
 * `at` is the event's instant, for one in the future that of the question.
 */
export function countNext({ byDay, limit, period }: Limits, tally: Tally, at: number): boolean {
  if (byDay) {
    const day = Math.floor(at / MILLISECONDS_PER_DAY);
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
