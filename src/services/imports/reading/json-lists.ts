/** Reads JSON: an object in each line, an array of objects, or an object that has such an array. Members of objects become columns by their path. */
import { copyOf } from '../../../core/imports/cells.js';
import { refused } from './byte-streams.js';
import type { FormatRow, FormatTable } from './formats.js';
import { flatten, type ValueKind } from './json-members.js';
import { startObjects } from './json-objects.js';
import { namesOf } from './layout.js';

const TOO_DEEP = 'The object is nested too deeply.';
/** Records of the start that decide the columns. */
const HEAD_RECORDS = 1_000;
const HEAD_CHARACTERS = 16_777_216;
const MOST_COLUMNS = 500;
const SHOWN = 200;
/** Column for members that come up later than the first records. */
const OTHER_MEMBERS = 'Other members';
/** Names by which answers of services wrap their records. */
const WRAPPED =
  /"(?:data|results?|items|records|leads|contacts|people|persons|rows|values?|list|content|objects|entries|elements|deals|users|response)"\s*:\s*\[\s*\{/gi;

/** Names that are looked at, of a text that has many. */
const MOST_WRAPPERS = 50;

/** Whether a text begins as a JSON object or an array of objects. A CSV header may begin with a bracket too. */
export const isJson = (start: string): boolean => /^\s*(?:\{\s*["}]|\[\s*[{\]])/.test(start.slice(0, 10_000));

export async function readJson(start: string, rest: AsyncIterable<string>): Promise<FormatTable> {
  const unwrapped = afterWrapping(start);
  const format = isLines(start, unwrapped) ? 'json_lines' : 'json_array';
  const records = recordsOf(format === 'json_lines' ? start : unwrapped, rest, format === 'json_lines');
  const head: JsonRecord[] = [];
  let whole = false;
  let characters = 0;
  while (head.length < HEAD_RECORDS && characters < HEAD_CHARACTERS && !whole) {
    const next = await records.next();
    if (next.done) whole = true;
    else {
      for (const { length } of next.value) characters += length;
      head.push(...next.value);
    }
  }
  const paths = [...new Set(head.flatMap(({ members }) => [...(members?.keys() ?? [])]))].slice(0, MOST_COLUMNS);
  if (paths.length === 0) throw refused('The list has no objects with members.');
  const header = namesOf(whole ? paths : [...paths, OTHER_MEMBERS], paths.length + (whole ? 0 : 1));
  const index = new Map(paths.map((path, at) => [path, at]));
  const kinds = paths.map(() => new Set<ValueKind>());
  const toRow = (record: JsonRecord) => {
    for (const [path, kind] of record.members?.kinds ?? []) kinds[index.get(path) ?? -1]?.add(kind);
    return rowOf(record, index, whole ? undefined : paths.length);
  };
  async function* rows(): AsyncGenerator<FormatRow[]> {
    yield head.map(toRow);
    for await (const piece of records) yield piece.map(toRow);
  }
  return { header, kinds, detected: { format }, rows: rows() };
}

interface JsonRecord {
  number: number;
  /** Characters of its text. */
  length: number;
  members?: ReturnType<typeof flatten> | undefined;
  fault?: string | undefined;
  text?: string | undefined;
}

/** Whether the first line is an object by itself, and not one that wraps the records. */
function isLines(start: string, unwrapped: string): boolean {
  const text = start.trim();
  const line = text.split('\n', 1)[0] ?? '';
  const wraps = unwrapped.trim() !== text && line === text;
  return line.startsWith('{') && !wraps && parseObject(line) !== undefined;
}

/** The text from the array on that an object wraps: {"results": [{...}]}. */
function afterWrapping(start: string): string {
  const text = start.trimStart();
  if (!text.startsWith('{')) return text.slice(1);
  for (const found of [...text.matchAll(WRAPPED)].slice(0, MOST_WRAPPERS)) {
    const outside = text.slice(0, found.index).replace(/"(?:[^"\\]|\\.)*"/g, '');
    const depth = (outside.match(/[{[]/g)?.length ?? 0) - (outside.match(/[}\]]/g)?.length ?? 0);
    if (depth === 1) return text.slice(found.index + found[0].length - 1);
  }
  return text;
}

async function* recordsOf(start: string, rest: AsyncIterable<string>, lines: boolean): AsyncGenerator<JsonRecord[]> {
  const objects = startObjects(lines);
  let number = 0;
  const read = (texts: ReturnType<typeof objects.push>) =>
    texts.map(({ text, fault }): JsonRecord => {
      number++;
      const value = fault === undefined ? parseObject(text) : undefined;
      const members = value && flatten(value);
      if (members !== undefined) return { number, length: text.length, members };
      return {
        number,
        length: text.length,
        fault: fault ?? (value ? TOO_DEEP : 'This is no JSON object.'),
        text: copyOf(text.slice(0, SHOWN)),
      };
    });
  yield read(objects.push(start));
  for await (const piece of rest) yield read(objects.push(piece));
  yield read(objects.end());
}

function rowOf(record: JsonRecord, index: ReadonlyMap<string, number>, other: number | undefined): FormatRow {
  const { number, members, fault, text = '' } = record;
  if (members === undefined) return { number, cells: [text], fault };
  const cells = new Array<string>(index.size + (other === undefined ? 0 : 1)).fill('');
  const later: Record<string, string> = {};
  for (const [path, value] of members) {
    const at = index.get(path);
    if (at === undefined) later[path] = value;
    else cells[at] = value;
  }
  if (other !== undefined && Object.keys(later).length > 0) cells[other] = JSON.stringify(later);
  return { number, cells };
}

/** Integers of this length lose digits as numbers. */
const LONG_INTEGER = /\d{16}/;
const STRINGS_AND_INTEGERS = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
const keepDigits = (text: string) =>
  text.replace(STRINGS_AND_INTEGERS, (found) => (found.startsWith('"') ? found : `"${found}"`));

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(LONG_INTEGER.test(text) ? keepDigits(text) : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
