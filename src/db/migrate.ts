import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { distributeTables, tablesOfCitus } from './citus.js';
import { type Connection, connectClient } from './client.js';
import { MIGRATIONS_FOLDER, type Migration, readMigrations } from './migrations.js';
import { statementsOf } from './sql-statements.js';
import { StartError } from './start-error.js';

interface AppliedMigration {
  name: string;
  checksum: string;
}

export interface SchemaVersion {
  /** Name of the last migration the database has; undefined for an empty one. */
  applied: string | undefined;
  /** Name of the last migration this code was written for. */
  expected: string | undefined;
  /** Whether the database has everything this code was written for. */
  ready: boolean;
}

/** An arbitrary number, the same for every process that migrates a Headwater database. */
export const MIGRATIONS_LOCK = 7_263_518_201;
export const CREATE_LEDGER = `create table if not exists headwater_migrations (
  position integer primary key, name text not null unique, checksum text not null, applied_at timestamptz not null
)`;
const LOCK_NOT_AVAILABLE = '55P03';
const UNDEFINED_TABLE = '42P01';
const MOST_RETRIES = 10;
const MAKES_TABLE = /^(?:\s*--[^\n]*\n)*\s*create\s+table\b/i;

/**
 * Brings the database to this code's schema; returns the names of what was applied. Any number of processes may call it
 * at once: each migration is one transaction under one advisory lock, which it takes before it
 * reads the remaining ones again. Throws a `StartError` when the database was made by a newer version or a file was changed afterwards.
 */
export async function migrate(connection: Connection, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = await connectClient(connection);
  const done: string[] = [];
  try {
    if (await isUpToDate(client, migrations)) return done;
    for (let retries = 0; ; ) {
      try {
        const name = await applyNext(client, migrations);
        if (name === undefined) return done;
        done.push(name);
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        if (!isLockTimeout(error) || retries === MOST_RETRIES) throw error;
        retries += 1;
        await sleep(100 + Math.random() * 400 * retries);
      }
    }
  } finally {
    await client.end();
  }
}

/** Only reads, so that a process also starts on a database that takes no writes. */
async function isUpToDate(client: pg.Client, migrations: readonly Migration[]): Promise<boolean> {
  const applied = await readApplied(client).catch(noneBeforeFirst);
  refuseForeign(applied, migrations);
  return applied.length === migrations.length;
}

/** What the database has and what this code expects, for readiness; `expected` from `readMigrations`, read once. */
export async function schemaVersion(
  db: { query(text: string): Promise<{ rows: AppliedMigration[] }> },
  expected: readonly Migration[],
): Promise<SchemaVersion> {
  const applied = await readApplied(db).catch(noneBeforeFirst);
  const names = new Set(applied.map((row) => row.name));
  return {
    applied: applied.at(-1)?.name,
    expected: expected.at(-1)?.name,
    ready: expected.every((migration) => names.has(migration.name)),
  };
}

/** Locks only for the transaction, not the session: a pooler in transaction mode hands sessions around. */
async function applyNext(client: pg.Client, migrations: readonly Migration[]): Promise<string | undefined> {
  await client.query('begin; set local statement_timeout = 0; set local lock_timeout = 0');
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATIONS_LOCK]);
  await client.query(CREATE_LEDGER);
  const applied = await readApplied(client);
  refuseForeign(applied, migrations);
  const next = migrations[applied.length];
  if (next !== undefined) {
    // A migration that waits for a busy table makes all later statements wait too, so it gives up and retries.
    await client.query("set local lock_timeout = '2s'");
    await applyMigration(client, applied.length, next);
  }
  await client.query('commit');
  return next?.name;
}

/** Runs in the transaction of the caller, one statement after the other. */
export async function applyMigration(client: pg.Client, position: number, migration: Migration): Promise<void> {
  const known = await tablesOfCitus(client);
  for (const statement of statementsOf(migration.sql)) {
    await client.query(statement);
    // On a distributed database a new table is distributed before anything refers to it, or it to anything.
    if (known?.has('workspaces') && MAKES_TABLE.test(statement))
      for (const { name } of await distributeTables(client, known)) known.add(name);
  }
  await client.query('insert into headwater_migrations values ($1, $2, $3, $4)', [
    position,
    migration.name,
    migration.checksum,
    new Date(),
  ]);
}

async function readApplied(db: {
  query(text: string): Promise<{ rows: AppliedMigration[] }>;
}): Promise<AppliedMigration[]> {
  return (await db.query('select name, checksum from headwater_migrations order by position')).rows;
}

function noneBeforeFirst(error: unknown): AppliedMigration[] {
  if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return [];
  throw error;
}

function refuseForeign(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  for (const [position, row] of applied.entries()) {
    const known = migrations[position];
    if (known?.name !== row.name) {
      throw new StartError(
        `The database has the migration ${row.name}, which this version of Headwater does not know: a newer version ` +
          'has used it. Start that version, or point DATABASE_URL or HEADWATER_DATA_DIR to another database.',
      );
    }
    if (known.checksum !== row.checksum) {
      throw new StartError(
        `The migration ${row.name} is not the one that made this database: its file was changed after it had been ` +
          'applied. Put the file back as it was, and write the change as a migration of its own.',
      );
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;
}
