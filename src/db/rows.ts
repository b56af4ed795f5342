import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Executor } from './executor.js';

/** A table's set-based statements, written once from its Drizzle definition: any number of rows, one parameter. */
export interface RowWriter<Row> {
  insert(executor: Executor, rows: readonly Row[]): Promise<unknown>;
  /** Replaces every column outside the key of the rows named by key. */
  replace(executor: Executor, rows: readonly Row[]): Promise<unknown>;
  /** The same for rows whose properties are named as the columns: saves the renaming where tables are wide. */
  insertNamed(executor: Executor, rows: readonly object[]): Promise<unknown>;
  replaceNamed(executor: Executor, rows: readonly object[]): Promise<unknown>;
}

/**
 * Rows travel as one JSON array and are unpacked by `json_populate_recordset`: in Node one `JSON.stringify` instead of
 * an escaped array literal per column, and in PostgreSQL one statement however many rows.
 */
export function rowWriter<Table extends PgTable>(
  table: Table,
  keyColumns: readonly string[],
): RowWriter<Table['$inferInsert']> {
  const name = getTableName(table);
  const columns = Object.entries(getTableColumns(table)).map(([property, column]) => ({ property, sql: column.name }));
  const list = columns.map((c) => `"${c.sql}"`).join(', ');
  const insertText = `insert into ${name} (${list}) select ${list} from json_populate_recordset(null::${name}, $1)`;
  const assignments = columns.filter((c) => !keyColumns.includes(c.sql)).map((c) => `"${c.sql}" = excluded."${c.sql}"`);
  const onKey = keyColumns.map((k) => `"${k}"`).join(', ');
  // Not `update ... from`: the planner takes a record set for a hundred rows and scans the whole table to join it. A
  // conflict is found by the key, always. The rows are there: they were read under the same lock.
  const replaceText = `${insertText} on conflict (${onKey}) do update set ${assignments.join(', ')}`;
  const run = (executor: Executor, verb: string, text: string, rows: readonly object[]) =>
    rows.length === 0 ? Promise.resolve() : executor.run(`${verb}_${name}`, text, [JSON.stringify(rows)]);
  const named = (row: Record<string, unknown>) => {
    const renamed: Record<string, unknown> = {};
    for (const { property, sql } of columns) {
      const value = row[property];
      if (value !== undefined && value !== null) renamed[sql] = value;
    }
    return renamed;
  };
  const insertNamed = (executor: Executor, rows: readonly object[]) => run(executor, 'insert', insertText, rows);
  const replaceNamed = (executor: Executor, rows: readonly object[]) => run(executor, 'replace', replaceText, rows);
  return {
    insertNamed,
    replaceNamed,
    insert: (executor, rows) => insertNamed(executor, rows.map(named)),
    replace: (executor, rows) => replaceNamed(executor, rows.map(named)),
  };
}
