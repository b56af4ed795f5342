import { parseArgs } from 'node:util';
import { UsageError } from '../../src/command.js';

export const USAGE = `Fills a workspace with a made-up history through the public API and shows what came of it.

  headwater demo [options]

  --leads <n>            people and organizations (default: 5000)
  --months <n>           how far back, 1 to 60 (default: 12)
  --seed <n>             the same seed gives the same history, up to the start of today (default: 1)
  --workspace <which>    new (default) or current, the workspace of the key
  --url, --key           service and API key (default: HEADWATER_URL, HEADWATER_API_KEY, else the local one)`;

export interface DemoOptions {
  leads: number;
  months: number;
  seed: number;
  workspace: 'new' | 'current';
  url: string | undefined;
  key: string | undefined;
}

const text = { type: 'string' } as const;

/** Reads the command line; throws `UsageError` with the reason. */
export function readOptions(args: string[]): DemoOptions {
  const { leads, months, seed, workspace = 'new', url, key } = parse(args);
  if (workspace !== 'new' && workspace !== 'current') throw new UsageError('--workspace is new or current.');
  return {
    leads: whole('--leads', leads ?? '5000', 1, 200_000),
    months: whole('--months', months ?? '12', 1, 60),
    seed: whole('--seed', seed ?? '1', 0, 4_294_967_295),
    workspace,
    url,
    key,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { leads: text, months: text, seed: text, workspace: text, url: text, key: text },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(option: string, given: string, low: number, high: number): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < low || value > high)
    throw new UsageError(`${option} is a whole number from ${low} to ${high}.`);
  return value;
}
