import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import type { Lifecycle } from '../leads/lifecycle.js';
import type { SlaClock } from '../leads/sla.js';
import type { NextActionFacts } from './next-action.js';

/**
 * The parts of a lead's lifecycle that need an action now: an open offer, SLA clocks, a parked lead that is due. Clocks of an
 * ended lead need none.
 */
export function waitingOf(
  { category, lifecycle = {}, moveReason }: Pick<Lead, 'category' | 'lifecycle' | 'moveReason'>,
  now: number,
): Pick<NextActionFacts, 'handoff' | 'clocks' | 'parked'> {
  const { handoff, parked, sla } = lifecycle;
  return {
    handoff: handoff?.status === 'offered' ? { until: handoff.dueAt } : undefined,
    clocks: OPEN_CATEGORIES.has(category) ? sla?.clocks.flatMap((clock) => pendingClock(clock, lifecycle) ?? []) : [],
    parked: parked && {
      until: parked.wakeWhen.at,
      reason: moveReason ?? parked.reason,
      isDue: parked.wakeWhen.at !== undefined && parked.wakeWhen.at <= now,
    },
  };
}

/** A clock that runs, or was breached without the required contact since. Open offers are handled by `handoff`. */
function pendingClock(
  { clock, status, warnAt, warnedAt, dueAt, endedAt }: SlaClock,
  { firstContactAt, lastActivityAt }: Lifecycle,
): { name: string; warnsAt: number; breachesAt: number } | undefined {
  if (clock === 'acceptance') return undefined;
  const name = clock.replaceAll('_', ' ');
  if (status === 'running' && dueAt !== undefined) {
    return { name, warnsAt: warnAt ?? warnedAt ?? dueAt, breachesAt: dueAt };
  }
  if (status !== 'breached' || endedAt === undefined) return undefined;
  const doneAt = clock === 'first_touch' ? firstContactAt : lastActivityAt;
  const isDone = doneAt !== undefined && (clock === 'first_touch' || doneAt >= endedAt);
  return isDone ? undefined : { name, warnsAt: endedAt, breachesAt: endedAt };
}
