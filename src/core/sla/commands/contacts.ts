import type { LeadChange } from '../../batch/reaction.js';
import { timeBetween } from '../../calendar/clock-time.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import type { Lead } from '../../leads/lead.js';
import type { SpeedToLead } from '../../leads/sla.js';
import { meetTouches } from '../follow.js';
import { slaBasisOf } from './basis.js';
import { clockEvents } from './reaction.js';

/** What a contact changes. */
interface Contact {
  /** To be kept for reports, where this was the first contact. */
  speedToLead?: SpeedToLead | undefined;
  /** Of the clocks; they follow the event of the activity. */
  events: LeadEventDraft[];
}

/**
 * A rep reached out to a lead at an instant, which may be recorded later: the clocks of touches are met. The clock of the next
 * touch starts with the reactions to the command.
 */
export function contactMade(
  change: Pick<LeadChange, 'lead' | 'engagement' | 'basis' | 'now'>,
  { at, repId = change.lead.ownerId }: { at: number; repId?: string | undefined },
): Contact {
  const { lead, basis } = change;
  const met = meetTouches(lead, slaBasisOf(lead, change), at);
  const events = met === undefined ? [] : clockEvents(lead, met, 'contact');
  const first = lead.lifecycle?.firstContactAt;
  if (first !== undefined && first <= at) return { events };
  return { speedToLead: speedOf(lead, basis.assignment, at, repId), events };
}

function speedOf(
  { createdAt, sourceId }: Lead,
  assignment: LeadChange['basis']['assignment'],
  contactedAt: number,
  repId: string | undefined,
): SpeedToLead {
  const calendar = repId === undefined ? undefined : assignment.rep(repId)?.calendar;
  const businessMs = timeBetween(calendar, createdAt, contactedAt);
  return { repId, sourceId, contactedAt, elapsedMs: Math.max(0, contactedAt - createdAt), businessMs };
}
