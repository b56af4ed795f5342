import { matchHeader } from '../../../core/imports/headers.js';
import { type CellMarks, isBlank, parseCells } from './cells.js';
import { holdsContact, isEmail } from './contact-cells.js';

/** How a file is divided into rows and columns. */
export interface Layout extends CellMarks {
  /** Rows (blank ones counted) before the first row of data: a preamble and the header. */
  skipRows: number;
  /** Cleaned and unique; "Column 3" for a column without one. */
  headers: string[];
  /** Whether the file has no header row. */
  headerless: boolean;
  /** Indexes of the title lines before the header that are no rows. */
  titles: number[];
}

const DELIMITERS = [',', ';', '\t', '|', '^', '~', '\u0001', '\u001f'];
const DELIMITER_NAMES: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'vertical bar' };
const SAMPLE_ROWS = 200;
/** The header is searched in this many rows. */
const PREAMBLE_ROWS = 30;
const NAME_LENGTH = 100;

export const delimiterName = (delimiter: string): string => DELIMITER_NAMES[delimiter] ?? delimiter;

/**
 * Detects the layout from the start of a file. Unless `head` is the `whole` file, its last, incomplete row is ignored.
 */
export function detectLayout(head: string, whole: boolean, given?: string): Layout {
  const quote = quoteOf(head);
  const declared = /^sep=(.)\r?\n/i.exec(head)?.[1];
  const named = given ?? declared;
  const candidates = (named === undefined ? DELIMITERS : [named]).map((delimiter) => {
    const rows = parseCells(head, { delimiter, quote }).slice(0, SAMPLE_ROWS);
    return rateDelimiter(delimiter, whole || rows.length === SAMPLE_ROWS ? rows : rows.slice(0, -1));
  });
  const best = candidates.reduce((a, b) => (b.rating > a.rating ? b : a));
  const { delimiter, rows, width } = best;
  const layout = headerOf(rows, width, declared === undefined ? 0 : 1);
  const [first] = rows.slice(layout.skipRows - 1);
  // Without a width that nearly all rows share, longer rows are rejected: their values may be shifted.
  const headers =
    layout.headerless || first === undefined || isSteady(rows.slice(layout.skipRows), width)
      ? layout.headers
      : layout.headers.slice(0, first.length);
  return { delimiter, quote, ...layout, headers };
}

const STEADY = 0.9;

function isSteady(rows: string[][], width: number): boolean {
  const filled = rows.filter((row) => !isBlank(row));
  return filled.filter((row) => row.length === width).length >= filled.length * STEADY;
}

/** Finds the header in the first rows of a table, not before the row `from`. */
export function headerOf(
  rows: string[][],
  width = commonest(rows.filter((row) => !isBlank(row)).map((row) => row.length)),
  from = 0,
): Omit<Layout, keyof CellMarks> {
  const at = Math.max(from, headerAt(rows, width));
  const header = rows[at] ?? [];
  const headerless = looksLikeData(header);
  return {
    skipRows: headerless ? at : at + 1,
    headers: namesOf(headerless ? header.map(() => '') : header, Math.max(header.length, width)),
    headerless,
    titles: rows.slice(0, at).flatMap((row, index) => (index < from || isBlank(row) ? [] : [index])),
  };
}

function rateDelimiter(
  delimiter: string,
  rows: string[][],
): { delimiter: string; rows: string[][]; width: number; rating: number } {
  const filled = rows.filter((row) => !isBlank(row));
  const width = commonest(filled.map((row) => row.length));
  if (width < 2) return { delimiter, rows, width: 1, rating: 0 };
  const steady = filled.filter((row) => row.length === width).length / filled.length;
  const header = rows[headerAt(rows, width)] ?? [];
  const known = header.filter((cell) => matchHeader(cell) !== undefined).length;
  return { delimiter, rows, width, rating: steady * Math.log2(width) + known };
}

function commonest(lengths: number[]): number {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a), [1, 0])[0];
}

const filledCells = (row: readonly string[]): number => row.filter((cell) => cell.trim() !== '').length;
const knownNames = (row: readonly string[]): number => row.filter((cell) => matchHeader(cell) !== undefined).length;

/**
 * The index of the header: the first row with values in most columns. Rows before it are title lines, unless one of them may be the header
 * or a row of the table.
 */
function headerAt(rows: string[][], width: number): number {
  const enough = width < 2 ? 1 : Math.max(2, Math.ceil(width * 0.6));
  const found = rows.slice(0, PREAMBLE_ROWS).findIndex((row) => filledCells(row) >= enough);
  if (found >= 0) return tableStart(rows, found) ?? found;
  return Math.max(
    0,
    rows.findIndex((row) => !isBlank(row)),
  );
}

/** The first row before `found` that is no title line. */
function tableStart(rows: string[][], found: number): number | undefined {
  const before = rows.slice(0, found);
  const header = rows[found] ?? [];
  const names = Math.max(0, ...before.map(knownNames));
  if (!header.some(isEmail) && knownNames(header) > names) return undefined;
  const telling = before.findIndex((row) => knownNames(row) > 0 || row.some(holdsContact));
  if (telling >= 0) return telling;
  // Lines with several values are title lines only where more rows are longer than they are.
  const several = before.filter((row) => filledCells(row) > 1);
  const longest = Math.max(0, ...several.map(filledCells));
  const longer = rows.slice(found).filter((row) => filledCells(row) > longest).length;
  return several[0] === undefined || longer > several.length ? undefined : before.indexOf(several[0]);
}

/**
 * Whether a row holds e-mail addresses, dates or phone numbers, which are no column names. Short numbers may be: years.
 */
function looksLikeData(header: string[]): boolean {
  const data = header.filter((cell) =>
    /^[^\s@]+@[^\s@]+\.[a-z]{2,}$|^\d{4}-\d\d-\d\d|^\+?[\d\s().-]{9,}$/i.test(cell.trim()),
  );
  return data.length > 0 && !header.some((cell) => matchHeader(cell) !== undefined);
}

/** An apostrophe when nearly every line consists of cells in apostrophes, as in some exports; else a double quote. */
function quoteOf(head: string): string {
  const lines = head.split('\n', 20).filter((line) => line.trim() !== '');
  const single = lines.filter((line) => /^'[^']*'(?:[,;\t|]'[^']*')+\s*$/.test(line)).length;
  return single > 0 && single >= lines.length * 0.7 ? "'" : '"';
}

/** A property of this name is not stored by objects. */
const NO_NAME = '__proto__';

/** Headers of one line each that are unique in any case. */
export function namesOf(header: string[], width: number): string[] {
  const counts = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const given = cleanHeader(header[index] ?? '');
    const cleaned = given === '' || given === NO_NAME ? `Column ${index + 1}` : given;
    const count = (counts.get(cleaned.toLowerCase()) ?? 0) + 1;
    counts.set(cleaned.toLowerCase(), count);
    return count === 1 ? cleaned : `${cleaned.slice(0, NAME_LENGTH - 5)} (${count})`;
  });
}

/** A header as one line without invisible characters, limited to the length of an attribute's name. */
function cleanHeader(raw: string): string {
  const line = raw
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.slice(0, NAME_LENGTH).trim();
}
