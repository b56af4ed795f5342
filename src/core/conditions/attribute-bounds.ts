import type { Operator, Scalar } from '../condition.js';
import { iso, parseInstant } from '../time.js';

/** Bounds of a custom attribute that are text: exact decimals, or instants as RFC 3339 in UTC with milliseconds. */
export interface TextBounds {
  as: 'decimal' | 'instant';
  low: string;
  high: string;
}

/** A decimal as it is stored: PostgreSQL takes the same. */
export const DECIMAL_TEXT = '^-?[0-9]{1,30}([.][0-9]{1,30})?$';
/** A day, or an instant in UTC with milliseconds, as declared attributes are stored. Their order is that of the texts. */
export const DAY_TEXT = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';
export const INSTANT_TEXT = '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$';
export const MIDNIGHT = 'T00:00:00.000Z';

const DECIMAL = new RegExp(DECIMAL_TEXT);
const DAY = new RegExp(DAY_TEXT);
const INSTANT = new RegExp(INSTANT_TEXT);

export const isDecimalText = (value: unknown): value is string => typeof value === 'string' && DECIMAL.test(value);

/** The bounds of a comparison with a text or two; undefined: they are not of one kind, numbers, or days, which are compared by day. */
export function textBounds(value: Scalar | Scalar[] | undefined): TextBounds | undefined {
  const [low, high = low] = Array.isArray(value) ? value : [value];
  if (isDecimalText(low) && isDecimalText(high)) return { as: 'decimal', low, high };
  if ([low, high].every((one) => typeof one === 'string' && DAY.test(one))) return undefined;
  const [from, to] = [low, high].map((one) => (typeof one === 'string' ? parseInstant(one) : undefined));
  return from === undefined || to === undefined ? undefined : { as: 'instant', low: iso(from), high: iso(to) };
}

/** The test of an attribute by text bounds. A value of another kind is within no bounds. */
export function textBoundsTest(operator: Operator, { as, low, high }: TextBounds): (value: unknown) => boolean {
  const form = as === 'decimal' ? decimalForm : instantForm;
  const compare = as === 'decimal' ? compareDecimals : compareTexts;
  const holds = (text: string): boolean => {
    switch (operator) {
      case 'gt':
        return compare(text, low) > 0;
      case 'gte':
        return compare(text, low) >= 0;
      case 'lt':
        return compare(text, low) < 0;
      case 'lte':
        return compare(text, low) <= 0;
      default:
        return compare(text, low) >= 0 && compare(text, high) <= 0;
    }
  };
  return (value) => {
    const text = form(value);
    return text !== undefined && holds(text);
  };
}

const decimalForm = (value: unknown): string | undefined => (isDecimalText(value) ? value : undefined);

function instantForm(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (INSTANT.test(value)) return value;
  return DAY.test(value) ? `${value}${MIDNIGHT}` : undefined;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Compares two decimal texts exactly: negative, 0 or positive. */
export function compareDecimals(a: string, b: string): number {
  const scale = Math.max(fractionOf(a).length, fractionOf(b).length);
  const [left, right] = [scaled(a, scale), scaled(b, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const fractionOf = (text: string): string => text.split('.')[1] ?? '';

const scaled = (text: string, scale: number): bigint =>
  BigInt(text.replace('.', '') + '0'.repeat(scale - fractionOf(text).length));
