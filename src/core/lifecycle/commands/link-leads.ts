import type { Batch } from '../../batch/batch.js';
import { isClosedByLink } from '../../batch/current-class.js';
import { openUnlinked } from '../../customers/commands/forget.js';
import { updateFacts } from '../../customers/commands/share-consent.js';
import type { Customer } from '../../customers/customer.js';
import { haveCommonKey } from '../../customers/keys.js';
import type { EventCause } from '../../events/events.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import type { LeadFacts } from '../../leads/facts.js';
import { ownFacts } from '../../leads/given-consents.js';
import { matchKeysOf, personKeysOf } from '../../leads/keys.js';
import type { Lead } from '../../leads/lead.js';
import { ownCustomerIdOf } from '../../leads/lifecycle.js';
import type { MatchKey } from '../../leads/vocabulary.js';
import { customerOfFacts } from './next-lead.js';
import { isPursued, stopPursuit } from './pursuit.js';

const CAUSE: EventCause = 'customer';
const CORRECTED: EventCause = 'corrected';

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
  const linked = batch.record(lead, linkDraft(lead, customer));
  if (!isPursued(batch, linked, customer)) stopPursuit(batch, linked, CAUSE);
}

/** The event of the link, and its section. */
export function linkDraft(lead: Lead, customer: Customer): LeadEventDraft {
  const { id: customerId } = customer;
  return {
    type: 'lead.customer_linked',
    cause: CAUSE,
    sections: { customerId },
    after: { customerId, matchedBy: matchedBy(lead, customer) },
  };
}

/** The strongest key that both have. */
function matchedBy(lead: Lead, customer: Customer): MatchKey | undefined {
  const keys = new Set(matchKeysOf(customer.facts).map(({ kind, value }) => `${kind} ${value}`));
  return matchKeysOf(lead.facts).find(({ kind, value }) => keys.has(`${kind} ${value}`))?.kind;
}

/**
 * Takes a link back. A lead that was closed with it is open again, as the rules decide. What a person decided about the category stays.
 */
export function unlinkLead(batch: Batch, lead: Lead, cause: EventCause): void {
  const { customerId } = lead.lifecycle ?? {};
  const isReopened = isClosedByLink(lead);
  const link = { customerId: undefined, contactId: undefined, givenConsents: undefined };
  const sections = { ...link, ...(isReopened && { disqualification: undefined }) };
  const next = batch.record(lead, { type: 'lead.customer_unlinked', cause, sections, before: { customerId } });
  if (isReopened) openUnlinked(batch, lead, cause);
  else batch.reevaluate(next.id, { cause });
}

/**
 * After a correction of a lead (`before`: as it was), ends its link if it has no key in common with its customer, whose leads must be loaded. After one
 * of a converted lead, the same for the other leads of its customer.
 */
export function unlinkCorrected(batch: Batch, before: Lead): void {
  const lead = batch.leads.get(before.id);
  const customer = batch.sales.customers.find(ownCustomerIdOf(lead));
  if (customer === undefined || lead.facts === before.facts) return;
  const identity = identityOf(batch, customer);
  if (isConvertedTo(lead, customer.id)) {
    // The customer is known by the facts of this lead: other leads may have been linked by them.
    endLinks(batch, customer, [...identity, before.facts], identity);
  } else if (isEnded(lead, hasKeyOf(before, identity), hasKeyOf(lead, identity))) endLink(batch, lead);
}

/** The same after a correction of the customer. */
export function unlinkOthers(batch: Batch, before: Customer): void {
  const customer = batch.sales.customers.get(before.id);
  endLinks(batch, customer, identityOf(batch, before), identityOf(batch, customer));
}

/** Ends the links of leads that had a key of the customer (`was`) and have none now (`is`). */
function endLinks(batch: Batch, { id }: Customer, was: readonly LeadFacts[], is: readonly LeadFacts[]): void {
  for (const lead of batch.leads.ofCustomer(id)) {
    if (ownCustomerIdOf(lead) !== id) continue;
    if (isEnded(lead, hasKeyOf(lead, was), hasKeyOf(lead, is))) endLink(batch, lead);
  }
}

/** The facts by which a customer is known: its own, and those of the leads that were converted to it. */
const identityOf = ({ leads }: Batch, { id, facts }: Customer): LeadFacts[] => [
  facts,
  ...leads.ofCustomer(id).flatMap((lead) => (isConvertedTo(lead, id) ? [lead.facts] : [])),
];

const isConvertedTo = (lead: Lead, customerId: string): boolean =>
  lead.lifecycle?.conversion !== undefined && ownCustomerIdOf(lead) === customerId;

const hasKeyOf = ({ facts }: Lead, identity: readonly LeadFacts[]): boolean =>
  identity.some((known) => haveCommonKey(facts, known));

/** The link of a converted lead to its own customer never ends so. */
const isEnded = ({ lifecycle }: Lead, had: boolean, has: boolean): boolean =>
  lifecycle?.conversion === undefined && had && !has;

/** The lead gets its own consents back, and is decided anew. */
function endLink(batch: Batch, lead: Lead): void {
  const facts = ownFacts(lead, batch.leads.engagementOf(lead.id));
  if (facts !== lead.facts) updateFacts(batch, lead, facts, CORRECTED);
  unlinkLead(batch, batch.leads.get(lead.id), CORRECTED);
}
