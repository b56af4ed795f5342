import { addBusinessTime, businessTimeBetween } from './business-time.js';
import type { WorkCalendar } from './calendar.js';

/**
 * The instant at which `duration` milliseconds of working time have passed since `at`; without a calendar every hour
 * counts. Undefined when so much does not come within 400 days.
 */
export function timeAfter(calendar: WorkCalendar | undefined, at: number, duration: number): number | undefined {
  return calendar === undefined ? at + duration : addBusinessTime(calendar, at, duration);
}

/** Milliseconds of working time from an instant to a later one; without a calendar all of it. 0 when it is not later. */
export function timeBetween(calendar: WorkCalendar | undefined, from: number, to: number): number {
  return calendar === undefined ? Math.max(0, to - from) : businessTimeBetween(calendar, from, to);
}
