import { hasLegalForm } from '../identity/organization-names.js';
import type { LeadKind } from '../leads/vocabulary.js';
import { GIVEN_NAMES } from './given-names.js';

export interface KindDecision {
  kind: LeadKind;
  reason: string;
}

const OF_PERSONS = /^(?:gender|sex|birthday|birthdate|dateofbirth|dob|age|salutation|anrede|middlename|maritalstatus)$/;
const OF_BUSINESSES =
  /^(?:type|category|cuisine|openinghours|rating|numberofemployees|founded|yearfounded|yearestablished|vatid|taxid|duns)$/;
/** Lists of businesses, such as directories, seldom have these columns. */
const OF_CONTACTS = /^e?mail/;
const BUSINESS_WORDS =
  /[&+]|\d\s*\p{L}|\b(?:restaurant|ristorante|cafe|café|bistro|grill|kitchen|diner|deli|pizza|bar|pub|club|hotel|inn|house|hall|shop|store|market|bakery|bank|group|company|services|systems|solutions|software|technologies|consulting|partners|associates|school|university|college|clinic|hospital|church|museum|center|centre|institute|studio|agency|foundation|association|the|of|and|on)\b/iu;

/**
 * Decides whether the names of a list with a single name column are those of persons or businesses; persons when in
 * doubt. `keys` are the header keys (see `keyOf`), `names` a sample.
 */
export function decideKind(keys: readonly string[], names: readonly string[]): KindDecision {
  const given = shareOf(names, hasGivenName);
  const business = shareOf(names, (name) => hasLegalForm(name) || BUSINESS_WORDS.test(name));
  const values = `${percent(given)} begin with a common given name, ${percent(business)} have a word of a business`;
  if (keys.some((key) => OF_PERSONS.test(key))) return { kind: 'person', reason: 'a column only people have' };
  const forBusiness =
    Number(given < 0.1) +
    Number(business > 0.15) +
    Number(business > 0.35) +
    Number(keys.some((key) => OF_BUSINESSES.test(key)));
  const forPersons =
    Number(given > 0.15) +
    Number(given > 0.3) +
    Number(business < 0.05) +
    Number(keys.some((key) => OF_CONTACTS.test(key)));
  return { kind: forBusiness > forPersons ? 'organization' : 'person', reason: `of its names ${values}` };
}

function hasGivenName(name: string): boolean {
  const words = name.toLowerCase().split(/[\s,]+/);
  const first = name.includes(',') ? words[1] : words[0];
  return first !== undefined && GIVEN_NAMES.has(first);
}

function shareOf(values: readonly string[], holds: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(holds).length / values.length;
}

const percent = (share: number) => `${Math.round(share * 100)}%`;
