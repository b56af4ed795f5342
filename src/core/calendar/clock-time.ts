import { addBusinessTime, businessTimeBetween } from './business-time.js';
import type { WorkCalendar } from './calendar.js';

/**
 * The instant at which `duration` milliseconds of working time have passed since `at`; without a calendar all hours count.
 * Undefined when that is not within 400 days.
 */
export function timeAfter(calendar: WorkCalendar | undefined, at: number, duration: number): number | undefined {
  return calendar === undefined ? at + duration : addBusinessTime(calendar, at, duration);
}

/** Milliseconds of working time between two instants; without a calendar all time. 0 when `to` is not later. */
export function timeBetween(calendar: WorkCalendar | undefined, from: number, to: number): number {
  return calendar === undefined ? Math.max(0, to - from) : businessTimeBetween(calendar, from, to);
}
