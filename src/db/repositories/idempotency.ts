import { createHash } from 'node:crypto';
import { unseen } from '../arrays.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { idempotencyKeys } from '../schema/workspaces.js';

/** An answer to store. */
export type IdempotencyRow = Omit<typeof idempotencyKeys.$inferSelect, 'subjectIds' | 'erasedAt'>;

interface FoundKey {
  principal_id: string;
  key: string;
  fingerprint: string;
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The answer named a deleted person: only the fact that there was an answer is left. */
  erased: boolean;
}

const writer = rowWriter(idempotencyKeys, ['workspace_id', 'principal_id', 'key']);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The distinct ids in an answer. */
const idsIn = (body: string): string[] => [...new Set(body.match(UUID))];

/** Replaces the key of an erased answer: a key is text of the caller's choice, too. */
const erasedKeyOf = (key: string): string => `erased:${createHash('sha256').update(key).digest('hex')}`;

/** Rows from before `since` have expired. A new use of their key or the purge deletes them. */
export function idempotencyRepository(executor: Executor, workspaceId: string) {
  return {
    find(keys: readonly { principalId: string; key: string }[], since: Date): Promise<FoundKey[]> {
      if (keys.length === 0) return Promise.resolve([]);
      return executor.run<FoundKey>(
        'find_idempotency_keys',
        `select k.principal_id, wanted.key, k.fingerprint, k.status, k.headers, k.body, k.erased_at is not null as erased
           from idempotency_keys k
           join unnest(${unseen('$2', 'uuid')}, ${unseen('$3', 'text')}, ${unseen('$4', 'text')})
             as wanted(principal_id, key, erased_key)
             on k.principal_id = wanted.principal_id and k.key in (wanted.key, wanted.erased_key)
          where k.workspace_id = $1 and k.created_at >= $5`,
        [
          workspaceId,
          keys.map((k) => k.principalId),
          keys.map((k) => k.key),
          keys.map((k) => erasedKeyOf(k.key)),
          since,
        ],
      );
    },
    /** Sends both statements at once: a write must not wait for an answer between its statements. */
    insert(rows: readonly IdempotencyRow[]): Promise<unknown> {
      if (rows.length === 0) return Promise.resolve();
      const dropped = executor.run(
        'drop_idempotency_keys',
        `delete from idempotency_keys k using unnest($2::uuid[], $3::text[]) as used(principal_id, key)
          where k.workspace_id = $1 and k.principal_id = used.principal_id and k.key = used.key`,
        [workspaceId, rows.map((r) => r.principalId), rows.map((r) => r.key)],
      );
      const listed = rows.map((row) => ({ ...row, subjectIds: idsIn(row.body) }));
      return Promise.all([dropped, writer.insert(executor, listed)]);
    },
    /**
     * Empties every answer that names one of the ids, and so also what it states about others. The row stays, so that the request
     * is not carried out again.
     */
    async erase(ids: readonly string[], at: Date): Promise<void> {
      if (ids.length === 0) return;
      const named = await executor.run<{ principal_id: string; key: string }>(
        'idempotency_keys_that_name',
        `select principal_id, key from idempotency_keys where workspace_id = $1 and subject_ids && $2::uuid[]
         union all
         select k.principal_id, k.key from idempotency_keys k
          where k.workspace_id = $1 and k.subject_ids is null
            and exists (select from unnest($2::text[]) as id where strpos(k.body, id) > 0)`,
        [workspaceId, ids],
      );
      if (named.length === 0) return;
      await executor.run(
        'erase_idempotency_keys',
        `update idempotency_keys k
            set body = '', headers = '{}', subject_ids = '{}', erased_at = $2, key = n.erased_key
           from unnest($3::uuid[], $4::text[], $5::text[]) as n(principal_id, key, erased_key)
          where k.workspace_id = $1 and k.principal_id = n.principal_id and k.key = n.key`,
        [
          workspaceId,
          at,
          named.map((row) => row.principal_id),
          named.map(({ key }) => key),
          named.map(({ key }) => erasedKeyOf(key)),
        ],
      );
    },
  };
}
