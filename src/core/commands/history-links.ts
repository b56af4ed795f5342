import type { Batch } from '../batch/batch.js';
import type { CustomerLeads, Reads } from '../batch/reads.js';
import { customerKeysOf } from '../customers/keys.js';
import {
  boughtParts,
  historyReads,
  historyReadsNext,
  historyRefusal,
  pastMatchOf,
  recordHistory,
} from '../history/commands/record-history.js';
import type { HistoryCommand, HistoryResult } from '../history/commands/types.js';
import type { LeadFacts } from '../leads/facts.js';
import { personKeysOf } from '../leads/keys.js';
import type { Lead } from '../leads/lead.js';
import { ownCustomerIdOf } from '../leads/lifecycle.js';
import { customerOfFacts } from '../lifecycle/commands/next-lead.js';
import { followDomain } from '../lifecycle/commands/organization-links.js';
import { linkKeysOf } from './corrections.js';
import { updateCustomer, withCustomer, withReads } from './customer-consent.js';
import { linkConverted, linkCorrected } from './linked-leads.js';

// Histories of leads link leads and customers by the rule for all roads.

/** A known lead keeps its facts, and gets those that it lacks. */
const completedFacts = (lead: Lead, { facts }: HistoryCommand): LeadFacts => ({ ...facts, ...lead.facts });

function recordedReads(batch: Batch, command: HistoryCommand): Reads {
  const { lead } = pastMatchOf(batch, command);
  const reads = withCustomer(historyReadsNext(batch, command), lead);
  if (lead === undefined) return reads;
  return withReads(reads, { sales: { customerKeys: linkKeysOf(lead, completedFacts(lead, command)) } });
}

/** The leads of the customers that the lead belongs to or becomes, and those of the same people. */
function recordedLeads(batch: Batch, command: HistoryCommand): CustomerLeads | undefined {
  const { lead } = pastMatchOf(batch, command);
  const { facts, past } = command;
  if (lead)
    return {
      ids: [ownCustomerIdOf(lead), customerOfFacts(batch, completedFacts(lead, command))?.id].flatMap((id) => id ?? []),
    };
  const bought = boughtParts(facts, past);
  if (bought.length === 0) {
    const customer = customerOfFacts(batch, facts);
    return customer && { ids: [customer.id] };
  }
  const joined = bought.flatMap(customerKeysOf).flatMap((key) => batch.sales.customers.byKey(key) ?? []);
  return {
    ids: joined.map(({ id }) => id),
    keys: [...bought, ...joined.map((customer) => customer.facts)].flatMap(personKeysOf),
  };
}

function recordLinked(batch: Batch, command: HistoryCommand): HistoryResult {
  const before = pastMatchOf(batch, command).lead;
  const result = recordHistory(batch, command);
  const { lead } = result;
  if (before !== undefined) {
    updateCustomer(batch, lead.id, { before, cause: 'history', fillOnly: true });
    linkCorrected(batch, lead.id);
    followDomain(batch, before);
  } else if (lead.lifecycle?.conversion !== undefined) linkConverted(batch, lead);
  return { ...result, lead: batch.leads.get(lead.id) };
}

/** The row of histories. */
export const RECORD_HISTORY = {
  reads: historyReads,
  readsNext: recordedReads,
  leadsOf: recordedLeads,
  refuse: historyRefusal,
  apply: recordLinked,
};
