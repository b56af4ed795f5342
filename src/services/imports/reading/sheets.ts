import { type Bytes, refused } from './byte-streams.js';
import { MOST_COLUMNS } from './formats.js';
import { type NumberFormat, numberText } from './number-formats.js';
import { parseXml } from './xml-events.js';

export interface SheetRow {
  number: number;
  cells: string[];
}

/** What the cells of a sheet refer to. */
interface References {
  texts: readonly string[];
  formats: readonly NumberFormat[];
  from1904: boolean;
}

/** A cell of a spreadsheet has at most 32,767 characters. */
const MOST_TEXT = 100_000;

/**
 * The rows of a sheet with their numbers; empty cells are empty texts. Cells beyond the `width` of the table follow each other without gaps,
 * so that a far cell does not fill memory with empty ones.
 */
export async function* sheetRows(
  source: Bytes,
  references: References,
  table: { width: number },
): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  let row: SheetRow = { number: 0, cells: [] };
  let at = 0;
  let [type, style, value] = ['', '', ''];
  let inValue = false;
  let phonetic = false;
  const pieces = parseXml(source, {
    open(name, attributes) {
      if (name === 'row') {
        row = { number: Number(attributes.r ?? row.number + 1), cells: [] };
      } else if (name === 'c') {
        at = attributes.r === undefined ? row.cells.length : columnOf(attributes.r);
        type = attributes.t ?? 'n';
        style = attributes.s ?? '';
        value = '';
      } else if (name === 'rPh') phonetic = true;
      else if (name === 'v' || name === 't') inValue = !phonetic;
    },
    text(piece) {
      if (!inValue) return;
      value += piece;
      if (value.length > MOST_TEXT) throw refused('A cell of the workbook has more text than a cell can have.');
    },
    close(name) {
      if (name === 'v' || name === 't') inValue = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'c' && value !== '') {
        const place = Math.min(at, Math.max(table.width, row.cells.length), MOST_COLUMNS);
        while (row.cells.length < place) row.cells.push('');
        row.cells[place] = cellText(type, value, style, references);
      } else if (name === 'row') rows.push(row);
    },
  });
  for await (const _ of pieces) {
    if (rows.length === 0) continue;
    yield rows;
    rows = [];
  }
}

function cellText(type: string, value: string, style: string, { texts, formats, from1904 }: References): string {
  switch (type) {
    case 's':
      return texts[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'true' : 'false';
    case 'n':
      return numberText(value, formats[Number(style)] ?? 'general', from1904);
    case 'e':
      return '';
    default:
      return value;
  }
}

/** The place of a column, from 0: "C7" is 2. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index++) {
    const code = reference.charCodeAt(index);
    if (code < 65 || code > 90) break;
    column = column * 26 + (code - 64);
  }
  return Math.max(0, column - 1);
}
