import type { LeadEventDraft } from '../events/lead-events.js';
import type { Handoff, HandoffEnding } from '../leads/handoff.js';
import { endedHandoff } from './offers.js';

/** The event for the end of an offer. */
export function endingEvent(handoff: Handoff, ending: HandoffEnding, next?: Handoff['next']): LeadEventDraft {
  const ended = endedHandoff(handoff, ending, next);
  const { status, ...after } = ending;
  return { type: `lead.handoff_${status}`, cause: 'handoff', sections: { handoff: ended }, after: { handoff: after } };
}
