import { Misuse } from '../client/misuse.js';
import { TARGETS, type Target } from './aliases.js';
import { keyOf, matchHeader } from './headers.js';

/** A column and what it is used for. */
export interface Column {
  index: number;
  header: string;
  /** The field it fills; undefined: a custom attribute. */
  target: Target | undefined;
  /** Among the columns of one target, smaller is better. */
  rank: number;
  /** Name of the attribute it becomes. */
  attribute: string;
  /** Left out on request. */
  ignored: boolean;
  /** Chosen by the person at the terminal: not questioned. */
  chosen: boolean;
}

interface Mapping {
  column: string;
  field: string;
}

/** What each column is by its name, then by what was asked for. */
export function mapColumns(headers: readonly string[], asked: readonly Mapping[]): Column[] {
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
  fixLoneNames(columns);
  for (const mapping of asked) choose(columns, mapping);
  return columns;
}

/** "Nome" and "Nom" are a first or a last name beside another, and a whole name alone. */
function fixLoneNames(columns: Column[]): void {
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

function choose(columns: Column[], { column: name, field }: Mapping): void {
  const wanted = name.toLowerCase();
  const found =
    columns.find(({ header }) => header.toLowerCase() === wanted) ??
    columns.find(({ header }) => keyOf(header) === keyOf(name));
  if (!found)
    throw new Misuse(
      `--map: the file has no column "${name}". It has ${columns.map(({ header }) => `"${header}"`).join(', ')}.`,
    );
  found.chosen = true;
  found.rank = -1;
  found.target = undefined;
  const attribute = /^attributes?(?:\.(.{1,100}))?$/i.exec(field);
  if (attribute) {
    found.attribute = attribute[1] ?? found.header;
    return;
  }
  if (/^ignore$/i.test(field)) {
    found.ignored = true;
    return;
  }
  found.target = targetNamed(field);
}

const SYNONYMS: Record<string, Target> = { otheremails: 'email', otherphones: 'phone' };

function targetNamed(field: string): Target {
  const wanted = field.toLowerCase();
  const target = TARGETS.find((name) => name.toLowerCase() === wanted) ?? SYNONYMS[wanted];
  if (target) return target;
  throw new Misuse(
    `--map: there is no field "${field}". Fields: ${TARGETS.join(', ')}, attribute, attributes.<name>, ignore.`,
  );
}
