import { and, desc, eq, gte, inArray, lt, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';

export interface ListRequest {
  /** Rows per page, 1 to 200. */
  limit: number;
  cursor?: string | undefined;
}

export interface Page<Row> {
  rows: Row[];
  hasMore: boolean;
  /** Absent at the end of a list. A feed always has one, to continue from later. */
  nextCursor?: string | undefined;
}

/** A cursor that was altered, or came from another list, filter, sort or workspace. */
export class CursorRefused extends Error {
  override readonly name = 'CursorRefused';
}

/**
 * One page by keyset: fetches one row more than requested, so that `hasMore` costs no query. `binding` names workspace,
 * list, filter and sort; `positionOf` gives the sort values that the cursor keeps.
 */
export async function pageOf<Row>(
  cursors: CursorCodec,
  binding: string,
  request: ListRequest,
  positionOf: (row: Row) => (string | number)[],
  fetch: (after: (string | number)[] | undefined, take: number) => Promise<Row[]>,
): Promise<Page<Row>> {
  const after = request.cursor === undefined ? undefined : cursors.decode(binding, request.cursor);
  if (request.cursor !== undefined && after === undefined) throw new CursorRefused('cursor refused');
  const rows = await fetch(after, request.limit + 1);
  if (rows.length <= request.limit) return { rows, hasMore: false };
  rows.length = request.limit;
  const last = rows[rows.length - 1] as Row;
  return { rows, hasMore: true, nextCursor: cursors.encode(binding, positionOf(last)) };
}

/** The column equals the value; no condition when the value is undefined. */
export function matches(column: PgColumn, value: string | undefined): SQL | undefined {
  return value === undefined ? undefined : eq(column, value);
}

/** Conditions of a filter whose fields are named as the columns; a field without a value has none, of several values any may hold. */
export function matching<Filter extends object>(table: Record<keyof Filter & string, PgColumn>, filter: Filter): SQL[] {
  const columns: Record<string, PgColumn> = table;
  return Object.entries(filter).flatMap(([name, value]) => {
    const column = columns[name];
    if (value === undefined || column === undefined) return [];
    return [Array.isArray(value) ? inArray(column, value) : eq(column, value)];
  });
}

/** The instant is in a period; bounds are epoch milliseconds, and open where undefined. */
export function within(column: PgColumn, from: number | undefined, before: number | undefined): SQL | undefined {
  return and(
    from === undefined ? undefined : gte(column, new Date(from)),
    before === undefined ? undefined : lt(column, new Date(before)),
  );
}

/** The name of a list with its filter, for cursors; the order of the fields does not matter. */
export function bindingOf(list: string, filter: object): string {
  const named = Object.entries(filter).filter(([, value]) => value !== undefined);
  return `${list}|${JSON.stringify(named.sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

interface NewestFirst<Row, Key extends string> {
  table: PgTable & Record<'workspaceId' | Key, PgColumn> & { $inferSelect: Row };
  /** A unique column that grows with time. */
  key: Key;
  /** Names the list and its filter. */
  binding: string;
  /** All must hold. */
  where?: readonly (SQL | undefined)[];
  request: ListRequest;
}

/** One page of a workspace's rows in a table, the newest first. */
export function newestFirst<Key extends string, Row extends Record<Key, string | number>>(
  { executor, workspaceId, cursors }: { executor: Executor; workspaceId: string; cursors: CursorCodec },
  { table, key, binding, where = [], request }: NewestFirst<Row, Key>,
): Promise<Page<Row>> {
  const from: PgTable = table;
  const column: PgColumn = table[key];
  return pageOf<Row>(
    cursors,
    `${workspaceId}|${binding}`,
    request,
    (row) => [row[key]],
    async (after, take) => {
      const older = after && lt(column, after[0]);
      const wanted = and(eq(table.workspaceId, workspaceId), ...where, older);
      // The query builder derives no row type from a type parameter.
      return (await executor.orm.select().from(from).where(wanted).orderBy(desc(column)).limit(take)) as Row[];
    },
  );
}

interface Filtered<Row, Key extends string, Filter extends object> {
  table: NewestFirst<Row, Key>['table'] & Record<keyof Filter & string, PgColumn>;
  key: Key;
  /** The name of the list, for cursors. */
  list: string;
  /** Its fields are named as the columns that they are compared with. */
  filter: Filter;
  where?: readonly SQL[];
  request: ListRequest;
}

/** One page of the rows whose columns equal the fields of a filter, the newest first. */
export function filtered<Key extends string, Row extends Record<Key, string | number>, Filter extends object>(
  ours: Parameters<typeof newestFirst>[0],
  { table, key, list, filter, where = [], request }: Filtered<Row, Key, Filter>,
): Promise<Page<Row>> {
  const wanted = [...where, ...matching<Filter>(table, filter)];
  return newestFirst<Key, Row>(ours, { table, key, binding: bindingOf(list, filter), where: wanted, request });
}
