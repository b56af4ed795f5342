import { organizationKey } from '../identity/organization-names.js';
import type { LeadFacts } from '../leads/facts.js';
import { matchKeysOf } from '../leads/keys.js';
import type { LeadKind } from '../leads/vocabulary.js';

/** By what a customer is found: the keys of leads, and the company domain, which only organizations have. */
export const CUSTOMER_MATCH_KEYS = ['external_id', 'email', 'phone', 'domain'] as const;
export type CustomerMatchKey = (typeof CUSTOMER_MATCH_KEYS)[number];

/** `organization_name` proposes and never matches: two companies may have one name. */
export type CustomerKeyKind = CustomerMatchKey | 'organization_name';

export interface CustomerKey {
  /** A person and an organization may share an address without being one. */
  of: LeadKind;
  kind: CustomerKeyKind;
  value: string;
}

/** The keys under which exactly these facts are found, strongest first. */
export function customerKeysOf(facts: LeadFacts): CustomerKey[] {
  const of = facts.kind;
  const keys: CustomerKey[] = matchKeysOf(facts).map((key) => ({ of, ...key }));
  if (of === 'person') return keys;
  if (facts.domain !== undefined) keys.push({ of, kind: 'domain', value: facts.domain });
  const name = facts.name === undefined ? '' : organizationKey(facts.name);
  if (name !== '') keys.push({ of, kind: 'organization_name', value: name });
  return keys;
}

/** Whether the key tells who it is; a name only tells who it might be. */
export const isProof = ({ kind }: { kind: CustomerKeyKind }): boolean => kind !== 'organization_name';

export const sameKey = (a: CustomerKey, b: CustomerKey): boolean =>
  a.of === b.of && a.kind === b.kind && a.value === b.value;
