/** `headwater migrate` runs the missing migrations and ends. */
import { type Command, print } from '../../src/command.js';
import { migrate } from '../../src/db/migrate.js';
import { configOf } from '../client/connection.js';
import { openDatabase } from '../client/database.js';
import { noArguments } from './arguments.js';

const USAGE = `Brings the database to the schema of this version, and ends. A start does the same; this is for deployments that
migrate in a step of their own.

  headwater migrate

The database is that of the service: DATABASE_URL, else the embedded one of HEADWATER_DATA_DIR (./data). Any number of
processes may migrate at once. Nothing changes when a migration fails: it is one transaction.`;

async function run(args: string[]): Promise<number> {
  noArguments(args);
  const { connection, database, stop } = await openDatabase(configOf(process.env));
  try {
    const applied = await migrate(connection);
    for (const name of applied) print(name);
    const count = applied.length === 1 ? '1 migration' : `${applied.length} migrations`;
    print(applied.length === 0 ? `${database} is current.` : `${count} of ${database} applied.`);
    return 0;
  } finally {
    await stop();
  }
}

export const command: Command = { usage: USAGE, run };
