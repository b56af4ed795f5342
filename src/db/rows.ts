import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { CopyLines, copyJson, copyValue } from './copy.js';
import type { Executor } from './executor.js';

/** A table's set-based statements, built once from its Drizzle definition: one statement for any number of rows. */
export interface RowWriter<Row> {
  insert(executor: Executor, rows: readonly Row[]): Promise<unknown>;
  /** Replaces every column outside the key of the rows named by key. */
  replace(executor: Executor, rows: readonly Row[]): Promise<unknown>;
  /**
   * Inserts rows whose properties are named as the columns, each with the same properties in the same order: saves the
   * renaming for wide tables.
   */
  insertNamed(executor: Executor, rows: readonly object[]): Promise<unknown>;
  replaceNamed(executor: Executor, rows: readonly object[]): Promise<unknown>;
}

/**
 * New rows travel as a copy, the cheapest insert: PostgreSQL fills whole pages and logs them at once. Changed rows travel
 * as one JSON array, unpacked by `json_populate_recordset`: a copy cannot update existing rows.
 */
export function rowWriter<Table extends PgTable>(
  table: Table,
  keyColumns: readonly string[],
): RowWriter<Table['$inferInsert']> {
  const name = getTableName(table);
  const columns = Object.entries(getTableColumns(table)).map(([property, column]) => ({ property, sql: column.name }));
  const json = new Set(
    Object.values(getTableColumns(table)).flatMap((column) => (column.dataType === 'json' ? [column.name] : [])),
  );
  const list = columns.map((c) => `"${c.sql}"`).join(', ');
  const assignments = columns.filter((c) => !keyColumns.includes(c.sql)).map((c) => `"${c.sql}" = excluded."${c.sql}"`);
  const onKey = keyColumns.map((k) => `"${k}"`).join(', ');
  // Not `update ... from`: the planner takes a record set for a hundred rows and scans the whole table to join it. A
  // conflict is always found by the key. The rows exist: they were read under the same lock.
  const replaceText = `insert into ${name} (${list}) select ${list} from json_populate_recordset(null::${name}, $1)
    on conflict (${onKey}) do update set ${assignments.join(', ')}`;
  const named = (row: Record<string, unknown>) => {
    const renamed: Record<string, unknown> = {};
    for (const { property, sql } of columns) renamed[sql] = row[property];
    return renamed;
  };
  const insertNamed = async (executor: Executor, rows: readonly object[]) => {
    const [first] = rows;
    if (first) await executor.copy(`insert_${name}`, ...copyOf(name, json, Object.keys(first), rows));
  };
  const replaceNamed = async (executor: Executor, rows: readonly object[]) => {
    if (rows.length > 0) await executor.run(`replace_${name}`, replaceText, [JSON.stringify(rows)]);
  };
  return {
    insertNamed,
    replaceNamed,
    insert: (executor, rows) => insertNamed(executor, rows.map(named)),
    replace: (executor, rows) => replaceNamed(executor, rows.map(named)),
  };
}

/**
 * The columns of a row outside its key, for the `set` of an update. A database that distributes its tables refuses every update that names
 * the workspace, also one that leaves it as it is.
 */
export function withoutKey<Row extends object>(row: Row): Omit<Row, 'workspaceId' | 'id'> {
  const { workspaceId: _workspace, id: _id, ...columns } = row as Row & { workspaceId?: unknown; id?: unknown };
  return columns;
}

/** The statement and its data. Columns that are null in all rows are left out: most columns of a wide table are. */
function copyOf(
  table: string,
  json: ReadonlySet<string>,
  names: readonly string[],
  rows: readonly object[],
): [statement: string, data: Buffer] {
  const values = rows.map((row) => Object.values(row) as unknown[]);
  const used = names.flatMap((column, index) =>
    values.some((row) => row[index] !== undefined && row[index] !== null)
      ? [{ column, index, write: json.has(column) ? copyJson : copyValue }]
      : [],
  );
  const lines = new CopyLines(rows.length);
  for (const row of values) {
    let line = '';
    for (const { index, write } of used) line += line === '' ? write(row[index]) : `\t${write(row[index])}`;
    lines.add(`${line}\n`);
  }
  return [`copy ${table} (${used.map(({ column }) => `"${column}"`).join(', ')}) from stdin`, lines.data];
}
