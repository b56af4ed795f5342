import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { organizationOf, personOf } from '../../customers/customer.js';
import { customerKeysOf, isProof, organizationKeysOf } from '../../customers/keys.js';
import { attributeReads, claimUniqueValues, withAttributeDefaults } from '../../leads/commands/attributes.js';
import { statedFacts, statedRefusal } from '../../leads/commands/submit.js';
import type { LeadFacts } from '../../leads/facts.js';
import { sharedPhoneKeys } from '../../leads/keys.js';
import { type Match, matchSubmission } from '../../leads/matching.js';
import { ownerReference, type Refusal, repReference } from '../../refusals.js';
import { pastFaults } from '../faults.js';
import type { LeadPast } from '../history.js';
import { completeLead, isTaken } from './complete-lead.js';
import { newPastLead } from './new-past-lead.js';
import type { HistoryCommand, HistoryResult } from './types.js';

const externalIds = (records: readonly { externalId?: string | undefined }[]): string[] =>
  records.flatMap(({ externalId }) => externalId ?? []);

export function historyReads({ facts, keys, past }: HistoryCommand): Reads {
  const bought = boughtParts(facts, past).flatMap(customerKeysOf);
  return {
    keys: [...keys, ...sharedPhoneKeys(facts, keys)],
    engagementExternalIds: externalIds(past.engagement),
    activityExternalIds: externalIds(past.activities),
    sales: { customerKeys: [...customerKeysOf(facts).filter(isProof), ...organizationKeysOf(facts), ...bought] },
  };
}

/** The facts of the customers that the history converts the lead to. */
export const boughtParts = (facts: LeadFacts, { outcome }: LeadPast): LeadFacts[] =>
  outcome?.result === 'won' ? [personOf(facts), organizationOf(facts)].flatMap((part) => part ?? []) : [];

/** The lead of the history, as far as it is loaded. */
export const pastMatchOf = ({ leads }: Batch, command: HistoryCommand): Match =>
  matchSubmission(command, (kind, value) => leads.byKey(kind, value));

export function historyReadsNext(batch: Batch, command: HistoryCommand): Reads {
  const { lead } = pastMatchOf(batch, command);
  const { attributes } = statedFacts(batch, command, lead);
  const reads = attributeReads(batch, attributes, lead?.facts.attributes);
  return lead === undefined ? reads : { ...reads, sales: { ...reads.sales, dealsOfLeads: [lead.id] } };
}

const NOT_WON: Refusal = {
  code: 'conflict',
  detail: 'The lead is known and no customer, so it takes no won deal: convert it first.',
};

export function historyRefusal(batch: Batch, command: HistoryCommand): Refusal | undefined {
  const { past } = command;
  const { assignment, basis, now } = batch;
  const errors = pastFaults(past, basis.lifecycle.funnel, now);
  if (errors.length > 0) {
    return { code: 'rule_refused', detail: 'The history does not fit together: see `errors`.', errors };
  }
  const { lead: known } = pastMatchOf(batch, command);
  const unfit = statedRefusal(batch, { ...command, fillOnly: true }, known);
  if (unfit) return unfit;
  if (command.isPartial && known && past.deals.some((deal) => !isTaken(known, deal))) return NOT_WON;
  const { ownerId, activities, outcome } = past;
  const owner = ownerReference(ownerId, assignment);
  if (owner) return owner;
  for (const [index, { repId }] of activities.entries()) {
    const unknown = repId === undefined ? undefined : repReference(repId, assignment, `/activities/${index}/repId`);
    if (unknown) return unknown;
  }
  if (outcome !== undefined || ownerId === undefined || assignment.rep(ownerId)?.active) return undefined;
  const detail = 'The rep is inactive, and the lead is open: name another one, or none.';
  return { code: 'rule_refused', detail, pointer: '/ownerId' };
}

export function recordHistory(batch: Batch, submitted: HistoryCommand): HistoryResult {
  const match = pastMatchOf(batch, submitted);
  const { lead: known } = match;
  const stated = statedFacts(batch, submitted, known);
  const facts = known === undefined ? withAttributeDefaults(batch, stated) : stated;
  const command = facts === submitted.facts ? submitted : { ...submitted, facts };
  const result = known === undefined ? newPastLead(batch, command) : completeLead(batch, command, known, match.by);
  const { id, facts: after } = result.lead;
  claimUniqueValues(batch, id, after.attributes, known?.facts.attributes);
  return result;
}
