import { type TimeOff, WEEKDAYS, type WorkingBlock } from '../calendar/calendar.js';
import { firstInstantOf, type ZoneOffsets } from '../calendar/zone.js';
import { MILLISECONDS_PER_DAY } from '../time.js';

/** On which days a rep works. */
export interface RepDays {
  zone: ZoneOffsets;
  /** Empty: Monday to Friday. */
  workingHours: readonly WorkingBlock[];
  /** Days from 1970-01-01. */
  holidays: ReadonlySet<number>;
  /** Epoch milliseconds. A day is off when noon is. */
  absences: readonly TimeOff[];
}

const OFFICE: ReadonlySet<number> = new Set([0, 1, 2, 3, 4]);
const NOON = MILLISECONDS_PER_DAY / 2;

/** 0 is Monday; 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

function worksOn({ zone, workingHours, holidays, absences }: RepDays, day: number): boolean {
  const isUsual =
    workingHours.length === 0
      ? OFFICE.has(weekdayOf(day))
      : workingHours.some(({ weekday }) => WEEKDAYS.indexOf(weekday) === weekdayOf(day));
  if (!isUsual || holidays.has(day)) return false;
  const noon = firstInstantOf(zone, day * MILLISECONDS_PER_DAY + NOON);
  return !absences.some(({ from, to }) => from <= noon && noon < to);
}

/**
 * The share of the reps that work on each day from `fromDay` to before `beforeDay` (days from 1970-01-01). Without reps: Monday to Friday.
 * Where no day is a working day, each day counts as one.
 */
export function workdayWeights(reps: readonly RepDays[], fromDay: number, beforeDay: number): number[] {
  const weights = Array.from({ length: beforeDay - fromDay }, (_, index) => {
    const day = fromDay + index;
    if (reps.length === 0) return OFFICE.has(weekdayOf(day)) ? 1 : 0;
    return reps.filter((rep) => worksOn(rep, day)).length / reps.length;
  });
  return weights.some((weight) => weight > 0) ? weights : weights.map(() => 1);
}
