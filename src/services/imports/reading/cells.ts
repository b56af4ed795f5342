/**
 * Divides delimited text into rows of cells. Written by hand, because a quotation mark that is not doubled or never closed must cost its
 * own row only: parsers read on to the next mark and swallow the rows between, or put values into the next column.
 */

import { copyOf } from '../../../core/imports/cells.js';

/** The characters that separate and quote cells. */
export interface CellMarks {
  delimiter: string;
  /** Undefined when quotation marks are plain characters in this file. */
  quote: string | undefined;
}

export interface ParsedRow {
  /** Unchanged cells. */
  cells: string[];
  /** Why its cells cannot be trusted. */
  fault?: string | undefined;
}

/** Characters of one row. A longer one, or a quotation mark that is open for longer, is a fault. */
export const ROW_LENGTH = 1_048_576;
const SHOWN = 200;
const TOO_LONG = `The row has more than ${ROW_LENGTH.toLocaleString('en-US')} characters.`;
const OPEN_QUOTE = 'A quotation mark is not closed.';
const STRAY_QUOTE = 'The quotation marks do not pair up.';

/**
 * Parses text that comes in pieces, with line feeds or carriage returns and line feeds. `width` is the number of columns, where known: a row
 * with stray quotation marks is accepted only if it has as many cells in one of the usual readings.
 */
export function startCells({ delimiter, quote }: CellMarks, width?: number) {
  const state: State = { delimiter, quote: quote ?? '', width, suspicious: false };
  let rest = '';
  /** Inside a row that is too long, up to the next line feed. */
  let skipping = false;

  function read(text: string, last: boolean): ParsedRow[] {
    const rows: ParsedRow[] = [];
    let position = 0;
    let nextQuote = quote === undefined ? Number.POSITIVE_INFINITY : -1;
    while (position < text.length) {
      const end = text.indexOf('\n', position);
      if (end < 0 && !last) break;
      const stop = end < 0 ? text.length : end;
      if (nextQuote < position && quote !== undefined) nextQuote = indexOr(text, quote, position);
      if (nextQuote >= stop) {
        rows.push(checked(state, splitLine(text, position, stop, delimiter)));
        position = stop + 1;
        continue;
      }
      const quoted = readQuoted(state, text, position, last);
      if (quoted === undefined) break;
      rows.push(quoted.row);
      position = quoted.next;
    }
    rest = position >= text.length ? '' : text.slice(position);
    return rows;
  }

  return {
    push(piece: string): ParsedRow[] {
      let text = piece;
      if (skipping) {
        const end = text.indexOf('\n');
        if (end < 0) return [];
        text = text.slice(end + 1);
        skipping = false;
      }
      const rows = read(rest + text, false);
      if (rest.length <= ROW_LENGTH || rest.includes('\n')) return rows;
      rows.push({ cells: [copyOf(rest.slice(0, SHOWN))], fault: TOO_LONG });
      rest = '';
      skipping = true;
      return rows;
    },
    end(): ParsedRow[] {
      return read(rest, true);
    },
  };
}

interface State {
  delimiter: string;
  quote: string;
  width: number | undefined;
  /** After a fault, until a row has the right number of cells and no stray quotation mark. */
  suspicious: boolean;
}

function checked(state: State, cells: string[]): ParsedRow {
  if (!state.suspicious) return { cells };
  const stray = state.quote !== '' && cells.some((cell) => cell.includes(state.quote));
  if (stray || cells.length !== state.width) return { cells, fault: STRAY_QUOTE };
  state.suspicious = false;
  return { cells };
}

type Read = { row: ParsedRow; next: number } | undefined;

/** Reads a row that has quotation marks; undefined when more text is needed. */
function readQuoted(state: State, text: string, start: number, last: boolean): Read {
  const cells: string[] = [];
  let position = start;
  for (;;) {
    const cell = readCell(text, position, state.delimiter, state.quote);
    if (cell === 'open') {
      if (!last && text.length - start <= ROW_LENGTH) return undefined;
      return plainLine(state, text, start, OPEN_QUOTE);
    }
    if (cell === 'stray') return strayLine(state, text, start, position, last);
    if (cell.next < 0 && !last) return undefined;
    cells.push(cell.value);
    if (cell.next < 0) return { row: checked(state, cells), next: text.length };
    if (cell.endsRow) return { row: checked(state, cells), next: cell.next };
    position = cell.next;
  }
}

/** A row with a quotation mark that is neither doubled nor at the end of its cell. */
function strayLine(state: State, text: string, start: number, position: number, last: boolean): Read {
  const { delimiter, quote, width } = state;
  const first = text.indexOf('\n', start);
  if (first < 0 && !last) return undefined;
  // The stray mark is on a later line, so the open mark of the first line was a stray one.
  if (first >= 0 && first < position) return plainLine(state, text, start, STRAY_QUOTE);
  const stop = first < 0 ? text.length : first;
  const line = text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop);
  const readings = [...keepInner(line, delimiter, quote), endAtFirst(line, delimiter, quote), line.split(delimiter)];
  const fitting = width === undefined ? readings[0] : readings.find(({ length }) => length === width);
  if (fitting !== undefined) return { row: { cells: fitting }, next: stop + 1 };
  state.suspicious = true;
  return { row: { cells: line.split(delimiter), fault: STRAY_QUOTE }, next: stop + 1 };
}

