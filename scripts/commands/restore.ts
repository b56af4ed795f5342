/** `headwater restore <file>` creates a database from a backup; also the other steps of a restore. */
import { parseArgs } from 'node:util';
import { type Command, print, progressLine, report, UsageError } from '../../src/command.js';
import { type Config, readConfig } from '../../src/config.js';
import { checkArchive, markRestored, type RestoreOptions, restoreFromFile } from '../../src/db/backup/restore.js';
import { joinOrStartEmbedded } from '../../src/db/embedded/join.js';
import { restoreFolder } from '../../src/db/embedded/restored.js';
import { createIdSource } from '../../src/ids.js';

const USAGE = `Makes a database from a backup of "headwater backup", checks it, and brings it to this version.

  headwater restore <file>                     into DATABASE_URL, else into HEADWATER_DATA_DIR (./data)
  headwater restore <file> --into <folder>     into the embedded database of another data folder
  headwater restore <file> --replace           where there is a database: keeps it beside, under another name
  headwater restore <file> --check             only checks the file
  headwater restore --new-epoch                after a restore by other means: begins a new epoch of the event feed

No service may use the target. All of the backup is restored, or nothing.`;

interface Arguments {
  file: string | undefined;
  into: string | undefined;
  replace: boolean;
  check: boolean;
  newEpoch: boolean;
}

async function run(args: string[]): Promise<number> {
  const given = argumentsOf(args);
  const read = readConfig(process.env);
  if ('problems' in read) throw new UsageError(read.problems.join('\n'));
  const config =
    given.into === undefined ? read.config : { ...read.config, databaseUrl: undefined, dataDir: given.into };
  if (given.newEpoch) return beginEpoch(config);
  if (given.file === undefined) throw new UsageError('Name the file to restore.');
  if (given.check) return check(given.file);
  return restore(config, given.file, given.replace);
}

export const command: Command = { usage: USAGE, run };

function argumentsOf(args: string[]): Arguments {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { into: { type: 'string' }, replace: flag, check: flag, 'new-epoch': flag } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (positionals.length > 1) throw new UsageError('Name exactly one file.');
    const { into, replace, check, 'new-epoch': newEpoch } = values;
    return { file: positionals[0], into, replace, check, newEpoch };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function restore(config: Config, file: string, replace: boolean): Promise<number> {
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const options: RestoreOptions = { epoch: createIdSource()(), onProgress: progressLine() };
  const started = performance.now();
  const { header, tables } = await (async () => {
    if (config.databaseUrl !== undefined) {
      const replaceInto = replace ? `headwater_before_${at.toLowerCase()}` : undefined;
      return restoreFromFile(config.databaseUrl, file, { ...options, replaceInto });
    }
    // Checked before anything is created in the folder.
    const report = await checkArchive(file);
    await restoreFolder(config.dataDir, { replacedAt: replace ? at : undefined }, async (connection) => {
      await restoreFromFile(connection, file, options);
    });
    return report;
  })();
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  report(`Restored ${rows} rows of ${tables.length} tables, as of ${header.madeAt}, ${seconds} s.`);
  report(`The event feed has a new epoch, ${options.epoch}. Start the service when you are ready.`);
  return 0;
}

async function check(file: string): Promise<number> {
  const { header, tables } = await checkArchive(file);
  for (const { table, rows, bytes } of tables) print(`${table}\t${rows} rows\t${bytes} bytes`);
  report(`${file} is whole: as of ${header.madeAt}, at ${header.migrations.at(-1)?.name}.`);
  return 0;
}

async function beginEpoch(config: Config): Promise<number> {
  const epoch = createIdSource()();
  const { databaseUrl, dataDir } = config;
  const opened =
    databaseUrl === undefined
      ? await joinOrStartEmbedded(dataDir)
      : { connection: databaseUrl, stop: async () => undefined };
  try {
    await markRestored(opened.connection, epoch);
  } finally {
    await opened.stop();
  }
  report(`The event feed has a new epoch, ${epoch}.`);
  return 0;
}
