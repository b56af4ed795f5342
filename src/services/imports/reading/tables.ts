/** Opens a list of any format and encoding as a table: a header and blocks of rows, streamed with bounded memory. */
import { setImmediate as turn } from 'node:timers/promises';
import { type Bytes, gunzip, isGzip, peek, refused } from './byte-streams.js';
import { readDelimited } from './delimited.js';
import type { DetectedEncoding } from './encodings.js';
import { titleNote, withoutFooter } from './footers.js';
import { type DetectedTable, type FormatRow, type FormatTable, MOST_COLUMNS } from './formats.js';
import { isJson, readJson } from './json-lists.js';
import type { ValueKind } from './json-members.js';
import { checkIsText, decodeText, encodingOf } from './texts.js';
import { readWorkbook } from './workbooks.js';
import { isZip, openZip } from './zip-files.js';

export type { DetectedTable } from './formats.js';

export interface TableOptions {
  /** The encoding of a text; detected when absent. */
  encoding?: string | undefined;
  /** The delimiter of a delimited text; detected when absent. */
  delimiter?: string | undefined;
  /** The sheet of a workbook by name; the first one with rows when absent. */
  sheet?: string | undefined;
}

/** A row that could not be divided into its cells. */
export interface FaultyRow {
  /** Its number in the file, from 1. */
  number: number;
  /** As far as it was understood. */
  cells: string[];
  reason: string;
}

/** Rows that are not blank, unchanged, with their numbers in the file, from 1. */
export interface RowBlock {
  rows: string[][];
  numbers: number[];
  /** Rows of the same part of the file that are refused; they are not among `rows`. */
  faulty: FaultyRow[];
}

export interface Table {
  detected: DetectedTable;
  /** One line each and unique; "Column 3" for a column without a name. */
  header: string[];
  /** Sentences about lines that are no rows; complete when the rows have been read. */
  notes: string[];
  /** The kinds of values of each column of JSON; complete when the rows have been read. */
  kinds?: readonly ReadonlySet<ValueKind>[] | undefined;
  /** Can be read once. */
  blocks: AsyncIterable<RowBlock>;
}

const HEAD_BYTES = 1_048_576;
/** A block ends at the first of these limits: its rows are held in memory, and stored as one text. */
const BLOCK_ROWS = 1_000;
const BLOCK_CELLS = 500_000;
const BLOCK_CHARACTERS = 8_388_608;

/** Throws AppError for a list that cannot be read, also while its rows are read. */
export async function openTable(source: Bytes, options: TableOptions = {}): Promise<Table> {
  return openContent(source, options, undefined);
}

async function openContent(
  source: Bytes,
  options: TableOptions,
  compression: DetectedTable['compression'],
): Promise<Table> {
  const { head, whole, all } = await peek(source, HEAD_BYTES);
  if (head.length === 0) throw refused('The file is empty.');
  if (isGzip(head)) {
    if (compression !== undefined) throw refused('The file is compressed more than once: unpack it.');
    return openContent(gunzip(all), options, 'gzip');
  }
  if (isZip(head)) {
    const zip = await openZip(all);
    if (zip.isWorkbook) return tableOf(await readWorkbook(zip, options.sheet), compression);
    if (compression !== undefined) throw refused('The file is compressed more than once: unpack it.');
    return openContent(zip.onlyList(), options, 'zip');
  }
  const found = encodingOf(head, options.encoding);
  checkIsText(head, found);
  const text = decodeText(all, found, options.encoding !== undefined);
  const first = await text.next();
  const start = first.done ? '' : first.value;
  if (start.trim() === '') throw refused('The file is empty.');
  const format = isJson(start) ? readJson(start, text) : readDelimited(start, text, { whole, ...options });
  return tableOf(await format, compression, found);
}

function tableOf(
  { header, titles = [], detected, rows, kinds }: FormatTable,
  compression: DetectedTable['compression'],
  encoding?: DetectedEncoding,
): Table {
  if (header.length > MOST_COLUMNS)
    throw refused(
      `The list has more than ${MOST_COLUMNS.toLocaleString('en-US')} columns: leave out those that are not needed.`,
    );
  const table: DetectedTable = {
    compression,
    encoding: encoding?.encoding,
    encodingCertainty: encoding?.certainty ?? 'certain',
    damaged: encoding?.damaged ?? false,
    delimiter: undefined,
    quote: undefined,
    headerRow: undefined,
    sheet: undefined,
    sheets: undefined,
    ...detected,
  };
  const follow = () => {
    if (!encoding) return;
    table.encoding = encoding.encoding;
    table.encodingCertainty = encoding.certainty;
    table.damaged = encoding.damaged;
  };
  const notes = titleNote(titles);
  const { format } = detected;
  const isTable = format === 'delimited' || format === 'workbook';
  const options = { width: header.length, delimited: format === 'delimited', notes };
  return {
    detected: table,
    header,
    notes,
    kinds,
    blocks: blocksOf(isTable ? withoutFooter(rows, options) : rows, follow),
  };
}

/** Other work of the process gets a turn between blocks. */
async function* blocksOf(pieces: AsyncIterable<FormatRow[]>, follow: () => void): AsyncGenerator<RowBlock> {
  let block: RowBlock = { rows: [], numbers: [], faulty: [] };
  let [cellCount, characters] = [0, 0];
  for await (const piece of pieces) {
    follow();
    for (const { number, cells, fault } of piece) {
      if (fault !== undefined) block.faulty.push({ number, cells, reason: fault });
      else {
        block.rows.push(cells);
        block.numbers.push(number);
      }
      cellCount += cells.length;
      for (const cell of cells) characters += cell.length;
      const rowCount = block.rows.length + block.faulty.length;
      if (rowCount < BLOCK_ROWS && cellCount < BLOCK_CELLS && characters < BLOCK_CHARACTERS) continue;
      yield block;
      block = { rows: [], numbers: [], faulty: [] };
      [cellCount, characters] = [0, 0];
      await turn();
    }
  }
  follow();
  if (block.rows.length + block.faulty.length > 0) yield block;
}
