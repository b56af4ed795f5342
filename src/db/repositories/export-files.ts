import type { Executor } from '../executor.js';

/** The file of an export. */
export interface ExportFile {
  attemptId: string;
  completedAt: Date | null;
  expiresAt: Date;
}

export interface ExportChunk {
  number: number;
  /** Compressed by gzip. */
  content: Buffer;
  /** Before compression. */
  bytes: number;
}

const NEXT_CHUNK = `select export_id as "exportId", number, content from export_chunks
  where workspace_id = $1 and (export_id, number) > ($2::uuid, $3::int) order by export_id, number limit 1`;

/** The first part after one, of all files. */
async function nextExportChunk(
  executor: Executor,
  workspaceId: string,
  after: { id: string; place: number },
): Promise<{ exportId: string; number: number; content: Buffer } | undefined> {
  type Row = { exportId: string; number: number; content: Buffer };
  const [chunk] = await executor.run<Row>('next_export_chunk', NEXT_CHUNK, [workspaceId, after.id, after.place]);
  return chunk;
}

export function exportFilesRepository(executor: Executor, workspaceId: string) {
  const run = async <Row>(name: string, text: string, ...values: unknown[]) =>
    executor.run<Row>(name, text, [workspaceId, ...values]);
  return {
    nextOfAll: (after: { id: string; place: number }) => nextExportChunk(executor, workspaceId, after),
    /** Begins a file without content, in place of what an earlier attempt has written. */
    async begin(id: string, attemptId: string, expiresAt: Date): Promise<void> {
      await run('remove_export_file', 'delete from export_files where workspace_id = $1 and id = $2', id);
      await run(
        'begin_export_file',
        'insert into export_files (workspace_id, id, attempt_id, expires_at) values ($1, $2, $3, $4)',
        ...[id, attemptId, expiresAt],
      );
    },
    /** Adds a part to the file that the attempt writes. False: the file is gone, or another attempt writes it. */
    async append(id: string, attemptId: string, { number, content, bytes }: ExportChunk): Promise<boolean> {
      const added = await run(
        'append_export_chunk',
        `insert into export_chunks (workspace_id, export_id, number, content, bytes)
         select workspace_id, id, $4, $5, $6 from export_files where workspace_id = $1 and id = $2 and attempt_id = $3
         returning number`,
        ...[id, attemptId, number, content, bytes],
      );
      return added.length > 0;
    },
    /** Completes the file that the attempt has written. False: it is gone, or another attempt writes it. */
    async complete(id: string, attemptId: string, at: Date, expiresAt: Date): Promise<boolean> {
      const completed = await run(
        'complete_export_file',
        `update export_files set completed_at = $4, expires_at = $5
          where workspace_id = $1 and id = $2 and attempt_id = $3 returning id`,
        ...[id, attemptId, at, expiresAt],
      );
      return completed.length > 0;
    },
    async find(id: string): Promise<ExportFile | undefined> {
      const [file] = await run<ExportFile>(
        'find_export_file',
        `select attempt_id as "attemptId", completed_at as "completedAt", expires_at as "expiresAt"
           from export_files where workspace_id = $1 and id = $2`,
        id,
      );
      return file;
    },
    /** One part of the file that the attempt wrote; undefined after the last, and when the file is gone. */
    async chunk(id: string, attemptId: string, number: number): Promise<Buffer | undefined> {
      const [chunk] = await run<{ content: Buffer }>(
        'read_export_chunk',
        `select c.content from export_files f
           join export_chunks c on c.workspace_id = f.workspace_id and c.export_id = f.id
          where f.workspace_id = $1 and f.id = $2 and f.attempt_id = $3 and c.number = $4`,
        ...[id, attemptId, number],
      );
      return chunk?.content;
    },
    /** Removes a file; false when there is none. */
    async remove(id: string): Promise<boolean> {
      const text = 'delete from export_files where workspace_id = $1 and id = $2 returning id';
      return (await run('delete_export_file', text, id)).length > 0;
    },
    /** Removes all files of the workspace, also those that are being written. */
    async removeAll(): Promise<void> {
      await run('delete_export_files', 'delete from export_files where workspace_id = $1');
    },
  };
}

/** Deletes at most `limit` files of all workspaces that have expired; returns how many. */
export async function purgeExportFiles(executor: Executor, now: Date, limit: number): Promise<number> {
  const gone = await executor.run(
    'purge_export_files',
    `delete from export_files where (workspace_id, id) in
       (select workspace_id, id from export_files where expires_at <= $1 limit $2) returning id`,
    [now, limit],
  );
  return gone.length;
}
