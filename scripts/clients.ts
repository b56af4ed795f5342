/**
 * `npm run clients` generates a client with each generator that is installed, compiles it unchanged, and runs one
 * journey with it against a service that it starts.
 */

import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../src/command.js';
import type { Generator } from './clients/generator.js';
import { CSHARP_GENERATORS } from './clients/generators-csharp.js';
import { GO_GENERATORS } from './clients/generators-go.js';
import { JAVA_GENERATORS } from './clients/generators-java.js';
import { KOTLIN_GENERATORS } from './clients/generators-kotlin.js';
import { PHP_GENERATORS } from './clients/generators-php.js';
import { PYTHON_GENERATORS } from './clients/generators-python.js';
import { RUST_GENERATORS } from './clients/generators-rust.js';
import { ORVAL, TYPESCRIPT_GENERATORS } from './clients/generators-typescript.js';
import { type Outcome, tryGenerator } from './clients/run.js';
import { startJourneyService } from './clients/service.js';

const USAGE = `Usage: npm run clients [-- <words of a generator's name>...]

Generates clients from the OpenAPI document, one for each generator that is installed, compiles them without an edit,
and runs a journey with each against a service started for this command. Ends with 1 when one of them failed.`;
const LAST_LINES = 40;

const GENERATORS: readonly Generator[] = [
  ...TYPESCRIPT_GENERATORS,
  ORVAL,
  ...GO_GENERATORS,
  ...PYTHON_GENERATORS,
  ...JAVA_GENERATORS,
  ...KOTLIN_GENERATORS,
  ...RUST_GENERATORS,
  ...PHP_GENERATORS,
  ...CSHARP_GENERATORS,
];

async function run(args: string[]): Promise<number> {
  const selected = selectedGenerators(args);
  const service = await startJourneyService();
  let failed = 0;
  try {
    for (const generator of selected) {
      const outcome = await tryGenerator(generator, service);
      console.log(line(generator.name, outcome));
      if (outcome.result === 'failed') failed++;
    }
  } finally {
    await service.close();
  }
  return failed > 0 ? 1 : 0;
}

function selectedGenerators(args: string[]): Generator[] {
  const { positionals: words } = parseArgs({ args, allowPositionals: true });
  const selected = GENERATORS.filter(({ name }) =>
    words.every((word) => name.toLowerCase().includes(word.toLowerCase())),
  );
  if (selected.length > 0) return selected;
  throw new UsageError(
    `No generator has this name. There are:\n${GENERATORS.map(({ name }) => `  ${name}`).join('\n')}`,
  );
}

function line(name: string, outcome: Outcome): string {
  if (outcome.result === 'skipped') return `skipped  ${name}: ${outcome.reason}`;
  if (outcome.result === 'failed') {
    return `FAILED   ${name}: ${outcome.stage}\n${outcome.output.split('\n').slice(-LAST_LINES).join('\n')}`;
  }
  return `ok       ${name} ${outcome.versions} (${outcome.seconds.toFixed(0)} s)`;
}

await runCommand({ usage: USAGE, run }, process.argv.slice(2));
