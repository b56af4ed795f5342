/** Reads text with a delimiter: CSV, TSV and the like. */
import { refused } from './byte-streams.js';
import { hasBareReturns, isBlank, type ParsedRow, parseCells, ROW_LENGTH, startCells } from './cells.js';
import { type FormatRow, type FormatTable, MOST_COLUMNS, TOO_WIDE } from './formats.js';
import { detectLayout } from './layout.js';

interface Options {
  /** Whether the start is the whole text. */
  whole: boolean;
  delimiter?: string | undefined;
}

/** Characters of the start that decide the layout. */
const HEAD_CHARACTERS = 262_144;

export function readDelimited(start: string, rest: AsyncIterable<string>, options: Options): FormatTable {
  const bare = hasBareReturns(start);
  const text = bare ? start.replaceAll('\r', '\n') : start;
  const head = text.slice(0, HEAD_CHARACTERS);
  if (!options.whole && !head.includes('\n'))
    throw refused(
      `The first line has more than ${HEAD_CHARACTERS.toLocaleString('en-US')} characters: this is no list.`,
    );
  const layout = detectLayout(head, options.whole && head.length === text.length, options.delimiter);
  const { delimiter, quote, headers, headerless, skipRows, titles } = layout;
  const lines = titles.length === 0 ? [] : parseCells(head, { delimiter, quote });
  async function* rows(): AsyncGenerator<FormatRow[]> {
    const cells = startCells({ delimiter, quote }, headers.length);
    let number = 0;
    const numbered = (parsed: ReturnType<typeof cells.push>): FormatRow[] => {
      const piece: FormatRow[] = [];
      for (const row of parsed) {
        number++;
        if (number > skipRows && !isBlank(row.cells)) piece.push({ number, ...withinWidth(row) });
      }
      return piece;
    };
    // The head is parsed in parts, so that no part is a long stretch of work.
    for (let at = 0; at < text.length; at += ROW_LENGTH) yield numbered(cells.push(text.slice(at, at + ROW_LENGTH)));
    for await (const piece of rest) yield numbered(cells.push(bare ? piece.replaceAll('\r', '\n') : piece));
    yield numbered(cells.end());
  }
  return {
    header: headers,
    titles: titles.map((index) => ({ number: index + 1, cells: lines[index] ?? [] })),
    detected: { format: 'delimited', delimiter, quote, headerRow: headerless ? undefined : skipRows },
    rows: rows(),
  };
}

/** A row without cells beyond the most columns; a fault if one of them has a value. */
function withinWidth({ cells, fault }: ParsedRow): Omit<FormatRow, 'number'> {
  if (cells.length <= MOST_COLUMNS) return { cells, fault };
  const isLonger = !isBlank(cells.slice(MOST_COLUMNS));
  return { cells: cells.slice(0, MOST_COLUMNS), fault: fault ?? (isLonger ? TOO_WIDE : undefined) };
}
