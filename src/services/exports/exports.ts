import { EXPORT_SCOPES, type ExportParams, type ExportTotals } from '../../core/exports/export.js';
import type { Job } from '../../core/jobs/shapes.js';
import { iso } from '../../core/time.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import type { Principal, WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import type { JobRunner } from '../jobs/run.js';
import { enqueue } from '../jobs/states.js';
import type { ReadSettings } from '../leads/settings.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { decompress } from './chunks.js';
import { type ExportInput, prepareExport } from './prepare.js';
import type { ExportStream } from './stream.js';
import type { ExportTables } from './tables.js';

/** A file to send. */
export interface FileContent {
  name: string;
  contentType: string;
  /** Undefined where the size is not known beforehand. */
  bytes: number | undefined;
  /** Hexadecimal: the same for the same bytes; undefined where they are made for this answer. */
  tag: string | undefined;
  /** Fails when the file is removed before its end. */
  content: AsyncIterable<Buffer>;
}

export interface ExportsOptions {
  store: Store;
  write: Write;
  settings: ReadSettings;
  tables: () => Promise<ExportTables>;
  runner: JobRunner;
  clock: () => number;
  timeOf: WorkspaceTime;
  openStream: (workspaceId: string, params: ExportParams) => Promise<ExportStream>;
}

export type ExportsService = ReturnType<typeof exportsService>;

export function exportsService(options: ExportsOptions) {
  const { store, write, settings, tables, runner, clock, timeOf, openStream } = options;
  return {
    /** Enqueues the writing of a file. */
    request: (context: WriteContext, principal: Principal, input: ExportInput): Promise<Job<'export'>> =>
      write(context, async (scope) => {
        checkScopes(principal, [EXPORT_SCOPES[input.resource]]);
        const known = await settings(context.workspaceId);
        const params = await prepareExport(await tables(), input, { ...known, now: scope.now });
        return enqueue(scope, context, 'export', params);
      }),
    /** The rows in the answer itself, by a key that may read them. */
    async stream(principal: Principal, input: ExportInput): Promise<FileContent> {
      const { workspaceId } = principal;
      checkScopes(principal, [EXPORT_SCOPES[input.resource]]);
      const known = await settings(workspaceId);
      const params = await prepareExport(await tables(), input, { ...known, now: await timeOf(workspaceId) });
      const { snapshotAt, content } = await openStream(workspaceId, params);
      return { ...describe(params, snapshotAt), bytes: undefined, tag: undefined, content };
    },
    /** The file of an export that has succeeded, by a key that could read its rows. */
    async file(principal: Principal, id: string): Promise<FileContent> {
      const read = store.read(principal.workspaceId);
      const { params, result, state } = await exportOf(read, id);
      checkScopes(principal, params.scopes);
      if (state !== 'succeeded' || result === null || !('rows' in result))
        throw new AppError('conflict', `The export is ${state}: only one that has succeeded has a file.`);
      const file = await read.exportFiles.find(id);
      if (file === undefined || file.expiresAt.getTime() <= clock()) throw fileGone();
      const { attemptId } = file;
      return {
        ...describe(params, result.snapshotAt),
        bytes: result.bytes,
        tag: attemptId.replaceAll('-', ''),
        content: contentOf(read, id, attemptId, params, result),
      };
    },
    /** Removes the file of an export. */
    removeFile: (context: WriteContext, principal: Principal, id: string): Promise<void> =>
      write(context, async (scope) => {
        const { params } = await exportOf(scope, id);
        checkScopes(principal, params.scopes);
        if (!(await scope.exportFiles.remove(id))) throw fileGone();
      }),
    runDue: runner.runDue,
  };
}

async function exportOf(read: Repositories, id: string): Promise<Job<'export'>> {
  const job = await read.jobs.find(id);
  // The kind of a job decides its parameters and its result.
  return orNotFound(job?.kind === 'export' ? (job as Job<'export'>) : undefined, 'export');
}

function checkScopes({ scopes }: Principal, needed: ExportParams['scopes']): void {
  const missing = needed.find((scope) => !scopes.has(scope));
  if (missing !== undefined)
    throw new AppError('scope_missing', `For these rows the API key needs the scope \`${missing}\` as well.`);
}

const fileGone = () =>
  new AppError(
    'file_gone',
    'The file has expired or was deleted, or a lead or customer was deleted since: request the export again.',
  );

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

/** Name and media type of a file. */
function describe({ resource, format, compression }: ExportParams, at: number) {
  const name = `${resource.replaceAll('_', '-')}-${iso(at).slice(0, 19).replaceAll(':', '')}Z.${format}`;
  if (compression === 'gzip') return { name: `${name}.gz`, contentType: 'application/gzip' };
  return { name, contentType: TYPES[format] };
}

async function* contentOf(
  { exportFiles }: Repositories,
  id: string,
  attemptId: string,
  { compression }: ExportParams,
  { bytes }: ExportTotals,
): AsyncGenerator<Buffer> {
  let sent = 0;
  for (let number = 0; sent < bytes; number++) {
    const stored = await exportFiles.chunk(id, attemptId, number);
    // The caller sees an answer that is shorter than announced.
    if (stored === undefined) throw new Error('the file was removed while it was sent');
    const content = compression === 'gzip' ? stored : await decompress(stored);
    sent += content.length;
    yield content;
  }
}
