import { createReadStream, statSync } from 'node:fs';
import { CommandError, UsageError } from '../../src/command.js';
import { AppError } from '../../src/services/errors.js';
import { openTable, type Table } from '../../src/services/imports/reading/tables.js';

/** A delimited file in memory. */
export interface TextTable {
  headers: string[];
  rows: string[][];
  delimiter: string;
  encoding: string;
}

/** Reads a delimited file of any encoding and delimiter. */
export async function readTable(file: string, givenEncoding: string | undefined): Promise<TextTable> {
  const { detected, header, blocks } = await openFile(file, givenEncoding);
  const rows: string[][] = [];
  for await (const block of blocks) rows.push(...block.rows);
  if (rows.length === 0) throw new CommandError(`${file} has a header and no rows.`);
  return { headers: header, rows, delimiter: detected.delimiter ?? '', encoding: detected.encoding ?? '' };
}

const READ_BYTES = 1_048_576;

async function openFile(file: string, encoding: string | undefined): Promise<Table> {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new CommandError(`There is no file ${file}.`);
  if (stat.size === 0) throw new CommandError(`${file} is empty.`);
  const chunks = createReadStream(file, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>;
  try {
    return await openTable(chunks, { encoding });
  } catch (error) {
    throw error instanceof AppError ? new UsageError(`${file}: ${error.detail}`) : error;
  }
}

/** The index of a column named on the command line: an exact match, else one without case. */
export function columnAt(headers: readonly string[], name: string, option: string): number {
  const folded = plain(name);
  const exact = headers.indexOf(name);
  const at = exact >= 0 ? exact : headers.findIndex((header) => plain(header) === folded);
  if (at >= 0) return at;
  const close = headers
    .map((header) => ({ header, distance: distanceOf(plain(header), folded) }))
    .filter(({ header, distance }) => distance <= Math.max(2, folded.length / 3) || plain(header).includes(folded))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 5)
    .map(({ header }) => header);
  const hint = close.length > 0 ? `Close to it: ${close.join(', ')}.` : `There are: ${headers.join(', ')}.`;
  throw new UsageError(`${option}: there is no column "${name}". ${hint}`);
}

const plain = (text: string) => text.trim().toLowerCase();

/** Insertions, deletions and replacements from one text to the other (Levenshtein). */
function distanceOf(from: string, to: string): number {
  let before = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const here = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      here.push(Math.min((before[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1, (before[column - 1] ?? 0) + same));
    }
    before = here;
  }
  return before.at(-1) ?? 0;
}
