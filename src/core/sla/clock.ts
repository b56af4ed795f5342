import type { WorkCalendar } from '../calendar/calendar.js';
import { timeAfter, timeBetween } from '../calendar/clock-time.js';
import type { CancelReason, SlaClock } from '../leads/sla.js';
import type { CompiledSlaPolicy, SlaRule } from './policy.js';

/** The hours that count for a clock; undefined: all hours. */
export type CalendarOf = (clock: Pick<SlaClock, 'hours' | 'ownerId'>) => WorkCalendar | undefined;

export const isLive = ({ status }: SlaClock): boolean => status === 'running' || status === 'paused';

/** A clock that starts now. `paused`: it is paused until the lead's clocks resume. */
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

/** Pauses the clock and keeps the time left. */
export function pausedClock(clock: SlaClock, calendarOf: CalendarOf, now: number): SlaClock {
  if (clock.status !== 'running') return clock;
  const leftMs = leftAt(clock, calendarOf, now);
  return { ...clock, status: 'paused', leftMs, countedAt: now, warnAt: undefined, dueAt: undefined };
}

/** Resumes the clock with the time left. */
export function resumedClock(clock: SlaClock, calendarOf: CalendarOf, now: number): SlaClock {
  if (clock.status !== 'paused') return clock;
  const running: SlaClock = { ...clock, status: 'running', countedAt: now };
  return { ...running, ...instantsOf(running, calendarOf) };
}

/** Milliseconds left at an instant. For a paused or ended clock, the time left when it stopped. */
export function leftAt(clock: SlaClock, calendarOf: CalendarOf, at: number): number {
  if (clock.status !== 'running') return clock.leftMs;
  return Math.max(0, clock.leftMs - timeBetween(calendarOf(clock), clock.countedAt, at));
}

/** When a running clock warns and breaches, by the current hours. Later changes of the hours do not move these instants. */
function instantsOf(clock: SlaClock, calendarOf: CalendarOf): Pick<SlaClock, 'warnAt' | 'dueAt'> {
  const { leftMs, countedAt, warnLeftMs } = clock;
  const calendar = calendarOf(clock);
  const dueAt = timeAfter(calendar, countedAt, leftMs);
  const untilWarning = warnLeftMs === undefined ? undefined : leftMs - warnLeftMs;
  const warnAt = untilWarning === undefined ? undefined : timeAfter(calendar, countedAt, Math.max(0, untilWarning));
  return { warnAt, dueAt };
}

/** The ended clock. `at` may be before now, because a contact can be recorded late. */
export function endedClock(
  clock: SlaClock,
  ending: { status: 'met' | 'breached' | 'cancelled'; cancelReason?: CancelReason; ownerId?: string | undefined },
  calendarOf: CalendarOf,
  at: number,
): SlaClock {
  const leftMs = ending.status === 'breached' ? 0 : leftAt(clock, calendarOf, at);
  // A clock with hours of the owner belongs to that owner; any other clock to the owner at its end.
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
    dueAt: ending.status === 'cancelled' ? undefined : clock.dueAt,
  };
}

/**
 * The clock after a contact at `at` that was recorded only after the clock had ended: met then, though it was breached or met
 * later. Undefined: the contact was before its start, after its deadline, or later than the contact that met it.
 */
export function restatedClock(clock: SlaClock, calendarOf: CalendarOf, at: number): SlaClock | undefined {
  const { status, startedAt, endedAt, dueAt, allowedMs } = clock;
  if ((status !== 'met' && status !== 'breached') || endedAt === undefined || dueAt === undefined) return undefined;
  if (at < startedAt || at > dueAt || at >= endedAt) return undefined;
  const leftMs = Math.min(allowedMs, timeBetween(calendarOf(clock), at, dueAt));
  return { ...clock, status: 'met', leftMs, countedAt: at, endedAt: at };
}

/** Most breached clocks of a first touch that stay with a lead to be restated. */
const MOST_FOLLOWED = 5;

/** Another clock follows `last`: the breached clocks since the lead was opened, which a late record can restate. */
export function followedClocks(followed: readonly SlaClock[], last: SlaClock | undefined, since: number): SlaClock[] {
  const breached = last?.status === 'breached' ? [...followed, last] : followed;
  return breached.filter(({ startedAt }) => startedAt >= since).slice(-MOST_FOLLOWED);
}

/** Whether a running clock warns or breaches by an instant. */
export function dueOf({ status, warnAt, dueAt }: SlaClock, at: number): 'warning' | 'breach' | undefined {
  if (status !== 'running') return undefined;
  if (dueAt !== undefined && dueAt <= at) return 'breach';
  return warnAt !== undefined && warnAt <= at ? 'warning' : undefined;
}

/** When the timer has to check the clocks: at the earliest warning or breach. */
export function nextCheck(clocks: readonly SlaClock[]): number | undefined {
  let next: number | undefined;
  for (const { status, warnAt, dueAt } of clocks) {
    if (status !== 'running') continue;
    for (const at of [warnAt, dueAt]) if (at !== undefined && (next === undefined || at < next)) next = at;
  }
  return next;
}
