import { parseArgs } from 'node:util';
import { Misuse } from '../../src/command.js';

export const USAGE = `Usage: npm run evaluate -- <file> --target <column> [options]

Learns from part of a file what was won, tells the rest, and says how well. Delimiter, encoding, numbers and dates are
found out; a preamble above the header is skipped.

  --target <column>    the column that holds the outcome
  --positive <value>   its value for won; without it: yes, true, 1 or won
  --negative <value>   its value for lost: rows with any other outcome are left out; without it, every other value is lost
  --drop <a,b>         columns to leave out, separated by commas; may be repeated
  --date <column>      learn from the earlier 80 % by this column, tell the later 20 %
  --split <file>       {"testRows": [0, 7, ...]}: these rows (0 is the first below the header) are told, all others learnt
                       from; may be repeated. Without it and without --date: 5 stratified parts, each told in turn
  --missing <a,b>      values that stand for none, separated by commas, in any case
  --keep-leaky         learn also from columns that seem to be filled at or after the outcome
  --encoding <name>    instead of finding out
  --json               print only {"splits": [...], "mean": {...}, "verdict": ...}
  --help               print this`;

export interface EvaluateOptions {
  file: string;
  target: string;
  positive: string | undefined;
  negative: string | undefined;
  drop: string[];
  date: string | undefined;
  splits: string[];
  missing: string[];
  keepLeaky: boolean;
  encoding: string | undefined;
  json: boolean;
}

const word = { type: 'string' } as const;
const words = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  target: word,
  positive: word,
  negative: word,
  drop: words,
  date: word,
  split: words,
  missing: words,
  'keep-leaky': flag,
  encoding: word,
  json: flag,
} as const;

/** Reads the command line; throws `Misuse` with what is wrong. */
export function readOptions(args: string[]): EvaluateOptions {
  const { values, positionals } = parse(args);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new Misuse('Name exactly one file.');
  if (values.target === undefined) throw new Misuse('Name the column with the outcome: --target <column>.');
  if (values.date !== undefined && values.split !== undefined)
    throw new Misuse('--date and --split both say which rows are told: give one of them.');
  return {
    file,
    target: values.target,
    positive: values.positive,
    negative: values.negative,
    drop: listOf(values.drop),
    date: values.date,
    splits: values.split ?? [],
    missing: listOf(values.missing),
    keepLeaky: values['keep-leaky'] ?? false,
    encoding: values.encoding,
    json: values.json ?? false,
  };
}

const listOf = (given: string[] = []) =>
  given.flatMap((list) => list.split(',')).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}
