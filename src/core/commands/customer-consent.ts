import type { Batch, ChangedLead } from '../batch/batch.js';
import type { Reads } from '../batch/reads.js';
import { replaceCustomer } from '../customers/commands/record.js';
import { factsAfterLead } from '../customers/consent.js';
import { type Customer, nextCustomer } from '../customers/customer.js';
import { customerKeysOf, isProof } from '../customers/keys.js';
import type { EventCause } from '../events/events.js';
import { type AcceptProposalCommand, acceptProposal, acceptReadsNext } from '../leads/commands/decide-proposal.js';
import { type PatchCommand, patch, patchReads } from '../leads/commands/patch.js';
import { type EngagementCommand, leadOf, type RecordedEvent } from '../leads/commands/record-engagement.js';
import { matchOf, type SubmitCommand, type SubmitResult } from '../leads/commands/submit.js';
import { concernsContact } from '../leads/consent.js';
import type { Lead } from '../leads/lead.js';
import { customerOfFacts } from '../lifecycle/commands/next-lead.js';
import {
  correctedReads,
  engagedReads,
  recordReturning,
  returningReads,
  submitReturning,
  visitedReads,
  visitReturning,
} from '../lifecycle/commands/returning.js';
import type { VisitCommand, VisitResult } from '../visits/commands/visit.js';

// Commands that can change the consent of a lead. The customer that the person of the lead is gets the statement too.

/** Adds the customer of the lead: the one that it was converted to, or for the next lead of a customer the one with its address. */
function withCustomer(reads: Reads, lead: Lead | undefined): Reads {
  const { conversion, customerId } = lead?.lifecycle ?? {};
  if (conversion) return { ...reads, sales: { customerIds: [conversion.contactId ?? conversion.customerId] } };
  if (lead === undefined || customerId === undefined) return reads;
  return { ...reads, sales: { customerKeys: customerKeysOf(lead.facts).filter(isProof) } };
}

function customerOf(batch: Batch, { lifecycle, facts }: Lead): Customer | undefined {
  const { conversion, customerId } = lifecycle ?? {};
  if (conversion) return batch.sales.customers.find(conversion.contactId ?? conversion.customerId);
  return customerId === undefined ? undefined : customerOfFacts(batch, facts);
}

/** Changes the customer by what has changed in the lead with this id. `before` is the lead of the command, as it was. */
function updateCustomer(
  batch: Batch,
  leadId: string,
  { before, cause, fillOnly = false }: { before: Lead | undefined; cause: EventCause; fillOnly?: boolean },
): void {
  const lead = batch.leads.get(leadId);
  const known = before?.id === leadId ? before.facts : undefined;
  if (known === lead.facts) return;
  const customer = customerOf(batch, lead);
  if (customer === undefined) return;
  const facts = factsAfterLead(customer.facts, known, lead.facts, fillOnly);
  if (facts === customer.facts) return;
  replaceCustomer(batch, 'customer.updated', cause, nextCustomer(customer, { facts }, batch.now));
}

export function eventReads(batch: Batch, command: EngagementCommand): Reads {
  const reads = engagedReads(batch, command);
  return concernsContact(command.engagementType) ? withCustomer(reads, leadOf(batch, command)) : reads;
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

export function recordVisit(batch: Batch, command: VisitCommand): VisitResult {
  const before = batch.leads.byKey('visitor', command.visitorId);
  const result = visitReturning(batch, command);
  if (result.lead && !result.duplicate && concernsContact(command.engagementType)) {
    updateCustomer(batch, result.lead.id, { before, cause: 'engagement' });
  }
  return result;
}

export const submittedReads = (batch: Batch, command: SubmitCommand): Reads =>
  withCustomer(returningReads(batch, command), matchOf(batch, command).lead);

/** A grant of a purchased list or a public page fills a gap of the customer and replaces nothing. */
export function submitStatement(batch: Batch, command: SubmitCommand): SubmitResult {
  const { lead: before } = matchOf(batch, command);
  const result = submitReturning(batch, command);
  const fillOnly = command.fillOnly || command.publicOrigin !== undefined;
  updateCustomer(batch, result.lead.id, { before, cause: 'touch', fillOnly });
  return result;
}

const withLead = (reads: Reads, lead: Lead | undefined): Reads =>
  withCustomer({ ...reads, ...correctedReads(lead) }, lead);

export const correctionReads = (batch: Batch, command: PatchCommand): Reads =>
  withLead(patchReads(batch, command), batch.leads.find(command.leadId));

/** A command that corrects a lead, and what its customer gets of that. */
const correcting =
  <Command extends { leadId: string }>(apply: (batch: Batch, command: Command) => ChangedLead) =>
  (batch: Batch, command: Command): ChangedLead => {
    const before = batch.leads.get(command.leadId);
    const corrected = apply(batch, command);
    updateCustomer(batch, before.id, { before, cause: 'api' });
    return corrected;
  };

export const correct = correcting(patch);

export const acceptedReads = (batch: Batch, command: AcceptProposalCommand): Reads =>
  withLead(acceptReadsNext(batch, command), batch.leads.find(command.leadId));

export const correctByProposal = correcting(acceptProposal);
