/** `headwater serve` runs the service until a signal ends it. */
import type { Command } from '../../src/command.js';
import { noArguments } from './arguments.js';

const USAGE = `Runs the service until SIGTERM or SIGINT.

  headwater serve

It takes no options: the variables are in README.md, "Configuration". Missing migrations run first.`;

async function run(args: string[]): Promise<number> {
  noArguments(args);
  const { serve } = await import('../../src/main.js');
  await serve();
  return 0;
}

export const command: Command = { usage: USAGE, run };
