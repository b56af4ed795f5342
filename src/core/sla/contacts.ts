import { timeBetween } from '../calendar/clock-time.js';
import type { Lead } from '../leads/lead.js';
import type { Telling } from '../lifecycle/events.js';
import type { SectionChanges } from '../lifecycle/lifecycle.js';
import type { LeadChange } from '../lifecycle/reaction.js';
import { slaBasisOf } from './basis.js';
import { meetTouches } from './follow.js';
import { tellClocks } from './reaction.js';

/** How long a lead waited for its first contact. */
export interface SpeedToLead {
  /** The rep who made it, where that is known. */
  repId?: string | undefined;
  /** Of the first touch of the lead. */
  sourceId: string;
  contactedAt: number;
  elapsedMs: number;
  /** Of the working time of that rep; all of it where no working hours are known. */
  businessMs: number;
}

/** What a contact changes. */
export interface Contact {
  /** To be told with the activity: `firstContactAt`, where this was the first. */
  sections: SectionChanges;
  /** The same, to be kept for reports. */
  speedToLead?: SpeedToLead | undefined;
  /** What becomes of the clocks; events to be told after the activity. */
  told: Telling[];
}

/**
 * A rep reached out to a lead at an instant, which may be told later than it was: the first contact is remembered, and the
 * clocks of touches are met. What is promised next starts with the reactions to the command.
 */
export function contactMade(
  change: Pick<LeadChange, 'lead' | 'engagement' | 'basis' | 'now'>,
  { at, repId = change.lead.ownerId }: { at: number; repId?: string | undefined },
): Contact {
  const { lead, basis } = change;
  const met = meetTouches(lead, slaBasisOf(lead, change), at);
  const told = met === undefined ? [] : tellClocks(lead, met, 'contact');
  const first = lead.lifecycle?.firstContactAt;
  if (first !== undefined && first <= at) return { sections: {}, told };
  return { sections: { firstContactAt: at }, speedToLead: speedOf(lead, basis.assignment, at, repId), told };
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
