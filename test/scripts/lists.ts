import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { bodyOf, type Lead } from '../../scripts/load/lead-body.js';
import { readOptions } from '../../scripts/load/options.js';
import { analyzeFile, dataRows, type SourceFile } from '../../scripts/load/source-files.js';
import { createRowReader } from '../../src/core/imports/lead-reader.js';
import { importLookups } from '../../src/services/imports/lookups.js';

export interface ReadList {
  source: SourceFile;
  leads: Lead[];
  skipped: string[];
  remarks: string[];
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
  const source = await analyzeFile(readOptions([file, ...args]));
  const remarks: string[] = [];
  const read = createRowReader(source.mapping, {
    now: Date.now(),
    lookups: importLookups,
    reportIssue: (header, what) => remarks.push(`${header}: ${what}`),
  });
  const leads: Lead[] = [];
  const skipped: string[] = [];
  for await (const { row, fault } of dataRows(file, source.detected.encoding)) {
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
  return { source, leads, skipped, remarks, uses };
}

/** Rows (cells, or text with bars between them) as delimited text, quoted where they must be. */
export function delimited(rows: readonly (readonly string[] | string)[], delimiter = ',', newline = '\r\n'): string {
  const quoted = (cell: string) =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows
    .map((row) => (typeof row === 'string' ? row.split('|') : row).map(quoted).join(delimiter) + newline)
    .join('');
}
