import type { Import } from '../../core/imports/import.js';
import { isRejectionColumn, REJECTION_COLUMNS } from '../../core/imports/reuse.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { unpackLines } from './blocks.js';
import { csvLines } from './lines.js';

/** The columns of the file of a rehearsal. */
export const REHEARSAL_COLUMNS = [
  ...['row', 'outcome', 'leadId', 'earlierRow', 'matchedBy', 'code', 'detail', 'column'],
  ...['score', 'temperature', 'category', 'ownerId', 'ownerName'],
];

const CHUNK = 1_000;

/** The rejected rows of a run as CSV: the columns of the file, the reason, the import, and cells beyond the columns; ready to be corrected and sent again. */
export async function* rejectedRowsFile(
  { importRows }: Pick<Repositories, 'importRows'>,
  { id, header }: Import,
): AsyncGenerator<Buffer> {
  const widest = await importRows.mostRejectedCells(id);
  const surplus = Array.from({ length: Math.max(0, widest - header.length) }, (_, index) => index + 1);
  const own = header.flatMap((name, index) => (isRejectionColumn(name) ? [] : [{ name, index }]));
  const { reason, importId } = REJECTION_COLUMNS;
  const names = [...own.map(({ name }) => name), reason, importId, ...surplus.map((place) => `surplus_cell_${place}`)];
  yield Buffer.from(csvLines([names]));
  for (let after = 0; ; ) {
    const rows = await importRows.rejectedAfter(id, after, CHUNK);
    const lines = rows.map(({ cells, detail }) => {
      const cellAt = (index: number) => cells?.[index] ?? '';
      const others = surplus.map((place) => cellAt(header.length + place - 1));
      return [...own.map(({ index }) => cellAt(index)), detail ?? '', id, ...others];
    });
    if (lines.length > 0) yield Buffer.from(csvLines(lines));
    if (rows.length < CHUNK) return;
    after = rows.at(-1)?.row ?? after;
  }
}

/** What a rehearsal found, as CSV: one line for each row. */
export async function* rehearsalFile(
  { importRehearsals }: Pick<Repositories, 'importRehearsals'>,
  { id, blocks }: Import,
): AsyncGenerator<Buffer> {
  yield Buffer.from(csvLines([REHEARSAL_COLUMNS]));
  for (let block = 0; block < blocks; block++) {
    const lines = await importRehearsals.find(id, block);
    if (lines !== undefined) yield Buffer.from(await unpackLines(lines));
  }
}
