import { MILLISECONDS_PER_DAY } from '../time.js';
import type { ZoneOffsets } from './zone.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * A shift by the wall clock, `HH:MM` from 00:00 to 24:00. An end that is not after the start is on the next day. It
 * belongs to the day on which it starts.
 */
export interface WorkingBlock {
  weekday: Weekday;
  start: string;
  end: string;
}

/** Time off: `from` inclusive, `to` exclusive, epoch milliseconds. */
export interface TimeOff {
  from: number;
  to: number;
}

/** A compiled working calendar: shifts by weekday (0 is Monday) in milliseconds from local midnight. */
export interface WorkCalendar {
  readonly zone: ZoneOffsets;
  readonly week: readonly (readonly { readonly start: number; readonly end: number }[])[];
  /** Local dates without shifts, in days from 1970-01-01. */
  readonly holidays: ReadonlySet<number>;
  /** Ascending, without overlap. */
  readonly timeOff: readonly TimeOff[];
  /** Cached result of the last search: for an instant from `from` to `until`, working time starts at `begins` or has started. */
  lastSearch?: { from: number; until: number; begins: number } | undefined;
}

const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Milliseconds from midnight of `HH:MM`, `24:00` included; undefined for any other text. */
export function parseTimeOfDay(text: string): number | undefined {
  const found = TIME.exec(text);
  if (!found) return undefined;
  return found[1] === undefined ? MILLISECONDS_PER_DAY : (Number(found[1]) * 60 + Number(found[2])) * 60_000;
}

const WHOLE_WEEK: readonly WorkingBlock[] = WEEKDAYS.map((weekday) => ({ weekday, start: '00:00', end: '24:00' }));

/** Without `blocks` every hour of every day counts, except holidays and time off. Expects valid times of day. */
export function compileCalendar(
  zone: ZoneOffsets,
  blocks: readonly WorkingBlock[] | undefined,
  holidays: ReadonlySet<number>,
  timeOff: readonly TimeOff[],
): WorkCalendar {
  const week = WEEKDAYS.map((weekday) =>
    (blocks ?? WHOLE_WEEK)
      .filter((block) => block.weekday === weekday)
      .map((block) => {
        const start = parseTimeOfDay(block.start) ?? 0;
        const end = parseTimeOfDay(block.end) ?? 0;
        return { start, end: end > start ? end : end + MILLISECONDS_PER_DAY };
      })
      .sort((a, b) => a.start - b.start),
  );
  return { zone, week, holidays, timeOff: mergeTimeOff(timeOff) };
}

function mergeTimeOff(timeOff: readonly TimeOff[]): TimeOff[] {
  const merged: TimeOff[] = [];
  for (const { from, to } of [...timeOff].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else if (from < to) merged.push({ from, to });
  }
  return merged;
}

/** Days from 1970-01-01 of a date `YYYY-MM-DD`. */
export function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_PER_DAY);
}
