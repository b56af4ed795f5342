import Papa from 'papaparse';
import { COMPUTED_TEXT } from '../../core/exports/cells.js';

/** Lines of CSV, each with its line break; texts that a spreadsheet would compute get an apostrophe in front. Empty without rows. */
export function csvLines(rows: (string | number)[][]): string {
  return rows.length === 0 ? '' : `${Papa.unparse(rows, { newline: '\r\n', escapeFormulae: COMPUTED_TEXT })}\r\n`;
}
