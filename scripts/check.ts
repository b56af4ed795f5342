/**
 * Runs all checks, a few at a time. Prints one line for each, then the output of those that failed. Uses no network.
 */
import { spawn } from 'node:child_process';

const CHECKS: Record<string, string[]> = {
  format: ['biome', 'check', '--error-on-warnings', '.'],
  types: ['tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/check.tsbuildinfo'],
  layers: ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'bench', 'scripts', 'test/core'],
  folders: ['tsx', 'scripts/check-folders.ts'],
  unused: ['knip', '--no-progress'],
  contract: ['tsx', 'scripts/generate.ts', '--check'],
  redocly: ['redocly', 'lint', 'openapi/openapi.json', '--config', 'redocly.yaml', '--max-problems', '50'],
  redocly30: ['redocly', 'lint', 'openapi/openapi-3.0.json', '--config', 'redocly.yaml', '--max-problems', '50'],
  spectral: ['spectral', 'lint', 'openapi/openapi.json', '--ruleset', '.spectral.yaml', '--fail-severity', 'hint'],
  workspace: ['tsx', 'scripts/check-workspace-document.ts'],
  compatibility: ['tsx', 'scripts/check-compatibility.ts'],
  documents: ['tsx', 'scripts/check-documents.ts'],
  licences: ['tsx', 'scripts/check-licences.ts'],
  migrations: ['tsx', 'scripts/check-migrations.ts'],
  deploy: ['tsx', 'scripts/check-deploy.ts'],
};
/** More concurrent checks only slow each other down. */
const AT_ONCE = 3;
const QUIET = {
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
};

interface Outcome {
  name: string;
  ok: boolean;
  output: string;
}

const selected = process.argv.slice(2);
const unknown = selected.filter((name) => CHECKS[name] === undefined);
if (unknown.length > 0)
  throw new Error(`No such check: ${unknown.join(', ')}. There are ${Object.keys(CHECKS).join(', ')}.`);
const pending = Object.entries(CHECKS).filter(([name]) => selected.length === 0 || selected.includes(name));
const outcomes: Outcome[] = [];
await Promise.all(Array.from({ length: AT_ONCE }, work));
const failed = outcomes.filter(({ ok }) => !ok);
for (const { name, output } of failed) console.log(`\n=== ${name}\n${output.trim()}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function work(): Promise<void> {
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const [name, command] = next;
    const startedAt = performance.now();
    const outcome = await run(name, command);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${outcome.ok ? 'ok    ' : 'FAILED'} ${name.padEnd(13)} ${seconds.padStart(5)} s`);
    outcomes.push(outcome);
  }
}

function run(name: string, [program = '', ...args]: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(`node_modules/.bin/${program}`, args, {
      env: { ...process.env, ...QUIET },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        output += text.toString();
      });
    }
    child.on('error', (error) => resolve({ name, ok: false, output: error.message }));
    child.on('close', (code) => resolve({ name, ok: code === 0, output }));
  });
}
