import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Undo } from './session.js';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COMPILED = join(ROOT, 'node_modules', '.cache', 'headwater-bench');

/** Servers and clients of the bench run as plain JavaScript, as the product does: a loader in the process would cost. */
export function compileBench(): void {
  const folder = join(ROOT, 'bench');
  mkdirSync(COMPILED, { recursive: true });
  writeFileSync(join(COMPILED, 'package.json'), '{"type":"module"}');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  for (const name of ['baseline', 'claimers', 'flood', 'floor-server', 'leads', 'load', 'wire']) {
    const source = readFileSync(join(folder, `${name}.ts`), 'utf8');
    writeFileSync(join(COMPILED, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText);
  }
}

/** As `npm start` runs the product; the baseline gets the same. */
export const NODE_FLAGS = ['--max-semi-space-size=64'];

/** A process of the bench that takes one message and answers one, again and again. */
export interface Worker {
  pid: number;
  ask<Answer>(message: object): Promise<Answer>;
}

export function startWorker(name: 'baseline' | 'claimers' | 'flood' | 'floor-server' | 'load', undo: Undo): Worker {
  const child = fork(join(COMPILED, `${name}.js`), {
    execArgv: name === 'baseline' || name === 'floor-server' ? NODE_FLAGS : [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  undo.add(() => stop(child));
  return {
    pid: child.pid ?? 0,
    ask: <Answer>(message: object) =>
      new Promise<Answer>((resolve, reject) => {
        const ended = () => reject(new Error(`the process ${name} ended`));
        child.once('exit', ended);
        child.once('message', (answer) => {
          child.off('exit', ended);
          resolve(answer as Answer);
        });
        child.send(message);
      }),
  };
}

/** Starts a server whose output goes to a file, and waits until `ready` finds something in it. */
export async function startServer<Ready>(
  options: { args: string[]; env: Record<string, string>; output: string; ready: (text: string) => Ready | undefined },
  undo: Undo,
): Promise<{ pid: number; ready: Ready }> {
  const output = openSync(options.output, 'w');
  const child = spawn(process.execPath, options.args, {
    cwd: ROOT,
    env: options.env,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  undo.add(() => stop(child));
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

/** Processor seconds of a process and its children, ended ones included; undefined where there is no /proc. */
export function cpuSeconds(pid: number, withChildren: boolean): number | undefined {
  if (!existsSync(`/proc/${pid}/stat`)) return undefined;
  const own = ticks(pid, withChildren);
  const children = withChildren
    ? readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    : [];
  return children.reduce((sum, child) => sum + ticks(Number(child), false), own) / 100;
}

/** Fields 14 to 17 of /proc/<pid>/stat: user and system time of itself, and of children that have ended. */
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
