import type { Batch } from '../../batch/batch.js';
import type { EventCause } from '../../events/events.js';
import { leadEvent, withSections } from '../../events/lead-events.js';
import type { LeadFacts } from '../../leads/facts.js';
import { givenAfter } from '../../leads/given-consents.js';
import type { Lead } from '../../leads/lead.js';
import { ownCustomerIdOf } from '../../leads/lifecycle.js';
import { factsChanged } from '../../leads/merge.js';
import { factsAfterCustomer } from '../consent.js';
import type { Customer } from '../customer.js';

const CAUSE: EventCause = 'customer';

/** The leads of the customer that are the same person or organization. */
export const isSamePerson = (lead: Lead, customer: Customer): boolean =>
  ownCustomerIdOf(lead) === customer.id && lead.facts.kind === customer.facts.kind;

interface ConsentChange {
  /** The customer before the change. */
  before?: Customer | undefined;
  customer: Customer;
  /** The facts of the lead by which it changed. */
  source?: LeadFacts | undefined;
}

/** A lead whose facts have changed. */
export interface ChangedFacts {
  lead: Lead;
  facts: LeadFacts;
}

/**
 * Gives the consents of a customer to all its leads: who objected through one of them is contacted through none. The leads must be
 * loaded (`leadsOf` of the command). Returns the leads that have changed, as they were, with their new facts.
 */
export function shareConsent(batch: Batch, { before, customer, source }: ConsentChange): ChangedFacts[] {
  const changed: ChangedFacts[] = [];
  for (const lead of batch.leads.ofCustomer(customer.id)) {
    if (!isSamePerson(lead, customer)) continue;
    const facts = factsAfterCustomer(lead.facts, customer.facts, { before: before?.facts, source });
    if (facts === lead.facts) continue;
    updateFacts(batch, withSections(lead, { givenConsents: givenAfter(lead, facts) }), facts, CAUSE);
    changed.push({ lead, facts });
  }
  return changed;
}

/** Stores new facts of a lead, with their event, and evaluates it. */
export function updateFacts(batch: Batch, lead: Lead, facts: LeadFacts, cause: EventCause): void {
  const difference = factsChanged(lead.facts, facts);
  const next = { ...lead, facts, version: lead.version + 1, updatedAt: batch.now };
  // A lead with recorded events is evaluated with them.
  const isPending = batch.engagement.isPending(lead.id);
  if (isPending) batch.putQuietly(next);
  else batch.put(next);
  batch.emit(leadEvent(next, 'lead.updated', cause, difference?.before, difference?.after));
  if (!isPending) batch.evaluate(lead.id, cause);
}
