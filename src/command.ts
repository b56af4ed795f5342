import { sourceStack } from './source-frames.js';

/** The arguments are invalid. The command prints its usage and ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command cannot run until its caller fixes a problem. It prints one sentence and ends with exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs a command and turns its errors into a sentence and an exit code. */
export async function runCommand(usage: string, command: () => Promise<number>): Promise<void> {
  if (process.argv.includes('--help')) {
    print(usage);
    return;
  }
  try {
    process.exitCode = await command();
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
