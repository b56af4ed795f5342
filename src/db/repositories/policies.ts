import { and, eq, max } from 'drizzle-orm';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { policies } from '../schema/policies.js';
import { type ListRequest, newestFirst, type Page } from './lists.js';

export type PolicyRow = typeof policies.$inferSelect;

export function policiesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ofKind = (kind: string) => and(eq(policies.workspaceId, workspaceId), eq(policies.kind, kind));
  const retire = async (kind: string, productLine: string, at: Date): Promise<void> => {
    await executor.orm
      .update(policies)
      .set({ status: 'retired', retiredAt: at })
      .where(and(ofKind(kind), eq(policies.productLine, productLine), eq(policies.status, 'published')));
  };
  return {
    async insert(row: PolicyRow): Promise<void> {
      await executor.orm.insert(policies).values(row);
    },
    async find(kind: string, version: number): Promise<PolicyRow | undefined> {
      const [row] = await executor.orm
        .select()
        .from(policies)
        .where(and(ofKind(kind), eq(policies.version, version)));
      return row;
    },
    async published(): Promise<PolicyRow[]> {
      return executor.orm
        .select()
        .from(policies)
        .where(and(eq(policies.workspaceId, workspaceId), eq(policies.status, 'published')));
    },
    async nextVersion(kind: string): Promise<number> {
      const [row] = await executor.orm
        .select({ last: max(policies.version) })
        .from(policies)
        .where(ofKind(kind));
      return (row?.last ?? 0) + 1;
    },
    /** Retires the published version and publishes `version`; one published version per kind and line at any instant. */
    async publish({ kind, version, productLine }: PolicyRow, at: Date): Promise<void> {
      await retire(kind, productLine, at);
      await executor.orm
        .update(policies)
        .set({ status: 'published', publishedAt: at, retiredAt: null })
        .where(and(ofKind(kind), eq(policies.version, version)));
    },
    /** Retires the published version of the kind and line, if any. */
    retire,
    list: (kind: string, request: ListRequest): Promise<Page<PolicyRow>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        { table: policies, key: 'version', binding: kind, where: [eq(policies.kind, kind)], request },
      ),
  };
}
