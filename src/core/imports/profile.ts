import { cleanCell, copyOf, parseTruth } from './cells.js';
import { type DateOrder, isAmbiguousDate, orderEvidence } from './dates.js';
import { isHeaderRow } from './headers.js';
import { type NumberStyle, parseAmount, parseNumber, parsePercent, styleEvidence } from './numbers.js';

/** Statistics of the values of one column. */
export interface ColumnProfile {
  filled: number;
  /** The first 500 values, without consecutive repeats; of a long value its first 300 characters. */
  sample: string[];
  /** Number of distinct values. Beyond 20,000, or 1,000,000 in all columns, it is estimated from the rows until there. */
  distinct: number;
  allNumbers: boolean;
  allPercent: boolean;
  allAmounts: boolean;
  allTruths: boolean;
  /** Currencies of the amounts; an empty text for amounts without a currency. */
  currencies: ReadonlySet<string>;
  styles: Record<NumberStyle, number>;
  orders: Record<DateOrder, number>;
  ambiguousDates: number;
}

export interface Profile {
  rows: number;
  blankRows: number;
  /** Rows with more cells than columns (`longRows`), and with fewer (`shortRows`). */
  longRows: number;
  shortRows: number;
  columns: ColumnProfile[];
}

const SAMPLE = 500;
const DISTINCT_LIMIT = 20_000;
/** Of all columns: the values are held in memory. */
const DISTINCT_IN_ALL = 1_000_000;
const SAMPLE_LENGTH = 300;
/** Long digit strings, and those with a leading zero, are codes: as numbers they would lose digits. */
const CODE = /^[-+]?0\d|^\d{16,}$|^\+/;

/** Collects the column statistics that are needed before the first row is sent. */
export function startProfile(header: readonly string[]) {
  const most = Math.min(DISTINCT_LIMIT, Math.ceil(DISTINCT_IN_ALL / header.length));
  const collectors = header.map(() => startColumn(most));
  const counts = { rows: 0, blankRows: 0, longRows: 0, shortRows: 0 };
  return {
    /** Adds a row; one that repeats the header does not count. */
    add(row: readonly string[]): void {
      if (isHeaderRow(row, header)) return;
      let blank = true;
      for (const [index, collect] of collectors.entries()) {
        const cell = row[index];
        if (cell === undefined || cell === '') continue;
        const value = cleanCell(cell);
        if (value !== '' || cell.trim() !== '') blank = false;
        if (value !== '') collect.add(value);
      }
      if (blank) {
        counts.blankRows++;
        return;
      }
      counts.rows++;
      if (row.length < header.length) counts.shortRows++;
      if (row.slice(header.length).some((cell) => cell.trim() !== '')) counts.longRows++;
    },
    end: (): Profile => ({ ...counts, columns: collectors.map((collect) => collect.end()) }),
  };
}

/** `most` is the number of distinct values that are counted. */
function startColumn(most: number) {
  const sample: string[] = [];
  const distinct = new Set<string>();
  const currencies = new Set<string>();
  const styles = { point: 0, comma: 0 };
  const orders = { dmy: 0, mdy: 0 };
  const possible: Kinds = { numbers: true, percent: true, amounts: true, truths: true };
  let filled = 0;
  /** Values until there were as many distinct ones as are counted. */
  let counted = 0;
  let ambiguousDates = 0;

  return {
    add(value: string): void {
      filled++;
      if (distinct.size < most || sample.length < SAMPLE) {
        const kept = copyOf(value.slice(0, SAMPLE_LENGTH));
        if (sample.length < SAMPLE && sample.at(-1) !== kept) sample.push(kept);
        if (distinct.size < most) {
          distinct.add(kept);
          counted = filled;
        }
      }
      if (possible.truths || possible.percent || possible.numbers || possible.amounts)
        narrow(possible, value, currencies);
      if (possible.numbers || possible.amounts) {
        const style = styleEvidence(value.replace(/[^\d.,]+/g, ''));
        if (style) styles[style]++;
      }
      if (!isDateLike(value)) return;
      const order = orderEvidence(value);
      if (order) orders[order]++;
      else if (isAmbiguousDate(value)) ambiguousDates++;
    },
    end: (): ColumnProfile => ({
      filled,
      sample,
      distinct: distinct.size < most ? distinct.size : Math.round((distinct.size / counted) * filled),
      allNumbers: filled > 0 && possible.numbers,
      allPercent: filled > 0 && possible.percent,
      allAmounts: filled > 0 && possible.amounts,
      allTruths: filled > 0 && possible.truths,
      currencies,
      styles,
      orders,
      ambiguousDates,
    }),
  };
}

/** The types that fit all values so far. */
interface Kinds {
  numbers: boolean;
  percent: boolean;
  amounts: boolean;
  truths: boolean;
}

/** Excludes each type at the first value that does not fit. Most columns are text from their first value on. */
function narrow(possible: Kinds, value: string, currencies: Set<string>): void {
  if (possible.truths) possible.truths = parseTruth(value) !== undefined;
  if (possible.percent) possible.percent = parsePercent(value, 'point') !== undefined;
  if (possible.numbers) possible.numbers = !CODE.test(value) && parseNumber(value, 'point') !== undefined;
  if (!possible.amounts) return;
  const amount = parseAmount(value, 'point');
  possible.amounts = amount !== undefined && !amount.lowerEnd && !CODE.test(value);
  currencies.add(amount?.currency ?? '');
}

/** Whether a value can be a numeric date: it begins with a digit and is short. */
function isDateLike(value: string): boolean {
  const first = value.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && value.length >= 6 && value.length <= 40;
}
