import type pg from 'pg';
import { type Connection, createClient } from './client.js';
import { databaseFailure, type FailureKind } from './errors.js';

/** Whether the database takes writes now: what a cheap question answers, and what the last writes met. */
export interface Writability {
  /** Given every failure of a write. */
  noteFailure(error: unknown): void;
  /** Resolves when writes can work; rejects with a message that is safe to show. */
  check(): Promise<void>;
}

interface Settings {
  in_recovery: boolean;
  read_only: string;
}

const ASK = `select pg_is_in_recovery() as in_recovery, current_setting('transaction_read_only') as read_only`;
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
 * Once a write has met a read-only database or a full disk, that is remembered until a write on a new connection works:
 * some connections may still reach a server that takes writes, and small writes still fit on a full disk, so readiness
 * would flap if any success ended it.
 */
export function createWritability(pool: pg.Pool, connection: Connection): Writability {
  let met: string | undefined;
  const noteFailure = (error: unknown) => {
    met = reasonOf(error) ?? met;
  };
  return {
    noteFailure,
    async check() {
      const [settings] = (await ask(pool)).rows;
      if (settings?.in_recovery || settings?.read_only === 'on') fail('the database accepts no writes');
      if (met === undefined) return;
      const before = met;
      try {
        await probe(connection);
      } catch (error) {
        fail(reasonOf(error) ?? (databaseFailure(error)?.kind === 'other' ? before : SILENT));
      }
      met = undefined;
    },
  };
}

/** Twice: the first may meet a connection that was lost while it idled, and with it the pool drops the other idle ones. */
const ask = (pool: pg.Pool) =>
  pool
    .query<Settings>(ASK)
    .catch(() => pool.query<Settings>(ASK))
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
