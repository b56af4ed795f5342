import type { CursorCodec } from '../cursor.js';

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
