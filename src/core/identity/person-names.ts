import { isTooLong, nameCase, SURNAME_PARTICLES } from './name-casing.js';
import { hasLegalForm } from './organization-names.js';
import { isPlaceholder } from './placeholders.js';
import { cleanLine } from './texts.js';

export interface PersonName {
  name?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
}

const HONORIFIC = /^(?:mr|mrs|ms|mx|miss|dr|prof|sir|dame|herr|frau|hr|fr|mme|mlle|sr|sra|srta|dott|ing|dipl)\.?$/i;
const SUFFIX = /^(?:jr|sr|i{2,3}|iv|ph\.?d|m\.?d|mba|esq|cpa|msc|bsc|ma|ba|dds|rn)\.?$/i;
/** Scripts with the family name first or without gaps between words, where the text does not show the order of the parts. */
const ORDER_UNKNOWN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * A person's name from what was given: white space collapsed, NFC, capitals-only or lower-case-only spellings put in
 * title case, "Last, First" and "First Last" split when only `name` is there (particles stay with the surname), and
 * `name` composed when only parts are there. Nothing is invented: a single word or a name in Han, Kana or Hangul
 * is not split, a text of more than 20 words stays as it is, and placeholders ("n/a", "test") are dropped. Idempotent.
 */
export function normalizePersonName(given: PersonName): PersonName {
  const first = namePart(given.firstName);
  const last = namePart(given.lastName) ?? realSurname(given.lastName, first);
  const full = namePart(given.name);
  if (first === undefined && last === undefined) return full === undefined ? {} : realParts(splitName(full));
  const parts = first === undefined || last === undefined ? undefined : casedTogether(first, last);
  const firstName = parts?.firstName ?? (first && nameCase(first));
  const lastName = parts?.lastName ?? (last && nameCase(last));
  const name = full === undefined ? [firstName, lastName].filter(Boolean).join(' ') : nameCase(full);
  return { name, firstName, lastName };
}

function namePart(raw: string | undefined): string | undefined {
  const cleaned = cleanLine(raw);
  return cleaned === undefined || isPlaceholder(cleaned) ? undefined : cleaned;
}

/** "Null" and "Test" are surnames of real people: kept when capitalised as one and beside a first name. */
function realSurname(raw: string | undefined, first: string | undefined): string | undefined {
  const cleaned = cleanLine(raw);
  return first !== undefined && (cleaned === 'Null' || cleaned === 'Test') ? cleaned : undefined;
}

/** "Ada n/a" in one field: the name stays as given, and the placeholder is left out. */
function realParts({ name, firstName, lastName }: PersonName): PersonName {
  const first = namePart(firstName);
  const last = namePart(lastName) ?? realSurname(lastName, first);
  if (first !== undefined && last !== undefined) return { name, firstName: first, lastName: last };
  return { name, firstName: first && nameCase(first), lastName: last && nameCase(last) };
}

/** The spelling of both parts decides whether they were typed in one case only: "ADA" alone may be initials. */
function casedTogether(first: string, last: string): { firstName: string; lastName: string } {
  const cased = nameCase(`${first} ${last}`).split(' ');
  const cut = first.split(' ').length;
  return { firstName: cased.slice(0, cut).join(' '), lastName: cased.slice(cut).join(' ') };
}

function splitName(full: string): PersonName {
  if (full.includes('@') || isTooLong(full) || ORDER_UNKNOWN.test(full)) return { name: full };
  const comma = full.indexOf(',');
  if (comma > 0) return splitAtComma(full, comma);
  return splitWords(full);
}

function splitAtComma(full: string, comma: number): PersonName {
  const before = full.slice(0, comma).trim();
  const after = full.slice(comma + 1).trim();
  if (isPlaceholder(before) || isPlaceholder(after)) return isPlaceholder(after) ? splitName(before) : splitName(after);
  if (after.includes(',') || hasLegalForm(full)) return { name: full };
  if (after.split(' ').every((word) => SUFFIX.test(word))) {
    const person = splitWords(before);
    return { ...person, name: `${person.name}, ${after}` };
  }
  const { firstName, lastName } = casedTogether(after, before);
  return { name: `${firstName} ${lastName}`, firstName, lastName };
}

function splitWords(full: string): PersonName {
  const words = nameCase(full).split(' ');
  let from = 0;
  while (from < words.length && HONORIFIC.test(words[from] ?? '')) from++;
  let end = words.length;
  while (end - from > 2 && SUFFIX.test(words[end - 1] ?? '')) end--;
  const own = nameCase(words.slice(from, end).join(' ')).split(' ');
  const name = [...words.slice(0, from), ...own, ...words.slice(end)].join(' ').trim();
  if (own.length < 2) return from > 0 && own[0] ? { name, lastName: own[0] } : { name };
  if (own[0] !== undefined && SURNAME_PARTICLES.has(own[0])) return { name, lastName: own.join(' ') };
  const particle = own.findIndex((word, index) => index > 0 && SURNAME_PARTICLES.has(word.toLowerCase()));
  const cut = particle > 0 ? particle : own.length - 1;
  return { name, firstName: own.slice(0, cut).join(' '), lastName: own.slice(cut).join(' ') };
}
