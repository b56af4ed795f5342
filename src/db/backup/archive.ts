import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { StartError } from '../start-error.js';

/**
 * A backup is one gzipped SQL script: psql can run it on an empty database, and `headwater restore` reads its rows without
 * executing the script. Lines that begin with the mark hold the checksums.
 */
export const MARK = '-- headwater:';
export const FORMAT = 1;
const END_OF_ROWS = Buffer.from('\\.\n');
const END_AFTER_ROW = Buffer.from('\n\\.\n');
const NEWLINE = 10;

export interface ArchiveTable {
  name: string;
  columns: string[];
}

export interface ArchiveHeader {
  format: number;
  madeAt: string;
  /** Version of the backed-up server. */
  postgres: string;
  /** The migrations of the database, in order. */
  migrations: { name: string; checksum: string }[];
  /** In the order of the script: a table comes after the tables that it references. */
  tables: ArchiveTable[];
}

/** After the rows of a table: their number, and the SHA-256 (hex) of their text. */
export interface TableSum {
  table: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** The last line; a file without it is truncated. `sha256` covers all text before it. */
interface ArchiveEnd {
  tables: number;
  rows: number;
  sha256: string;
}

export type ArchiveItem =
  | { kind: 'header'; header: ArchiveHeader }
  | { kind: 'table'; name: string }
  | { kind: 'rows'; block: Buffer }
  | { kind: 'table end'; sum: TableSum }
  | { kind: 'end' };

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

export const copyHead = ({ name, columns }: ArchiveTable) => `${quoted(name)} (${columns.map(quoted).join(', ')})`;

/**
 * Reads a whole archive and checks it; an error message is a sentence about the file. Memory: a few blocks and the longest row.
 */
export async function* readArchive(file: string): AsyncGenerator<ArchiveItem> {
  const whole = createHash('sha256');
  const seen = { tables: 0, rows: 0, ended: false, header: false };
  let table: { name: string; rows: number; bytes: number; hash: ReturnType<typeof createHash> } | undefined;

  for await (const [lines, inRows] of sections(blocksOf(file), () => table !== undefined)) {
    if (seen.ended) throw damaged(file, 'there is something after its end');
    if (inRows && table) {
      whole.update(lines);
      table.hash.update(lines);
      table.rows += countLines(lines);
      table.bytes += lines.length;
      yield { kind: 'rows', block: lines };
      continue;
    }
    const line = lines.toString();
    if (line.startsWith(`${MARK}end `)) {
      const end: ArchiveEnd = JSON.parse(line.slice(MARK.length + 4));
      const same = end.sha256 === whole.digest('hex') && end.tables === seen.tables && end.rows === seen.rows;
      if (!same || !seen.header) throw damaged(file, 'its checksum is not that of its content');
      seen.ended = true;
      yield { kind: 'end' };
      continue;
    }
    whole.update(lines);
    if (line.startsWith(`${MARK}header `)) {
      seen.header = true;
      yield { kind: 'header', header: parseHeader(file, line.slice(MARK.length + 7)) };
    } else if (line.startsWith('COPY ')) {
      const name = /^COPY "([^"]+)"/.exec(line)?.[1] ?? '';
      table = { name, rows: 0, bytes: 0, hash: createHash('sha256') };
      yield { kind: 'table', name };
    } else if (line === '\\.\n' && table) {
      const { hash, name, rows, bytes } = table;
      const sum = { table: name, rows, bytes, sha256: hash.digest('hex') };
      seen.tables += 1;
      seen.rows += rows;
      table = undefined;
      yield { kind: 'table end', sum };
    }
  }
  if (!seen.ended) throw damaged(file, 'it was cut off');
}

function parseHeader(file: string, json: string): ArchiveHeader {
  const header: ArchiveHeader = JSON.parse(json);
  if (header.format === FORMAT) return header;
  throw new StartError(`${file} has format ${header.format} and this version reads ${FORMAT}. Use a newer version.`);
}

/** Whole lines: one at a time, or in the rows of a table as many as have been read. */
async function* sections(
  blocks: AsyncIterable<Buffer>,
  inRows: () => boolean,
): AsyncGenerator<[lines: Buffer, rows: boolean]> {
  let rest: Buffer[] = [];
  for await (const block of blocks) {
    const last = block.lastIndexOf(NEWLINE);
    if (last < 0) {
      rest.push(block);
      continue;
    }
    let lines = Buffer.concat([...rest, block.subarray(0, last + 1)]);
    rest = last + 1 < block.length ? [block.subarray(last + 1)] : [];
    while (lines.length > 0) {
      const length = inRows() ? lengthOfRows(lines) : 0;
      const taken = length > 0 ? length : lines.indexOf(NEWLINE) + 1;
      yield [lines.subarray(0, taken), length > 0];
      lines = lines.subarray(taken);
    }
  }
  if (rest.length > 0) yield [Buffer.concat(rest), false];
}

/** Bytes before the line that ends the rows. No row equals that line, because its backslashes are doubled. */
function lengthOfRows(lines: Buffer): number {
  if (lines.subarray(0, END_OF_ROWS.length).equals(END_OF_ROWS)) return 0;
  const end = lines.indexOf(END_AFTER_ROW);
  return end < 0 ? lines.length : end + 1;
}

function countLines(block: Buffer): number {
  let count = 0;
  for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

async function* blocksOf(file: string): AsyncGenerator<Buffer> {
  const compressed = createReadStream(file);
  const text = compressed.pipe(createGunzip({ chunkSize: 262_144 }));
  compressed.on('error', (error) => text.destroy(error));
  try {
    for await (const block of text) yield block as Buffer;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'Z_BUF_ERROR') throw damaged(file, 'it was cut off');
    if (code.startsWith('Z_')) throw damaged(file, 'it cannot be unpacked');
    throw new StartError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    compressed.destroy();
  }
}

function damaged(file: string, how: string): StartError {
  return new StartError(`${file} is not a whole backup: ${how}. Nothing was restored. Use another backup.`);
}
