import type { DomainEvent } from '../events.js';
import { matchKeysOf } from '../identity/keys.js';
import type { KeyValue, Refusal } from '../ingest/commands.js';
import { areTwo } from '../ingest/matching.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import { type ChainFault, createReferralChains, LONGEST_CHAIN, type ReferralLink } from './chains.js';
import { isSameReferrer, type Referral, type Referrer, type Reward } from './referral.js';

/** Somebody says who named a lead. */
export interface ReferralClaim {
  referrer: Referrer;
  /** Of a rep or a customer: it cannot refer itself. */
  keys: readonly KeyValue[];
  note?: string | undefined;
  reward?: Reward | undefined;
  /** Where the referrer stands in what the caller sent: a JSON pointer. */
  pointer: string;
  /** Said again about the same two: refused, or no news. */
  again: 'refused' | 'ignored';
}

/** Whom a claim is about: a lead, or facts of somebody who is not known yet. */
export type Referred = { lead: Lead } | { facts: LeadFacts };

export interface ReferralDeskOptions {
  now: number;
  newId: () => string;
  findLead: (leadId: string) => Lead | undefined;
}

export interface ReferralDesk {
  loadLinks(links: readonly ReferralLink[], heights: readonly { leadId: string; height: number }[]): void;
  /** What is known already about a lead that claims are about. */
  loadKnown(referrals: readonly Referral[]): void;
  /** What stands against a claim, before anything is changed. */
  check(claim: ReferralClaim, referred: Referred): Refusal | undefined;
  /** Expects that `check` found nothing. The referral, new or known. */
  record(claim: ReferralClaim, lead: Lead, emit: (event: DomainEvent) => void): Referral;
  /** Those that are new, once. */
  takeNew(): Referral[];
}

const DETAILS: Record<ChainFault, string> = {
  self: 'Nobody refers themselves: the referrer and the referred lead are one.',
  cycle: 'The referred lead is where the chain of referrals of its referrer comes from: it would go in a circle.',
  too_long: `The chain of referrals would have more than ${LONGEST_CHAIN} links.`,
};

/** Who referred whom, while a run of orders goes on: each sees what those before it did. */
export function createReferralDesk({ now, newId, findLead }: ReferralDeskOptions): ReferralDesk {
  const chains = createReferralChains();
  const known = new Map<string, Referral[]>();
  let fresh: Referral[] = [];
  const keep = (referral: Referral) =>
    void known.set(referral.referredLeadId, [...(known.get(referral.referredLeadId) ?? []), referral]);
  const knownOf = ({ referrer }: ReferralClaim, leadId: string) =>
    known.get(leadId)?.find((referral) => isSameReferrer(referral.referrer, referrer));

  return {
    loadLinks(links, heights) {
      for (const link of links) chains.add(link);
      for (const { leadId, height } of heights) chains.setHeight(leadId, height);
    },
    loadKnown: (referrals) => referrals.forEach(keep),
    check(claim, referred) {
      const { referrer, pointer } = claim;
      const refuse = (fault: ChainFault): Refusal => ({ code: 'rule_refused', detail: DETAILS[fault], pointer });
      const by = referrer.leadId === undefined ? undefined : findLead(referrer.leadId);
      if (referrer.leadId !== undefined && !by) {
        const detail = 'There is no such lead in this workspace.';
        return { code: 'reference_not_found', detail, pointer: `${pointer}/leadId` };
      }
      if ('lead' in referred && knownOf(claim, referred.lead.id)) {
        if (claim.again === 'ignored') return undefined;
        return { code: 'conflict', detail: 'This referrer has named this lead before: the referral is there.' };
      }
      const facts = 'lead' in referred ? referred.lead.facts : referred.facts;
      if (by && isSamePerson(by.facts, facts)) return refuse('self');
      if (share(claim.keys, matchKeysOf(facts))) return refuse('self');
      if (!by || !('lead' in referred)) return undefined;
      const fault = chains.faultOf({ referrerLeadId: by.id, referredLeadId: referred.lead.id });
      return fault && refuse(fault);
    },
    record(claim, lead, emit) {
      const before = knownOf(claim, lead.id);
      if (before) return before;
      const { referrer } = claim;
      const referral = newReferral(claim, { id: newId(), leadId: lead.id, now });
      keep(referral);
      fresh.push(referral);
      if (referrer.leadId !== undefined) chains.add({ referrerLeadId: referrer.leadId, referredLeadId: lead.id });
      emit(createdEvent(referral));
      return referral;
    },
    takeNew() {
      const taken = fresh;
      fresh = [];
      return taken;
    },
  };
}

function newReferral(
  { referrer, note, reward }: ReferralClaim,
  { id, leadId, now }: { id: string; leadId: string; now: number },
): Referral {
  return { id, version: 1, referrer, referredLeadId: leadId, note, reward, createdAt: now, updatedAt: now };
}

function createdEvent({ id, referrer, referredLeadId, note, reward }: Referral): DomainEvent {
  const after = { referrer, referredLeadId, note, reward };
  return { type: 'referral.created', subjectKind: 'referral', subjectId: id, cause: 'api', after };
}

/** Whether two leads' facts have a key in common that says who somebody is; a phone that two share does not. */
export function isSamePerson(one: LeadFacts, other: LeadFacts): boolean {
  const [keys, others] = [matchKeysOf(one), matchKeysOf(other)];
  const strong = (all: readonly KeyValue[]) => all.filter(({ kind }) => kind !== 'phone');
  return share(strong(keys), strong(others)) || (share(keys, others) && !areTwo(one, other));
}

function share(keys: readonly KeyValue[], others: readonly KeyValue[]): boolean {
  return keys.some(({ kind, value }) => others.some((other) => other.kind === kind && other.value === value));
}
