import { type DateOrder, orderEvidence, parseDate } from '../../src/core/imports/dates.js';
import {
  type NumberStyle,
  parseAmount,
  parseNumber,
  parsePercent,
  styleEvidence,
} from '../../src/core/imports/numbers.js';
import type { FieldValue } from '../../src/core/prediction/sample.js';

/** A column with the type that nearly all of its values have. Values of another type stay text. */
export interface TypedColumn {
  name: string;
  type: 'number' | 'date' | 'category';
  cells: FieldValue[];
}

/** Share of the distinct values that must be numbers (or dates) for a column of that type. */
const TYPED_SHARE = 0.9;

/**
 * Reads the cells of one column; those in `missing` (lower case) and empty ones are null. Dates are epoch milliseconds.
 */
export function typeColumn(name: string, raw: readonly string[], missing: ReadonlySet<string>): TypedColumn {
  const texts = raw.map((cell) => cell.trim());
  const distinct = [...new Set(texts)].filter((text) => text !== '' && !missing.has(text.toLowerCase()));
  const style = majority(distinct.map(styleEvidence), 'point');
  const number = (text: string) => readNumber(text, style);
  const order = majority(distinct.map(orderEvidence), 'mdy' as DateOrder);
  const date = (text: string) => parseDate(text, order);
  const type = fits(distinct, number) ? 'number' : fits(distinct, date) ? 'date' : 'category';
  const read = type === 'number' ? number : type === 'date' ? date : () => undefined;
  const values = new Map<string, FieldValue>(distinct.map((text) => [text, read(text) ?? text]));
  const cells = texts.map((text) => values.get(text) ?? null);
  return { name, type, cells };
}

function readNumber(text: string, style: NumberStyle): number | undefined {
  return parseNumber(text, style) ?? parsePercent(text, style) ?? parseAmount(text, style)?.value;
}

function fits(texts: readonly string[], read: (text: string) => number | undefined): boolean {
  if (texts.length === 0) return false;
  let count = 0;
  for (const text of texts) if (read(text) !== undefined) count++;
  return count >= texts.length * TYPED_SHARE;
}

function majority<T extends NumberStyle | DateOrder>(evidence: readonly (T | undefined)[], fallback: T): T {
  const counts = new Map<T, number>();
  for (const item of evidence) if (item !== undefined) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? fallback;
}
