import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { CommandError, UsageError } from '../../src/command.js';
import type { ColumnEvidence, ImportMapping } from '../../src/core/imports/mapping.js';
import { type Profile, startProfile } from '../../src/core/imports/profile.js';
import { proposeMapping } from '../../src/core/imports/proposal.js';
import { AppError } from '../../src/services/errors.js';
import { importLookups } from '../../src/services/imports/lookups.js';
import { type DetectedTable, openTable, type Table } from '../../src/services/imports/reading/tables.js';
import type { LoadOptions } from './options.js';

/** An analyzed list, with the mapping of its columns. */
export interface SourceFile {
  /** SHA-256 of the bytes, hex. */
  hash: string;
  detected: DetectedTable;
  header: string[];
  profile: Profile;
  mapping: ImportMapping;
  evidence: ColumnEvidence[];
  notes: string[];
}

const READ_BYTES = 1_048_576;

/** Reads the whole list before anything is decided. Memory does not grow with the list. */
export async function analyzeFile(options: LoadOptions): Promise<SourceFile> {
  const { file } = options;
  const hash = createHash('sha256');
  const table = await openFile(file, options.encoding, (chunk) => hash.update(chunk));
  const { detected, header } = table;
  const profiling = startProfile(header);
  try {
    for await (const { rows } of table.blocks) for (const row of rows) profiling.add(row);
  } catch (error) {
    throw error instanceof AppError ? new CommandError(`${file}: ${error.detail}`) : error;
  }
  const profile = profiling.end();
  if (profile.rows === 0) throw new CommandError(`${file} has a header and no rows.`);
  const { mapping, evidence, notes, faults } = proposeMapping(header, profile, {
    choices: options.map,
    sourceName: options.sourceName,
    channel: options.channel,
    kind: options.kind,
    country: options.country,
    dateOrder: options.dateOrder,
    headerless: detected.headerRow === undefined && !detected.format.startsWith('json'),
    lookups: importLookups,
  });
  if (faults.length > 0) throw new UsageError(`--map: ${faults.join(' ')}`);
  const allNotes = [...fileNotes(detected, profile), ...notes];
  return { hash: hash.digest('hex'), detected, header, profile, mapping, evidence, notes: allNotes };
}

/** The rows of a list, and why some of them cannot be read. */
export async function* dataRows(
  file: string,
  encoding: string | undefined,
): AsyncGenerator<{ row: string[]; fault?: string }> {
  const { blocks } = await openFile(file, encoding);
  for await (const { rows, faulty } of blocks) {
    for (const row of rows) yield { row };
    for (const { cells, reason } of faulty) yield { row: cells, fault: reason };
  }
}

/** Opens a file as a table; `onChunk` gets its bytes in order. */
export async function openFile(
  file: string,
  encoding: string | undefined,
  onChunk: (chunk: Uint8Array) => void = () => undefined,
): Promise<Table> {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new CommandError(`There is no file ${file}.`);
  if (stat.size === 0) throw new CommandError(`${file} is empty.`);
  async function* chunks() {
    for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
      onChunk(chunk);
      yield chunk;
    }
  }
  try {
    return await openTable(chunks(), { encoding });
  } catch (error) {
    throw error instanceof AppError ? new UsageError(`${file}: ${error.detail}`) : error;
  }
}

function fileNotes(detected: DetectedTable, profile: Profile): string[] {
  const notes: string[] = [];
  if (detected.damaged) notes.push('A few characters are damaged: bytes that are no UTF-8.');
  if (detected.quote === undefined) notes.push('Quotation marks do not pair up, so they are read as plain characters.');
  if (detected.headerRow === undefined && detected.format === 'delimited')
    notes.push('The first row is data, not names of columns: map them with --map "Column 1=...".');
  if (profile.longRows > 0) notes.push(`${profile.longRows} rows have more cells than columns: they are refused.`);
  if (profile.shortRows > 0) notes.push(`${profile.shortRows} rows have fewer cells than columns.`);
  return notes;
}
