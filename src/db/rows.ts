import { getTableColumns, getTableName } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Executor } from './executor.js';

/** A table's set-based statements, written once from its Drizzle definition: any number of rows, one parameter. */
export interface RowWriter<Row> {
  insert(executor: Executor, rows: readonly Row[]): Promise<unknown>;
  /** Replaces every column outside the key of the rows named by key. */
  replace(executor: Executor, rows: readonly Row[]): Promise<unknown>;
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
  const assignments = columns.filter((c) => !keyColumns.includes(c.sql)).map((c) => `"${c.sql}" = r."${c.sql}"`);
  const onKey = keyColumns.map((k) => `t."${k}" = r."${k}"`).join(' and ');
  const replaceText = `update ${name} t set ${assignments.join(', ')} from json_populate_recordset(null::${name}, $1) r where ${onKey}`;
  const encode = (rows: readonly Record<string, unknown>[]) =>
    JSON.stringify(
      rows.map((row) => {
        const encoded: Record<string, unknown> = {};
        for (const column of columns) {
          const value = row[column.property];
          if (value !== undefined && value !== null) encoded[column.sql] = value;
        }
        return encoded;
      }),
    );
  return {
    insert: (executor, rows) =>
      rows.length === 0 ? Promise.resolve() : executor.run(`insert_${name}`, insertText, [encode(rows)]),
    replace: (executor, rows) =>
      rows.length === 0 ? Promise.resolve() : executor.run(`replace_${name}`, replaceText, [encode(rows)]),
  };
}
