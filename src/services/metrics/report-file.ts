import { COMPUTED_TEXT } from '../../core/exports/cells.js';

export type ReportCell = string | number | null;

/** Rows as CSV (RFC 4180). A text that a spreadsheet would compute has an apostrophe in front. */
export async function* csvOf(rows: readonly (readonly ReportCell[])[]): AsyncIterable<Buffer> {
  // Loaded by files only.
  const { default: papa } = await import('papaparse');
  const text = papa.unparse([...rows.map((row) => [...row])], { newline: '\r\n', escapeFormulae: COMPUTED_TEXT });
  yield Buffer.from(`${text}\r\n`);
}
