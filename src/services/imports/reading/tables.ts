/** Opens a list of any format and encoding as a table: a header and blocks of rows, streamed with bounded memory. */
import { setImmediate as turn } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { AppError } from '../../errors.js';
import { type DetectedEncoding, detectEncoding } from './encodings.js';
import { detectLayout, type Layout } from './layout.js';
import { isBlank, readRows } from './rows.js';

export const TABLE_FORMATS = ['delimited'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface TableOptions {
  /** The encoding; detected when absent. */
  encoding?: string | undefined;
}

/** What was found out about a list from its first megabyte. */
export interface DetectedTable {
  format: TableFormat;
  encoding: string;
  encodingCertainty: DetectedEncoding['certainty'];
  /** Whether bytes are invalid in the encoding. */
  damaged: boolean;
  delimiter: string;
  /** Undefined when quotation marks are plain characters. */
  quote: string | undefined;
  /** The row of the header in the file, from 1; undefined when the first row is data. */
  headerRow: number | undefined;
}

/** Rows that are not blank, unchanged, with their numbers in the file, from 1. */
export interface RowBlock {
  rows: string[][];
  numbers: number[];
}

export interface Table {
  detected: DetectedTable;
  /** One line each and unique; "Column 3" for a column without a name. */
  header: string[];
  /** Can be read once. */
  blocks: AsyncIterable<RowBlock>;
}

const HEAD_BYTES = 1_048_576;
const BLOCK_ROWS = 1_000;

/** Throws AppError for a list that cannot be read, also while its rows are read. */
export async function openTable(source: AsyncIterable<Uint8Array>, options: TableOptions = {}): Promise<Table> {
  const { encoding: given } = options;
  if (given !== undefined && !iconv.encodingExists(given)) throw refused(`The encoding "${given}" is not known.`);
  const chunks = source[Symbol.asyncIterator]();
  const { head, whole } = await readHead(chunks);
  if (head.length === 0) throw refused('The file is empty.');
  const found: DetectedEncoding =
    given === undefined ? detectEncoding(head) : { encoding: given, certainty: 'certain', damaged: false };
  const decoder = iconv.getDecoder(found.encoding);
  const first = decoder.write(head);
  const text = whole ? first + (decoder.end() ?? '') : first;
  const layout = detectLayout(text, whole);
  async function* pieces(): AsyncGenerator<string> {
    yield text;
    if (whole) return;
    for (let next = await chunks.next(); !next.done; next = await chunks.next())
      yield decoder.write(Buffer.from(next.value));
    yield decoder.end() ?? '';
  }
  return {
    detected: {
      format: 'delimited',
      encoding: found.encoding,
      encodingCertainty: found.certainty,
      damaged: found.damaged,
      delimiter: layout.delimiter,
      quote: layout.quote,
      headerRow: layout.headerless ? undefined : layout.skipRows,
    },
    header: layout.headers,
    blocks: readBlocks(pieces(), layout),
  };
}

async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<{ head: Buffer; whole: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) return { head: Buffer.concat(parts), whole: true };
    parts.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(parts), whole: false };
}

async function* readBlocks(pieces: AsyncIterable<string>, layout: Layout): AsyncGenerator<RowBlock> {
  let block: RowBlock = { rows: [], numbers: [] };
  let number = 0;
  for await (const row of readRows(pieces, layout)) {
    number++;
    if (number <= layout.skipRows || isBlank(row)) continue;
    block.rows.push(row);
    block.numbers.push(number);
    if (block.rows.length < BLOCK_ROWS) continue;
    yield block;
    block = { rows: [], numbers: [] };
    await turn();
  }
  if (block.rows.length > 0) yield block;
}

const refused = (detail: string) => new AppError('rule_refused', detail);
