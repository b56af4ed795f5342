import type { Batch, LeadResult } from '../../batch/batch.js';
import { classEvent } from '../../batch/evaluation.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import type { Customer } from '../../customers/customer.js';
import type { EngagementFact } from '../../engagement.js';
import type { EventCause } from '../../events/events.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import { type BeforeChurn, ownCustomerIdOf } from '../../leads/lifecycle.js';
import { statesNoPurchase } from '../../leads/purchase-intent.js';
import { engagedInterest, statedInterest } from './interest.js';

// Leads from lists whose person is a customer. They are worked only while the customer is away.

const NOT_PURSUED = 'existing_customer';

/**
 * Whether the lead of a customer is still worked. An open one from a list is not, unless the customer has left, a person has decided about
 * the lead, or it has shown interest itself.
 */
export function isPursued(
  batch: Batch,
  lead: Lead,
  { churnedAt }: Customer,
  engagement?: readonly EngagementFact[],
): boolean {
  return !OPEN_CATEGORIES.has(lead.category) || churnedAt !== undefined || isWorkedAnyway(batch, lead, engagement);
}

/** Whether the lead is worked although its person is a customer, provided that it is open. */
export function isWorkedAnyway(
  batch: Batch,
  lead: Lead,
  engagement: readonly EngagementFact[] = batch.leads.engagementOf(lead.id),
): boolean {
  const { returning } = batch.basis.lifecycle.funnel;
  const channel = batch.basis.sourceOf(lead)?.channel;
  if (channel === undefined || !returning.notPursuedChannels.includes(channel)) return true;
  if (lead.categoryDecidedBy === 'person' || lead.lifecycle?.recycledByHand) return true;
  const { facts } = lead;
  // What the lead asked for counts unless it stated later that it does not buy.
  const deniedAt = statesNoPurchase(facts) ? (facts.purchaseIntentStatedAt ?? Number.NEGATIVE_INFINITY) : undefined;
  const since = { ...lead, categorySince: deniedAt ?? Number.NEGATIVE_INFINITY };
  if (engagedInterest(batch, since, engagement) !== undefined) return true;
  // A list may state a timeframe as well, which is no interest.
  const hasStated = deniedAt === undefined && lead.lifecycle?.timeframeShownAt !== undefined;
  return hasStated && statedInterest(returning, facts) !== undefined;
}

/** Examines whether a lead of a customer is still worked. */
export interface ExaminePursuitCommand {
  type: 'examine_pursuit';
  leadId: string;
}

/** A person's decision about the category of a customer's lead has ended, so rules decide again whether it is worked. */
export function pursuitReaction({ before, lead }: LeadChange): Reaction<ExaminePursuitCommand> | undefined {
  const isReleased = before?.categoryDecidedBy === 'person' && lead.categoryDecidedBy === 'rule';
  if (!isReleased || before.lifecycle?.conversion !== undefined || ownCustomerIdOf(lead) === undefined)
    return undefined;
  return OPEN_CATEGORIES.has(lead.category) ? { next: { type: 'examine_pursuit', leadId: lead.id } } : undefined;
}

/** The customer of the lead must be loaded. */
export function examinePursuit(batch: Batch, { leadId }: ExaminePursuitCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  const customer = lead && batch.sales.customers.find(ownCustomerIdOf(lead));
  if (lead === undefined || customer === undefined || isPursued(batch, lead, customer)) return { changed: false, lead };
  stopPursuit(batch, lead, 'customer');
  return { changed: true, lead: batch.leads.get(leadId) };
}

/**
 * Disqualifies the lead, as its person is a customer. The funnel decides, as for a new lead, so no rule does.
 * @param beforeChurn what an undo of the change of the customer restores
 */
export function stopPursuit(batch: Batch, lead: Lead, cause: EventCause, beforeChurn?: BeforeChurn): void {
  const draft = notPursuedDraft(batch, lead, cause);
  const disqualified = batch.record(lead, { ...draft, sections: { ...draft.sections, beforeChurn } });
  const closed = notPursued(batch, disqualified);
  batch.put(closed);
  batch.outcomes.note(disqualified, closed, cause);
  batch.emit(classEvent(disqualified, closed, cause));
  batch.evaluate(lead.id, cause);
}

export const notPursuedDraft = ({ now }: Batch, { category }: Lead, cause: EventCause): LeadEventDraft => ({
  type: 'lead.disqualified',
  cause,
  sections: { disqualification: { at: now, reason: NOT_PURSUED } },
  before: { category },
  after: { reason: NOT_PURSUED },
});

export const notPursued = ({ now }: Batch, lead: Lead): Lead => ({
  ...lead,
  category: 'disqualified',
  categorySince: now,
  scoredAt: now,
});
