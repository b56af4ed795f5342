import { readFileSync } from 'node:fs';
import { CommandError, UsageError } from '../../src/command.js';
import { hashText } from '../../src/core/prediction/random.js';
import type { Outcome } from './outcomes.js';

/** The test rows (0 is the first row of data); the other rows with an outcome are for training. */
export interface Split {
  name: string;
  test: ReadonlySet<number>;
}

const PARTS = 5;
const LATER_SHARE = 0.2;

/** Five parts with the same share of won rows, each the test rows once; the same file gives the same parts. */
export function stratifiedSplits(outcomes: readonly Outcome[]): Split[] {
  const parts = Array.from({ length: PARTS }, () => new Set<number>());
  for (const won of [true, false]) {
    const rows = outcomes.flatMap((outcome, row) => (outcome === won ? [row] : []));
    const hashes = new Map(rows.map((row) => [row, hashText(String(row), 0x5eed)]));
    rows.sort((a, b) => (hashes.get(a) ?? 0) - (hashes.get(b) ?? 0) || a - b);
    for (const [index, row] of rows.entries()) parts[index % PARTS]?.add(row);
  }
  return parts.map((test, index) => ({ name: `part ${index + 1} of ${PARTS}`, test }));
}

/**
 * The latest fifth of the rows with an outcome. Rows without an instant count as the earliest; rows of one instant stay
 * together.
 */
export function laterSplit(outcomes: readonly Outcome[], at: readonly number[], column: string): Split {
  const rows = outcomes.flatMap((outcome, row) => (outcome === undefined ? [] : [row]));
  rows.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
  const first = at[rows[Math.floor(rows.length * (1 - LATER_SHARE))] ?? 0] ?? 0;
  const test = new Set(rows.filter((row) => (at[row] ?? 0) >= first));
  if (test.size === rows.length)
    throw new CommandError(`--date: "${column}" does not separate earlier rows from later ones.`);
  return { name: `from ${new Date(first).toISOString()} on`, test };
}

/** Reads a split from a file. */
export function readSplit(path: string, rows: number): Split {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CommandError(`--split: ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const { testRows } = (content ?? {}) as { testRows?: unknown };
  if (!Array.isArray(testRows) || testRows.length === 0)
    throw new UsageError(`--split: ${path} is not {"testRows": [row, ...]}.`);
  const wrong = testRows.find((row) => !Number.isInteger(row) || row < 0 || row >= rows);
  if (wrong !== undefined)
    throw new UsageError(`--split: ${path} names row ${JSON.stringify(wrong)}; rows are 0 to ${rows - 1}.`);
  return { name: path, test: new Set(testRows as number[]) };
}
