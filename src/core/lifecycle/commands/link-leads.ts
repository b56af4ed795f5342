import { withinCapacity } from '../../assignment/commands/ownership.js';
import type { Batch } from '../../batch/batch.js';
import { isNotPursued } from '../../batch/current-class.js';
import { classEvent } from '../../batch/evaluation.js';
import type { Customer } from '../../customers/customer.js';
import type { EventCause } from '../../events/events.js';
import { matchKeysOf, personKeysOf } from '../../leads/keys.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import { ownCustomerIdOf } from '../../leads/lifecycle.js';
import type { MatchKey } from '../../leads/vocabulary.js';
import { strengthOf } from '../returning-rules.js';
import { engagedInterest } from './interest.js';
import { customerOfFacts } from './next-lead.js';

const CAUSE: EventCause = 'customer';

/**
 * Links leads of a customer that came before it was one, by the rule for a new lead of a known customer. They must be loaded by
 * `personKeysOf` the customer. Returns the leads as they were.
 */
export function linkLeads(batch: Batch, customer: Customer): Lead[] {
  const found = batch.leads.byKeys(personKeysOf(customer.facts));
  const unlinked = found.filter((lead) => ownCustomerIdOf(lead) === undefined && isOf(batch, lead, customer));
  for (const lead of unlinked) linkLead(batch, lead, customer);
  return unlinked;
}

/** Whether a new lead with the facts of this one would be linked to the customer. */
export const isOf = (batch: Batch, { facts }: Lead, { id }: Customer): boolean =>
  customerOfFacts(batch, facts)?.id === id;

/** Links a lead that would be linked if it were new. */
export function linkLead(batch: Batch, lead: Lead, customer: Customer): void {
  const { id: customerId } = customer;
  const linked = batch.record(lead, {
    type: 'lead.customer_linked',
    cause: CAUSE,
    sections: { customerId },
    after: { customerId, matchedBy: matchedBy(lead, customer) },
  });
  if (isPursued(batch, lead, customer)) return;
  const reason = 'existing_customer';
  const disqualified = batch.record(linked, {
    type: 'lead.disqualified',
    cause: CAUSE,
    sections: { disqualification: { at: batch.now, reason } },
    before: { category: lead.category },
    after: { reason },
  });
  // The funnel decides, as for a new lead, so no rule does.
  const { now } = batch;
  const closed = { ...disqualified, category: 'disqualified', categorySince: now, scoredAt: now } as const;
  batch.put(closed);
  batch.emit(classEvent(disqualified, closed, CAUSE));
  batch.evaluate(lead.id, CAUSE);
}

/** The strongest key that both have. */
function matchedBy(lead: Lead, customer: Customer): MatchKey | undefined {
  const keys = new Set(matchKeysOf(customer.facts).map(({ kind, value }) => `${kind} ${value}`));
  return matchKeysOf(lead.facts).find(({ kind, value }) => keys.has(`${kind} ${value}`))?.kind;
}

/**
 * Whether the lead of a customer is still worked. An open one from a list is not, unless the customer has left, a person has decided about
 * the lead, or it has shown interest itself.
 */
function isPursued(batch: Batch, lead: Lead, { churnedAt }: Customer): boolean {
  const { returning } = batch.basis.lifecycle.funnel;
  const channel = batch.basis.sourceOf(lead)?.channel;
  const isListed = channel !== undefined && returning.notPursuedChannels.includes(channel);
  if (!OPEN_CATEGORIES.has(lead.category) || !isListed || churnedAt !== undefined) return true;
  if (lead.categoryDecidedBy === 'person') return true;
  const since = { ...lead, categorySince: Number.NEGATIVE_INFINITY };
  if (engagedInterest(batch, since, batch.leads.engagementOf(lead.id)) !== undefined) return true;
  // The list itself may state a timeframe.
  const timeframeDays = lead.touchCount > 1 ? lead.facts.purchaseTimeframeDays : undefined;
  return strengthOf(returning, { timeframeDays }) !== undefined;
}

/** Takes a link back that was made at `linkedAt`, epoch milliseconds. A lead that was closed with it is open again, as the rules decide. */
export function unlinkLead(
  batch: Batch,
  lead: Lead,
  { linkedAt, cause }: { linkedAt: number; cause: EventCause },
): void {
  const { customerId, disqualification } = lead.lifecycle ?? {};
  const isReopened = isNotPursued(lead) && disqualification?.at === linkedAt;
  const sections = { customerId: undefined, ...(isReopened && { disqualification: undefined }) };
  const next = batch.record(lead, { type: 'lead.customer_unlinked', cause, sections, before: { customerId } });
  if (!isReopened) return;
  batch.reevaluate(next.id, { cause, move: { type: 'release' } });
  withinCapacity(batch, lead, cause);
}
