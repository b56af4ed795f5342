import { organizationKey } from '../identity/organization-names.js';
import { personNameKey } from '../identity/person-names.js';
import type { LeadFacts } from './facts.js';
import type { KeyKind, MatchKey } from './vocabulary.js';

/** A normalised key that identifies a lead. */
export interface KeyValue {
  kind: KeyKind;
  value: string;
}

/** A key that submissions match by. */
export interface LeadKey {
  kind: MatchKey;
  value: string;
}

/** Separates system and id in an external key. Cleaned texts cannot contain this control character. */
const SEPARATOR = '\u001f';
const EMAIL = /^[^\s@<>()",;:\\[\]]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const E164 = /^\+[1-9]\d{6,14}$/;

/** The key value of an external id. Ids of different systems never match. */
export const externalKey = (externalId: string, externalSystem?: string): string =>
  `${externalSystem ?? ''}${SEPARATOR}${externalId}`;

/**
 * The exact keys that match a submission to a known lead, strongest first: external id, e-mails, phones. Role addresses
 * (info@) count: two submissions from one address are one lead. Values are taken from normalised facts; entries of
 * `otherEmails` and `otherPhones` that could not be normalised are not keys. Keys are unique.
 */
export function matchKeysOf(facts: LeadFacts): LeadKey[] {
  const keys: LeadKey[] = [];
  if (facts.externalId !== undefined) {
    keys.push({ kind: 'external_id', value: externalKey(facts.externalId, facts.externalSystem) });
  }
  addKeys(keys, 'email', facts.emailNormalized, facts.otherEmails?.filter(isEmailKey));
  addKeys(keys, 'phone', facts.phoneNormalized, facts.otherPhones?.filter(isPhoneKey));
  return keys;
}

/** Most leads with the same number and name, and other e-mails, that are found by them: the latest. */
export const MOST_SHARING = 500;

/** A name in a key is cut to this, as an index takes no longer values. */
const LONGEST_NAME = 200;

/**
 * The keys of a person or an organization for these numbers, in case another lead has the number as its own key: the name
 * distinguishes people of one switchboard. Empty without a name.
 */
export function sharedPhoneKeys(facts: LeadFacts, keys: readonly KeyValue[] = matchKeysOf(facts)): KeyValue[] {
  const phones = keys.filter(({ kind }) => kind === 'phone');
  if (phones.length === 0) return [];
  const name =
    facts.kind === 'organization'
      ? facts.organizationName && organizationKey(facts.organizationName)
      : facts.name && personNameKey(facts.name);
  if (!name) return [];
  return phones.map(({ value }) => sharedPhoneKey(value, facts.kind, name));
}

const sharedPhoneKey = (phone: string, kind: string, name: string): KeyValue => ({
  kind: 'shared_phone',
  value: [phone, kind, name.slice(0, LONGEST_NAME)].join(SEPARATOR),
});

/**
 * The shared-number key of a lead when another lead with the same number and name has the plain key: that key with the
 * id of the lead.
 */
export const ownSharedKey = ({ kind, value }: KeyValue, leadId: string): KeyValue => ({
  kind,
  value: `${value}${SEPARATOR}${leadId}`,
});

/** All keys of a lead for its numbers that another lead may have as its own. */
export const sharedKeysOfLead = (leadId: string, facts: LeadFacts): KeyValue[] =>
  sharedPhoneKeys(facts).flatMap((key) => [key, ownSharedKey(key, leadId)]);

/** The keys by which leads of the person or organization are found: those of submissions, and its numbers with its name. */
export const personKeysOf = (facts: LeadFacts): KeyValue[] => [...matchKeysOf(facts), ...sharedPhoneKeys(facts)];

/** The number of a key for a shared number. */
export const phoneOfShared = (value: string): string => value.slice(0, value.indexOf(SEPARATOR));

const isEmailKey = (value: string): boolean => EMAIL.test(value) && value === value.toLowerCase();
const isPhoneKey = (value: string): boolean => E164.test(value);

function addKeys(keys: LeadKey[], kind: MatchKey, main: string | undefined, others: string[] | undefined): void {
  if (main !== undefined) keys.push({ kind, value: main });
  for (const value of others ?? []) {
    if (!keys.some((key) => key.kind === kind && key.value === value)) keys.push({ kind, value });
  }
}
