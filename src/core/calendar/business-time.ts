import { MILLISECONDS_PER_DAY } from '../time.js';
import type { WorkCalendar } from './calendar.js';
import { firstInstantOf, lastInstantOf, offsetAt } from './zone.js';

/** How far ahead working time is searched. A calendar without working time in these days counts as having none. */
export const HORIZON_DAYS = 400;

/** Called for each interval of working time, in order and without overlap. Returns true to stop. */
type Visit = (start: number, end: number) => boolean;

/** Visits the working time from an instant on, up to the horizon. */
function walk(calendar: WorkCalendar, from: number, until: number, visit: Visit): void {
  const { zone, week, holidays } = calendar;
  const first = Math.floor((from + offsetAt(zone, from)) / MILLISECONDS_PER_DAY);
  const last = Math.min(first + HORIZON_DAYS, Math.floor((until + MILLISECONDS_PER_DAY) / MILLISECONDS_PER_DAY) + 1);
  let done = from;
  // Includes the two days before, because a shift may start at 24:00 and end a day later.
  for (let day = first - 2; day <= last; day += 1) {
    if (holidays.has(day)) continue;
    // 1970-01-01 was a Thursday.
    const shifts = week[(((day + 3) % 7) + 7) % 7] ?? [];
    for (const shift of shifts) {
      const midnight = day * MILLISECONDS_PER_DAY;
      const start = Math.max(done, firstInstantOf(zone, midnight + shift.start));
      if (start >= until) return;
      const end = Math.min(until, lastInstantOf(zone, midnight + shift.end));
      if (end <= start) continue;
      if (visitWithout(calendar.timeOff, start, end, visit)) return;
      done = end;
    }
  }
}

/** Visits the parts of an interval that are not time off. */
function visitWithout(timeOff: WorkCalendar['timeOff'], start: number, end: number, visit: Visit): boolean {
  let at = start;
  for (const { from, to } of timeOff) {
    if (to <= at) continue;
    if (from >= end) break;
    if (from > at && visit(at, from)) return true;
    at = Math.max(at, to);
    if (at >= end) return false;
  }
  return at < end && visit(at, end);
}

/** The first instant from `at` on (itself included) that is working time; undefined when there is none within 400 days. */
export function nextWorking(calendar: WorkCalendar, at: number): number | undefined {
  const { lastSearch } = calendar;
  if (lastSearch !== undefined && lastSearch.from <= at && at < lastSearch.until)
    return Math.max(at, lastSearch.begins);
  let found: number | undefined;
  walk(calendar, at, Number.POSITIVE_INFINITY, (start, end) => {
    found = start;
    calendar.lastSearch = { from: at, until: end, begins: start };
    return true;
  });
  return found;
}

export function isWorking(calendar: WorkCalendar, at: number): boolean {
  let working = false;
  walk(calendar, at, at + 1, () => {
    working = true;
    return true;
  });
  return working;
}

/**
 * The instant at which `duration` milliseconds of working time have passed since `at`; with 0, the first instant of working
 * time. Undefined when that is not within 400 days.
 */
export function addBusinessTime(calendar: WorkCalendar, at: number, duration: number): number | undefined {
  let left = duration;
  let found: number | undefined;
  walk(calendar, at, Number.POSITIVE_INFINITY, (start, end) => {
    if (end - start >= left) {
      found = start + left;
      return true;
    }
    left -= end - start;
    return false;
  });
  return found;
}

/** Milliseconds of working time between two instants, at most those of 400 days; 0 when `to` is not later. */
export function businessTimeBetween(calendar: WorkCalendar, from: number, to: number): number {
  let sum = 0;
  if (to <= from) return 0;
  walk(calendar, from, to, (start, end) => {
    sum += end - start;
    return false;
  });
  return sum;
}
