import type { Lead } from '../leads/lead.js';
import type { Telling } from '../lifecycle/events.js';
import type { LeadChange, Reaction } from '../lifecycle/reaction.js';
import { slaBasisOf } from './basis.js';
import { followClocks, type SlaChange } from './follow.js';

/** Clocks start, stop, stand and go on with what has become of the lead. */
export function slaFollows(change: LeadChange): Reaction | undefined {
  const { lead, basis } = change;
  if (lead.lifecycle?.sla === undefined && basis.lifecycle.sla.document.rules.length === 0) return undefined;
  const followed = followClocks(lead, slaBasisOf(lead, change));
  return followed && { told: tellClocks(lead, followed, 'sla') };
}

/** One event for each step; the clocks as they all are afterwards go with each. */
export function tellClocks({ sourceId }: Lead, { sla, steps }: SlaChange, cause: string): Telling[] {
  return steps.map(({ type, clock }) => ({
    type,
    cause,
    sections: { sla },
    after: clock === undefined ? {} : { clock, sourceId },
  }));
}
