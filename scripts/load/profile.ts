import type { Target } from './aliases.js';
import { cleanCell, parseTruth } from './cells.js';
import { type DateOrder, isAmbiguousDate, orderEvidence } from './dates.js';
import type { Column } from './mapping.js';
import { type NumberStyle, parseAmount, parseNumber, parsePercent, styleEvidence } from './numbers.js';

/** What the values of one column have in common. */
export interface ColumnProfile {
  filled: number;
  /** The first values, none twice running: enough to tell what they are. */
  sample: string[];
  /** Different values, counted up to a limit, of columns where repetition matters. */
  distinct: number;
  allNumbers: boolean;
  allPercent: boolean;
  allAmounts: boolean;
  allTruths: boolean;
  /** Currencies seen in amounts; an empty text stands for none. */
  currencies: ReadonlySet<string>;
  styles: Record<NumberStyle, number>;
  orders: Record<DateOrder, number>;
  ambiguousDates: number;
}

export interface Profile {
  rows: number;
  blankRows: number;
  /** Rows with more cells than columns, and with fewer. */
  longRows: number;
  shortRows: number;
  columns: ColumnProfile[];
}

const SAMPLE = 500;
const COUNTED = new Set<Target>(['externalId', 'companyPhone', 'source']);
const DISTINCT_LIMIT = 20_000;
/** Longer digit strings, and those with a leading zero, are codes: as numbers they would lose digits. */
const CODE = /^[-+]?0\d|^\d{16,}$|^\+/;

/** Collects, row by row, what must be known of whole columns before the first row is sent. */
export function startProfile(columns: readonly Column[]) {
  const collectors = columns.map(startColumn);
  const counts = { rows: 0, blankRows: 0, longRows: 0, shortRows: 0 };
  return {
    add(row: readonly string[]): void {
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
      if (row.length < columns.length) counts.shortRows++;
      if (row.slice(columns.length).some((cell) => cell.trim() !== '')) counts.longRows++;
    },
    end: (): Profile => ({ ...counts, columns: collectors.map((collect) => collect.end()) }),
  };
}

function startColumn(column: Column) {
  const sample: string[] = [];
  const distinct = new Set<string>();
  const currencies = new Set<string>();
  const styles = { point: 0, comma: 0 };
  const orders = { dmy: 0, mdy: 0 };
  const still: Kinds = { numbers: true, percent: true, amounts: true, truths: true };
  const dated = column.target === 'occurredAt';
  const counted = column.target !== undefined && COUNTED.has(column.target);
  let filled = 0;
  let ambiguousDates = 0;

  return {
    add(value: string): void {
      filled++;
      if (sample.length < SAMPLE && sample.at(-1) !== value) sample.push(value);
      if (counted && distinct.size < DISTINCT_LIMIT) distinct.add(value);
      if (still.truths || still.percent || still.numbers || still.amounts) narrow(still, value, currencies);
      if (still.numbers || still.amounts) {
        const style = styleEvidence(value.replace(/[^\d.,]+/g, ''));
        if (style) styles[style]++;
      }
      if (!dated) return;
      const order = orderEvidence(value);
      if (order) orders[order]++;
      else if (isAmbiguousDate(value)) ambiguousDates++;
    },
    end: (): ColumnProfile => ({
      filled,
      sample,
      distinct: distinct.size,
      allNumbers: filled > 0 && still.numbers,
      allPercent: filled > 0 && still.percent,
      allAmounts: filled > 0 && still.amounts,
      allTruths: filled > 0 && still.truths,
      currencies,
      styles,
      orders,
      ambiguousDates,
    }),
  };
}

/** What every value so far could be. */
interface Kinds {
  numbers: boolean;
  percent: boolean;
  amounts: boolean;
  truths: boolean;
}

/** Each kind is dropped at the first value that is none: most columns are text from their first value on. */
function narrow(still: Kinds, value: string, currencies: Set<string>): void {
  if (still.truths) still.truths = parseTruth(value) !== undefined;
  if (still.percent) still.percent = parsePercent(value, 'point') !== undefined;
  if (still.numbers) still.numbers = !CODE.test(value) && parseNumber(value, 'point') !== undefined;
  if (!still.amounts) return;
  const amount = parseAmount(value, 'point');
  still.amounts = amount !== undefined && !amount.lowerEnd && !CODE.test(value);
  currencies.add(amount?.currency ?? '');
}
