import { type ExportParams, MOST_STREAMED_ROWS } from '../../core/exports/export.js';
import type { Snapshot, Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { compress } from './chunks.js';
import type { ExportTables } from './tables.js';
import { type ExportPart, exportParts } from './text.js';
import { tooSlow } from './write-file.js';

/** A reader that takes longer is cut off: its transaction keeps the database from removing old rows. */
const MOST_MS = 5 * 60_000;
/** Streams of a process at a time: each holds a connection. */
const MOST_STREAMS = 2;
/** Presented in some 20 ms, between which other requests are answered. */
const PAGE = 200;

export interface ExportStreamOptions {
  store: Store;
  tables: () => Promise<ExportTables>;
  timeOf: WorkspaceTime;
}

/** Rows as of one instant, made while they are sent. */
export interface ExportStream {
  /** Epoch milliseconds, by the clock of the workspace. */
  snapshotAt: number;
  /** Fails when the rows cannot be read to the end: the answer is then shorter than a complete one. */
  content: AsyncIterable<Buffer>;
}

/** Opens streams of rows. What can be refused is refused before the first byte. */
export function exportStreams({ store, tables, timeOf }: ExportStreamOptions) {
  let open = 0;
  return async (workspaceId: string, params: ExportParams): Promise<ExportStream> => {
    if (open >= MOST_STREAMS)
      throw new AppError('overloaded', 'Other exports are being sent: try again later, or request a file.');
    open += 1;
    let snapshot: Snapshot | undefined;
    const close = async (error?: unknown) => {
      if (snapshot === undefined) return;
      const closing = snapshot;
      snapshot = undefined;
      open -= 1;
      await closing.close(error);
    };
    try {
      snapshot = await store.openSnapshot(workspaceId);
    } catch (error) {
      open -= 1;
      throw error;
    }
    const source = { workspaceId, read: snapshot.read, now: await timeOf(workspaceId), pageRows: PAGE };
    try {
      const rows = await source.read.exportCounts.upTo(MOST_STREAMED_ROWS + 1, params, source.now);
      if (rows > MOST_STREAMED_ROWS) throw tooMany();
      const parts = exportParts(source, await tables(), params)[Symbol.asyncIterator]();
      // The head and the first rows are read before the answer begins: a condition that takes too long is refused.
      const first = [await parts.next(), await parts.next()];
      return {
        snapshotAt: source.now,
        content: contentOf({ first, parts, params, close, isOpen: () => snapshot !== undefined }),
      };
    } catch (error) {
      await close(error);
      throw store.failureOf(error)?.kind === 'timeout' ? tooSlow() : error;
    }
  };
}

const tooMany = () =>
  new AppError(
    'rule_refused',
    `More than ${MOST_STREAMED_ROWS.toLocaleString('en')} rows are selected: request a file by POST /v1/exports, or select fewer.`,
  );

interface Content {
  first: readonly IteratorResult<ExportPart>[];
  parts: AsyncIterator<ExportPart>;
  params: ExportParams;
  close: (error?: unknown) => Promise<void>;
  isOpen: () => boolean;
}

/** The bytes of an answer. The snapshot is closed after the last, when the reader leaves, and when it takes too long. */
function contentOf({ first, parts, params, close, isOpen }: Content): AsyncIterable<Buffer> {
  // Also where the answer never begins.
  const timer = setTimeout(() => void close(new Error('the reader takes too long')), MOST_MS);
  timer.unref();
  async function* bytes() {
    let failure: unknown;
    try {
      const given = [...first];
      for (let next = given.shift(); next !== undefined && !next.done; ) {
        const { text } = next.value;
        if (text !== '') yield params.compression === 'gzip' ? await compress(text) : Buffer.from(text);
        if (!isOpen()) throw new Error('the reader takes too long');
        next = given.shift() ?? (await parts.next());
      }
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      clearTimeout(timer);
      await close(failure);
    }
  }
  return bytes();
}
