/** `headwater migrate` runs the missing migrations and ends; with `--distribute` it also distributes the tables over the servers of a Citus. */
import { parseArgs } from 'node:util';
import { type Command, print, UsageError } from '../../src/command.js';
import { distribute } from '../../src/db/distribute.js';
import { migrate } from '../../src/db/migrate.js';
import type { TableOfDatabase } from '../../src/db/table-kinds.js';
import { configOf } from '../client/connection.js';
import { openDatabase } from '../client/database.js';

const USAGE = `Brings the database to the schema of this version, and ends. A start does the same; this is for deployments that
migrate in a step of their own.

  headwater migrate [--distribute]

The database is that of the service: DATABASE_URL, else the embedded one of HEADWATER_DATA_DIR (./data). Any number of
processes may migrate at once. Nothing changes when a migration fails: it is one transaction.

  --distribute   distributes the tables by workspace over the servers of a PostgreSQL with Citus, with all rows that they have
                 (docs/operations/scale.md). Stop the service for it. It can be repeated; later migrations distribute what they make.`;

function isDistributing(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { distribute: { type: 'boolean' } } }).values.distribute ?? false;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function run(args: string[]): Promise<number> {
  const distributing = isDistributing(args);
  const { connection, database, stop } = await openDatabase(configOf(process.env));
  try {
    const applied = await migrate(connection);
    for (const name of applied) print(name);
    const count = applied.length === 1 ? '1 migration' : `${applied.length} migrations`;
    print(applied.length === 0 ? `${database} is current.` : `${count} of ${database} applied.`);
    if (distributing) printDistribution(await distribute(connection));
    return 0;
  } finally {
    await stop();
  }
}

function printDistribution(added: readonly TableOfDatabase[]): void {
  for (const { name, kind, key } of added)
    print(kind === 'local' ? `${name}: local` : `${name}: distributed by ${key}`);
  print(added.length === 0 ? 'All tables are distributed already.' : `${added.length} tables given to Citus.`);
}

export const command: Command = { usage: USAGE, run };
