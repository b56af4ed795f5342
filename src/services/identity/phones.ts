import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { compatibilityForm } from '../../core/identity/texts.js';
import type { PhoneType } from '../../core/leads/vocabulary.js';
import { hasNumberingPlan, plainNumber } from './numbering-plans.js';

export interface NormalizedPhone {
  raw: string;
  /** E.164; absent when the number is not valid or its country can't be told. */
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

/**
 * A phone number as E.164, when it is valid in its numbering plan. Read as international with `+` or `00`, else as a
 * number of `country` (ISO 3166-1 alpha-2). Labels and extensions are dropped; of several numbers the first valid one counts.
 * Type `other` covers numbers whose plan does not tell mobile from fixed line (all of North America), toll-free and the like.
 */
export function normalizePhone(raw: string, country?: string): NormalizedPhone {
  const invalid: NormalizedPhone = { raw, type: 'invalid' };
  if (raw.length > LONGEST) return invalid;
  const plan = country !== undefined && hasNumberingPlan(country) ? country : undefined;
  const text = compatibilityForm(raw).replace(LABEL, '').replace(FLOAT_TAIL, '$1');
  const whole = LIST.test(text) ? undefined : oneNumber(raw, text, plan);
  if (whole !== undefined) return whole;
  for (const part of text.split(LIST)) {
    const found = firstIn(raw, part.replace(LABEL, ''), plan);
    if (found !== undefined) return found;
  }
  return invalid;
}

function firstIn(raw: string, text: string, country: string | undefined): NormalizedPhone | undefined {
  const whole = oneNumber(raw, text.trim(), country);
  if (whole !== undefined) return whole;
  const parts = text.split(LOOSE_LIST);
  if (parts.length < 2) return undefined;
  for (const part of parts) {
    const found = oneNumber(raw, part.trim(), country);
    if (found !== undefined) return found;
  }
  return undefined;
}

function oneNumber(raw: string, text: string, country: string | undefined): NormalizedPhone | undefined {
  if (text.length < 3) return undefined;
  const digits = text.replace(PUNCTUATION, '');
  const plain = DIGITS.test(digits) ? plainNumber(digits, country) : undefined;
  if (plain !== undefined) return { raw, e164: plain.e164, type: phoneType(plain.type), country: plain.country };
  return (
    parsed(raw, text, country) ?? (digits.startsWith('00') ? parsed(raw, `+${digits.slice(2)}`, country) : undefined)
  );
}

function parsed(raw: string, text: string, country: string | undefined): NormalizedPhone | undefined {
  const number = parsePhoneNumberFromString(text, { defaultCountry: country as CountryCode, extract: false });
  const type = number?.getType();
  if (number === undefined || type === undefined) return undefined;
  const found: NormalizedPhone = { raw, e164: number.number, type: phoneType(type) };
  return number.country === undefined ? found : { ...found, country: number.country };
}

function phoneType(type: string): PhoneType {
  if (type === 'MOBILE') return 'mobile';
  return type === 'FIXED_LINE' ? 'fixed_line' : 'other';
}
