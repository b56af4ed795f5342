import { createHash } from 'node:crypto';
import { closeSync, createWriteStream, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { type Connection, connectClient } from '../client.js';
import { CREATE_LEDGER } from '../migrate.js';
import { MIGRATIONS_FOLDER, readMigrations } from '../migrations.js';
import { StartError } from '../start-error.js';
import { type ArchiveHeader, copyHead, FORMAT, MARK, quoted, type TableSum } from './archive.js';
import { copyOut } from './copy-streams.js';
import { openSnapshot, type Snapshot } from './snapshot.js';

export interface BackupOptions {
  now: Date;
  /** The feed epoch of a database that psql creates from the script. */
  epoch: string;
  onProgress?: (progress: { table: string; bytes: number }) => void;
}

export interface BackupReport {
  tables: TableSum[];
  migration: string | undefined;
}

/** Level 1 is four times as fast as the default and still compresses rows of JSON to a fifth. */
const COMPRESSION = { level: 1, chunkSize: 262_144 };

/**
 * Writes all rows of a database, as they are at one instant, to a file of mode 600. Services keep reading and writing. The file
 * gets its name once it is complete and synced; until then it ends in `.partial`.
 */
export async function backupToFile(
  connection: Connection,
  file: string,
  options: BackupOptions,
): Promise<BackupReport> {
  if (existsSync(file)) throw new StartError(`${file} is there already. Name another file.`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  const report = await backupTo(connection, createWriteStream(partial, { fd: create(partial), flush: true }), options);
  renameSync(partial, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return report;
}

/** Opens a new file of mode 600. Throws a StartError that names the file and the reason. */
function create(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The backup cannot be written to ${file} (${reason}). Name a file in a folder that exists.`);
  }
}

/** Writes the backup to any stream and ends it. */
export async function backupTo(connection: Connection, to: Writable, options: BackupOptions): Promise<BackupReport> {
  const client = await connectClient(connection);
  try {
    const snapshot = await openSnapshot(client);
    refuseForeignTables(snapshot);
    const tables: TableSum[] = [];
    const text = Readable.from(script(client, snapshot, options, tables), { objectMode: false });
    await pipeline(text, createGzip(COMPRESSION), to);
    return { tables, migration: snapshot.migrations.at(-1)?.name };
  } finally {
    await client.end();
  }
}

async function* script(
  client: pg.Client,
  snapshot: Snapshot,
  options: BackupOptions,
  sums: TableSum[],
): AsyncGenerator<Buffer> {
  const whole = createHash('sha256');
  const line = (text: string) => {
    const bytes = Buffer.from(`${text}\n`);
    whole.update(bytes);
    return bytes;
  };
  yield line(opening(snapshot, options));
  for (const table of snapshot.tables) {
    yield line(`COPY ${copyHead(table)} FROM stdin;`);
    const hash = createHash('sha256');
    const sum = { table: table.name, rows: 0, bytes: 0 };
    const list = table.columns.map(quoted).join(', ');
    const from = table.partitioned ? `(select ${list} from ${quoted(table.name)})` : copyHead(table);
    const rows = copyOut(client, `copy ${from} to stdout`);
    for (let next = await rows.next(); ; next = await rows.next()) {
      if (next.done) {
        sum.rows = next.value;
        break;
      }
      hash.update(next.value);
      whole.update(next.value);
      sum.bytes += next.value.length;
      yield next.value;
      options.onProgress?.(sum);
    }
    sums.push({ ...sum, sha256: hash.digest('hex') });
    yield line('\\.');
    yield line(`${MARK}table ${JSON.stringify(sums.at(-1))}`);
  }
  if (snapshot.tables.some(({ name, columns }) => name === 'workspaces' && columns.includes('feed_epoch'))) {
    yield line(`update workspaces set feed_epoch = '${options.epoch}';`);
  }
  yield line('commit;');
  const rows = sums.reduce((total, sum) => total + sum.rows, 0);
  yield Buffer.from(`${MARK}end ${JSON.stringify({ tables: sums.length, rows, sha256: whole.digest('hex') })}\n`);
}

/** The header, and the statements with which psql creates the tables. `headwater restore` creates them by its own migrations. */
function opening({ postgres, migrations, tables }: Snapshot, { now }: BackupOptions): string {
  const known = new Map(readMigrations(MIGRATIONS_FOLDER).map((migration) => [migration.name, migration]));
  const header: ArchiveHeader = {
    format: FORMAT,
    madeAt: now.toISOString(),
    postgres,
    migrations,
    tables: tables.map(({ name, columns }) => ({ name, columns })),
  };
  const schema = migrations.map(({ name, checksum }) => {
    const migration = known.get(name);
    if (migration?.checksum !== checksum) {
      throw new StartError(`The database has the migration ${name} of another version: back it up with that version.`);
    }
    return `${migration.sql};`;
  });
  return [
    '-- A backup of Headwater: headwater restore <this file>, or, into an empty database,',
    '-- gunzip -c <this file> | psql -v ON_ERROR_STOP=1 <database>',
    `${MARK}header ${JSON.stringify(header)}`,
    "begin; set local client_encoding = 'UTF8'; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';",
    `${CREATE_LEDGER};`,
    ...schema,
    `truncate ${tables.map(({ name }) => quoted(name)).join(', ')};`,
  ].join('\n');
}

/** A table that no migration creates would be missing in a restored database, so the backup is refused. */
function refuseForeignTables({ tables }: Snapshot): void {
  const text = `${CREATE_LEDGER}\n${readMigrations(MIGRATIONS_FOLDER)
    .map(({ sql }) => sql)
    .join('\n')}`;
  const named = new Set(text.match(/\w+/g));
  const foreign = tables.filter(({ name }) => !named.has(name));
  if (foreign.length === 0) return;
  throw new StartError(
    `The schema has tables that are not Headwater's: ${foreign.map(({ name }) => name).join(', ')}. ` +
      'Move them to a schema or database of their own, or back up with pg_dump.',
  );
}
