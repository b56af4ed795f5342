import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { organizationOf, personOf } from '../../customers/customer.js';
import { customerKeysOf } from '../../customers/keys.js';
import { sharedPhoneKeys } from '../../leads/keys.js';
import { type Match, matchSubmission } from '../../leads/matching.js';
import { ownerReference, type Refusal, repReference } from '../../refusals.js';
import { pastFaults } from '../faults.js';
import { completeLead } from './complete-lead.js';
import { newPastLead } from './new-past-lead.js';
import type { HistoryCommand, HistoryResult } from './types.js';

const externalIds = (records: readonly { externalId?: string | undefined }[]): string[] =>
  records.flatMap(({ externalId }) => externalId ?? []);

export function historyReads({ facts, keys, past }: HistoryCommand): Reads {
  const isWon = past.outcome?.result === 'won';
  const customers = isWon ? [personOf(facts), organizationOf(facts)] : [];
  return {
    keys: [...keys, ...sharedPhoneKeys(facts, keys)],
    engagementExternalIds: externalIds(past.engagement),
    activityExternalIds: externalIds(past.activities),
    sales: { customerKeys: customers.flatMap((part) => (part ? customerKeysOf(part) : [])) },
  };
}

/** The lead of the history, as far as it is loaded. */
export const pastMatchOf = ({ leads }: Batch, command: HistoryCommand): Match =>
  matchSubmission(command, (kind, value) => leads.byKey(kind, value));

export function historyReadsNext(batch: Batch, command: HistoryCommand): Reads {
  const { lead } = pastMatchOf(batch, command);
  return lead === undefined ? {} : { sales: { dealsOfLeads: [lead.id] } };
}

export function historyRefusal({ assignment, basis, now }: Batch, { past }: HistoryCommand): Refusal | undefined {
  const errors = pastFaults(past, basis.lifecycle.funnel, now);
  if (errors.length > 0) {
    return { code: 'rule_refused', detail: 'The history does not fit together: see `errors`.', errors };
  }
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

export function recordHistory(batch: Batch, command: HistoryCommand): HistoryResult {
  const match = pastMatchOf(batch, command);
  return match.lead === undefined ? newPastLead(batch, command) : completeLead(batch, command, match.lead, match.by);
}
