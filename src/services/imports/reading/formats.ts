/** What the readers of all formats share. */
import type { DetectedEncoding } from './encodings.js';
import type { ValueKind } from './json-members.js';

export const TABLE_FORMATS = ['delimited', 'json_lines', 'json_array', 'workbook'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** What was found out about a list from its first megabyte. */
export interface DetectedTable {
  format: TableFormat;
  compression: 'gzip' | 'zip' | undefined;
  /** Undefined for a workbook. Final when the rows have been read, where the first megabyte is plain ASCII. */
  encoding: string | undefined;
  encodingCertainty: DetectedEncoding['certainty'];
  /** Whether bytes are invalid in the encoding. */
  damaged: boolean;
  /** Of a delimited text. */
  delimiter: string | undefined;
  /** Of a delimited text; undefined when quotation marks are plain characters. */
  quote: string | undefined;
  /** The row of the header in the file, from 1; undefined when the first row is data, and for JSON. */
  headerRow: number | undefined;
  sheet: string | undefined;
  /** Names of all sheets of a workbook. */
  sheets: string[] | undefined;
}

/** Columns of a list at most, and cells of a row. */
export const MOST_COLUMNS = 2_000;
export const TOO_WIDE = `The row has more than ${MOST_COLUMNS.toLocaleString('en-US')} cells.`;

/** A row of a format: its cells, or why they are none. */
export interface FormatRow {
  number: number;
  cells: string[];
  fault?: string | undefined;
}

/** What the reader of one format returns. */
export interface FormatTable {
  header: string[];
  detected: Partial<DetectedTable> & Pick<DetectedTable, 'format'>;
  /** The kinds of values of each column of JSON; complete when the rows have been read. */
  kinds?: readonly ReadonlySet<ValueKind>[] | undefined;
  /** Lines before the table that are no rows. */
  titles?: FormatRow[] | undefined;
  /** Rows in the order of the file, in pieces of any size. */
  rows: AsyncIterable<FormatRow[]>;
}
