import { parseArgs } from 'node:util';
import { UsageError } from '../../src/command.js';

export const USAGE = `Usage: headwater evaluate <file> --target <column> [options]

Trains on part of a file, predicts the rest, and reports the quality. Delimiter, encoding, numbers and dates are
found out; a preamble above the header is skipped.

  --target <column>    the column that holds the outcome
  --positive <value>   its value for won; by default yes, true, 1 or won
  --negative <value>   its value for lost; rows with another outcome are left out; by default every other value is lost
  --drop <a,b>         columns to leave out, separated by commas; may be repeated
  --date <column>      train on the earlier 80 % by this column, predict the later 20 %
  --split <file>       {"testRows": [0, 7, ...]}: predict these rows (0 is the first below the header), train on
                       all others; may be repeated. Without it and without --date: 5 stratified parts, each predicted in turn
  --missing <a,b>      values that mean a missing value, separated by commas, in any case
  --keep-leaky         also train on columns that seem to be filled at or after the outcome
  --encoding <name>    encoding of the file (default: detected)
  --json               print only {"splits": [...], "mean": {...}, "verdict": ...}`;

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

/** Reads the command line; throws `UsageError` with the reason. */
export function readOptions(args: string[]): EvaluateOptions {
  const { values, positionals } = parse(args);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('Name exactly one file.');
  if (values.target === undefined) throw new UsageError('Name the column with the outcome: --target <column>.');
  if (values.date !== undefined && values.split !== undefined)
    throw new UsageError('--date and --split both choose the predicted rows: give one of them.');
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
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
