import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { Static } from 'typebox';
import { readOptions } from '../../scripts/load/options.js';
import { CommandError, UsageError } from '../../src/command.js';
import { choiceOf, mapColumns } from '../../src/core/imports/columns.js';
import { createRowReader } from '../../src/core/imports/lead-reader.js';
import type { ColumnEvidence, ImportedLead, ImportMapping } from '../../src/core/imports/mapping.js';
import { type Profile, startProfile } from '../../src/core/imports/profile.js';
import { proposeMapping } from '../../src/core/imports/proposal.js';
import type { LeadCreate } from '../../src/http/schemas/leads.js';
import { AppError } from '../../src/services/errors.js';
import { importLookups } from '../../src/services/imports/lookups.js';
import { type DetectedTable, openTable } from '../../src/services/imports/reading/tables.js';

/** The body of `POST /v1/leads`. */
export type Lead = Static<typeof LeadCreate>;

/** A list with the mapping of its columns. */
export interface SourceFile {
  detected: DetectedTable;
  profile: Profile;
  mapping: ImportMapping;
  evidence: ColumnEvidence[];
  notes: string[];
}

export interface ReadList {
  source: SourceFile;
  leads: Lead[];
  skipped: string[];
  /** What each column is used for, by header; columns that became attributes are not here. */
  uses: Record<string, string>;
}

/** Writes a list as a file and reads it as the command does, up to what it would send. */
export async function readList(
  folder: string,
  name: string,
  text: string,
  options: { encoding?: string; bom?: boolean; args?: string[] } = {},
): Promise<ReadList> {
  const file = join(folder, name);
  writeFileSync(file, iconv.encode(text, options.encoding ?? 'utf-8', { addBOM: options.bom ?? false }));
  return readFile(file, options.args ?? []);
}

export async function readFile(file: string, args: string[] = []): Promise<ReadList> {
  const { source, rows } = await analyzed(file, args);
  const read = createRowReader(source.mapping, { now: Date.now(), lookups: importLookups });
  const leads: Lead[] = [];
  const skipped: string[] = [];
  for (const { row, fault } of rows) {
    const result = fault === undefined ? read(row) : { refused: { reason: fault } };
    if ('lead' in result) leads.push(bodyOf(result.lead));
    else skipped.push(result.refused.reason);
  }
  const uses = Object.fromEntries(
    source.mapping.columns.flatMap(({ column, use, field }) =>
      use === 'field' && field !== undefined && (source.evidence.find((one) => one.column === column)?.filled ?? 0) > 0
        ? [[column, field]]
        : [],
    ),
  );
  return { source, leads, skipped, uses };
}

/** Reads and maps a file as an upload does, with the options of the command. */
async function analyzed(
  file: string,
  args: string[],
): Promise<{ source: SourceFile; rows: { row: string[]; fault?: string }[] }> {
  const options = readOptions([file, ...args]);
  const bytes = createReadStream(file) as AsyncIterable<Buffer>;
  const { detected, header, blocks } = await openTable(bytes, { encoding: options.encoding }).catch(refusal);
  const choices = options.map.map(choiceOf);
  const { faults } = mapColumns(header, choices);
  if (faults.length > 0) throw new UsageError(faults.join(' '));
  const profiling = startProfile(header);
  const rows: { row: string[]; fault?: string }[] = [];
  for await (const block of blocks) {
    for (const row of block.rows) profiling.add(row);
    rows.push(...block.rows.map((row) => ({ row })));
    rows.push(...block.faulty.map(({ cells, reason }) => ({ row: cells, fault: reason })));
  }
  const profile = profiling.end();
  if (profile.rows === 0) throw new CommandError('The file has no rows of data.');
  const headerless = detected.headerRow === undefined && !detected.format.startsWith('json');
  const { sourceName, channel, kind, country, dateOrder } = options;
  const given = { sourceName, channel, kind, country, dateOrder, choices, headerless };
  const proposal = proposeMapping(header, profile, { ...given, lookups: importLookups });
  return { source: { detected, profile, ...proposal }, rows };
}

const refusal = (error: unknown): never => {
  throw error instanceof AppError ? new UsageError(error.detail) : error;
};

function bodyOf({ occurredAt, timeframeStatedAt, ...lead }: ImportedLead): Lead {
  const body: Lead = lead as Lead;
  if (occurredAt !== undefined) body.occurredAt = new Date(occurredAt).toISOString();
  if (timeframeStatedAt !== undefined) body.timeframeStatedAt = new Date(timeframeStatedAt).toISOString();
  return body;
}

/** Rows (cells, or text with bars between them) as delimited text, quoted where they must be. */
export function delimited(rows: readonly (readonly string[] | string)[], delimiter = ',', newline = '\r\n'): string {
  const quoted = (cell: string) =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows
    .map((row) => (typeof row === 'string' ? row.split('|') : row).map(quoted).join(delimiter) + newline)
    .join('');
}
