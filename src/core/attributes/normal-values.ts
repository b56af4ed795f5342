import { fold } from '../fold.js';
import { iso, parseInstant } from '../time.js';
import type { AttributeValue } from '../values.js';
import type { AttributeKind, AttributeType } from './kind.js';

/** A value in the form that is stored (undefined: none, for blank text), or what would fit. */
export type NormalValue = { value: Exclude<AttributeValue, null> | undefined } | { problem: string };

/** What fits each type, for refusals. */
const FITTING: Record<AttributeType, string> = {
  text: 'text of up to 2,000 characters',
  number: 'a number, such as 12 or 12.5 without quotes (as text only where it can be read in one way: "1234.5")',
  decimal:
    'a decimal number as text, such as "1234.50": up to 30 digits before and after the point, no thousands separators',
  date: 'a date as yyyy-mm-dd, such as "2026-05-31"',
  instant: 'an RFC 3339 instant with its offset, such as "2026-05-31T09:30:00Z"',
  boolean: 'true or false',
  one_of: 'one of its options',
  many_of: 'a list of its options',
  lead: 'the id of a lead (a UUID)',
  customer: 'the id of a customer (a UUID)',
  rep: 'the id of a rep (a UUID)',
  url: 'an absolute URL with http or https, such as "https://example.com/page"',
};

const MOST_NAMED_OPTIONS = 20;

/** What fits the kind, as a clause that follows "takes". */
export function fitting({ type, options }: AttributeKind): string {
  const named = (options ?? []).slice(0, MOST_NAMED_OPTIONS).map((option) => `"${option}"`);
  if (named.length === 0) return FITTING[type];
  const more = (options?.length ?? 0) - named.length;
  return `${FITTING[type]}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The value in the form of its kind, where there is only one way to read it. The refusal does not contain the value. */
export function normalValue(kind: AttributeKind, value: Exclude<AttributeValue, null>): NormalValue {
  if (typeof value === 'string' && value.trim() === '') return { value: undefined };
  const normal = NORMAL[kind.type](value, kind.options ?? []);
  return normal === undefined ? { problem: `takes ${fitting(kind)}` } : { value: normal };
}

type Present = Exclude<AttributeValue, null>;
type Normalizer = (value: Present, options: readonly string[]) => Present | undefined;

const textOf = (value: Present): string | undefined => (Array.isArray(value) ? undefined : plainText(value).trim());

const plainText = (value: Exclude<Present, string[]>): string =>
  typeof value === 'number' ? plainNumber(value) : String(value);

/** The digits of a number without an exponent, which `String` writes below 0.000001 and from 1e21 on. */
export function plainNumber(value: number): string {
  const [, sign = '', whole = '', fraction = '', power = ''] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value)) ?? [];
  if (power === '') return String(value);
  const [digits, places] = [whole + fraction, Number(power)];
  return places < 0 ? `${sign}0.${'0'.repeat(-places - 1)}${digits}` : `${sign}${digits.padEnd(places + 1, '0')}`;
}

const ofText =
  (normal: (text: string) => Present | undefined): Normalizer =>
  (value) =>
    typeof value === 'string' ? normal(value.trim()) : undefined;

const NORMAL: Record<AttributeType, Normalizer> = {
  text: textOf,
  number: (value) =>
    typeof value === 'number' ? value : typeof value === 'string' ? numberIn(value.trim()) : undefined,
  decimal: (value) =>
    typeof value === 'string' || typeof value === 'number' ? decimalText(plainText(value).trim()) : undefined,
  date: ofText((text) => (DAY.test(text) && parseInstant(text) !== undefined ? text : undefined)),
  instant: ofText((text) => {
    const at = DAY.test(text) ? undefined : parseInstant(text);
    return at === undefined ? undefined : iso(at);
  }),
  boolean: (value) => (typeof value === 'boolean' ? value : BOOLEANS.get(String(value).trim().toLowerCase())),
  one_of: optionOf,
  many_of: (value, options) => {
    const found = (Array.isArray(value) ? value : [value]).map((one) => optionOf(one, options));
    const known = found.filter((one) => one !== undefined);
    return known.length === found.length ? [...new Set(known)] : undefined;
  },
  lead: ofText(idIn),
  customer: ofText(idIn),
  rep: ofText(idIn),
  url: ofText(urlIn),
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** One to three digits, a point and three digits: "1.234" is 1234 in many countries. */
const AMBIGUOUS = /^-?[1-9]\d{0,2}\.\d{3}$/;
function numberIn(text: string): number | undefined {
  if (!NUMBER.test(text) || AMBIGUOUS.test(text)) return undefined;
  return exactNumber(text);
}

/** The number that a decimal is, where it survives the way back to text, and can be sent again. */
export function exactNumber(text: string): number | undefined {
  const number = Number(text) || 0;
  const isWhole = Number.isInteger(number);
  if (decimalText(text) !== decimalText(plainNumber(number)) || (isWhole && !Number.isSafeInteger(number)))
    return undefined;
  return number;
}

const DECIMAL = /^([+-]?)0*(\d{1,30}?)(?:\.(\d{0,30}?)0*)?$/;

/** The decimal without sign of zero, leading zeros and trailing zeros: equal decimals are equal texts. */
export function decimalText(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^[+-]?\d{1,60}(\.\d{1,60})?$/.test(text)
    ? (DECIMAL.exec(text) ?? [])
    : [];
  if (whole === '') return undefined;
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

function optionOf(value: Present, options: readonly string[]): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const folded = fold(text);
  return options.find((option) => option === text) ?? options.find((option) => fold(option) === folded);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idIn(text: string): string | undefined {
  const id = text.toLowerCase();
  return UUID.test(id) ? id : undefined;
}

const URL_PARTS = /^(https?):\/\/([\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?(?::\d{1,5})?)((?:[/?#]\S*)?)$/iu;

/** Scheme and host in lower case, the rest as sent. User names and passwords are refused. */
function urlIn(text: string): string | undefined {
  const [, scheme, host, rest = ''] = URL_PARTS.exec(text) ?? [];
  return scheme === undefined || host === undefined
    ? undefined
    : `${scheme.toLowerCase()}://${host.toLowerCase()}${rest}`;
}
