/** `npm test [-- files...]`: one PostgreSQL for the run, tap over the test files, and a last line with true numbers. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startTestServer } from '../test/support/server.js';

const require = createRequire(import.meta.url);
const tap = join(dirname(require.resolve('tap/package.json')), 'dist', 'esm', 'run.mjs');

function runTap(files: string[], output: string, env: NodeJS.ProcessEnv): Promise<number> {
  const args = [tap, '--reporter=terse', `--output-file=${output}`, ...files];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** tap's own totals of assertions; a run that failed otherwise (a crash, a time-out, a bail) counts as one failure. */
function countResults(output: string, exitCode: number): { passed: number; failed: number } {
  const totals = /^# \{ total: .*\}$/gm;
  const text = existsSync(output) ? readFileSync(output, 'utf8') : '';
  const last = text.match(totals)?.at(-1) ?? '';
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(last)?.[1] ?? 0);
  const failed = count('fail');
  return { passed: count('pass'), failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

const MOST_LINES = 40;

/** What failed, from tap's own record: its reporter shows nothing of it where there is no terminal. */
function failuresIn(output: string): string[] {
  const lines = existsSync(output) ? readFileSync(output, 'utf8').split('\n') : [];
  const told: string[] = [];
  const within: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, indent = '', name] = /^( *)# Subtest: (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      within.length = indent.length / 4;
      within.push(name);
    }
    // A test that contains what failed fails with it, and tells how long it took.
    const failed = /^( *)not ok \d+ - (.*)$/.exec(line);
    if (failed === null || (/ # time=/.test(line) && !/timeout/.test(line)) || / # TODO/.test(line)) continue;
    const [, depth = '', what = ''] = failed;
    const path = within.slice(0, depth.length / 4);
    const inside = new RegExp(`^${depth}  `);
    const rest = lines.slice(index + 1, index + 1 + MOST_LINES);
    const end = rest.findIndex((text) => !inside.test(text));
    told.push(['', [...path, what].join(' > '), ...rest.slice(0, end < 0 ? rest.length : end)].join('\n'));
  }
  return told;
}

async function main(): Promise<number> {
  const server = await startTestServer(process.env.TEST_DATABASE_URL);
  const folder = mkdtempSync(join(tmpdir(), 'headwater-tap-'));
  // Ctrl-C reaches tap too; when it has ended, the server is stopped as after any run.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  try {
    const output = join(folder, 'output.tap');
    const env = { TEST_SERVER_URL: server.url, TEST_TEMPLATE: server.template };
    const exitCode = await runTap(process.argv.slice(2), output, env);
    const { passed, failed } = countResults(output, exitCode);
    if (failed > 0 && process.env.CI !== undefined) for (const failure of failuresIn(output)) console.log(failure);
    if (passed === 0) console.log('No test was executed.');
    // On a line of its own: the reporter ends with a code for the terminal and no line break.
    console.log(`\n${passed} passed, ${failed} failed`);
    return passed === 0 || failed > 0 ? exitCode || 1 : exitCode;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}

process.exitCode = await main();
