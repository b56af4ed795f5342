import type { Batch } from '../batch/batch.js';
import type { CustomerLeads, Reads } from '../batch/reads.js';
import { replaceCustomer } from '../customers/commands/record.js';
import { isSamePerson, shareConsent } from '../customers/commands/share-consent.js';
import { factsAfterLead } from '../customers/consent.js';
import { nextCustomer } from '../customers/customer.js';
import type { EventCause } from '../events/events.js';
import { withSections } from '../events/lead-events.js';
import { attributeReads, withDeclared } from '../leads/commands/attributes.js';
import { type EngagementCommand, leadOf, type RecordedEvent } from '../leads/commands/record-engagement.js';
import { matchOf, type SubmitCommand, type SubmitResult, statedFacts } from '../leads/commands/submit.js';
import { concernsContact } from '../leads/consent.js';
import type { LeadFacts } from '../leads/facts.js';
import { givenAfterStatement } from '../leads/given-consents.js';
import type { Lead } from '../leads/lead.js';
import { ownCustomerIdOf } from '../leads/lifecycle.js';
import { customerOfFacts } from '../lifecycle/commands/next-lead.js';
import { followDomain } from '../lifecycle/commands/organization-links.js';
import {
  engagedReads,
  recordReturning,
  returningReads,
  submitReturning,
  visitedReads,
  visitReturning,
} from '../lifecycle/commands/returning.js';
import type { VisitCommand, VisitResult } from '../visits/commands/visit.js';
import { linkCorrected } from './linked-leads.js';

// Commands that can change the consent of a lead or a customer. The customer holds the consent of its person, and shares it with its leads.

/** Adds the customer who is the lead. */
export function withCustomer(reads: Reads, lead: Lead | undefined): Reads {
  const customerId = lead && ownCustomerIdOf(lead);
  return customerId === undefined ? reads : withReads(reads, { sales: { customerIds: [customerId] } });
}

/** The reads with further keys, leads and customers. */
export function withReads(reads: Reads, { keys = [], leadIds = [], sales }: Reads): Reads {
  const { customerIds = [], customerKeys = [] } = sales ?? {};
  if (keys.length + leadIds.length + customerIds.length + customerKeys.length === 0) return reads;
  return {
    ...reads,
    keys: [...(reads.keys ?? []), ...keys],
    leadIds: [...(reads.leadIds ?? []), ...leadIds],
    sales: {
      ...reads.sales,
      customerIds: [...(reads.sales?.customerIds ?? []), ...customerIds],
      customerKeys: [...(reads.sales?.customerKeys ?? []), ...customerKeys],
    },
  };
}

function leadsOfCustomer(customerId: string | undefined): CustomerLeads | undefined {
  return customerId === undefined ? undefined : { ids: [customerId] };
}

/** Changes the customer by what has changed in the lead with this id, and its leads. `before` is the lead of the command, as it was. */
export function updateCustomer(
  batch: Batch,
  leadId: string,
  { before, cause, fillOnly = false }: { before: Lead | undefined; cause: EventCause; fillOnly?: boolean },
): void {
  const lead = batch.leads.get(leadId);
  const known = before?.id === leadId ? before.facts : undefined;
  if (known === lead.facts) return;
  const customer = batch.sales.customers.find(ownCustomerIdOf(lead));
  if (customer === undefined || !isSamePerson(lead, customer)) return;
  const facts = factsAfterLead(customer.facts, known, lead.facts, fillOnly);
  const after = facts === customer.facts ? customer : nextCustomer(customer, { facts }, batch.now);
  if (after !== customer) replaceCustomer(batch, 'customer.updated', cause, after);
  shareConsent(batch, { before: customer, customer: after, source: lead.facts });
}

export function eventReads(batch: Batch, command: EngagementCommand): Reads {
  const reads = engagedReads(batch, command);
  return concernsContact(command.engagementType) ? withCustomer(reads, leadOf(batch, command)) : reads;
}

