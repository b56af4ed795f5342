import type pg from 'pg';
import { type Connection, createClient } from './client.js';
import { databaseFailure, type FailureKind } from './errors.js';

/** Whether the database takes writes now, from a cheap query and the failures of recent writes. */
export interface Writability {
  /** Called with every failure of a write. */
  noteFailure(error: unknown): void;
  /** Resolves when writes can work; rejects with a message that is safe to show. */
  check(): Promise<void>;
}

interface Settings {
  in_recovery: boolean;
  read_only: string;
}

const READ_SETTINGS = `select pg_is_in_recovery() as in_recovery, current_setting('transaction_read_only') as read_only`;
const REASONS: Partial<Record<FailureKind, string>> = {
  read_only: 'the database accepts no writes',
  disk_full: 'the disk of the database is full',
};
const SILENT = 'the database does not answer';
/**
 * Takes a megabyte of disk for a moment, as rows in a new file: free space inside existing tables would prove nothing.
 * The rows are shorter than what PostgreSQL compresses.
 */
const PROBE = `begin; create temporary table headwater_probe (filler text) on commit drop;
  insert into headwater_probe select repeat(md5(n::text), 60) from generate_series(1, 520) n; rollback`;

/**
 * After a write has failed on a read-only database or a full disk, the database counts as not writable until a write on a new
 * connection works: some connections may still reach a server that takes writes, and small writes still fit on a full disk, so
 * readiness would flap if any success reset it.
 */
export function createWritability(pool: pg.Pool, connection: Connection): Writability {
  let lastFailure: string | undefined;
  const noteFailure = (error: unknown) => {
    lastFailure = reasonOf(error) ?? lastFailure;
  };
  return {
    noteFailure,
    async check() {
      const [settings] = (await readSettings(pool)).rows;
      if (settings?.in_recovery || settings?.read_only === 'on') fail('the database accepts no writes');
      if (lastFailure === undefined) return;
      const before = lastFailure;
      try {
        await probe(connection);
      } catch (error) {
        fail(reasonOf(error) ?? (databaseFailure(error)?.kind === 'other' ? before : SILENT));
      }
      lastFailure = undefined;
    },
  };
}

/** Tries twice: the first try may use a connection that was lost while idle, and then the pool drops all idle ones. */
const readSettings = (pool: pg.Pool) =>
  pool
    .query<Settings>(READ_SETTINGS)
    .catch(() => pool.query<Settings>(READ_SETTINGS))
    .catch(() => fail(SILENT));

const reasonOf = (error: unknown): string | undefined => REASONS[databaseFailure(error)?.kind ?? 'other'];

async function probe(connection: Connection): Promise<void> {
  const client = createClient(connection, PROBE_TIMEOUT_MS);
  try {
    await client.connect();
    await client.query(PROBE);
  } finally {
    void client.end().catch(() => undefined);
  }
}

const PROBE_TIMEOUT_MS = 3_000;

function fail(detail: string): never {
  throw new Error(detail);
}
