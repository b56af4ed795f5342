import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 30_000;

/** The service as it is installed, in a process of its own, ready to answer. */
export interface Instance {
  url: string;
  process: ChildProcess;
  ended: Promise<unknown>;
  /** Lines of its standard output so far. */
  output: string[];
}

/** What `startInstance` runs. */
export function buildOnce(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--quiet'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('there is nothing to run');
}

/** On a port of its own; ended when the test ends. `root` has `dist` and `migrations`. */
export async function startInstance(t: Test, env: Record<string, string>, root = ROOT): Promise<Instance> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['dist/headwater.js', 'serve'], {
    cwd: root,
    env: { ...inherited, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  t.teardown(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const output: string[] = [];
  const ready = new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      output.push(line);
      const url = /ready at (http\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const late = sleep(READY_WITHIN_MS, undefined, { ref: false });
  const url = await Promise.race([ready, ended.then(() => undefined), late]);
  if (url === undefined) throw new Error('the service did not start');
  return { url, process: child, ended, output };
}
