import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Time limit of a file in seconds, unless it sets another one with `t.setTimeout`; tap ends a file that exceeds it. */
const TIMEOUT_SECONDS = 240;
/** A process that tap could not end is killed after this time, which is longer than the limit of any file. */
const KILL_AFTER_MS = 600_000;
const REVERSED = fileURLToPath(new URL('reversed.mjs', import.meta.url));
const SEED = new URL('seed.mjs', import.meta.url).href;

export interface FileResult {
  /** Number of assertions. A crash, a time-out or a file without tests counts as one failed assertion. */
  passed: number;
  failed: number;
  seconds: number;
  /** The output of tap. */
  output: string;
}

/** Runs a test file in a process of its own; with `reverse` its top-level subtests run from last to first. */
export async function runTestFile(
  file: string,
  { env, reverse }: { env: NodeJS.ProcessEnv; reverse: boolean },
): Promise<FileResult> {
  const startedAt = performance.now();
  const program = ['--import', SEED, ...(reverse ? [REVERSED] : []), file];
  const child = spawn(process.execPath, ['--enable-source-maps', ...program], {
    env: { ...env, TAP: '1', TAP_TIMEOUT: String(TIMEOUT_SECONDS) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let killed = false;
  const timer = setTimeout(() => {
    killed = true;
    child.kill('SIGKILL');
  }, KILL_AFTER_MS);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(timer);
  if (killed) output += '\nnot ok 1 - the file took too long and was killed\n';
  const { passed, failed } = countResults(output, exitCode);
  return { passed, failed, seconds: (performance.now() - startedAt) / 1000, output };
}

function countResults(output: string, exitCode: number | null): { passed: number; failed: number } {
  const last = output.match(/^# \{ total: .*\}$/gm)?.at(-1) ?? '';
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(last)?.[1] ?? 0);
  const failed = count('fail');
  const succeeded = exitCode === 0 && last !== '';
  return { passed: count('pass'), failed: failed === 0 && !succeeded ? 1 : failed };
}
