import { statSync } from 'node:fs';
import { CommandError } from '../../src/command.js';
import { type FileFacts, inspectFile, readText } from './encodings.js';
import { shareOf } from './evidence.js';
import { detectLayout, type Layout } from './layout.js';
import { type Column, mapColumns } from './mapping.js';
import type { LoadOptions } from './options.js';
import { createPlan, type Plan } from './plan.js';
import { type Profile, startProfile } from './profile.js';
import { isBlank, readRows } from './rows.js';

/** An analyzed list, with the plan for the conversion of its rows to leads. */
export interface SourceFile {
  facts: FileFacts;
  layout: Layout;
  profile: Profile;
  columns: Column[];
  plan: Plan;
}

const HEAD_CHARACTERS = 262_144;

/** Reads the whole list twice, as bytes and as rows, before anything is decided. Memory does not grow with the list. */
export async function analyzeFile(options: LoadOptions): Promise<SourceFile> {
  const { file } = options;
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new CommandError(`There is no file ${file}.`);
  const facts = await inspectFile(file, options.encoding);
  if (facts.bytes === 0) throw new CommandError(`${file} is empty.`);
  let layout = detectLayout(...(await readHead(file, facts.encoding)));
  const columns = mapColumns(layout.headers, options.map);
  let { profile, broken } = await profileFile(file, facts.encoding, layout, columns);
  if (broken) {
    layout = { ...layout, quote: undefined };
    ({ profile, broken } = await profileFile(file, facts.encoding, layout, columns));
  }
  if (profile.rows === 0) throw new CommandError(`${file} has a header and no rows.`);
  if (layout.headerless) nameByValues(columns, profile);
  const plan = createPlan(columns, profile, options);
  plan.notes.unshift(...fileNotes(facts, layout, profile));
  return { facts, layout, profile, columns, plan };
}

/** The rows of data without blank rows. */
export async function* dataRows(
  file: string,
  encoding: string,
  layout: Layout,
  onBroken?: () => void,
): AsyncGenerator<{ row: string[]; repeatedHeader: boolean }> {
  let skip = layout.skipRows;
  const pieces = readText(file, encoding) as AsyncIterable<string>;
  for await (const row of readRows(pieces, layout, onBroken)) {
    if (skip > 0) {
      skip--;
      continue;
    }
    if (isBlank(row)) continue;
    yield { row, repeatedHeader: !layout.headerless && isHeader(row, layout.headers) };
  }
}

/** In a file without headers, a column of e-mail addresses becomes the e-mail. */
function nameByValues(columns: Column[], profile: Profile): void {
  for (const column of columns) {
    const sample = profile.columns[column.index]?.sample ?? [];
    if (column.chosen || column.target !== undefined) continue;
    if (sample.length > 0 && shareOf(sample, (value) => /^[^\s@]+@[^\s@]+\.\p{L}{2,}$/u.test(value)) > 0.8)
      column.target = 'email';
  }
}

/** Lists joined from several files repeat the header in the middle. */
function isHeader(row: readonly string[], headers: readonly string[]): boolean {
  return row[0]?.trim() === headers[0] && row.every((cell, index) => cell.trim() === (headers[index] ?? ''));
}

export async function readHead(file: string, encoding: string): Promise<[head: string, whole: boolean]> {
  let head = '';
  for await (const piece of readText(file, encoding) as AsyncIterable<string>) {
    head += piece;
    if (head.length > HEAD_CHARACTERS) return [head.slice(0, HEAD_CHARACTERS), false];
  }
  return [head, true];
}

async function profileFile(file: string, encoding: string, layout: Layout, columns: Column[]) {
  const profile = startProfile(columns);
  let broken = false;
  const onBroken = () => {
    broken = true;
  };
  for await (const { row, repeatedHeader } of dataRows(file, encoding, layout, onBroken)) {
    if (!repeatedHeader) profile.add(row);
  }
  return { profile: profile.end(), broken };
}

function fileNotes(facts: FileFacts, layout: Layout, profile: Profile): string[] {
  const notes: string[] = [];
  if (facts.damaged) notes.push('A few characters are damaged: bytes that are no UTF-8.');
  if (layout.quote === undefined) notes.push('Quotation marks do not pair up, so they are read as plain characters.');
  if (layout.headerless) notes.push('The first row is data, not names of columns: map them with --map "Column 1=...".');
  if (profile.longRows > 0)
    notes.push(`${profile.longRows} rows have more cells than columns: the surplus is left out.`);
  if (profile.shortRows > 0) notes.push(`${profile.shortRows} rows have fewer cells than columns.`);
  return notes;
}
