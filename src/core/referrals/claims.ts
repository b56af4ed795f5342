import type { LeadFacts } from '../leads/facts.js';
import { type KeyValue, matchKeysOf } from '../leads/keys.js';
import { areDistinct } from '../leads/matching.js';
import type { Referrer, Reward } from './referral.js';

/** A caller states who referred a lead. */
export interface ReferralClaim {
  referrer: Referrer;
  /** Match keys of a rep or a customer, which cannot refer itself. */
  keys: readonly KeyValue[];
  note?: string | undefined;
  reward?: Reward | undefined;
  /** JSON pointer to the referrer in the request. */
  pointer: string;
  /** Whether a repeated referral between the same two is refused or ignored. */
  again: 'refused' | 'ignored';
}

/** Whether two leads' facts have a key in common that identifies one person; a phone number that two people share does not. */
export function isSamePerson(one: LeadFacts, other: LeadFacts): boolean {
  const [keys, others] = [matchKeysOf(one), matchKeysOf(other)];
  const strong = (all: readonly KeyValue[]) => all.filter(({ kind }) => kind !== 'phone');
  return share(strong(keys), strong(others)) || (share(keys, others) && !areDistinct(one, other));
}

export function share(keys: readonly KeyValue[], others: readonly KeyValue[]): boolean {
  return keys.some(({ kind, value }) => others.some((other) => other.kind === kind && other.value === value));
}
