import { parseArgs } from 'node:util';
import { UsageError } from '../../src/command.js';

/** Refuses every argument, for commands without options. */
export function noArguments(args: string[]): void {
  try {
    parseArgs({ args, options: {} });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
