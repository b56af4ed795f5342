import { existsSync } from 'node:fs';
import { ROOT_FOLDER } from './root-folder.js';
import { sourceStack } from './source-frames.js';

/** The program as it is typed here: a clone has it through npx, the image in its path. */
export const PROGRAM = existsSync(new URL('scripts/build.mjs', ROOT_FOLDER)) ? 'npx headwater' : 'headwater';

/** One command of `headwater`. */
export interface Command {
  usage: string;
  /** Returns the exit code; a `UsageError` becomes 2, any other error 1. */
  run(args: string[]): Promise<number>;
}

/** The arguments are invalid. The command prints its usage and ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command cannot run until its caller fixes a problem. It prints one sentence and ends with exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs a command and turns its errors into a sentence and an exit code. */
export async function runCommand({ usage, run }: Command, args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    print(usage);
    return;
  }
  try {
    process.exitCode = await run(args);
  } catch (error) {
    if (error instanceof UsageError) {
      report(`${error.message}\n\n${usage}`);
      process.exitCode = 2;
      return;
    }
    const expected = error instanceof CommandError || (error instanceof Error && error.name === 'StartError');
    report(
      expected ? error.message : error instanceof Error ? sourceStack(error.stack ?? error.message) : String(error),
    );
    process.exitCode = 1;
  }
}

const PROGRESS_EVERY_MS = 2_000;

/** Writes the progress of a long task every two seconds. */
export function progressLine(): (progress: { table: string; bytes: number }) => void {
  let next = performance.now() + PROGRESS_EVERY_MS;
  return ({ table, bytes }) => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_EVERY_MS;
    report(`${table}: ${(bytes / 1e6).toFixed(0)} MB`);
  };
}

/** A line of the result, for other programs. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line for the person at the terminal. */
export function report(line: string): void {
  process.stderr.write(`${line}\n`);
}
