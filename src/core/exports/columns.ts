/** A column of a file: the name of a field, with points between the names of the objects that it is in. */
export interface Column {
  name: string;
  path: readonly string[];
}

/** Objects whose members are fields too. `attributes`: an object whose members callers name. */
export interface ExportFields {
  columns: readonly Column[];
  /** The object with free names that has a column for each name; undefined without one. */
  open: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The value at the path; undefined where an object of it is absent. */
export function valueAt(row: object, path: readonly string[]): unknown {
  let value: unknown = row;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Fields)[name];
  }
  return value;
}

/** Whether a field is wanted: it, or an object that it is in, is named. */
const isNamed = (name: string, wanted: readonly string[]): boolean =>
  wanted.some((field) => name === field || name.startsWith(`${field}.`));

/** The columns that are wanted, in the order in which they are named; all when nothing is named. */
export function wantedColumns(columns: readonly Column[], wanted: readonly string[] | undefined): readonly Column[] {
  if (wanted === undefined) return columns;
  return [...new Set(wanted.flatMap((field) => columns.filter(({ name }) => isNamed(name, [field]))))];
}

/** Names of `wanted` that select no column. `open`: any member of that object may be named. */
export function unknownFields({ columns, open }: ExportFields, wanted: readonly string[] | undefined): string[] {
  const isKnown = (field: string) =>
    columns.some(({ name }) => isNamed(name, [field])) ||
    (open !== undefined && (field === open || (field.startsWith(`${open}.`) && field.length > open.length + 1)));
  return (wanted ?? []).filter((field) => !isKnown(field));
}

/** The names of the open object that are wanted, each in a column of its own. */
export function openColumns(
  { open }: ExportFields,
  names: readonly string[],
  wanted: readonly string[] | undefined,
): Column[] {
  if (open === undefined) return [];
  const all = names.map((name) => ({ name: `${open}.${name}`, path: [open, name] }));
  return wanted === undefined || wanted.includes(open) ? all : all.filter(({ name }) => wanted.includes(name));
}

/** The same row with the wanted fields only, in the shape that it has. */
export function narrowed(row: object, columns: readonly Column[]): object {
  const narrow: Record<string, unknown> = {};
  for (const { path } of columns) {
    const value = valueAt(row, path);
    if (value !== undefined) put(narrow, path, value);
  }
  return narrow;
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let object = into;
  path.slice(0, -1).forEach((name) => {
    object[name] ??= {};
    object = object[name] as Record<string, unknown>;
  });
  object[path.at(-1) ?? ''] = value;
}
