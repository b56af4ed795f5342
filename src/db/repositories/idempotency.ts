import { unseen } from '../arrays.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { idempotencyKeys } from '../schema/workspaces.js';

export type IdempotencyRow = typeof idempotencyKeys.$inferSelect;

interface FoundKey {
  principal_id: string;
  key: string;
  fingerprint: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

const writer = rowWriter(idempotencyKeys, ['workspace_id', 'principal_id', 'key']);

/** Rows from before `since` no longer count; they go when their key is used anew, or by the purge. */
export function idempotencyRepository(executor: Executor, workspaceId: string) {
  return {
    find(keys: readonly { principalId: string; key: string }[], since: Date): Promise<FoundKey[]> {
      if (keys.length === 0) return Promise.resolve([]);
      return executor.run<FoundKey>(
        'find_idempotency_keys',
        `select k.principal_id, k.key, k.fingerprint, k.status, k.headers, k.body
           from idempotency_keys k
           join unnest(${unseen('$2', 'uuid')}, ${unseen('$3', 'text')}) as wanted(principal_id, key)
             on k.principal_id = wanted.principal_id and k.key = wanted.key
          where k.workspace_id = $1 and k.created_at >= $4`,
        [workspaceId, keys.map((k) => k.principalId), keys.map((k) => k.key), since],
      );
    },
    /** Both statements are sent at once: nothing of a write may be held back until an answer comes. */
    insert(rows: readonly IdempotencyRow[]): Promise<unknown> {
      if (rows.length === 0) return Promise.resolve();
      const dropped = executor.run(
        'drop_idempotency_keys',
        `delete from idempotency_keys k using unnest($2::uuid[], $3::text[]) as used(principal_id, key)
          where k.workspace_id = $1 and k.principal_id = used.principal_id and k.key = used.key`,
        [workspaceId, rows.map((r) => r.principalId), rows.map((r) => r.key)],
      );
      return Promise.all([dropped, writer.insert(executor, rows)]);
    },
  };
}
