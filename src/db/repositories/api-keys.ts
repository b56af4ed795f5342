import { and, arrayContained, eq, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { ApiKey } from '../../core/api-keys/api-key.js';
import { type KeyRights, kindsWithin } from '../../core/api-keys/reach.js';
import { formatBlock } from '../../core/network/addresses.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { apiKeyDirectory, apiKeys } from '../schema/api-keys.js';
import { bindingOf, type ListRequest, matches, newestFirst, type Page } from './lists.js';

export interface ApiKeyFilter {
  kind?: string | undefined;
  revoked?: boolean | undefined;
}

export function apiKeysRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id));
  return {
    async insert(row: ApiKey, hash: string): Promise<void> {
      await executor.orm.insert(apiKeys).values(row);
      await executor.orm.insert(apiKeyDirectory).values({ hash, workspaceId, keyId: row.id });
    },
    async find(id: string): Promise<ApiKey | undefined> {
      const [row] = await executor.orm.select().from(apiKeys).where(mine(id));
      return row;
    },
    async update(
      id: string,
      changes: Partial<Pick<ApiKey, 'expiresAt' | 'revokedAt' | 'lastUsedAt' | 'lastUsedAddress'>>,
    ): Promise<void> {
      await executor.orm.update(apiKeys).set(changes).where(mine(id));
    },
    /** Whether a rotation has replaced the key. */
    async hasSuccessor(id: string): Promise<boolean> {
      const [row] = await executor.orm
        .select({ id: apiKeys.id })
        .from(apiKeys)
        .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.rotatedFrom, id)))
        .limit(1);
      return row !== undefined;
    },
    /** Keys within the reach of `actor`, the newest first. */
    list: (filter: ApiKeyFilter, request: ListRequest, actor: KeyRights): Promise<Page<ApiKey>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: apiKeys,
          key: 'id',
          binding: bindingOf('api-keys', filter),
          where: [withinReach(actor), ...conditionsOf(filter)],
          request,
        },
      ),
  };
}

const conditionsOf = ({ kind, revoked }: ApiKeyFilter): (SQL | undefined)[] => [
  matches(apiKeys.kind, kind),
  revoked === undefined ? undefined : revoked ? isNotNull(apiKeys.revokedAt) : isNull(apiKeys.revokedAt),
];

/** `isWithinReach` of the core as a condition, so that pages are full. */
function withinReach({ kind, scopes, expiresAt, allowedAddresses }: KeyRights): SQL | undefined {
  return and(
    inArray(apiKeys.kind, [...kindsWithin(kind)]),
    arrayContained(apiKeys.scopes, [...scopes]),
    expiresAt === Infinity ? undefined : lte(apiKeys.expiresAt, new Date(expiresAt)),
    allowedAddresses.length === 0 ? undefined : withinBlocks(allowedAddresses.map(formatBlock)),
  );
}

function withinBlocks(blocks: readonly string[]): SQL {
  const wide = sql`any(${sql.param(`{${blocks.join()}}`)}::cidr[])`;
  return sql`(${apiKeys.allowedAddresses} <> '{}' and not exists (
    select from unnest(${apiKeys.allowedAddresses}) as narrow where not narrow::cidr <<= ${wide}))`;
}
