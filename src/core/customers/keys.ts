import { organizationKey } from '../identity/organization-names.js';
import type { LeadFacts } from '../leads/facts.js';
import { matchKeysOf, phoneOfShared, sharedPhoneKeys } from '../leads/keys.js';
import { isOtherThanCustomer } from '../leads/matching.js';
import type { LeadKind } from '../leads/vocabulary.js';

/** The match keys of customers: the keys of leads, and the company domain, which only organizations have. */
export const CUSTOMER_MATCH_KEYS = ['external_id', 'email', 'phone', 'domain'] as const;
export type CustomerMatchKey = (typeof CUSTOMER_MATCH_KEYS)[number];

/**
 * `organization_name` only proposes and never matches: two companies may have the same name. `shared_phone` is the number of a person with the name, as
 * several people may have one number; a second customer of the same number and name has a key of its own (`secondKey`).
 */
export type CustomerKeyKind = CustomerMatchKey | 'shared_phone' | 'organization_name';

export interface CustomerKey {
  /** A person and an organization may share an address without being the same customer. */
  of: LeadKind;
  kind: CustomerKeyKind;
  value: string;
}

/** The match keys of these facts, strongest first. */
export function customerKeysOf(facts: LeadFacts): CustomerKey[] {
  const of = facts.kind;
  const matchKeys = matchKeysOf(facts);
  const keys: CustomerKey[] = matchKeys.map((key) => ({ of, ...key }));
  if (of === 'person') {
    for (const { value } of sharedPhoneKeys(facts, matchKeys)) {
      const key: CustomerKey = { of, kind: 'shared_phone', value };
      keys.push(key, secondKey(key));
    }
    return keys;
  }
  if (facts.domain !== undefined) keys.push({ of, kind: 'domain', value: facts.domain });
  const name = facts.name === undefined ? '' : organizationKey(facts.name);
  if (name !== '') keys.push({ of, kind: 'organization_name', value: name });
  return keys;
}

/** The key of the organization for which a person of these facts works. Its customer is evidence, and not the person. */
export const organizationKeysOf = ({ kind, domain }: LeadFacts): CustomerKey[] =>
  kind === 'person' && domain !== undefined ? [{ of: 'organization', kind: 'domain', value: domain }] : [];

const SECOND = '\u001f2';
const secondKey = (key: CustomerKey): CustomerKey => ({ ...key, value: key.value + SECOND });

/** The key of which this is the one for a second customer; undefined: it is none. */
export const firstKey = (key: CustomerKey): CustomerKey | undefined =>
  key.kind === 'shared_phone' && key.value.endsWith(SECOND)
    ? { ...key, value: key.value.slice(0, -SECOND.length) }
    : undefined;

/** The keys without those of numbers that two customers have with this name: these name neither. */
export function unambiguousKeys<Owner extends { id: string }>(
  keys: readonly CustomerKey[],
  ownerOf: (key: CustomerKey) => Owner | undefined,
): { keys: CustomerKey[]; owners: Owner[] } {
  const phones = new Set<string>();
  const owners: Owner[] = [];
  for (const key of keys) {
    const first = firstKey(key);
    const both = first === undefined ? [] : [ownerOf(first), ownerOf(key)].filter((owner) => owner !== undefined);
    if (both.length < 2 || both[0]?.id === both[1]?.id) continue;
    phones.add(phoneOfShared(key.value));
    owners.push(...both);
  }
  if (phones.size === 0) return { keys: [...keys], owners };
  const isAmbiguous = ({ kind, value }: CustomerKey) =>
    (kind === 'phone' && phones.has(value)) || (kind === 'shared_phone' && phones.has(phoneOfShared(value)));
  return { keys: keys.filter((key) => !isAmbiguous(key)), owners };
}

/** Whether the key identifies a customer; a name only proposes one. */
export const isProof = ({ kind }: { kind: CustomerKeyKind }): boolean => kind !== 'organization_name';

export const sameKey = (a: CustomerKey, b: CustomerKey): boolean =>
  a.of === b.of && a.kind === b.kind && a.value === b.value;

/** Whether a lead and a customer have a key in common that identifies both as one person or organization. */
export function haveCommonKey(lead: LeadFacts, customer: LeadFacts): boolean {
  const keys = customerKeysOf(customer).filter(isProof);
  return customerKeysOf(lead).some(
    (key) => keys.some((one) => sameKey(one, key)) && !(key.kind === 'phone' && isOtherThanCustomer(lead, customer)),
  );
}
