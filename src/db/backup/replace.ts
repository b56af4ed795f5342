import type pg from 'pg';
import { MIGRATIONS_FOLDER, readMigrations } from '../migrations.js';
import { StartError } from '../start-error.js';
import { type ArchiveTable, quoted } from './archive.js';

/** Moves all tables of Headwater into another schema, in the caller's transaction. Nothing is dropped. */
export async function moveTablesAway(
  client: pg.Client,
  tables: readonly ArchiveTable[],
  schema: string,
): Promise<void> {
  await refuseRunningService(client);
  const named = new Set(
    readMigrations(MIGRATIONS_FOLDER)
      .flatMap(({ sql }) => sql.match(/\w+/g) ?? [])
      .concat('headwater_migrations'),
  );
  const foreign = tables.filter(({ name }) => !named.has(name));
  if (foreign.length > 0 || !tables.some(({ name }) => name === 'headwater_migrations')) {
    const names = (foreign.length > 0 ? foreign : tables).map(({ name }) => name).join(', ');
    throw new StartError(`The database has tables that are not Headwater's: ${names}. Restore into another database.`);
  }
  await client.query(`create schema ${quoted(schema)}`);
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} set schema ${quoted(schema)}`);
  const { rows: statistics } = await client.query<{ name: string }>(
    'select stxname as name from pg_statistic_ext where stxnamespace = current_schema()::regnamespace',
  );
  for (const { name } of statistics) {
    await client.query(`alter statistics ${quoted(name)} set schema ${quoted(schema)}`);
  }
}

/** A running service would keep cached data of the replaced rows. */
async function refuseRunningService(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'headwater'
        and pid <> pg_backend_pid()`,
  );
  if (rows.length === 0) return;
  throw new StartError(
    `A service uses this database (${rows.length} sessions). Stop every process that does, then restore.`,
  );
}
