import type { WorkCalendar } from '../calendar/calendar.js';
import { timeAfter, timeBetween } from '../calendar/clock-time.js';
import type { CancelReason, SlaClock } from '../leads/sla.js';
import type { CompiledSlaPolicy, SlaRule } from './policy.js';

/** Hours that count for a clock; undefined: all of them. */
export type CalendarOf = (clock: Pick<SlaClock, 'hours' | 'ownerId'>) => WorkCalendar | undefined;

export const isLive = ({ status }: SlaClock): boolean => status === 'running' || status === 'paused';

/** A clock that starts now; `paused`: that stands until the lead's clocks go on. */
export function startedClock(
  { version }: Pick<CompiledSlaPolicy, 'version'>,
  rule: SlaRule,
  of: Pick<SlaClock, 'ownerId' | 'handoffId'>,
  calendarOf: CalendarOf,
  { now, paused }: { now: number; paused: boolean },
): SlaClock {
  const allowedMs = rule.withinMinutes * 60_000;
  const { warnAtPercent, onBreach = ['notify'] } = rule;
  const clock: SlaClock = {
    clock: rule.clock,
    ruleId: rule.id,
    policyVersion: version,
    status: 'paused',
    hours: rule.hours,
    onBreach,
    startedAt: now,
    allowedMs,
    leftMs: allowedMs,
    countedAt: now,
    warnLeftMs: warnAtPercent === undefined ? undefined : Math.round((allowedMs * (100 - warnAtPercent)) / 100),
    ...of,
  };
  return paused ? clock : resumedClock(clock, calendarOf, now);
}

/** It stands: what is left stays. */
export function pausedClock(clock: SlaClock, calendarOf: CalendarOf, now: number): SlaClock {
  if (clock.status !== 'running') return clock;
  const leftMs = leftAt(clock, calendarOf, now);
  return { ...clock, status: 'paused', leftMs, countedAt: now, warnAt: undefined, dueAt: undefined };
}

/** It goes on with what was left. */
export function resumedClock(clock: SlaClock, calendarOf: CalendarOf, now: number): SlaClock {
  if (clock.status !== 'paused') return clock;
  const going: SlaClock = { ...clock, status: 'running', countedAt: now };
  return { ...going, ...instantsOf(going, calendarOf) };
}

/** Time left at an instant: of a clock that stands or has ended, what was left then. */
export function leftAt(clock: SlaClock, calendarOf: CalendarOf, at: number): number {
  if (clock.status !== 'running') return clock.leftMs;
  return Math.max(0, clock.leftMs - timeBetween(calendarOf(clock), clock.countedAt, at));
}

/** When a clock that goes on warns and breaches, by the hours as they are known now: later changes of them move neither. */
function instantsOf(clock: SlaClock, calendarOf: CalendarOf): Pick<SlaClock, 'warnAt' | 'dueAt'> {
  const { leftMs, countedAt, warnLeftMs } = clock;
  const calendar = calendarOf(clock);
  const dueAt = timeAfter(calendar, countedAt, leftMs);
  const untilWarning = warnLeftMs === undefined ? undefined : leftMs - warnLeftMs;
  const warnAt = untilWarning === undefined ? undefined : timeAfter(calendar, countedAt, Math.max(0, untilWarning));
  return { warnAt, dueAt };
}

/** It has ended. `at`: when, which a contact told later may have been before now. */
export function endedClock(
  clock: SlaClock,
  ending: { status: 'met' | 'breached' | 'cancelled'; cancelReason?: CancelReason; ownerId?: string | undefined },
  calendarOf: CalendarOf,
  at: number,
): SlaClock {
  const leftMs = ending.status === 'breached' ? 0 : leftAt(clock, calendarOf, at);
  // Hours of the owner make it that owner's clock; else it is whoever has the lead at the end.
  const ownerId = clock.hours === 'owner' ? clock.ownerId : (ending.ownerId ?? clock.ownerId);
  return {
    ...clock,
    status: ending.status,
    cancelReason: ending.cancelReason,
    leftMs,
    countedAt: at,
    endedAt: at,
    ownerId,
    warnAt: undefined,
    dueAt: undefined,
  };
}

/** What a running clock has come to by an instant. */
export function dueOf({ status, warnAt, dueAt }: SlaClock, at: number): 'warning' | 'breach' | undefined {
  if (status !== 'running') return undefined;
  if (dueAt !== undefined && dueAt <= at) return 'breach';
  return warnAt !== undefined && warnAt <= at ? 'warning' : undefined;
}

/** When a timer has to look at the clocks: the earliest warning or breach. */
export function nextCheck(clocks: readonly SlaClock[]): number | undefined {
  let next: number | undefined;
  for (const { warnAt, dueAt } of clocks) {
    for (const at of [warnAt, dueAt]) if (at !== undefined && (next === undefined || at < next)) next = at;
  }
  return next;
}
