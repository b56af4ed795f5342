import type { Batch, ChangedLead } from '../batch/batch.js';
import type { CustomerLeads, Reads } from '../batch/reads.js';
import { type CustomerKey, customerKeysOf, isProof } from '../customers/keys.js';
import {
  type AcceptProposalCommand,
  acceptProposal,
  acceptReadsNext,
  proposedChange,
} from '../leads/commands/decide-proposal.js';
import { type PatchCommand, patch, patchReads } from '../leads/commands/patch.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import { ownCustomerIdOf } from '../leads/lifecycle.js';
import { unlinkCorrected } from '../lifecycle/commands/link-leads.js';
import { customerOfFacts } from '../lifecycle/commands/next-lead.js';
import { followDomain, organizationKeysToRead } from '../lifecycle/commands/organization-links.js';
import { readsOf, takeUpCorrected } from '../lifecycle/commands/returning.js';
import { updateCustomer, withCustomer } from './customer-consent.js';
import { linkCorrected } from './linked-leads.js';

// Corrections of leads. Links to customers follow them, and the customer of the lead gets what they state.

/** A correction may show interest of a lead that has ended. The keys of the correction include those of the lead. */
const withLead = (reads: Reads, lead: Lead | undefined): Reads =>
  withCustomer({ ...(lead && readsOf(lead)), ...reads }, lead);

/** Reads the customer of the lead, and the customers that its corrected keys or name point to. */
function correctionOf(reads: Reads, lead: Lead | undefined, apply: PatchCommand['apply']): Reads {
  const known = withLead(reads, lead);
  if (lead === undefined) return known;
  const customerKeys = linkKeysOf(lead, apply(lead.facts));
  return customerKeys.length === 0 ? known : { ...known, sales: { ...known.sales, customerKeys } };
}

/** The keys of the customers that a lead with the corrected facts may be linked to. */
export function linkKeysOf(lead: Lead, after: LeadFacts): CustomerKey[] {
  const had = new Set(proofsOf(lead.facts).map(({ kind, value }) => `${kind} ${value}`));
  // A number that two people share names the customer only with the name.
  const isRenamed = after.name !== lead.facts.name;
  const proofs = proofsOf(after).filter(({ kind, value }) => isRenamed || !had.has(`${kind} ${value}`));
  return [...proofs, ...organizationKeysToRead(lead, after)];
}

export const correctionReads = (batch: Batch, command: PatchCommand): Reads =>
  correctionOf(patchReads(batch, command), batch.leads.find(command.leadId), command.apply);

const proofsOf = (facts: LeadFacts): CustomerKey[] => customerKeysOf(facts).filter(isProof);

/** The leads of the customer of the lead, and of the one that its corrected facts name. */
export function correctedLeads(batch: Batch, { leadId, apply }: PatchCommand): CustomerLeads | undefined {
  const lead = batch.leads.find(leadId);
  if (lead === undefined) return undefined;
  const ids = [ownCustomerIdOf(lead), customerOfFacts(batch, apply(lead.facts))?.id].flatMap((id) => id ?? []);
  return ids.length === 0 ? undefined : { ids };
}

/** A command that corrects a lead: its link may end or begin, and its customer gets what it states. */
const correcting =
  <Command extends { leadId: string }>(apply: (batch: Batch, command: Command) => ChangedLead) =>
  (batch: Batch, command: Command): ChangedLead => {
    const before = batch.leads.get(command.leadId);
    const { changed } = apply(batch, command);
    unlinkCorrected(batch, before);
    updateCustomer(batch, before.id, { before, cause: 'api' });
    takeUpCorrected(batch, before);
    linkCorrected(batch, before.id);
    followDomain(batch, before);
    return { changed, lead: batch.leads.get(before.id) };
  };

export const correct = correcting(patch);

/** Ends and makes the links of a lead whose facts a bulk change takes back (`before`: the lead as it was). */
export function followLinks(batch: Batch, before: Lead): void {
  unlinkCorrected(batch, before);
  linkCorrected(batch, before.id);
  followDomain(batch, before);
}

export const acceptedReads = (batch: Batch, command: AcceptProposalCommand): Reads =>
  correctionOf(acceptReadsNext(batch, command), batch.leads.find(command.leadId), proposedChange(batch, command).apply);

export const acceptedLeads = (batch: Batch, command: AcceptProposalCommand): CustomerLeads | undefined =>
  correctedLeads(batch, proposedChange(batch, command));

export const correctByProposal = correcting(acceptProposal);
