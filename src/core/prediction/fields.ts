import type { Column, FieldValue } from './sample.js';
import { isMissing } from './sample.js';

/**
 * The encoding of a field into a few codes. 0: missing. 1 to `cuts.length + 1`: numbers, by the number of cuts at or below
 * them (none for a field without numbers). Then one code for each of `values`, and the last code for all other values: rare
 * and unknown ones. Plain JSON.
 */
export interface FieldEncoding {
  name: string;
  /** Ascending. Empty and `numeric` false: a category. */
  numeric: boolean;
  cuts: number[];
  values: string[];
}

/** Most bins of a number: fine enough for steep shapes, coarse enough for tens of rows per bin. */
const MAX_BINS = 48;
const ROWS_PER_BIN = 12;
/** Values with fewer rows are merged into one code. */
const MIN_COUNT = 5;
const MAX_VALUES = 160;
/** From this share of numbers on, a field is treated as a number with a few texts. */
const NUMERIC_SHARE = 0.5;

export const codeCount = (field: FieldEncoding): number => firstValueCode(field) + field.values.length + 1;

const firstValueCode = (field: FieldEncoding): number => (field.numeric ? field.cuts.length + 2 : 1);

/** Learns bins by quantiles and the values with a code of their own, without using outcomes. */
export function learnField({ name, values, counts }: Column): FieldEncoding {
  const numbers: { value: number; count: number }[] = [];
  const words: { value: string; count: number }[] = [];
  let filled = 0;
  let inNumbers = 0;
  for (const [id, value] of values.entries()) {
    const count = counts[id] ?? 0;
    filled += count;
    if (count === 0) continue;
    if (typeof value !== 'number') words.push({ value: String(value), count });
    else {
      numbers.push({ value, count });
      inNumbers += count;
    }
  }
  const numeric = inNumbers > 0 && inNumbers >= filled * NUMERIC_SHARE;
  if (!numeric) for (const { value, count } of numbers) words.push({ value: String(value), count });
  words.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const common = words.filter(({ count }) => count >= MIN_COUNT).slice(0, MAX_VALUES);
  return { name, numeric, cuts: numeric ? quantileCuts(numbers, inNumbers) : [], values: common.map((w) => w.value) };
}

/** Bins with equal counts. A value that is as frequent as a bin gets its own bin. Cuts lie between values. */
function quantileCuts(numbers: { value: number; count: number }[], total: number): number[] {
  numbers.sort((a, b) => a.value - b.value);
  const target = Math.max(total / MAX_BINS, ROWS_PER_BIN);
  const cuts: number[] = [];
  let held = 0;
  for (let index = 0; index + 1 < numbers.length; index++) {
    const [here, next] = [numbers[index], numbers[index + 1]];
    if (!here || !next) break;
    held += here.count;
    // Ends the bin here or after the next value, whichever is closer to the target.
    if (held < target && held + next.count - target <= target - held) continue;
    cuts.push(here.value + (next.value - here.value) / 2);
    held = 0;
  }
  if (held + (numbers.at(-1)?.count ?? 0) < ROWS_PER_BIN / 2) cuts.pop();
  return cuts;
}

/** The code of each row. */
export function encodeColumn(field: FieldEncoding, { values, ids }: Column): Uint8Array {
  const encode = encoderOf(field);
  const codeOfId = new Uint8Array(values.length);
  for (let id = 0; id < values.length; id++) codeOfId[id] = encode(values[id]);
  const codes = new Uint8Array(ids.length);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] as number;
    codes[row] = id < 0 ? 0 : (codeOfId[id] as number);
  }
  return codes;
}

/** The code of a value. */
export function encoderOf(field: FieldEncoding): (value: FieldValue) => number {
  const first = firstValueCode(field);
  const other = codeCount(field) - 1;
  const codes = new Map(field.values.map((value, index) => [value, first + index]));
  const { numeric, cuts } = field;
  return (value) => {
    if (isMissing(value)) return 0;
    if (numeric && typeof value === 'number') return 1 + cutsUpTo(cuts, value);
    return codes.get(typeof value === 'string' ? value : String(value)) ?? other;
  };
}

function cutsUpTo(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
