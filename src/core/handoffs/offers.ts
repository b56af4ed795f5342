import type { WorkCalendar } from '../calendar/calendar.js';
import { timeAfter } from '../calendar/clock-time.js';
import type { Handoff, HandoffCategory, HandoffEnding, HandoffOffer, OfferCause } from '../leads/handoff.js';
import type { Lead } from '../leads/lead.js';
import { MILLISECONDS_PER_HOUR } from '../time.js';
import type { CompiledHandoffPolicy } from './policy.js';

export interface OfferTo {
  id: string;
  cause: OfferCause;
  repId?: string | undefined;
  teamId?: string | undefined;
  /** Working time of those who are asked; the first who has had it all is waited for. None: around the clock. */
  calendars: readonly (WorkCalendar | undefined)[];
}

/** A new offer of a lead that is an MQL or SQL: the section of the lead, and what is kept of it. */
export function offerOf(
  policy: CompiledHandoffPolicy,
  lead: Lead,
  { id, cause, repId, teamId, calendars }: OfferTo,
  now: number,
): { handoff: Handoff; offer: HandoffOffer } {
  const before = lead.lifecycle?.handoff;
  const offers = before?.next === 'next_rep' || before?.reason === 'owner_changed' ? before.offers + 1 : 1;
  const category = lead.category as HandoffCategory;
  const dueAt = acceptBy(policy, category, calendars, now);
  const { version: policyVersion } = policy;
  const handoff: Handoff = { id, status: 'offered', offers, repId, teamId, offeredAt: now, dueAt, policyVersion };
  const { temperature, grade, score, scoreModelVersion, conversionProbability, sourceId, campaignId } = lead;
  const known = { category, temperature, grade, score: score.total, scoreModelVersion, conversionProbability };
  const to = { repId, teamId, offeredAt: now, dueAt, policyVersion };
  const offer = { id, leadId: lead.id, cause, offerNumber: offers, ...to, ...known, sourceId, campaignId };
  return { handoff, offer };
}

/** When an offer made now runs out. Who has no working time within 400 days is asked around the clock. */
export function acceptBy(
  { document }: CompiledHandoffPolicy,
  category: HandoffCategory,
  calendars: readonly (WorkCalendar | undefined)[],
  now: number,
): number {
  const allowed = document.acceptWithinHours[category] * MILLISECONDS_PER_HOUR;
  const ends = calendars.map((calendar) => timeAfter(calendar, now, allowed) ?? now + allowed);
  return ends.length === 0 ? now + allowed : Math.min(...ends);
}

/** The offer as it ended. `next`: whom the lead waits for then. */
export function endedHandoff(
  handoff: Handoff,
  { status, endedAt, repId, reason }: Omit<HandoffEnding, 'id'>,
  next?: Handoff['next'],
): Handoff {
  return { ...handoff, status, endedAt, dueAt: undefined, repId: repId ?? handoff.repId, reason, next };
}
