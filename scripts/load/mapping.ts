import { UsageError } from '../../src/command.js';
import { TARGETS, type Target } from './aliases.js';
import { keyOf, matchHeader } from './headers.js';

/** A column and its use. */
export interface Column {
  index: number;
  header: string;
  /** The field that the column fills; undefined for a custom attribute. */
  target: Target | undefined;
  /** Among the columns of one target, smaller is better. */
  rank: number;
  /** Name of the custom attribute, when the column has no target. */
  attribute: string;
  /** Left out on request. */
  ignored: boolean;
  /** Set with --map, so its values are not checked. */
  chosen: boolean;
}

interface Mapping {
  column: string;
  field: string;
}

/** Maps each column by its name, then applies the mappings of --map. */
export function mapColumns(headers: readonly string[], mappings: readonly Mapping[]): Column[] {
  const columns = headers.map((header, index): Column => {
    const match = matchHeader(header);
    return {
      index,
      header,
      target: match?.target,
      rank: match?.rank ?? 0,
      attribute: header,
      ignored: false,
      chosen: false,
    };
  });
  fixSingleNames(columns);
  for (const mapping of mappings) applyMapping(columns, mapping);
  return columns;
}

/** "Nome" and "Nom" are a first or last name next to another name column, and a full name without one. */
function fixSingleNames(columns: Column[]): void {
  const has = (target: Target) => columns.some((column) => column.target === target);
  for (const [part, other] of [
    ['firstName', 'lastName'],
    ['lastName', 'firstName'],
  ] as const) {
    if (has(other) || has('name')) continue;
    for (const column of columns) {
      if (column.target === part && /^(?:nombre|nome|nom)$/.test(keyOf(column.header))) column.target = 'name';
    }
  }
}

function applyMapping(columns: Column[], { column: name, field }: Mapping): void {
  const lowerCase = name.toLowerCase();
  const column =
    columns.find(({ header }) => header.toLowerCase() === lowerCase) ??
    columns.find(({ header }) => keyOf(header) === keyOf(name));
  if (!column)
    throw new UsageError(
      `--map: the file has no column "${name}". It has ${columns.map(({ header }) => `"${header}"`).join(', ')}.`,
    );
  column.chosen = true;
  column.rank = -1;
  column.target = undefined;
  const attribute = /^attributes?(?:\.(.{1,100}))?$/i.exec(field);
  if (attribute) {
    column.attribute = attribute[1] ?? column.header;
    return;
  }
  if (/^ignore$/i.test(field)) {
    column.ignored = true;
    return;
  }
  column.target = targetNamed(field);
}

const SYNONYMS: Record<string, Target> = { otheremails: 'email', otherphones: 'phone' };

function targetNamed(field: string): Target {
  const key = field.toLowerCase();
  const target = TARGETS.find((name) => name.toLowerCase() === key) ?? SYNONYMS[key];
  if (target) return target;
  throw new UsageError(
    `--map: there is no field "${field}". Fields: ${TARGETS.join(', ')}, attribute, attributes.<name>, ignore.`,
  );
}
