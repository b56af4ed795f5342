import { fold } from '../fold.js';
import { isTooLong, nameCase, SURNAME_PARTICLES } from './name-casing.js';
import { hasLegalForm } from './organization-names.js';
import { isPlaceholder } from './placeholders.js';
import { cleanLine, foldedKey } from './texts.js';

export interface PersonName {
  name?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
}

export interface GivenName extends PersonName {
  /** Whether the country or the language of the person writes i with and without a dot. */
  isTurkic?: boolean | undefined;
}

const HONORIFIC =
  /^(?:mr|mrs|ms|mx|miss|dr(?:\.?-?(?:med|ing|jur|phil|rer|nat))?|prof|sir|dame|herrn?|frau|hr|fr|mme|mlle|sr|sra|srta|dott|ing|mag|dipl(?:\.?-?ing)?)\.?$/i;
const SUFFIX = /^(?:jr|sr|i{2,3}|iv|ph\.?d|m\.?d|mba|esq|cpa|msc|bsc|ma|ba|dds|rn)\.?$/i;
/** Scripts with the family name first or without gaps between words, where the text does not show the order of the parts. */
const ORDER_UNKNOWN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * A person's name from what was given: white space collapsed, NFC, capitals-only or lower-case-only spellings put in
 * title case, "Last, First" and "First Last" split when only `name` is there (particles stay with the surname), and
 * `name` composed when only parts are there. Nothing is invented: a single word or a name in Han, Kana or Hangul
 * is not split, a text of more than 20 words stays as it is, and placeholders ("n/a", "test") are dropped. Idempotent.
 */
export function normalizePersonName(given: GivenName): PersonName {
  const { isTurkic = false } = given;
  const { first, last } = realParts(cleanLine(given.firstName), cleanLine(given.lastName));
  const full = namePart(given.name);
  if (first === undefined && last === undefined) return full === undefined ? {} : realName(splitName(full, isTurkic));
  const parts = first === undefined || last === undefined ? undefined : casedTogether(first, last, isTurkic);
  const firstName = parts?.firstName ?? (first && nameCase(first, isTurkic));
  const lastName = parts?.lastName ?? (last && nameCase(last, isTurkic));
  const name = full === undefined ? [firstName, lastName].filter(Boolean).join(' ') : nameCase(full, isTurkic);
  return { name, firstName, lastName };
}

function namePart(raw: string | undefined): string | undefined {
  const cleaned = cleanLine(raw);
  return cleaned === undefined || isPlaceholder(cleaned) ? undefined : cleaned;
}

/** Words for "no value" that are names of people as well: Nan Golding, Martin Blank, Roberta Null. */
const NAMES_TOO = new Set(['blank', 'empty', 'nan', 'nil', 'none', 'null', 'test']);

/** Whether a word that stands for "no value" is a name as well, so that it is kept beside the other name. */
export const isNameToo = (word: string): boolean => NAMES_TOO.has(word.toLowerCase());

/** Of these, the ones that programs do not write for "no value" in a spelling of capitals or small letters only. */
const NEVER_PROGRAMMED = new Set(['blank', 'empty', 'test']);
const CAPITALISED = /^\p{Lu}\p{Ll}+$/u;

/** The parts without placeholders. Beside a name, a word that is a name too is one if it is capitalised as one or typed like the other. */
function realParts(first: string | undefined, last: string | undefined) {
  return { first: realPart(first, last), last: realPart(last, first) };
}

function realPart(part: string | undefined, other: string | undefined): string | undefined {
  if (part === undefined || !isPlaceholder(part)) return part;
  if (other === undefined || isPlaceholder(other) || !isNameToo(part)) return undefined;
  if (CAPITALISED.test(part)) return part;
  const isTypedAlike = isOneCase(part) && isOneCase(part + other);
  const isProgrammed = !NEVER_PROGRAMMED.has(part.toLowerCase()) && part !== 'NAN';
  return isTypedAlike && !isProgrammed ? part : undefined;
}

const isOneCase = (text: string): boolean => text === text.toUpperCase() || text === text.toLowerCase();

