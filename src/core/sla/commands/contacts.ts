import type { LeadChange } from '../../batch/reaction.js';
import { timeBetween } from '../../calendar/clock-time.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import { type Lead, openSince } from '../../leads/lead.js';
import type { SpeedToLead } from '../../leads/sla.js';
import { meetTouches } from '../follow.js';
import { slaBasisOf } from './basis.js';
import { clockEvents } from './reaction.js';

/** The effects of a contact. */
interface Contact {
  /** Stored for reports; set for the first contact since the lead was opened. */
  speedToLead?: SpeedToLead | undefined;
  /** Events of the clocks; they follow the event of the activity. */
  events: LeadEventDraft[];
}

/**
 * Meets the clocks of touches after a rep contacted the lead. `at` may lie before now, when the contact is recorded late, and
 * not before the lead was opened.
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
  lead: Lead,
  assignment: LeadChange['basis']['assignment'],
  contactedAt: number,
  repId: string | undefined,
): SpeedToLead {
  const calendar = repId === undefined ? undefined : assignment.rep(repId)?.calendar;
  const since = openSince(lead);
  const times = { contactedAt, elapsedMs: contactedAt - since, businessMs: timeBetween(calendar, since, contactedAt) };
  return { repId, sourceId: lead.sourceId, cycle: lead.lifecycle?.cycles ?? 0, ...times };
}
