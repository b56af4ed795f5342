import { and, desc, eq, lt } from 'drizzle-orm';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { apiKeyDirectory, apiKeys } from '../schema/api-keys.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

export type ApiKeyRow = typeof apiKeys.$inferSelect;

export function apiKeysRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id));
  return {
    async insert(row: ApiKeyRow, hash: string): Promise<void> {
      await executor.orm.insert(apiKeys).values(row);
      await executor.orm.insert(apiKeyDirectory).values({ hash, workspaceId, keyId: row.id });
    },
    async find(id: string): Promise<ApiKeyRow | undefined> {
      const [row] = await executor.orm.select().from(apiKeys).where(mine(id));
      return row;
    },
    async update(
      id: string,
      changes: Partial<Pick<ApiKeyRow, 'expiresAt' | 'revokedAt' | 'lastUsedAt'>>,
    ): Promise<void> {
      await executor.orm.update(apiKeys).set(changes).where(mine(id));
    },
    async list(request: ListRequest): Promise<Page<ApiKeyRow>> {
      return pageOf(
        cursors,
        `${workspaceId}|api-keys`,
        request,
        (row) => [row.id],
        async (after, take) =>
          executor.orm
            .select()
            .from(apiKeys)
            .where(
              and(
                eq(apiKeys.workspaceId, workspaceId),
                after === undefined ? undefined : lt(apiKeys.id, String(after[0])),
              ),
            )
            .orderBy(desc(apiKeys.id))
            .limit(take),
      );
    },
  };
}
