import { organizationKey } from '../identity/organization-names.js';
import { foldedKey } from '../identity/texts.js';
import type { LeadFacts } from '../leads/facts.js';
import { streetOf } from './streets.js';

/** What is compared of a lead, in the form in which it is compared. Absent: the lead does not have it. */
export interface MatchRecord {
  kind: 'person' | 'organization';
  firstName?: string | undefined;
  lastName?: string | undefined;
  /** All its addresses and numbers, normalised. */
  emails: readonly string[];
  phones: readonly string[];
  street?: string | undefined;
  houseNumber?: string | undefined;
  city?: string | undefined;
  postalCode?: string | undefined;
  organization?: string | undefined;
  /** Custom attributes with one text or number, by name. */
  attributes: ReadonlyMap<string, string>;
}

/** A record as JSON. */
export type StoredRecord = Omit<MatchRecord, 'attributes'> & { attributes: Readonly<Record<string, string>> };

export const storedRecord = (record: MatchRecord): StoredRecord => ({
  ...record,
  attributes: Object.fromEntries(record.attributes),
});

export const recordOfStored = (stored: StoredRecord): MatchRecord => ({
  ...stored,
  attributes: new Map(Object.entries(stored.attributes)),
});

/** Writes letters of any script in Latin ones. */
export type ToLatin = (text: string) => string;

const LONGEST = 200;

export function matchRecordOf(facts: LeadFacts, toLatin: ToLatin): MatchRecord {
  const key = (text: string | undefined): string | undefined =>
    (text && foldedKey(toLatin(foldedKey(text.slice(0, LONGEST))))) || undefined;
  const [first, last] = namesOf(facts);
  const { street, houseNumber } = streetOf(key(facts.street));
  return {
    kind: facts.kind,
    firstName: key(first),
    lastName: key(last),
    emails: distinct([facts.emailNormalized, ...(facts.otherEmails ?? [])]),
    phones: distinct([facts.phoneNormalized, ...(facts.otherPhones ?? [])]),
    street,
    houseNumber,
    city: key(facts.city),
    postalCode: facts.postalCode && foldedKey(facts.postalCode).replace(/\s/g, ''),
    organization: facts.organizationName && (key(organizationKey(facts.organizationName)) ?? undefined),
    attributes: attributesOf(facts.attributes, key),
  };
}

function namesOf({ firstName, lastName, name }: LeadFacts): (string | undefined)[] {
  return firstName === undefined && lastName === undefined ? [undefined, name] : [firstName, lastName];
}

const distinct = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];

function attributesOf(
  attributes: LeadFacts['attributes'],
  key: (text: string) => string | undefined,
): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes ?? {})) {
    const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? key(value) : undefined;
    if (text !== undefined && text !== '') known.set(name, text);
  }
  return known;
}
