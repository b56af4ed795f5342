/**
 * `npm test [-- [--reverse] files...]` starts one PostgreSQL, runs each test file in a process, and prints the totals in the last line.
 * With `--reverse` the subtests of each file run from last to first. A run of all files, or with `--statements`, also checks every statement that was
 * sent to the database against the rules of `scripts/statements`. `TEST_SEED` is a number that chooses the random cases of properties.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { startTestServer, type TestServer, withDatabase } from '../test/support/server.js';
import { bundleTests } from './build/tests.mjs';
import { failuresIn } from './test/failures.js';
import { type FileResult, runTestFile } from './test/run-file.js';

const AT_ONCE = 2;
const BUNDLES = '.tests';
/** Programs that tests start as processes, in addition to `test/support/*-child.ts`. */
const PROGRAMS = ['scripts/headwater.ts'];
/** These take minutes on two cores and are started first, so that no core is idle at the end. */
const LONGEST = ['test/http/crash.test.ts', 'test/contract/operations.test.ts', 'test/budget/cpu-budget.test.ts'];

const sources = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((name) => join('test', name));

/** The named test files, or all without names. */
function selectFiles(named: readonly string[]): string[] {
  const missing = named.filter((name) => !name.endsWith('.test.ts') || !existsSync(name));
  if (missing.length > 0)
    throw new Error(`These are no test files: ${missing.join(', ')}. Name files as test/core/x.test.ts.`);
  if (named.length > 0) return [...new Set(named.map((name) => normalize(name)))];
  const all = sources.filter((name) => name.endsWith('.test.ts')).sort();
  return [...LONGEST.filter((name) => all.includes(name)), ...all.filter((name) => !LONGEST.includes(name))];
}

/** Creates the bundle folder of this process, and removes the folders of runs that were killed. */
function bundleFolder(): string {
  mkdirSync(BUNDLES, { recursive: true });
  for (const name of readdirSync(BUNDLES))
    if (!isRunning(Number(name))) rmSync(join(BUNDLES, name), { recursive: true });
  const folder = join(process.cwd(), BUNDLES, String(process.pid));
  mkdirSync(folder, { recursive: true });
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function bundleFiles(files: readonly string[]): Promise<string> {
  const folder = bundleFolder();
  const children = sources.filter((name) => name.endsWith('-child.ts'));
  await bundleTests({ root: process.cwd(), folder, files: [...files, ...children, ...PROGRAMS] });
  return folder;
}

async function runAll(
  files: readonly string[],
  folder: string,
  options: { env: NodeJS.ProcessEnv; reverse: boolean },
): Promise<FileResult[]> {
  const pending = [...files];
  const results: FileResult[] = [];
  const work = async () => {
    for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
      const result = await runTestFile(join(folder, file.replace(/\.ts$/, '.js')), options);
      results.push(result);
      const { passed, failed, seconds, output } = result;
      const counts = failed > 0 ? `${passed} passed, ${failed} failed` : `${passed}`;
      console.log(`${failed > 0 ? 'FAILED' : 'ok    '} ${seconds.toFixed(1).padStart(6)} s  ${file}  ${counts}`);
      if (failed > 0) for (const failure of failuresIn(output)) console.log(failure);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

/** Prints the statements that break a rule, and returns how many there are. */
async function reportStatements(recorded: string, { url, template }: TestServer): Promise<number> {
  const { checkStatements, describeDatabase } = await import('./statements/report.js');
  const { checked, found } = await checkStatements(recorded, await describeDatabase(withDatabase(url, template)));
  for (const { statement, faults } of found) {
    console.log(`FAILED statement: ${faults.join('; ')}\n${statement.text}\n${statement.from}\n`);
  }
  console.log(`${checked} statements of the database checked, ${found.length} break a rule`);
  return found.length;
}

async function main(): Promise<number> {
  const flag = { type: 'boolean' } as const;
  const options = { reverse: flag, statements: flag };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const files = selectFiles(positionals);
  const startedAt = performance.now();
  const [server, folder] = await Promise.all([startTestServer(process.env.TEST_DATABASE_URL), bundleFiles(files)]);
  // Ctrl-C also reaches the tests. When they have ended, the server is stopped as after any run.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  const recorded =
    values.statements || positionals.length === 0 ? mkdtempSync(join(tmpdir(), 'statements-')) : undefined;
  try {
    const env = {
      ...{ TEST_SERVER_URL: server.url, TEST_TEMPLATE: server.template, TEST_BUNDLE: folder },
      ...(recorded !== undefined && { TEST_STATEMENTS: recorded }),
    };
    const results = await runAll(files, folder, {
      env: { ...process.env, ...env },
      reverse: values.reverse ?? false,
    });
    const passed = results.reduce((sum, { passed }) => sum + passed, 0);
    const broken = recorded === undefined ? 0 : await reportStatements(recorded, server);
    const failed = results.reduce((sum, { failed }) => sum + failed, broken);
    if (passed === 0) console.log('No test was executed.');
    console.log(`${files.length} files in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
    console.log(`\n${passed} passed, ${failed} failed`);
    return passed === 0 || failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (recorded !== undefined) rmSync(recorded, { recursive: true, force: true });
    await server.stop();
  }
}

process.exitCode = await main();
