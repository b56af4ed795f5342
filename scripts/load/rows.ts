import Papa from 'papaparse';

/** What separates and encloses cells. */
export interface CellMarks {
  delimiter: string;
  /** Undefined: quotation marks mean nothing in this file. */
  quote: string | undefined;
}

/** Rows of text pieces; cells are as they stand. `onBroken` is told when a quotation mark never closes. */
export async function* readRows(
  pieces: AsyncIterable<string>,
  layout: CellMarks,
  onBroken: () => void = () => undefined,
): AsyncGenerator<string[]> {
  const parse = rowParser(layout);
  let rest = '';
  let held = false;
  for await (const piece of pieces) {
    // A carriage return at the end may be half of a line break.
    const text: string = (held ? '\r' : '') + piece;
    held = text.endsWith('\r');
    rest += (held ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n');
    const { rows, used } = parse(rest, false);
    rest = rest.slice(used);
    yield* rows;
  }
  if (held) rest += '\n';
  const { rows, broken } = parse(rest, true);
  if (broken) onBroken();
  yield* rows;
}

/** All rows of a text at once. */
export function parseRows(text: string, layout: CellMarks): string[][] {
  return rowParser(layout)(text.replace(/\r\n?/g, '\n'), true).rows;
}

interface Parsed {
  rows: string[][];
  /** Characters consumed: what follows is a row that may go on. */
  used: number;
  broken: boolean;
}

interface PapaResult {
  data: string[][];
  errors: { code: string }[];
  meta: { cursor: number };
}

/** Papa's own streaming keeps no errors and no back-pressure; its parser underneath is all we need. */
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
