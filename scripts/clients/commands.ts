import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface CommandOptions {
  cwd: string;
  env?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  ok: boolean;
  output: string;
  /** The standard output alone. */
  stdout: string;
}

const LONGEST_MS = 900_000;
const LONGEST_OUTPUT = 64 * 1024 * 1024;

/** Runs a program to its end. A program that takes 15 minutes is stopped. */
export function runProgram(program: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const settings = {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    timeout: LONGEST_MS,
    maxBuffer: LONGEST_OUTPUT,
  };
  return new Promise((resolve) => {
    execFile(program, args, settings, (error, stdout, stderr) => {
      const reason = error && stderr.trim() === '' ? `\n${error.message}` : '';
      resolve({ ok: error === null, stdout, output: `${stdout}\n${stderr}${reason}`.trim() });
    });
  });
}

/** Whether a program is found in PATH. */
export const isInstalled = (program: string): boolean => findProgram(program) !== undefined;

/** The program in the first folder of PATH that has it. */
export function findProgram(program: string): string | undefined {
  const files = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  return files.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
