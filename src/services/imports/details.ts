import { createImportReader } from '../../core/imports/export-rows.js';
import { type Import, type ImportState, importStateOf } from '../../core/imports/import.js';
import type { RowResult } from '../../core/imports/mapping.js';
import type { ImportTotals } from '../../core/jobs/imports.js';
import type { Job } from '../../core/jobs/shapes.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { orNotFound } from '../versions.js';
import { unpackBlock } from './blocks.js';
import { importLookups } from './lookups.js';
import { pastReferences } from './references.js';

/** Rows that an answer shows as they would be read. */
const FIRST_ROWS = 5;

export interface FirstRow {
  row: number;
  result: RowResult;
}

/** An import with its jobs. */
export interface ImportDetails {
  id: string;
  version: number;
  row: Import;
  state: ImportState;
  rehearsal: Job<'rehearse_import'> | undefined;
  run: Job<'import'> | undefined;
  /** What the run has made so far; undefined where it is not known without counting. */
  totals: ImportTotals | undefined;
  revert: Job<'revert_import'> | undefined;
  /** The first rows as they would be read; undefined in lists, and once they have been run. */
  firstRows?: FirstRow[] | undefined;
  /** The latest other import of the same file. */
  sameFileAs?: string | undefined;
}

/** Refuses an import that is not known, or whose file has not arrived. */
export async function foundImport(read: Pick<Repositories, 'imports'>, id: string): Promise<Import> {
  const row = await read.imports.find(id);
  return orNotFound(row?.uploadedAt === null ? undefined : row, 'import');
}

type Jobs = ReadonlyMap<string, Job>;

export async function jobsOf(read: Pick<Repositories, 'jobs'>, rows: readonly Import[]): Promise<Jobs> {
  const ids = rows.flatMap(({ rehearsalId, runId, revertId }) => [rehearsalId, runId, revertId]);
  const jobs = await read.jobs.findMany(ids.filter((id) => id !== null));
  return new Map(jobs.map((job) => [job.id, job]));
}

export function withJobs(row: Import, jobs: Jobs): ImportDetails {
  const of = (id: string | null) => (id === null ? undefined : jobs.get(id));
  // The ids of an import name jobs of these kinds.
  const rehearsal = of(row.rehearsalId) as Job<'rehearse_import'> | undefined;
  const run = of(row.runId) as Job<'import'> | undefined;
  const revert = of(row.revertId) as Job<'revert_import'> | undefined;
  const { id, version } = row;
  return {
    id,
    version,
    row,
    rehearsal,
    run,
    totals: run && totalsOf(run),
    revert,
    state: importStateOf(run?.state, revert?.state, row.pausedAt !== null),
  };
}

/** A run that failed or was cancelled has neither cursor nor result. */
function totalsOf({ cursor, result }: Job<'import'>): ImportTotals | undefined {
  const known = result !== null && 'created' in result ? result : cursor;
  if (known === null) return undefined;
  const { created, joined, repeated, rejected, suppressed = 0, rejections } = known;
  return { created, joined, repeated, rejected, suppressed, rejections };
}

export async function detailsOf(
  read: Pick<Repositories, 'imports' | 'importBlocks' | 'jobs' | 'reps' | 'policies'>,
  row: Import,
  now: number,
): Promise<ImportDetails> {
  const details = withJobs(row, await jobsOf(read, [row]));
  const [firstRows, same] = [await firstRowsOf(read, row, now), await read.imports.findByFile(row.fileHash, row.id)];
  return { ...details, firstRows, sameFileAs: same?.id };
}

async function firstRowsOf(
  read: Pick<Repositories, 'importBlocks' | 'reps' | 'policies'>,
  { id, mapping }: Import,
  now: number,
): Promise<FirstRow[] | undefined> {
  const block = mapping === null ? undefined : await read.importBlocks.first(id);
  if (block === undefined || mapping === null) return undefined;
  const rows = await unpackBlock(block.cells);
  const references = await pastReferences(read, mapping);
  const readRow = createImportReader(mapping, { now, lookups: importLookups, references });
  return rows.slice(0, FIRST_ROWS).map(({ number: row, cells, fault }) => ({
    row,
    result: fault === undefined ? readRow(cells) : { refused: { reason: fault } },
  }));
}
