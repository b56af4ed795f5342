import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { programArguments } from './program.js';

export interface Child {
  process: ChildProcess;
  /** The first line it prints; undefined when it ends without one. */
  firstLine: Promise<string | undefined>;
  ended: Promise<number | null>;
}

/** Runs a TypeScript file of this folder as a process of its own. */
export function runChild(script: string, ...args: string[]): Child {
  const child = spawn(process.execPath, [...programArguments(`test/support/${script}`), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = createInterface(child.stdout);
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  return { process: child, firstLine: Promise.race([line, ended.then(() => undefined)]), ended };
}
