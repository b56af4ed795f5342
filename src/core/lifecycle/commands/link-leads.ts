import { withinCapacity } from '../../assignment/commands/ownership.js';
import type { Batch } from '../../batch/batch.js';
import { isNotPursued } from '../../batch/current-class.js';
import { updateFacts } from '../../customers/commands/share-consent.js';
import type { Customer } from '../../customers/customer.js';
import { haveCommonKey } from '../../customers/keys.js';
import type { EventCause } from '../../events/events.js';
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
  const { id: customerId } = customer;
  const linked = batch.record(lead, {
    type: 'lead.customer_linked',
    cause: CAUSE,
    sections: { customerId },
    after: { customerId, matchedBy: matchedBy(lead, customer) },
  });
  if (!isPursued(batch, linked, customer)) stopPursuit(batch, linked, CAUSE);
}

/** The strongest key that both have. */
function matchedBy(lead: Lead, customer: Customer): MatchKey | undefined {
  const keys = new Set(matchKeysOf(customer.facts).map(({ kind, value }) => `${kind} ${value}`));
  return matchKeysOf(lead.facts).find(({ kind, value }) => keys.has(`${kind} ${value}`))?.kind;
}

interface Unlinking {
  /** When the link was made, epoch milliseconds; a lead that was closed at another instant stays closed. Absent: at any. */
  linkedAt?: number | undefined;
  cause: EventCause;
}

/**
 * Takes a link back. A lead that was closed with it is open again, as the rules decide. What a person decided about the category stays.
 */
export function unlinkLead(batch: Batch, lead: Lead, { linkedAt, cause }: Unlinking): void {
  const { customerId, disqualification } = lead.lifecycle ?? {};
  const isOfLink = isNotPursued(lead) && lead.categoryDecidedBy === 'rule';
  const isReopened = isOfLink && (linkedAt === undefined || disqualification?.at === linkedAt);
  const link = { customerId: undefined, contactId: undefined, givenConsents: undefined };
  const sections = { ...link, ...(isReopened && { disqualification: undefined }) };
  const next = batch.record(lead, { type: 'lead.customer_unlinked', cause, sections, before: { customerId } });
  batch.reevaluate(next.id, { cause, move: isReopened ? { type: 'release' } : undefined });
  if (isReopened) withinCapacity(batch, lead, cause);
}

/** Ends the link of a lead that a correction (`before`: as it was) left without a key in common with its customer, whose leads must be loaded. */
export function unlinkCorrected(batch: Batch, before: Lead): void {
  const lead = batch.leads.get(before.id);
  const customer = batch.sales.customers.find(ownCustomerIdOf(lead));
  if (customer === undefined || lead.facts === before.facts) return;
  const identity = identityOf(batch, customer);
  if (isEnded(lead, hasKeyOf(before, identity), hasKeyOf(lead, identity))) endLink(batch, lead);
}

/** The same after a correction of the customer. */
export function unlinkOthers(batch: Batch, before: Customer): void {
  const customer = batch.sales.customers.get(before.id);
  const [was, is] = [identityOf(batch, before), identityOf(batch, customer)];
  for (const lead of batch.leads.ofCustomer(customer.id)) {
    if (ownCustomerIdOf(lead) !== customer.id) continue;
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
  unlinkLead(batch, batch.leads.get(lead.id), { cause: CORRECTED });
}
