import { nextWorking } from '../calendar/business-time.js';
import { firstInstantOf, offsetAt } from '../calendar/zone.js';
import type { ConsentChannel } from '../leads/consent.js';
import type { DelayReason, SequenceSends } from '../leads/sequence-runs.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import type { SequenceTimes } from './compile.js';
import { SEQUENCE_LIMITS, type Sequence, type WaitStep } from './sequence.js';

const isWorkday = (day: number, holidays: ReadonlySet<number>): boolean => {
  // 1970-01-01 was a Thursday; 0 is Monday.
  const weekday = (((day + 3) % 7) + 7) % 7;
  return weekday < 5 && !holidays.has(day);
};

/** Days in which one business day must come: no calendar has so many holidays in a row. */
const LONGEST_PAUSE = 400;

/** The same time of day, days or business days (Monday to Friday without public holidays) after an instant. */
export function waitEnd({ after, unit }: WaitStep, at: number, { zone, holidays }: SequenceTimes): number {
  const local = at + offsetAt(zone, at);
  if (unit === 'days') return firstInstantOf(zone, local + after * MILLISECONDS_PER_DAY);
  let day = Math.floor(local / MILLISECONDS_PER_DAY);
  const timeOfDay = local - day * MILLISECONDS_PER_DAY;
  for (let left = after, pause = 0; left > 0 && pause < LONGEST_PAUSE; ) {
    day += 1;
    pause += 1;
    if (!isWorkday(day, holidays)) continue;
    left -= 1;
    pause = 0;
  }
  return firstInstantOf(zone, day * MILLISECONDS_PER_DAY + timeOfDay);
}

/** The first instant from `at` on at which a send through the channel keeps within caps and quiet hours, and what delays it. */
export function earliestSend(
  { caps = [] }: Sequence,
  { sending }: SequenceTimes,
  { channel, sends, at }: { channel: ConsentChannel; sends: SequenceSends; at: number },
): { at: number; delayedBy?: DelayReason | undefined } {
  const past = sends[channel] ?? [];
  let free = at;
  for (const cap of caps) {
    const counted = past[past.length - cap.sends];
    if (cap.channel === channel && counted !== undefined)
      free = Math.max(free, counted + cap.days * MILLISECONDS_PER_DAY);
  }
  const open = sending === undefined ? free : (nextWorking(sending, free) ?? free);
  if (open > free) return { at: open, delayedBy: 'quiet_hours' };
  return { at: free, delayedBy: free > at ? 'frequency_cap' : undefined };
}

/** The sends with one more. Only as many are kept as a cap can count. */
export function withSend(sends: SequenceSends, channel: ConsentChannel, at: number): SequenceSends {
  return { ...sends, [channel]: [...(sends[channel] ?? []), at].slice(-SEQUENCE_LIMITS.capSends) };
}
