import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { MIGRATIONS_LOCK } from '../migrate.js';
import { StartError } from '../start-error.js';
import { type ArchiveTable, quoted } from './archive.js';

/** A consistent state of the database for reading. */
export interface Snapshot {
  postgres: string;
  migrations: { name: string; checksum: string }[];
  tables: (ArchiveTable & { partitioned: boolean })[];
}

const LIMITS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout'];

/**
 * Sets, for this transaction only, text formats that every version of PostgreSQL reads as the same values, and no time limits.
 */
export async function prepareTransaction(client: pg.Client): Promise<void> {
  await client.query(`select set_config(name, '0', true) from pg_settings where name = any($1)`, [LIMITS]);
  await client.query(
    "set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'; " +
      "set local bytea_output = 'hex'; set local extra_float_digits = 1; set local client_encoding = 'UTF8'",
  );
}

const MIGRATION_WAIT_MS = 60_000;

/**
 * Opens a transaction that sees one state of all tables until the session ends. Writers are not blocked: it takes the weakest
 * lock, which only blocks a migration that alters a table. Begins between two migrations.
 */
export async function openSnapshot(client: pg.Client): Promise<Snapshot> {
  const deadline = Date.now() + MIGRATION_WAIT_MS;
  for (;;) {
    await client.query('begin isolation level repeatable read read only');
    await prepareTransaction(client);
    const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock_shared($1) as free', [
      MIGRATIONS_LOCK,
    ]);
    if (rows[0]?.free === true) break;
    await client.query('rollback');
    if (Date.now() > deadline) throw new StartError('The database is being migrated. Back it up when that is done.');
    await sleep(250);
  }
  try {
    return await lockTables(client);
  } finally {
    await client.query('select pg_advisory_unlock_shared($1)', [MIGRATIONS_LOCK]).catch(() => undefined);
  }
}

async function lockTables(client: pg.Client): Promise<Snapshot> {
  const { rows: ledger } = await client.query<{ name: string | null }>(
    `select to_regclass('headwater_migrations')::text as name`,
  );
  if (ledger[0]?.name == null) {
    throw new StartError('The database has no tables of Headwater. Is DATABASE_URL or the data folder right?');
  }
  const tables = await listTables(client);
  await client.query(`lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in access share mode`);
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from headwater_migrations order by position',
  );
  const { rows: version } = await client.query<{ server_version: string }>('show server_version');
  return { postgres: version[0]?.server_version ?? '', migrations, tables };
}

/** Every table of the schema, after the tables that it references. Read from the catalogue, so that no table can be missed. */
export async function listTables(client: pg.Client): Promise<Snapshot['tables']> {
  const { rows: tables } = await client.query<ArchiveTable & { partitioned: boolean }>(
    `select c.relname as name, c.relkind = 'p' as partitioned,
            array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
                     and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
       from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition order by c.relname`,
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select r.conrelid::regclass::text as from, r.confrelid::regclass::text as to from pg_constraint r
      where r.contype = 'f' and r.conrelid <> r.confrelid and r.connamespace = current_schema()::regnamespace`,
  );
  return inOrder(tables, references);
}

function inOrder<Table extends ArchiveTable>(
  tables: readonly Table[],
  references: readonly { from: string; to: string }[],
): Table[] {
  const ordered: Table[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const next = left.filter(({ name }) => !references.some(({ from, to }) => from === name && names.has(to)));
    if (next.length === 0) throw new Error(`tables refer to each other in a circle: ${[...names].join(', ')}`);
    ordered.push(...next);
    left = left.filter((table) => !next.includes(table));
  }
  return ordered;
}
