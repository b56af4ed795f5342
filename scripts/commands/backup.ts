/** `headwater backup` writes a backup of the database, whether the service runs or not. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, CommandError, print, progressLine, report, UsageError } from '../../src/command.js';
import { type Config, readConfig } from '../../src/config.js';
import { type BackupOptions, backupTo, backupToFile } from '../../src/db/backup/write.js';
import type { Connection } from '../../src/db/client.js';
import { joinOrStartEmbedded } from '../../src/db/embedded/join.js';
import { createIdSource } from '../../src/ids.js';

const USAGE = `Writes a backup of the database, as it is at this instant, while the service goes on.

  headwater backup                     into headwater-<instant>.sql.gz
  headwater backup --to <file>         into this file, or, of a folder, a new file in it
  headwater backup --to -              to the standard output

The database is that of the service: DATABASE_URL, else the embedded one of HEADWATER_DATA_DIR (./data).
The file holds personal data and hashes of API keys; only its owner may read it.`;

async function writeBackup(args: string[]): Promise<number> {
  const to = targetOf(args);
  const read = readConfig(process.env);
  if ('problems' in read) throw new UsageError(read.problems.join('\n'));
  const { connection, stop } = await open(read.config);
  try {
    const now = new Date();
    const progress = progressLine();
    const options: BackupOptions = { now, epoch: createIdSource()(), onProgress: progress };
    const file = to === '-' ? undefined : fileIn(to, now);
    const started = performance.now();
    const { tables, migration } =
      file === undefined
        ? await backupTo(connection, process.stdout, options)
        : await backupToFile(connection, file, options);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const size = file === undefined ? '' : `, ${(statSync(file).size / 1e6).toFixed(1)} MB`;
    report(`${rows} rows of ${tables.length} tables at ${migration}${size}, ${seconds} s.`);
    if (file !== undefined) print(file);
    return 0;
  } finally {
    await stop();
  }
}

export const command: Command = { usage: USAGE, run: writeBackup };

function targetOf(args: string[]): string {
  try {
    return parseArgs({ args, options: { to: { type: 'string' } } }).values.to ?? '.';
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function fileIn(to: string, now: Date): string {
  const path = resolve(to);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  return isFolder ? join(path, `headwater-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.sql.gz`) : path;
}

async function open(config: Config): Promise<{ connection: Connection; stop(): Promise<void> }> {
  if (config.databaseUrl !== undefined) return { connection: config.databaseUrl, stop: async () => undefined };
  if (!existsSync(join(config.dataDir, 'postgres'))) {
    throw new CommandError(`There is no database in ${config.dataDir}. Set HEADWATER_DATA_DIR or DATABASE_URL.`);
  }
  return joinOrStartEmbedded(config.dataDir);
}
