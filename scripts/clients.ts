/**
 * `npm run clients` generates a client with each generator that is installed, compiles it unchanged, and runs one
 * journey with it against a service that it starts.
 */

import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../src/command.js';
import type { Generator } from './clients/generator.js';
import { GO_GENERATORS } from './clients/generators-go.js';
import { JAVA_GENERATORS } from './clients/generators-java.js';
import { PYTHON_GENERATORS } from './clients/generators-python.js';
import { TYPESCRIPT_GENERATORS } from './clients/generators-typescript.js';
import { type Outcome, tryGenerator } from './clients/run.js';
import { startJourneyService } from './clients/service.js';

const USAGE = `Usage: npm run clients [-- <words of a generator's name>...]

Generates clients from the OpenAPI document, one for each generator that is installed, compiles them without an edit,
and runs a journey with each against a service started for this command. Ends with 1 when one of them failed.`;
const LAST_LINES = 40;
const WITHOUT_JOURNEY = ['Rust, progenitor', 'C#, openapi-generator', 'Kotlin, openapi-generator', 'TypeScript, orval'];

const GENERATORS: readonly Generator[] = [
  ...TYPESCRIPT_GENERATORS,
  ...GO_GENERATORS,
  ...PYTHON_GENERATORS,
  ...JAVA_GENERATORS,
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
  if (selected.length === GENERATORS.length) {
    for (const name of WITHOUT_JOURNEY) console.log(`skipped  ${name}: it has no journey yet`);
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
  const warnings = outcome.warnings.map((warning) => `\n         ${warning.trim()}`).join('');
  return `ok       ${name} ${outcome.versions} (${outcome.seconds.toFixed(0)} s)${warnings}`;
}

await runCommand({ usage: USAGE, run }, process.argv.slice(2));
