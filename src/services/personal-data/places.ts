import type { SearchedPlace } from '../../core/jobs/shapes.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { WriteScope } from '../../db/store.js';
import { decompress } from '../exports/chunks.js';
import { packRows, unpackBlock } from '../imports/blocks.js';
import { textsIn } from './payload-parts.js';

/** The last piece that was searched: of a list, a payload or a file, and its number there. */
export interface Position {
  id: string;
  place: number;
}

/** What may name people: a row of a list, a payload, a line of a file. */
export interface Piece {
  texts: readonly string[];
  /** What an access request shows of it. */
  content: Record<string, unknown>;
}

/** Pieces that are read at once, and how those that name a person are erased. */
export interface PlacePage {
  last: Position;
  pieces: readonly Piece[];
  /** Of phone numbers without a country code; undefined: that of the workspace. */
  country?: string | undefined;
  forget(scope: WriteScope, found: ReadonlySet<Piece>): Promise<void>;
}

/** Where people are stored who may have no lead. Undefined: everything after the position was read. */
type ReadPage = (read: Repositories, after: Position) => Promise<PlacePage | undefined>;

/** Rows or payloads of one page. */
const PAGE = 1_000;
const ERASED = 'The person of this row was erased.';

/** All places that an erasure and an access request search for the addresses of a person, with the table that each is. */
export const PLACES: Record<SearchedPlace, { table: string; page: ReadPage }> = {
  blocks: { table: 'import_blocks', page: blockPage },
  rejected: { table: 'import_rows', page: rejectedPage },
  payloads: { table: 'connector_payloads', page: payloadPage },
  files: { table: 'export_chunks', page: filePage },
};

async function blockPage(read: Repositories, after: Position): Promise<PlacePage | undefined> {
  const block = await read.importBlocks.nextOfAll(after.id, after.place);
  if (block === undefined) return undefined;
  const { importId, block: place } = block;
  const list = await read.imports.find(importId);
  const rows = await unpackBlock(block.cells);
  const pieces = rows.map(({ number, cells }) => ({
    texts: cells,
    content: { importId, list: list?.name, row: number, columns: list?.header, cells },
  }));
  return {
    ...{ last: { id: importId, place }, pieces, country: list?.mapping?.country },
    async forget(scope, found) {
      const kept = rows.map((row, index) => {
        const piece = pieces[index];
        return piece && found.has(piece) ? { number: row.number, cells: [], fault: ERASED } : row;
      });
      await scope.importBlocks.replace(importId, { block: place, cells: await packRows(kept) });
      await scope.imports.forgetExamples([importId]);
    },
  };
}

async function rejectedPage(read: Repositories, after: Position): Promise<PlacePage | undefined> {
  const rows = await read.importRows.rejectedOfAll(after.id, after.place, PAGE);
  const last = rows.at(-1);
  if (last === undefined) return undefined;
  const pieces = rows.map((row) => ({ row, texts: row.cells ?? [], content: { ...row } }));
  return {
    ...{ last: { id: last.importId, place: last.row }, pieces },
    async forget(scope, found) {
      const gone = pieces.filter((piece) => found.has(piece)).map(({ row }) => row);
      await scope.importRows.forgetCells(gone);
      await scope.imports.forgetExamples([...new Set(gone.map(({ importId }) => importId))]);
    },
  };
}

/** Payloads without a lead: those with one are found by it. */
async function payloadPage(read: Repositories, after: Position): Promise<PlacePage | undefined> {
  const payloads = await read.connectorPayloads.withoutLead(after.id, PAGE);
  const last = payloads.at(-1);
  if (last === undefined) return undefined;
  const pieces = payloads.map(({ id, content, fetched, data }) => ({
    ...{ id, content: data },
    texts: [content, fetched].flatMap((text) => (text === null ? [] : textsIn(JSON.parse(text)))),
  }));
  return {
    ...{ last: { id: last.id, place: 0 }, pieces },
    async forget(scope, found) {
      await scope.connectorPayloads.forget(pieces.filter((piece) => found.has(piece)).map(({ id }) => id));
    },
  };
}

/** A file that names the person is removed as a whole. Its parts end with whole rows. */
async function filePage(read: Repositories, after: Position): Promise<PlacePage | undefined> {
  const chunk = await read.exportFiles.nextOfAll(after);
  if (chunk === undefined) return undefined;
  const { exportId, number } = chunk;
  const rows = await rowsOf((await decompress(chunk.content)).toString());
  const pieces = rows.map((row) => ({ texts: textsIn(row), content: { exportId, row } }));
  return {
    ...{ last: { id: exportId, place: number }, pieces },
    async forget(scope) {
      await scope.exportFiles.remove(exportId);
    },
  };
}

/** The rows of a part of a file: objects of NDJSON, lists of cells of CSV. */
async function rowsOf(text: string): Promise<unknown[]> {
  if (text.startsWith('{')) {
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line): unknown => JSON.parse(line));
  }
  // Loaded where there are files only.
  const { default: papa } = await import('papaparse');
  return papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n', skipEmptyLines: true }).data;
}
