import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { compatibilityForm } from '../../core/identity/texts.js';
import type { PhoneType } from '../../core/leads/vocabulary.js';
import { hasNumberingPlan, mayBeInternational, plainNumber } from './numbering-plans.js';

export interface NormalizedPhone {
  raw: string;
  /** E.164; absent when the number is not valid or its country is unknown. */
  e164?: string;
  type: PhoneType;
  /** ISO 3166-1 alpha-2 of the numbering plan the number belongs to; absent for non-geographic numbers (+800 ...). */
  country?: string;
}

const LONGEST = 250;
/** What exports put before a number: Meta's `p:`, `tel:` links, labels, and the apostrophe that keeps a spreadsheet from calculating. */
const LABEL = /^['’]?(?:(?:p|t|m|tel|phone|telephone|mobile|mob|cell|office|home|work)\s*[:.]\s*)?/i;
/** A number column read as floating point: "13102461501.0". */
const FLOAT_TAIL = /^(\+?\d{7,15})\.0$/;
const DIGITS = /^\+?\d+$/;
const PUNCTUATION = /[\s().\-‐‑‒–/]+/g;
/** Signs that never occur inside one number; a comma only when a new number follows, else it is a dialling pause. */
const LIST = /[;|\n]|,(?=\s*[+(\d]{2})/;
/** Signs that may also group the digits of one number, so they split only what is no number as a whole. */
const LOOSE_LIST = /\s+(?:or|oder|and|und|ou|o|y)\s+|\s*[/&]\s*(?=[+(\d])/i;

/** A German extension after a number; the library knows the English ones. */
const GERMAN_EXTENSION = /[\s,;(/–-]{0,4}\b(?:app(?:arat)?|dw|durchwahl|nebenstelle)[\s.:-]{0,3}\d{1,7}\)?$/i;

/** Fewest and most digits of a number: fifteen after a dialling prefix of five, and an extension of seven. */
const FEWEST_DIGITS = 3;
const MOST_DIGITS = 27;
/** Numbers written in letters (1-800-FLOWERS) have few digits. */
const LETTERS = /\d[\s-]*[a-z]{4}|[a-z]{4}[\s-]*\d/i;
const DIGIT = /\p{Nd}/gu;
/** Most calls of the library for one text: it takes up to a millisecond to refuse one. */
const LIBRARY_CALLS = 2;

/** How a text is read, and how often the library may still be called about it. */
interface Reading {
  raw: string;
  country: string | undefined;
  callsLeft: number;
}

/**
 * A phone number as E.164, when it is valid in its numbering plan. Read as international with `+` or `00`, else as a
 * number of `country` (ISO 3166-1 alpha-2). Digits that begin with the calling code of that country, and with no trunk prefix,
 * are international where they are valid so, unless they are a mobile number of the country (3912312312 in Italy). Digits with
 * the calling code of another country are international where they are no valid number of the country (905321234567 in Germany).
 * Labels and extensions are dropped; of several numbers the first valid one counts.
 * Type `other` covers numbers whose plan does not separate mobile from fixed line (all of North America), toll-free and the like.
 */
export function normalizePhone(raw: string, country?: string): NormalizedPhone {
  const invalid: NormalizedPhone = { raw, type: 'invalid' };
  if (raw.length > LONGEST) return invalid;
  const plan = country !== undefined && hasNumberingPlan(country) ? country : undefined;
  const reading: Reading = { raw, country: plan, callsLeft: LIBRARY_CALLS };
  const text = compatibilityForm(raw).replace(LABEL, '').replace(FLOAT_TAIL, '$1');
  const whole = LIST.test(text) ? undefined : oneNumber(reading, text);
  if (whole !== undefined) return whole;
  for (const part of text.split(LIST)) {
    const found = firstIn(reading, part.replace(LABEL, ''));
    if (found !== undefined) return found;
  }
  return invalid;
}

function firstIn(reading: Reading, text: string): NormalizedPhone | undefined {
  const whole = oneNumber(reading, text.trim());
  if (whole !== undefined) return whole;
  const parts = text.split(LOOSE_LIST);
  if (parts.length < 2) return undefined;
  for (const part of parts) {
    const found = oneNumber(reading, part.trim());
    if (found !== undefined) return found;
  }
  return undefined;
}

function oneNumber(reading: Reading, given: string): NormalizedPhone | undefined {
  const { raw, country } = reading;
  const text = given.replace(GERMAN_EXTENSION, '');
  const count = text.match(DIGIT)?.length ?? 0;
  if (count > MOST_DIGITS || (count < FEWEST_DIGITS && !LETTERS.test(text))) return undefined;
  const digits = text.replace(PUNCTUATION, '');
  const found = nationalOrPlus(reading, text, digits);
  if (found !== undefined && MOBILES.has(found.libraryType)) return phoneOf(raw, found);
  const isForeign = found === undefined && FOREIGN.test(digits) && !LOOSE_LIST.test(text);
  const isAmbiguous = country !== undefined && /^\d+$/.test(digits);
  const hasTwoReadings = isAmbiguous && (isForeign || mayBeInternational(digits, country));
  const prefixed = digits.startsWith('00') && found === undefined ? digits.slice(2) : undefined;
  const other = hasTwoReadings ? international(reading, digits) : prefixed && international(reading, prefixed);
  const number = other || found;
  return number && phoneOf(raw, number);
}

/** Digits that may begin with a calling code of another country: fewer are rather a number without its area code. */
const FOREIGN = /^[1-9]\d{8,14}$/;

/** Fewest digits of a number inside its country. */
const FEWEST_NATIONAL_DIGITS = 5;

/** Whether the text may be a national number of some country. */
export const mayBeNational = (text: string): boolean =>
  !text.startsWith('+') && (text.match(DIGIT)?.length ?? 0) >= FEWEST_NATIONAL_DIGITS;

/** A number as it was read; `libraryType` as the library names types. */
interface ReadNumber {
  e164: string;
  libraryType: string;
  country?: string | undefined;
}

/** Types of numbers that are mobile or may be. */
const MOBILES: ReadonlySet<string> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);

function phoneOf(raw: string, { e164, libraryType, country }: ReadNumber): NormalizedPhone {
  const found: NormalizedPhone = { raw, e164, type: phoneType(libraryType) };
  return country === undefined ? found : { ...found, country };
}

/** A number of the country, or one with a plus. */
function nationalOrPlus(reading: Reading, text: string, digits: string): ReadNumber | undefined {
  const plain = DIGITS.test(digits) ? plainNumber(digits, reading.country) : undefined;
  if (plain === 'invalid') return undefined;
  return plain === undefined ? parsed(reading, text) : { libraryType: plain.type, ...plain };
}

function international(reading: Reading, digits: string): ReadNumber | undefined {
  return nationalOrPlus(reading, `+${digits}`, `+${digits}`);
}

function parsed(reading: Reading, text: string): ReadNumber | undefined {
  if (reading.callsLeft === 0) return undefined;
  reading.callsLeft -= 1;
  const number = parsePhoneNumberFromString(text, {
    defaultCountry: reading.country as CountryCode,
    extract: false,
  });
  const libraryType = number?.getType();
  if (number === undefined || libraryType === undefined) return undefined;
  return { e164: number.number, libraryType, country: number.country };
}

function phoneType(type: string): PhoneType {
  if (type === 'MOBILE') return 'mobile';
  return type === 'FIXED_LINE' ? 'fixed_line' : 'other';
}
