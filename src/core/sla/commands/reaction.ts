import type { LeadChange, Reaction } from '../../batch/reaction.js';
import type { EventCause } from '../../events/events.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import type { Lead } from '../../leads/lead.js';
import type { SlaChange } from '../changes.js';
import { followClocks } from '../follow.js';
import { slaBasisOf } from './basis.js';

/** Clocks start, stop, pause and resume with the changes of their lead. */
export function slaReaction(change: LeadChange): Reaction | undefined {
  const { lead, basis } = change;
  if (lead.lifecycle?.sla === undefined && basis.lifecycle.sla.document.rules.length === 0) return undefined;
  const followed = followClocks(lead, slaBasisOf(lead, change));
  return followed && { events: clockEvents(lead, followed, 'sla') };
}

/** One event for each step; each holds all clocks as they are afterwards. */
export function clockEvents({ sourceId }: Lead, { sla, steps }: SlaChange, cause: EventCause): LeadEventDraft[] {
  return steps.map(({ type, clock, before }) => ({
    type,
    cause,
    sections: { sla },
    ...(before && { before: { clock: before } }),
    after: clock === undefined ? {} : { clock, sourceId },
  }));
}
