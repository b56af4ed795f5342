import type { WorkCalendar } from '../calendar/calendar.js';
import { timeAfter } from '../calendar/clock-time.js';
import type { Handoff, HandoffCategory, HandoffEnding, HandoffOffer, OfferCause } from '../leads/handoff.js';
import type { Lead } from '../leads/lead.js';
import { MILLISECONDS_PER_HOUR } from '../time.js';
import type { CompiledHandoffPolicy } from './policy.js';

export interface OfferInput {
  id: string;
  cause: OfferCause;
  repId?: string | undefined;
  teamId?: string | undefined;
  /** Working hours of the reps who get the offer; the earliest deadline counts. Empty: around the clock. */
  calendars: readonly (WorkCalendar | undefined)[];
}

/** A new offer of an MQL or SQL: the section of the lead, and the row that is stored. */
export function offerOf(
  policy: CompiledHandoffPolicy,
  lead: Lead,
  { id, cause, repId, teamId, calendars }: OfferInput,
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

/** When an offer made now expires. For a rep without working time within 400 days, all hours count. */
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

/** The ended offer. `next`: whether the lead waits for the next rep or for marketing. */
export function endedHandoff(
  handoff: Handoff,
  { status, endedAt, repId, reason }: Omit<HandoffEnding, 'id'>,
  next?: Handoff['next'],
): Handoff {
  return { ...handoff, status, endedAt, dueAt: undefined, repId: repId ?? handoff.repId, reason, next };
}
