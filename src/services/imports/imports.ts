import type { Import } from '../../core/imports/import.js';
import type { ImportMapping } from '../../core/imports/mapping.js';
import { hasEnded } from '../../core/job-kinds.js';
import type { ImportOutcome, StoredImportRow } from '../../core/jobs/imports.js';
import type { IfMatch } from '../../core/refusals.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { changedFields, checkVersion } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { detailsOf, foundImport, type ImportDetails, jobsOf, withJobs } from './details.js';
import { rehearsalFile, rejectedRowsFile } from './files.js';
import { checkMapping } from './mapping.js';
import { withMapping } from './mapping-changes.js';
import { rehearsalAndRevert, runs } from './runs.js';
import { type UploadInput, upload } from './uploads.js';

export interface ImportPatch {
  name?: string | undefined;
  mapping?: ImportMapping | undefined;
}

type ChangedImport = Pick<Import, 'name' | 'mapping' | 'detected' | 'notes' | 'options'>;

export interface ImportsOptions {
  store: Store;
  write: Write;
  timeOf: WorkspaceTime;
  clock: () => number;
  newId: () => string;
  /** Bytes of a file at most. */
  mostBytes: number;
}

/** A CSV file that is made while it is read. */
export interface ImportFile {
  name: string;
  content: AsyncIterable<Buffer>;
}

export type ImportsService = ReturnType<typeof importsService>;

/** Files that become leads: upload, mapping, rehearsal, run and revert. */
export function importsService(options: ImportsOptions) {
  const { store, write, timeOf } = options;
  const now = (workspaceId: string) => Promise.resolve(timeOf(workspaceId));
  const changed = async (scope: WriteScope, row: Import) => detailsOf(scope, row, scope.now);
  return {
    upload: (
      context: WriteContext,
      file: { bytes: AsyncIterable<Uint8Array>; ended: AbortSignal },
      input: UploadInput,
    ): Promise<ImportDetails> => upload(options, context, file, input, changed),
    async get(workspaceId: string, id: string): Promise<ImportDetails> {
      const read = store.read(workspaceId);
      return detailsOf(read, await foundImport(read, id), await now(workspaceId));
    },
    async list(workspaceId: string, request: ListRequest): Promise<Page<ImportDetails>> {
      const read = store.read(workspaceId);
      const page = await read.imports.list(request);
      const jobs = await jobsOf(read, page.rows);
      return { ...page, rows: page.rows.map((row) => withJobs(row, jobs)) };
    },
    update: (context: WriteContext, id: string, ifMatch: IfMatch, patch: ImportPatch): Promise<ImportDetails> =>
      write(context, async (scope) => {
        const row = await foundImport(scope, id);
        checkVersion(row, ifMatch);
        const { name, mapping } = patch;
        if (mapping !== undefined) {
          await checkMapping(scope, row.header, mapping);
          const { state } = await detailsOf(scope, row, scope.now);
          if (state !== 'ready') throw new AppError('conflict', `The import is ${state}: its mapping stays.`);
        }
        const country = scope.head.defaultCountry ?? undefined;
        const wanted = {
          ...(name !== undefined && { name: name.trim() }),
          ...(mapping && withMapping(row, mapping, country)),
        };
        const change = changedFields<ChangedImport>(row, wanted);
        return changed(scope, change ? await scope.imports.update(row, change.after, scope.now) : row);
      }),
    remove: (context: WriteContext, id: string, ifMatch: IfMatch): Promise<void> =>
      removeImport({ store, write }, context, id, ifMatch),
    ...runs(write),
    ...rehearsalAndRevert(write),
    ...records(store),
  };
}

const CHUNK = 5_000;

/** Removes the file and what is known of its rows. Leads stay. */
async function removeImport(
  { store, write }: Pick<ImportsOptions, 'store' | 'write'>,
  context: WriteContext,
  id: string,
  ifMatch: IfMatch,
): Promise<void> {
  await write(context, async (scope) => {
    const row = await foundImport(scope, id);
    checkVersion(row, ifMatch);
    const { rehearsal, run, revert } = await detailsOf(scope, row, scope.now);
    const isBusy = [rehearsal, run, revert].some((job) => job !== undefined && !hasEnded(job.state));
    if (isBusy) throw new AppError('conflict', 'An operation of the import is under way: cancel it first.');
    // Not found from now on: the rows, of any number, are removed without the lock.
    await scope.imports.update(row, { uploadedAt: null }, scope.now);
  });
  const read = store.read(context.workspaceId);
  while ((await read.importRows.forget(id, CHUNK)) === CHUNK);
  await read.imports.remove(id);
}

/** What is known of the rows of imports. */
function records(store: Store) {
  return {
    /** The rejected rows of the run so far, as a file. */
    async rejectedRows(workspaceId: string, id: string): Promise<ImportFile> {
      const read = store.read(workspaceId);
      const row = await foundImport(read, id);
      return { name: `${id}-rejected.csv`, content: rejectedRowsFile(read, row) };
    },
    /** What the last rehearsal found, as a file; refuses before it has succeeded. */
    async rehearsalFile(workspaceId: string, id: string): Promise<ImportFile> {
      const read = store.read(workspaceId);
      const row = await foundImport(read, id);
      const [job] = await read.jobs.findMany(row.rehearsalId === null ? [] : [row.rehearsalId]);
      if (job?.state !== 'succeeded')
        throw new AppError('conflict', 'The import was not rehearsed, or the rehearsal has not succeeded.');
      return { name: `${id}-rehearsal.csv`, content: rehearsalFile(read, row) };
    },
    async rows(
      workspaceId: string,
      id: string,
      outcome: ImportOutcome | undefined,
      request: ListRequest,
    ): Promise<Page<StoredImportRow>> {
      const read = store.read(workspaceId);
      await foundImport(read, id);
      return read.importRows.list(id, outcome, request);
    },
  };
}
