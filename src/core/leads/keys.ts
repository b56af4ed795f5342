import type { LeadFacts } from './facts.js';
import type { KeyKind, MatchKey } from './vocabulary.js';

/** A normalised identity that finds a lead exactly. */
export interface KeyValue {
  kind: KeyKind;
  value: string;
}

/** A key that submissions match by. */
export interface LeadKey {
  kind: MatchKey;
  value: string;
}

/** Between system and id in an external key: a control character that neither can hold after cleaning. */
const SEPARATOR = '\u001f';
const EMAIL = /^[^\s@<>()",;:\\[\]]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const E164 = /^\+[1-9]\d{6,14}$/;

/** The value under which an external id is matched; ids of different systems never meet. */
export const externalKey = (externalId: string, externalSystem?: string): string =>
  `${externalSystem ?? ''}${SEPARATOR}${externalId}`;

/**
 * The exact keys by which a submission is recognised as a known lead, strongest first: external id, e-mails, phones.
 * Role addresses (info@) count: who writes twice from one address is one lead. Values are those of normalised facts;
 * entries of `otherEmails` and `otherPhones` that could not be normalised are no keys. No key appears twice.
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

const isEmailKey = (value: string): boolean => EMAIL.test(value) && value === value.toLowerCase();
const isPhoneKey = (value: string): boolean => E164.test(value);

function addKeys(keys: LeadKey[], kind: MatchKey, main: string | undefined, others: string[] | undefined): void {
  if (main !== undefined) keys.push({ kind, value: main });
  for (const value of others ?? []) {
    if (!keys.some((key) => key.kind === kind && key.value === value)) keys.push({ kind, value });
  }
}
