/** The members of a JSON object as cells by their path: {"contact": {"email": "x"}} has the cell "contact.email". */

import { cellOf } from '../../../core/exports/cells.js';

const DEEPEST = 6;
/** Members by which the objects of a list are named: answers of forms ({"name": "email", "values": ["x"]}). */
const NAMES = ['name', 'column_id', 'columnId', 'key', 'field', 'question', 'property'];
const VALUES = ['value', 'values', 'string_value', 'stringValue', 'answer', 'response'];
const LABELS = ['label', 'type', 'kind'];

/** Kinds of JSON values. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'list';

/** A cell by path, and the kind of its value. */
class Cells extends Map<string, string> {
  readonly kinds = new Map<string, ValueKind>();

  note(path: string, value: unknown): void {
    const kind = typeof value;
    this.kinds.set(path, kind === 'number' || kind === 'boolean' ? kind : Array.isArray(value) ? 'list' : 'text');
  }
}

/** Undefined for an object that is nested more deeply than JSON can be written. */
export function flatten(object: object): (ReadonlyMap<string, string> & Pick<Cells, 'kinds'>) | undefined {
  const cells = new Cells();
  try {
    addMembers(cells, object, '', 0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return cells;
}

function addMembers(cells: Cells, object: object, path: string, depth: number): void {
  for (const [name, value] of Object.entries(object)) {
    // HubSpot writes {"email": {"value": "x", "versions": [...]}}.
    const at = path !== '' && name === 'value' && isScalar(value) ? path : path === '' ? name : `${path}.${name}`;
    add(cells, value, at, depth);
  }
}

function add(cells: Cells, value: unknown, path: string, depth: number): void {
  if (value === null || value === undefined) {
    if (!cells.has(path)) cells.set(path, '');
  } else if (isScalar(value)) {
    cells.set(path, String(value));
    cells.note(path, value);
  } else if (Array.isArray(value)) addList(cells, value, path);
  else if (depth >= DEEPEST) cells.set(path, JSON.stringify(value));
  else addMembers(cells, value as object, path, depth + 1);
}

function addList(cells: Cells, list: unknown[], path: string): void {
  if (list.every(isScalar)) {
    cells.set(path, String(cellOf(list)));
    cells.note(path, list);
    return;
  }
  const named = list.map((item) => entryOf(item, NAMES));
  if (named.every((entry) => entry !== undefined)) {
    for (const { name, value } of named) cells.set(name, value);
    return;
  }
  const labelled = list.map((item) => entryOf(item, LABELS));
  cells.set(
    path,
    labelled.every((entry) => entry !== undefined)
      ? labelled.map(({ name, value }) => (name === '' ? value : `${name}: ${value}`)).join('; ')
      : JSON.stringify(list),
  );
}

/** The name and the value of an object of a list; undefined where it has no such members. */
function entryOf(item: unknown, names: readonly string[]): { name: string; value: string } | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(item));
  const name = names.map((key) => members.get(key)).find((value) => typeof value === 'string');
  const value = VALUES.map((key) => members.get(key)).find((found) => found !== undefined);
  if (typeof name !== 'string' || value === undefined) return undefined;
  if (Array.isArray(value)) return value.every(isScalar) ? { name, value: value.join('; ') } : undefined;
  return isScalar(value) ? { name, value: String(value) } : value === null ? { name, value: '' } : undefined;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
