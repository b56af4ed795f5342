import { DEFAULT_PAGE_SIZE } from '../schemas/common.js';

/** The list envelope of a page, each row presented by `out`. */
export function pageOut<Row, Out>(
  page: { rows: readonly Row[]; hasMore: boolean; nextCursor?: string | undefined },
  out: (row: Row) => Out,
) {
  return { data: page.rows.map(out), hasMore: page.hasMore, nextCursor: page.nextCursor ?? null };
}

export function pageRequest({ limit, cursor }: { limit?: number | undefined; cursor?: string | undefined }) {
  return { limit: limit ?? DEFAULT_PAGE_SIZE, cursor };
}