/** The first line alone, with quotation marks as plain characters. */
function plainLine(state: State, text: string, start: number, fault: string): Read {
  const end = text.indexOf('\n', start);
  const stop = end < 0 ? text.length : end;
  const cells = splitLine(text, start, stop, state.delimiter);
  if (state.width === undefined || cells.length === state.width) return { row: { cells }, next: stop + 1 };
  state.suspicious = true;
  return { row: { cells, fault }, next: stop + 1 };
}

/** Parses a whole text into rows. */
export function parseCells(text: string, marks: CellMarks): string[][] {
  const cells = startCells(marks);
  return [...cells.push(withLineFeeds(text)), ...cells.end()].map((row) => row.cells);
}

/** Text of old Macintosh programs ends its lines by carriage returns only. */
export const hasBareReturns = (head: string): boolean => head.includes('\r') && !head.includes('\n');
const withLineFeeds = (text: string): string => (hasBareReturns(text) ? text.replaceAll('\r', '\n') : text);

/** Whether a row holds nothing but white space. */
export const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell === '' || cell.trim() === '');

const indexOr = (text: string, mark: string, from: number): number => {
  const found = text.indexOf(mark, from);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
};

function splitLine(text: string, start: number, stop: number, delimiter: string): string[] {
  const end = stop > start && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop;
  return text.slice(start, end).split(delimiter);
}

type Cell = { value: string; next: number; endsRow: boolean } | 'open' | 'stray';

/** Reads one cell. `next` is -1 at the end of the text; `open` when its quotation mark is not closed in the text. */
function readCell(text: string, start: number, delimiter: string, quote: string): Cell {
  if (text[start] !== quote) return plainCell(text, start, delimiter);
  let from = start + 1;
  let doubled = false;
  for (;;) {
    const mark = text.indexOf(quote, from);
    if (mark < 0) return 'open';
    const after = text[mark + 1];
    if (after === quote) {
      doubled = true;
      from = mark + 2;
      continue;
    }
    const inner = text.slice(start + 1, mark).replaceAll('\r\n', '\n');
    const value = doubled ? inner.replaceAll(quote + quote, quote) : inner;
    if (after === undefined) return { value, next: -1, endsRow: true };
    if (after === delimiter) return { value, next: mark + 2, endsRow: false };
    if (after === '\n') return { value, next: mark + 2, endsRow: true };
    if (after === '\r' && text[mark + 2] === '\n') return { value, next: mark + 3, endsRow: true };
    if (after === '\r' && mark + 2 >= text.length) return { value, next: -1, endsRow: true };
    return 'stray';
  }
}

function plainCell(text: string, start: number, delimiter: string): Cell {
  const end = text.indexOf('\n', start);
  const cut = text.indexOf(delimiter, start);
  if (cut >= 0 && (end < 0 || cut < end)) return { value: text.slice(start, cut), next: cut + 1, endsRow: false };
  if (end < 0) return { value: text.slice(start).replace(/\r$/, ''), next: -1, endsRow: true };
  const stop = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
  return { value: text.slice(start, stop), next: end + 1, endsRow: true };
}

/** Reads a line in which inner quotation marks are not doubled: `"He said "hi, there"",x`. A cell ends at a mark before a delimiter. */
function keepInner(line: string, delimiter: string, quote: string): string[][] {
  let open = false;
  const cells = cellsBy(line, delimiter, quote, (from) => {
    const end = line.indexOf(quote + delimiter, from);
    const close = end < 0 && line.endsWith(quote) && line.length > from ? line.length - 1 : end;
    open ||= close < 0;
    return close;
  });
  return open ? [] : [cells];
}

/** Reads a line in which a cell goes on after its quotation: `"Acme" GmbH,x`. */
function endAtFirst(line: string, delimiter: string, quote: string): string[] {
  return cellsBy(line, delimiter, quote, (from) => line.indexOf(quote, from));
}

function cellsBy(line: string, delimiter: string, quote: string, closing: (from: number) => number): string[] {
  const cells: string[] = [];
  let position = 0;
  while (position <= line.length) {
    const close = line[position] === quote ? closing(position + 1) : -1;
    const cut = line.indexOf(delimiter, Math.max(position, close + 1));
    const end = cut < 0 ? line.length : cut;
    cells.push(close < 0 ? line.slice(position, end) : line.slice(position + 1, close) + line.slice(close + 1, end));
    position = end + 1;
  }
  return cells;
}
