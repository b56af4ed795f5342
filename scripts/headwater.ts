/** The program `headwater`: each command is a module of `scripts/commands`, loaded when it is named. */
import { type Command, print, report, runCommand } from '../src/command.js';
import { loadEnvironmentFile } from '../src/config.js';
import { VERSION } from '../src/version.js';

interface Entry {
  summary: string;
  load(): Promise<{ command: Command }>;
}

const COMMANDS: Record<string, Entry> = {
  serve: { summary: 'runs the service', load: () => import('./commands/serve.js') },
  migrate: {
    summary: 'brings the database to the schema of this version',
    load: () => import('./commands/migrate.js'),
  },
  'admin-key': { summary: 'makes another admin API key', load: () => import('./commands/admin-key.js') },
  import: { summary: 'loads a lead list through the API', load: () => import('./commands/import.js') },
  demo: { summary: 'fills a workspace with invented history', load: () => import('./commands/demo.js') },
  evaluate: { summary: 'measures the predictive score on a table', load: () => import('./commands/evaluate.js') },
  backup: { summary: 'writes all of the database to a file', load: () => import('./commands/backup.js') },
  restore: { summary: 'makes a database from a backup', load: () => import('./commands/restore.js') },
};

const MISUSE = 2;
const names = Object.keys(COMMANDS);
const list = names.map((name) => `  ${name.padEnd(10)} ${COMMANDS[name]?.summary}`).join('\n');
const USAGE = `Headless lead management.

  headwater <command> [options]

${list}

headwater <command> --help describes the options of a command. The configuration is environment variables, also from the
file .env in the working folder.`;

async function main([name, ...args]: string[]): Promise<void> {
  if (name === '--help' || name === '-h' || name === 'help') return print(USAGE);
  if (name === '--version' || name === '-v') return print(VERSION);
  const entry = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name ?? ''] : undefined;
  if (entry === undefined) {
    process.exitCode = MISUSE;
    return report(name === undefined ? USAGE : `There is no command "${name}". There are ${names.join(', ')}.`);
  }
  loadEnvironmentFile();
  const { command } = await entry.load();
  await runCommand(command, args);
}

await main(process.argv.slice(2));
