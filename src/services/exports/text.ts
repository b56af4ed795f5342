import { attributeCell, COMPUTED_TEXT, cellOf } from '../../core/exports/cells.js';
import { type Column, narrowed, openColumns, valueAt, wantedColumns } from '../../core/exports/columns.js';
import {
  type ExportLayout,
  type ExportParams,
  type ExportResource,
  MOST_ATTRIBUTE_COLUMNS,
} from '../../core/exports/export.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { NameLookup } from '../names.js';
import { type ExportSource, exportPages } from './pages.js';
import type { ExportRows, ExportTable, ExportTables } from './tables.js';

/** The text of a file: its head, and the lines of rows. */
interface ExportText<Row> {
  head: string;
  lines(rows: readonly Row[]): Promise<string>;
}

/** A part of the text of a file. */
export interface ExportPart {
  rows: number;
  leftOut: number;
  text: string;
}

type Layout = ExportLayout & { resource: ExportResource };

/** The text of a file, part by part. */
export async function* exportParts<Resource extends ExportResource>(
  source: ExportSource,
  tables: ExportTables,
  params: ExportParams & { resource: Resource },
): AsyncGenerator<ExportPart> {
  const table: ExportTable<ExportRows[Resource]> = tables[params.resource];
  const { head, lines } = await exportText(source.read, table, params);
  yield { rows: 0, leftOut: 0, text: head };
  for await (const { rows, leftOut } of exportPages(source, params))
    yield { rows: rows.length, leftOut, text: rows.length === 0 ? '' : await lines(rows) };
}

async function exportText<Row>(read: Repositories, table: ExportTable<Row>, layout: Layout): Promise<ExportText<Row>> {
  const columns = await columnsOf(read, table, layout);
  const presented = presentation(read, table);
  if (layout.format === 'ndjson') {
    const shown = layout.fields === undefined ? (row: object) => row : (row: object) => narrowed(row, columns);
    return {
      head: '',
      lines: async (rows) => (await presented(rows)).map((row) => `${JSON.stringify(shown(row))}\n`).join(''),
    };
  }
  const cellIn =
    (row: object) =>
    ({ path }: Column) =>
      path.length > 1 && path[0] === table.fields.open
        ? attributeCell(valueAt(row, path), layout.raw)
        : cellOf(valueAt(row, path));
  // Loaded by exports only.
  const { default: papa } = await import('papaparse');
  const config = { newline: '\r\n', escapeFormulae: layout.raw ? false : COMPUTED_TEXT };
  const text = (cells: (string | number)[][]) => `${papa.unparse(cells, config)}\r\n`;
  return {
    head: text([columns.map(({ name }) => name)]),
    lines: async (rows) => text((await presented(rows)).map((row) => columns.map(cellIn(row)))),
  };
}

/** The columns of a CSV file, with one for each attribute that a lead of the workspace has, or one for all where there are too many. */
async function columnsOf<Row>(
  read: Repositories,
  { fields }: ExportTable<Row>,
  { fields: wanted, resource, format }: Layout,
): Promise<Column[]> {
  const { open } = fields;
  const columns = [...wantedColumns(fields.columns, wanted)];
  const isOpen = wanted === undefined || wanted.some((name) => name === open || name.startsWith(`${open}.`));
  if (open === undefined || !isOpen) return columns;
  const whole: Column = { name: open, path: [open] };
  if (format === 'ndjson' && (wanted === undefined || wanted.includes(open))) return [...columns, whole];
  const names = resource === 'customers' ? await read.customers.attributeNames() : await read.leads.attributeNames();
  const all = openColumns(fields, names, wanted);
  return all.length > MOST_ATTRIBUTE_COLUMNS ? [...columns, whole] : [...columns, ...all];
}

/** Rows in the form of the API, with the names beside ids as they are in the snapshot. */
function presentation<Row>(read: Repositories, { present }: ExportTable<Row>) {
  const known = new Map<string, string | undefined>();
  return async (rows: readonly Row[]): Promise<object[]> => {
    const missing = new Set<string>();
    const names: NameLookup = (id) => {
      if (id === undefined || id === null) return undefined;
      if (!known.has(id)) missing.add(id);
      return known.get(id);
    };
    const presented = rows.map((row) => present(row, names));
    if (missing.size === 0) return presented;
    for (const id of missing) known.set(id, undefined);
    for (const { id, name } of await read.names.find([...missing])) known.set(id, name);
    return rows.map((row) => present(row, names));
  };
}
