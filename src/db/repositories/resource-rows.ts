import { and, eq, inArray, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Executor } from '../executor.js';
import { withoutKey } from '../rows.js';

interface ResourceRow {
  id: string;
  version: number;
  updatedAt: Date;
}

type ResourceTable<Row> = PgTable & Record<'workspaceId' | 'id', PgColumn> & { $inferSelect: Row };

/** The statements that are the same for every versioned table with the key (workspace_id, id). */
export function resourceRows<Row extends ResourceRow>(
  { orm }: Executor,
  table: ResourceTable<Row>,
  workspaceId: string,
) {
  const from: PgTable = table;
  const ours = eq(table.workspaceId, workspaceId);
  const mine = (id: string) => and(ours, eq(table.id, id));
  // The query builder derives no row type from a type parameter.
  const select = async (where: SQL | undefined) => (await orm.select().from(from).where(where)) as Row[];
  return {
    all: (): Promise<Row[]> => select(ours),
    findMany: async (ids: readonly string[]): Promise<Row[]> =>
      ids.length === 0 ? [] : select(and(ours, inArray(table.id, [...ids]))),
    find: async (id: string): Promise<Row | undefined> => (await select(mine(id)))[0],
    /** Saves `before` with the changes as its next version. The lock on the workspace's head row excludes other writers. */
    async update(before: Row, changes: Partial<Row>, now: number): Promise<Row> {
      const next = { ...changes, version: before.version + 1, updatedAt: new Date(now) };
      await orm.update(from).set(withoutKey(next)).where(mine(before.id));
      return { ...before, ...next };
    },
  };
}
