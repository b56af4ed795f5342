/** Reads a sheet of an XLSX workbook. Shared texts are held in memory, rows are streamed. */
import { refused } from './byte-streams.js';
import { isBlank } from './cells.js';
import { type FormatRow, type FormatTable, MOST_COLUMNS } from './formats.js';
import { headerOf } from './layout.js';
import { formatOf, type NumberFormat } from './number-formats.js';
import { type SheetRow, sheetRows } from './sheets.js';
import { readXml } from './xml-events.js';
import type { ZipContent } from './zip-files.js';

/** Characters of all shared texts: they are held in memory. */
const MOST_TEXT = 64_000_000;
/** What a text takes besides its characters. */
const TEXT_OVERHEAD = 8;
const TOO_MUCH_TEXT = 'The workbook has too much text: save the sheet as CSV.';
const MOST_SHARED = 256 * 1_048_576;
/** Bytes of each other part but the sheets. */
const MOST_PART = 32 * 1_048_576;
const MOST_SHEET = 4 * 1_073_741_824;
const HEAD_ROWS = 200;

export interface Workbook {
  texts: readonly string[];
  formats: readonly NumberFormat[];
  from1904: boolean;
}

interface SheetPart {
  name: string;
  path: string;
}

/** The named sheet, else the first with rows. */
export async function readWorkbook(zip: ZipContent, wanted: string | undefined): Promise<FormatTable> {
  const { sheets, from1904 } = await readParts(zip);
  const named = sheets.filter(({ name }) => wanted === undefined || name.toLowerCase() === wanted.trim().toLowerCase());
  const names = sheets.map(({ name }) => name);
  if (named.length === 0)
    throw refused(`There is no sheet of this name. There are: ${names.join(', ').slice(0, 500)}.`);
  const book: Workbook = { texts: await readTexts(zip), formats: await readFormats(zip), from1904 };
  for (const { name, path } of named) {
    const table = { width: MOST_COLUMNS };
    const rows = sheetRows(zip.read(path, MOST_SHEET), book, table);
    const head = await readHead(rows);
    if (head.length === 0) continue;
    const { headers, headerless, skipRows, titles } = headerOf(head.map(({ cells }) => cells));
    table.width = headers.length;
    const headerRow = headerless ? undefined : head[skipRows - 1]?.number;
    return {
      header: headers,
      titles: titles.flatMap((index) => head[index] ?? []),
      detected: { format: 'workbook', headerRow, sheet: name, sheets: names },
      rows: dataRows(head.slice(skipRows), rows),
    };
  }
  throw refused('The workbook has no rows.');
}

async function readHead(rows: AsyncGenerator<SheetRow[]>): Promise<SheetRow[]> {
  const head: SheetRow[] = [];
  while (head.length < HEAD_ROWS) {
    const next = await rows.next();
    if (next.done) break;
    head.push(...next.value.filter(({ cells }) => !isBlank(cells)));
  }
  return head;
}

async function* dataRows(head: SheetRow[], rest: AsyncIterable<SheetRow[]>): AsyncGenerator<FormatRow[]> {
  yield head;
  for await (const piece of rest) yield piece.filter(({ cells }) => !isBlank(cells));
}

async function readParts(zip: ZipContent): Promise<{ sheets: SheetPart[]; from1904: boolean }> {
  const targets = new Map<string, string>();
  await readXml(zip.read('xl/_rels/workbook.xml.rels', MOST_PART), {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, Target);
    },
  });
  const sheets: SheetPart[] = [];
  let from1904 = false;
  await readXml(zip.read('xl/workbook.xml', MOST_PART), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const target = targets.get(id) ?? '';
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      if (zip.has(path)) sheets.push({ name: attributes.name ?? '', path });
    },
  });
  return { sheets, from1904 };
}

async function readTexts(zip: ZipContent): Promise<string[]> {
  const texts: string[] = [];
  if (!zip.has('xl/sharedStrings.xml')) return texts;
  let characters = 0;
  let text = '';
  let inText = false;
  let phonetic = false;
  await readXml(zip.read('xl/sharedStrings.xml', MOST_SHARED), {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text(piece) {
      if (!inText) return;
      text += piece;
      if (text.length > MOST_TEXT) throw refused(TOO_MUCH_TEXT);
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        characters += text.length + TEXT_OVERHEAD;
        if (characters > MOST_TEXT) throw refused(TOO_MUCH_TEXT);
        texts.push(text);
      }
    },
  });
  return texts;
}

/** The format of each style, by the number that cells refer to. */
async function readFormats(zip: ZipContent): Promise<NumberFormat[]> {
  const formats: NumberFormat[] = [];
  if (!zip.has('xl/styles.xml')) return formats;
  const codes = new Map<number, string>();
  let inCells = false;
  await readXml(zip.read('xl/styles.xml', MOST_PART), {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) formats.push(formatOf(Number(numFmtId ?? 0), codes.get(Number(numFmtId))));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}
