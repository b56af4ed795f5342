import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { RowBlock } from './reading/tables.js';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** A row of a stored block. */
export interface BlockRow {
  /** Its number in the file, from 1. */
  number: number;
  cells: string[];
  /** Why it could not be divided into its cells. */
  fault?: string | undefined;
}

/** The rows of a block, in their order, as compressed JSON. */
export async function packBlock({ rows, numbers, faulty }: RowBlock): Promise<Buffer> {
  const whole = rows.map((cells, index): BlockRow => ({ number: numbers[index] ?? 0, cells }));
  const others = faulty.map(({ number, cells, reason }): BlockRow => ({ number, cells, fault: reason }));
  const all = others.length === 0 ? whole : [...whole, ...others].sort((one, other) => one.number - other.number);
  return packRows(all);
}

export const packRows = (rows: readonly BlockRow[]): Promise<Buffer> => compress(JSON.stringify(rows), { level: 1 });

export async function unpackBlock(cells: Buffer): Promise<BlockRow[]> {
  return JSON.parse((await expand(cells)).toString()) as BlockRow[];
}

/** Lines of a file as compressed text. */
export const packLines = (lines: string): Promise<Buffer> => compress(lines, { level: 6 });

export const unpackLines = async (lines: Buffer): Promise<string> => (await expand(lines)).toString();
