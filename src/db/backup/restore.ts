import type pg from 'pg';
import { type Connection, connectClient } from '../client.js';
import { beginFeedEpoch } from '../feed-epoch.js';
import { applyMigration, CREATE_LEDGER, MIGRATIONS_LOCK } from '../migrate.js';
import { MIGRATIONS_FOLDER, type Migration, readMigrations } from '../migrations.js';
import { StartError } from '../start-error.js';
import { type ArchiveHeader, type ArchiveItem, copyHead, quoted, readArchive, type TableSum } from './archive.js';
import { copyFrom } from './copy-streams.js';
import { moveTablesAway } from './replace.js';
import { listTables, prepareTransaction } from './snapshot.js';

export interface RestoreOptions {
  /** The new epoch of the feed, so that events read after the backup are not confused with new ones. */
  epoch: string;
  /** The schema to which existing tables are moved; when absent, a database with tables is refused. */
  replaceInto?: string | undefined;
  migrations?: readonly Migration[];
  onProgress?: (progress: { table: string; bytes: number }) => void;
}

export interface ArchiveReport {
  header: ArchiveHeader;
  tables: TableSum[];
}

/** Reads a whole backup and checks its sums and that this version can restore it. Does not access a database. */
export async function checkArchive(
  file: string,
  migrations: readonly Migration[] = readMigrations(MIGRATIONS_FOLDER),
): Promise<ArchiveReport> {
  let header: ArchiveHeader | undefined;
  const tables: TableSum[] = [];
  for await (const item of readArchive(file)) {
    if (item.kind === 'header') header = item.header;
    if (item.kind === 'table end') tables.push(item.sum);
  }
  if (header === undefined) throw new StartError(`${file} is not a backup of Headwater.`);
  refuseOtherVersions(header, migrations);
  return { header, tables };
}

/**
 * Restores the backup into the database, migrates it to the schema of this version and begins a new epoch of its feeds. In one
 * transaction: if it ends early, even by `kill -9`, the database is unchanged.
 */
export async function restoreFromFile(
  connection: Connection,
  file: string,
  options: RestoreOptions,
): Promise<ArchiveReport> {
  const { migrations = readMigrations(MIGRATIONS_FOLDER) } = options;
  const report = await checkArchive(file, migrations);
  const client = await connectClient(connection);
  try {
    await client.query('begin');
    await prepareTransaction(client);
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATIONS_LOCK]);
    await clearSchema(client, options.replaceInto);
    await client.query(CREATE_LEDGER);
    const before = report.header.migrations.length;
    for (const [position, migration] of migrations.entries()) {
      if (position === before) await load(client, file, report, options);
      await applyMigration(client, position, migration);
    }
    if (before === migrations.length) await load(client, file, report, options);
    await beginFeedEpoch(client, options.epoch);
    await client.query('commit');
    await client.query('analyze');
    return report;
  } finally {
    await client.end();
  }
}

/** Begins a new epoch in a database that was restored by other means. */
export async function markRestored(connection: Connection, epoch: string): Promise<void> {
  const client = await connectClient(connection);
  try {
    await client.query('begin');
    await beginFeedEpoch(client, epoch);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

function refuseOtherVersions(header: ArchiveHeader, migrations: readonly Migration[]): void {
  for (const [position, { name, checksum }] of header.migrations.entries()) {
    const known = migrations[position];
    if (known?.name === name && known.checksum === checksum) continue;
    throw new StartError(
      known?.name === name
        ? `The backup was made by another build: its migration ${name} differs. Restore it with the version that made it.`
        : `The backup has the migration ${name}, which this version of Headwater does not know: a newer version made it. ` +
            'Restore it with that version or a later one.',
    );
  }
}

async function clearSchema(client: pg.Client, replaceInto: string | undefined): Promise<void> {
  const tables = await listTables(client);
  if (tables.length === 0) return;
  if (replaceInto === undefined) {
    throw new StartError(
      `The database has tables already (${tables.length}). Restore into an empty one, or say --replace, which keeps ` +
        'what is there in a schema beside.',
    );
  }
  await moveTablesAway(client, tables, replaceInto);
}

async function load(client: pg.Client, file: string, report: ArchiveReport, options: RestoreOptions): Promise<void> {
  const here = new Map((await listTables(client)).map((table) => [table.name, table]));
  const archived = new Map(report.header.tables.map((table) => [table.name, table]));
  const missing = [...archived.keys()].filter((name) => !here.has(name));
  if (missing.length > 0) throw new StartError(`The backup has tables without a migration: ${missing.join(', ')}.`);
  // Rows that migrations insert are in the backup too, in their state at the backup.
  await client.query(`truncate ${[...here.keys()].map(quoted).join(', ')}`);
  const items = readArchive(file);
  for (let next = await items.next(); !next.done; next = await items.next()) {
    if (next.value.kind !== 'table') continue;
    const table = archived.get(next.value.name);
    if (table === undefined) throw new StartError(`${file} has rows of a table that it does not announce.`);
    const ended: { sum?: TableSum } = {};
    const blocks = rowsOf(items, ended, (bytes) => options.onProgress?.({ table: table.name, bytes }));
    const rows = await copyFrom(client, `copy ${copyHead(table)} from stdin`, blocks);
    if (rows !== ended.sum?.rows) {
      throw new StartError(`The table ${table.name} took ${rows} rows of ${ended.sum?.rows}. Nothing was restored.`);
    }
  }
}

/** The rows of the table whose header was just read. */
async function* rowsOf(
  items: AsyncGenerator<ArchiveItem>,
  ended: { sum?: TableSum },
  onProgress: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for (let next = await items.next(); !next.done; next = await items.next()) {
    const item = next.value;
    if (item.kind === 'table end') {
      ended.sum = item.sum;
      return;
    }
    if (item.kind !== 'rows') continue;
    bytes += item.block.length;
    onProgress(bytes);
    yield item.block;
  }
}
