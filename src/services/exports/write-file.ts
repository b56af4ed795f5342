import { EXPORT_HOURS, type ExportParams, type ExportTotals } from '../../core/exports/export.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import type { JobHandler, Step } from '../jobs/kinds.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { type Chunk, chunkWriter } from './chunks.js';
import type { ExportSource } from './pages.js';
import type { ExportTables } from './tables.js';
import { exportParts } from './text.js';

/** A file that takes longer is not written: its transaction would keep the database from removing old rows. */
const MOST_MS = 30 * 60_000;
/** Files that are begun again because something was erased meanwhile. */
const MOST_ATTEMPTS = 5;
/** Files are written in a thread of their own, so a page may take long. */
const PAGE = 1_000;
const EXPORT_MS = EXPORT_HOURS * 3_600_000;

export interface ExportHandlerOptions {
  store: Store;
  tables: () => Promise<ExportTables>;
  timeOf: WorkspaceTime;
  newId: () => string;
}

const TOO_SLOW =
  'A page of the rows takes longer than a statement may. Add a condition that has an index, such as category, ownerId, sourceId or createdAt, or leave out the one that selects few of many rows.';

export const tooSlow = () => new AppError('rule_refused', TOO_SLOW);

/** The file was removed while it was written. */
class FileRemoved extends Error {
  override readonly name = 'FileRemoved';
}

/**
 * Writes the file of an export in one step, from one snapshot, so that all rows are of one instant. Each part of the file is one
 * transaction with the progress. Another process begins the file anew. So does this one when something is erased meanwhile.
 */
export function exportHandler(options: ExportHandlerOptions): JobHandler<'export'> {
  return async (step) => {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      try {
        return await writeFile(options, step);
      } catch (error) {
        if (options.store.failureOf(error)?.kind === 'timeout') throw tooSlow();
        if (!(error instanceof FileRemoved)) throw error;
      }
    }
    const detail =
      'Leads or customers were deleted again and again while the file was written. Request the export again.';
    throw new AppError('conflict', detail);
  };
}

async function writeFile({ store, tables, timeOf, newId }: ExportHandlerOptions, step: Step<'export'>): Promise<void> {
  const { workspaceId } = step.context;
  const attemptId = newId();
  const total = await countRows(step, await timeOf(workspaceId));
  await step.write(async (scope) => {
    await scope.exportFiles.begin(step.id, attemptId, new Date(scope.realNow + EXPORT_MS));
    return { cursor: { attemptId }, done: 0, total };
  });
  const snapshot = await store.openSnapshot(workspaceId);
  let failure: unknown;
  try {
    const source = { workspaceId, read: snapshot.read, now: await timeOf(workspaceId), pageRows: PAGE };
    await writeRows(await tables(), step, source, attemptId);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    await snapshot.close(failure);
  }
}

async function writeRows(
  tables: ExportTables,
  step: Step<'export'>,
  source: ExportSource,
  attemptId: string,
): Promise<void> {
  const { params, signal } = step;
  const until = performance.now() + MOST_MS;
  let rows = 0;
  let leftOut = 0;
  const chunks = chunkWriter((chunk) => saveChunk(step, attemptId, chunk, rows));
  for await (const part of exportParts(source, tables, params)) {
    signal?.throwIfAborted();
    if (performance.now() > until) throw new AppError('rule_refused', 'The file takes too long: select fewer rows.');
    rows += part.rows;
    leftOut += part.leftOut;
    await chunks.add(part.text);
  }
  await chunks.flush();
  const totals = { rows, bytes: sizeOf(params, chunks.totals), snapshotAt: source.now };
  await complete(step, attemptId, params.contactableBy === undefined ? totals : { ...totals, leftOut });
}

const sizeOf = ({ compression }: ExportParams, { bytes, storedBytes }: { bytes: number; storedBytes: number }) =>
  compression === 'gzip' ? storedBytes : bytes;

function saveChunk(step: Step<'export'>, attemptId: string, chunk: Chunk, done: number): Promise<void> {
  return step.write(async (scope) => {
    if (!(await scope.exportFiles.append(step.id, attemptId, chunk))) throw new FileRemoved('the file was removed');
    return { cursor: { attemptId }, done };
  });
}

function complete(step: Step<'export'>, attemptId: string, totals: Omit<ExportTotals, 'expiresAt'>): Promise<void> {
  return step.write(async (scope) => {
    const expiresAt = scope.realNow + EXPORT_MS;
    const completed = await scope.exportFiles.complete(
      step.id,
      attemptId,
      new Date(scope.realNow),
      new Date(expiresAt),
    );
    if (!completed) throw new FileRemoved('the file was removed');
    return { result: { ...totals, expiresAt }, done: totals.rows };
  });
}

/** How many rows the file will have, for its progress; undefined where counting takes longer than a statement may. */
async function countRows({ read, params }: Step<'export'>, now: number): Promise<number | undefined> {
  const { resource, where, stage, rotted } = params;
  if (resource !== 'leads' || stage !== undefined || rotted !== undefined) return undefined;
  try {
    return (await read.leads.countForJob({ where, now })).count;
  } catch {
    return undefined;
  }
}