/** "Ada n/a" in one field: the name stays as given, and the placeholder is left out. */
function realName({ name, firstName, lastName }: PersonName): PersonName {
  const { first, last } = realParts(firstName, lastName);
  if (first !== undefined && last !== undefined) return { name, firstName: first, lastName: last };
  return { name, firstName: first && nameCase(first), lastName: last && nameCase(last) };
}

/** The spelling of both parts decides whether they were typed in one case only: "ADA" alone may be initials. */
function casedTogether(first: string, last: string, isTurkic: boolean): { firstName: string; lastName: string } {
  const cased = nameCase(`${first} ${last}`, isTurkic).split(' ');
  const cut = first.split(' ').length;
  return { firstName: cased.slice(0, cut).join(' '), lastName: cased.slice(cut).join(' ') };
}

function splitName(full: string, isTurkic: boolean): PersonName {
  if (full.includes('@') || isTooLong(full) || ORDER_UNKNOWN.test(full)) return { name: full };
  const comma = full.indexOf(',');
  if (comma > 0) return splitAtComma(full, comma, isTurkic);
  return splitWords(full, isTurkic);
}

function splitAtComma(full: string, comma: number, isTurkic: boolean): PersonName {
  const before = full.slice(0, comma).trim();
  const after = full.slice(comma + 1).trim();
  if (isPlaceholder(before) || isPlaceholder(after)) return splitName(isPlaceholder(after) ? before : after, isTurkic);
  if (after.includes(',') || hasLegalForm(full)) return { name: full };
  if (after.split(' ').every((word) => SUFFIX.test(word))) {
    const person = splitWords(before, isTurkic);
    return { ...person, name: `${person.name}, ${after}` };
  }
  const { firstName, lastName } = casedTogether(after, before, isTurkic);
  return { name: `${firstName} ${lastName}`, firstName, lastName };
}

function splitWords(full: string, isTurkic: boolean): PersonName {
  const words = nameCase(full, isTurkic).split(' ');
  let from = 0;
  while (from < words.length && HONORIFIC.test(words[from] ?? '')) from++;
  let end = words.length;
  while (end - from > 2 && SUFFIX.test(words[end - 1] ?? '')) end--;
  const own = nameCase(words.slice(from, end).join(' '), isTurkic).split(' ');
  const name = [...words.slice(0, from), ...own, ...words.slice(end)].join(' ').trim();
  if (own.length < 2) return from > 0 && own[0] ? { name, lastName: own[0] } : { name };
  if (own[0] !== undefined && SURNAME_PARTICLES.has(own[0])) return { name, lastName: own.join(' ') };
  const particle = own.findIndex((word, index) => index > 0 && SURNAME_PARTICLES.has(word.toLowerCase()));
  const cut = particle > 0 ? particle : own.length - 1;
  return { name, firstName: own.slice(0, cut).join(' '), lastName: own.slice(cut).join(' ') };
}

/** Letters that Unicode does not decompose, as they are typed without them. */
const BARE_LETTERS: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ð: 'd', æ: 'a', œ: 'o', þ: 'th' };

/** Keys of names that were read last: matching a lead needs the key of its name a dozen times. */
const cachedKeys = new Map<string, string>();
const MOST_CACHED = 2_000;

/**
 * A key by which two spellings of one person's name are equal: without titles and suffixes, case, accents and punctuation; `ae`,
 * `oe` and `ue` count as the letter they stand for. Of people who share a number, say: it does not identify anybody alone.
 */
export function personNameKey(name: string): string {
  const cached = cachedKeys.get(name);
  if (cached !== undefined) return cached;
  if (cachedKeys.size >= MOST_CACHED) cachedKeys.clear();
  const key = nameKeyOf(name);
  cachedKeys.set(name, key);
  return key;
}

function nameKeyOf(name: string): string {
  const words = name.split(/[\s,]+/);
  let from = 0;
  while (from < words.length - 1 && HONORIFIC.test(words[from] ?? '')) from += 1;
  let end = words.length;
  while (end - from > 2 && SUFFIX.test(words[end - 1] ?? '')) end -= 1;
  return foldedKey(fold(words.slice(from, end).join(' ')))
    .replace(/[łøđðæœþ]/g, (letter) => BARE_LETTERS[letter] ?? letter)
    .replace(/([aou])e/g, '$1');
}
