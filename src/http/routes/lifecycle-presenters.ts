import type { Lifecycle } from '../../core/leads/lifecycle.js';
import { iso } from '../../core/time.js';
import { formatInstant } from './instants.js';

export function parkedOut(parked: Lifecycle['parked']) {
  if (parked === undefined) return undefined;
  const { since, reason, detail, competitor, wakeWhen } = parked;
  return {
    ...{ since: iso(since), reason, detail, competitor },
    wakeAt: formatInstant(wakeWhen.at),
    wakeAtScore: wakeWhen.minimumScore,
    wakeOnEngagement: wakeWhen.engagementTypes && [...wakeWhen.engagementTypes],
    wakeOnCondition: wakeWhen.condition,
  };
}

export function disqualificationOut(disqualification: Lifecycle['disqualification']) {
  return disqualification && { ...disqualification, at: iso(disqualification.at) };
}
