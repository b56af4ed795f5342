import Papa from 'papaparse';

/** The characters that separate and quote cells. */
export interface CellMarks {
  delimiter: string;
  /** Undefined when quotation marks are plain characters in this file. */
  quote: string | undefined;
}

/** Parses streamed text into rows of unchanged cells. */
export async function* readRows(pieces: AsyncIterable<string>, layout: CellMarks): AsyncGenerator<string[]> {
  const parse = rowParser(layout);
  let rest = '';
  let held = false;
  for await (const piece of pieces) {
    // A carriage return at the end may be the first half of a line break.
    const text: string = (held ? '\r' : '') + piece;
    held = text.endsWith('\r');
    rest += (held ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n');
    const { rows, used } = parse(rest, false);
    rest = rest.slice(used);
    yield* rows;
  }
  if (held) rest += '\n';
  yield* parse(rest, true).rows;
}

/** Parses a whole text into rows. */
export function parseRows(text: string, layout: CellMarks): string[][] {
  return rowParser(layout)(text.replace(/\r\n?/g, '\n'), true).rows;
}

/** Whether a quotation mark of a whole text is never closed. */
export function hasOpenQuote(text: string, layout: CellMarks): boolean {
  return rowParser(layout)(text.replace(/\r\n?/g, '\n'), true).broken;
}

interface Parsed {
  rows: string[][];
  /** Number of characters consumed; the rest is a row that may be incomplete. */
  used: number;
  broken: boolean;
}

interface PapaResult {
  data: string[][];
  errors: { code: string }[];
  meta: { cursor: number };
}

/** Uses the parser of Papa Parse without its streaming, which drops errors and has no back-pressure. */
function rowParser({ delimiter, quote }: CellMarks) {
  const quoteChar = quote ?? '\0';
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar, escapeChar: quoteChar });
  return (text: string, last: boolean): Parsed => {
    if (text === '') return { rows: [], used: 0, broken: false };
    const result: PapaResult = parser.parse(text, 0, !last);
    return {
      rows: result.data,
      used: result.meta.cursor,
      broken: result.errors.some(({ code }) => code === 'MissingQuotes'),
    };
  };
}

/** Whether a row holds nothing but white space. */
export const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');