export function eventLeads(batch: Batch, command: EngagementCommand): CustomerLeads | undefined {
  const lead = concernsContact(command.engagementType) ? leadOf(batch, command) : undefined;
  return lead && leadsOfCustomer(ownCustomerIdOf(lead));
}

export function recordEvent(batch: Batch, command: EngagementCommand): RecordedEvent {
  const before = leadOf(batch, command);
  const recorded = recordReturning(batch, command);
  if (!recorded.duplicate && concernsContact(command.engagementType)) {
    updateCustomer(batch, recorded.lead.id, { before, cause: 'engagement' });
  }
  return recorded;
}

export function visitorReads(batch: Batch, command: VisitCommand): Reads {
  const reads = visitedReads(batch, command);
  if (!concernsContact(command.engagementType)) return reads;
  return withCustomer(reads, batch.leads.byKey('visitor', command.visitorId));
}

export function visitorLeads(batch: Batch, command: VisitCommand): CustomerLeads | undefined {
  if (!concernsContact(command.engagementType)) return undefined;
  const lead = batch.leads.byKey('visitor', command.visitorId);
  return lead && leadsOfCustomer(ownCustomerIdOf(lead));
}

export function recordVisit(batch: Batch, command: VisitCommand): VisitResult {
  const before = batch.leads.byKey('visitor', command.visitorId);
  const result = visitReturning(batch, command);
  if (result.lead && !result.duplicate && concernsContact(command.engagementType)) {
    updateCustomer(batch, result.lead.id, { before, cause: 'engagement' });
  }
  return result;
}

export function submittedReads(batch: Batch, command: SubmitCommand): Reads {
  const { lead } = matchOf(batch, command);
  const reads = withCustomer(returningReads(batch, command), lead);
  const { attributes } = withDeclared(batch, command.facts, lead?.facts);
  return withReads(reads, attributeReads(batch, attributes, lead?.facts.attributes));
}

export function submittedLeads(batch: Batch, command: SubmitCommand): CustomerLeads | undefined {
  if (batch.sales.customers.isEmpty) return undefined;
  const { lead } = matchOf(batch, command);
  return leadsOfCustomer(
    (lead && ownCustomerIdOf(lead)) ?? customerOfFacts(batch, namedFacts(lead, command.facts))?.id,
  );
}

/** What a submission states, with the name of the lead that it joins: a phone number is a proof only with a name. */
const namedFacts = (lead: Lead | undefined, facts: LeadFacts): LeadFacts =>
  lead === undefined ? facts : { ...lead.facts, ...facts };

/** A grant of a purchased list or a public page fills a gap of the customer and replaces nothing. */
export function submitStatement(batch: Batch, submitted: SubmitCommand): SubmitResult {
  const { lead: before } = matchOf(batch, submitted);
  const facts = statedFacts(batch, submitted, before);
  const command = facts === submitted.facts ? submitted : { ...submitted, facts };
  const result = submitReturning(batch, command);
  const fillOnly = command.fillOnly || command.publicOrigin !== undefined;
  if (before?.id === result.lead.id) noteStatement(batch, before.id, command.facts, fillOnly);
  updateCustomer(batch, result.lead.id, { before, cause: 'touch', fillOnly });
  linkCorrected(batch, result.lead.id);
  if (before?.id === result.lead.id) followDomain(batch, before);
  return result;
}

/** Notes what a submission states beside a later statement of the customer: it counts again when the link ends. */
function noteStatement(batch: Batch, leadId: string, facts: LeadFacts, fillOnly: boolean): void {
  const lead = batch.leads.get(leadId);
  const known = lead.lifecycle?.givenConsents;
  const givenConsents = known && givenAfterStatement(lead, facts, fillOnly);
  if (givenConsents !== known) batch.putQuietly(withSections(lead, { givenConsents }));
}
