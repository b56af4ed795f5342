/** `headwater admin-key` makes another admin API key, whether the service runs or not. */
import { parseArgs } from 'node:util';
import { type Command, UsageError } from '../../src/command.js';
import { configOf } from '../client/connection.js';
import { issueKey, openLocalApp } from '../client/database.js';

const USAGE = `Makes and prints one more admin API key for the first workspace.

  headwater admin-key [--name <what it is for>]

The database is that of the service: DATABASE_URL, else the embedded one of HEADWATER_DATA_DIR (./data).`;

async function makeKey(args: string[]): Promise<number> {
  const name = nameOf(args);
  const opened = await openLocalApp(configOf(process.env));
  try {
    const { token } = opened.firstKey ?? (await issueKey(opened, name));
    console.error(`An admin key for ${opened.database}. It is shown this once:`);
    console.log(token);
    return 0;
  } finally {
    await opened.close();
  }
}

export const command: Command = { usage: USAGE, run: makeKey };

function nameOf(args: string[]): string {
  try {
    const { values } = parseArgs({ args, options: { name: { type: 'string' } } });
    return values.name ?? 'Admin key from the command line';
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
