import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import type { DomainEvent } from '../../events/events.js';
import type { LeadFacts } from '../../leads/facts.js';
import { matchKeysOf } from '../../leads/keys.js';
import type { Lead } from '../../leads/lead.js';
import type { Refusal } from '../../refusals.js';
import { type ChainFault, LONGEST_CHAIN } from '../chains.js';
import { isSamePerson, type ReferralClaim, share } from '../claims.js';
import type { Referral } from '../referral.js';

/** A known lead was referred. */
export interface ReferCommand {
  type: 'refer';
  leadId: string;
  referredBy: ReferralClaim;
}

const DETAILS: Record<ChainFault, string> = {
  self: 'A lead cannot refer itself: the referrer and the referred lead are the same.',
  cycle: 'The chain of referrals of the referrer begins at the referred lead: the chain would be a circle.',
  too_long: `The chain of referrals would have more than ${LONGEST_CHAIN} links.`,
};

export const referReads = ({ leadId, referredBy }: ReferCommand): Reads => ({
  leadIds: [leadId],
  referrerLeadId: referredBy.referrer.leadId,
  referrals: true,
});

export function referRefusal(batch: Batch, { leadId, referredBy }: ReferCommand): Refusal | undefined {
  const lead = findLead(batch, leadId);
  if (lead) return claimRefusal(batch, referredBy, { lead });
  const detail = 'There is no such lead in this workspace.';
  return { code: 'reference_not_found', detail, pointer: '/referredLeadId' };
}

export function refer(batch: Batch, { leadId, referredBy }: ReferCommand): { lead: Lead; referral: Referral } {
  const lead = findLead(batch, leadId) ?? batch.leads.get(leadId);
  return { lead, referral: recordReferral(batch, referredBy, leadId) };
}

/** The refusal of a claim about a lead, or about the facts of a submission that matches no lead. */
export function claimRefusal(
  batch: Batch,
  claim: ReferralClaim,
  referred: { lead: Lead } | { facts: LeadFacts },
): Refusal | undefined {
  const { referrer, pointer } = claim;
  const refuse = (fault: ChainFault): Refusal => ({ code: 'rule_refused', detail: DETAILS[fault], pointer });
  const by = referrer.leadId === undefined ? undefined : findLead(batch, referrer.leadId);
  if (referrer.leadId !== undefined && !by) {
    const detail = 'There is no such lead in this workspace.';
    return { code: 'reference_not_found', detail, pointer: `${pointer}/leadId` };
  }
  if ('lead' in referred && batch.referrals.find(referred.lead.id, referrer)) {
    if (claim.again === 'ignored') return undefined;
    return { code: 'conflict', detail: 'This referrer has already referred this lead.' };
  }
  const facts = 'lead' in referred ? referred.lead.facts : referred.facts;
  if (by && isSamePerson(by.facts, facts)) return refuse('self');
  if (share(claim.keys, matchKeysOf(facts))) return refuse('self');
  if (!by || !('lead' in referred)) return undefined;
  const fault = batch.referrals.chains.faultOf({ referrerLeadId: by.id, referredLeadId: referred.lead.id });
  return fault && refuse(fault);
}

/** Returns the referral, new or known. */
export function recordReferral(batch: Batch, claim: ReferralClaim, leadId: string): Referral {
  const { referrer, note, reward } = claim;
  const before = batch.referrals.find(leadId, referrer);
  if (before) return before;
  const { now } = batch;
  const at = { createdAt: now, updatedAt: now };
  const referral: Referral = { id: batch.newId(), version: 1, referrer, referredLeadId: leadId, note, reward, ...at };
  batch.referrals.add(referral);
  batch.emit(createdEvent(referral));
  return referral;
}

/** The rep who referred it, or the owner of the lead that did. */
export function referrerOwnerOf(batch: Batch, { referrer }: ReferralClaim): string | undefined {
  const { leadId, repId } = referrer;
  return repId ?? (leadId === undefined ? undefined : findLead(batch, leadId)?.ownerId);
}

const findLead = ({ leads, referrals }: Batch, leadId: string): Lead | undefined =>
  leads.find(leadId) ?? referrals.referrer(leadId);

function createdEvent({ id, referrer, referredLeadId, note, reward }: Referral): DomainEvent {
  const after = { referrer, referredLeadId, note, reward };
  return { type: 'referral.created', subjectKind: 'referral', subjectId: id, cause: 'api', after };
}
