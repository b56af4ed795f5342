import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Cleanup } from './session.js';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COMPILED = join(ROOT, 'node_modules', '.cache', 'headwater-bench');

/** Transpiles the servers and clients of the bench: like the product, they run as plain JavaScript without a loader. */
export function compileBench(): void {
  const folder = join(ROOT, 'bench');
  mkdirSync(COMPILED, { recursive: true });
  writeFileSync(join(COMPILED, 'package.json'), '{"type":"module"}');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  for (const name of [
    'baseline',
    'claimers',
    'figures',
    'flood',
    'floor-server',
    'http-client',
    'leads',
    'past-leads',
    'load',
    'webhook-client',
    'webhook-receiver',
  ]) {
    const source = readFileSync(join(folder, `${name}.ts`), 'utf8');
    writeFileSync(join(COMPILED, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText);
  }
}

/** The flags of `npm start`, for the product and for the servers it is compared with. */
export const NODE_FLAGS = ['--max-semi-space-size=64'];

/** A temporary folder that clean-up removes. */
export function makeFolder(cleanup: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'));
  // Run as root, PostgreSQL starts under another user, who needs access.
  chmodSync(folder, 0o755);
  cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A process of the bench that returns one message for each message it gets. */
export interface Worker {
  pid: number;
  request<Result>(message: object): Promise<Result>;
}

export function startWorker(
  name: 'baseline' | 'claimers' | 'flood' | 'floor-server' | 'load' | 'webhook-client' | 'webhook-receiver',
  cleanup: Cleanup,
): Worker {
  const child = fork(join(COMPILED, `${name}.js`), {
    execArgv: name === 'baseline' || name === 'floor-server' ? NODE_FLAGS : [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  cleanup.add(() => stop(child));
  return {
    pid: child.pid ?? 0,
    request: <Result>(message: object) =>
      new Promise<Result>((resolve, reject) => {
        const onExit = () => reject(new Error(`the process ${name} ended`));
        child.once('exit', onExit);
        child.once('message', (result) => {
          child.off('exit', onExit);
          resolve(result as Result);
        });
        child.send(message);
      }),
  };
}

/** Starts a server that writes its output to a file; resolves when `ready` returns a value for the text of the file. */
export async function startServer<Ready>(
  options: { args: string[]; env: Record<string, string>; output: string; ready: (text: string) => Ready | undefined },
  cleanup: Cleanup,
): Promise<{ pid: number; ready: Ready }> {
  const output = openSync(options.output, 'w');
  const child = spawn(process.execPath, options.args, {
    cwd: ROOT,
    env: options.env,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  cleanup.add(() => stop(child));
  const deadline = Date.now() + 60_000;
  for (;;) {
    const text = readFileSync(options.output, 'utf8');
    const ready = options.ready(text);
    if (ready !== undefined) return { pid: child.pid ?? 0, ready };
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the server did not start:\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.once('exit', () => {
      clearTimeout(kill);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) * 1_024;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1_024;
}

/** Processor seconds of a process and its children, including children that ended; undefined where /proc is missing. */
export function cpuSeconds(pid: number, withChildren: boolean): number | undefined {
  if (!existsSync(`/proc/${pid}/stat`)) return undefined;
  const own = ticks(pid, withChildren);
  const children = withChildren
    ? readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    : [];
  return children.reduce((sum, child) => sum + ticks(Number(child), false), own) / 100;
}

/** Fields 14 to 17 of /proc/<pid>/stat: user and system time of the process, and of its children that ended. */
function ticks(pid: number, withEnded: boolean): number {
  const fields = statOf(pid).slice(11, withEnded ? 15 : 13);
  return fields.reduce((sum, field) => sum + Number(field), 0);
}

function parentOf(pid: string): number {
  return Number(statOf(Number(pid))[1]);
}

function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
