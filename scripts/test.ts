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
