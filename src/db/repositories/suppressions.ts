import { createHash } from 'node:crypto';
import { domainToUnicode } from 'node:url';
import { and, eq } from 'drizzle-orm';
import type { SuppressionKey, SuppressionKind } from '../../core/consents/suppression.js';
import type { ContactHashes } from '../contact-hashes.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { suppressions } from '../schema/consents.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';

/** An entry of the suppression list. The value itself is not stored. */
export interface Suppression {
  id: string;
  kind: SuppressionKind;
  reason?: string | undefined;
  source: string;
  actorId: string;
  createdAt: Date;
}

export interface NewSuppression extends Suppression, SuppressionKey {}

export interface SuppressionFilter {
  kind?: string | undefined;
  source?: string | undefined;
}

interface Options {
  executor: Executor;
  workspaceId: string;
  cursors: CursorCodec;
  contactHashes: ContactHashes;
}

const INSERT = `with noted as (update workspaces set has_suppressions = true where id = $1 and has_suppressions is not true),
  added as (insert into suppressions (workspace_id, id, kind, hash, reason, source, actor_id, created_at)
            select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
            on conflict (workspace_id, hash) do nothing)
  select hash from suppressions where workspace_id = $1 and hash = any($4::text[])`;

/** An e-mail may be on the list by the hash that another system has exported, also of a domain as people write it: `münchen.example`. */
function exportedForms({ kind, value }: SuppressionKey): SuppressionKey[] {
  if (kind !== 'email') return [];
  const domainAt = value.lastIndexOf('@') + 1;
  const written = value.slice(0, domainAt) + domainToUnicode(value.slice(domainAt));
  const hashes = [...new Set([value, written])].map((text) => createHash('sha256').update(text).digest('hex'));
  return hashes.map((hash) => ({ kind: 'email_sha256', value: hash }));
}

export function suppressionsRepository({ executor, workspaceId, cursors, contactHashes }: Options) {
  const hashOf = ({ kind, value }: SuppressionKey) =>
    contactHashes.of(workspaceId, { kind: `suppressed_${kind}`, value });
  const findMany = async (keys: readonly SuppressionKey[]): Promise<Map<SuppressionKey, Suppression>> => {
    const found = new Map<SuppressionKey, Suppression>();
    if (keys.length === 0) return found;
    const byHash = new Map(keys.flatMap((key) => [key, ...exportedForms(key)].map((form) => [hashOf(form), key])));
    const rows = await executor.run<Suppression & { hash: string; reason: string | null }>(
      'find_suppressions',
      `select hash, id, kind, reason, source, actor_id as "actorId", created_at as "createdAt"
         from suppressions where workspace_id = $1 and hash = any($2::text[])`,
      [workspaceId, [...byHash.keys()]],
    );
    for (const { hash, ...row } of rows) {
      const key = byHash.get(hash);
      if (key) found.set(key, { ...row, reason: row.reason ?? undefined });
    }
    return found;
  };
  return {
    findMany,
    /** Adds entries. A value that is on the list keeps its entry. */
    async insert(entries: readonly NewSuppression[]): Promise<void> {
      if (entries.length === 0) return;
      await executor.run('insert_suppressions', INSERT, [
        workspaceId,
        entries.map(({ id }) => id),
        entries.map(({ kind }) => kind),
        entries.map(hashOf),
        entries.map(({ reason }) => reason ?? null),
        entries.map(({ source }) => source),
        entries.map(({ actorId }) => actorId),
        entries.map(({ createdAt }) => createdAt.toISOString()),
      ]);
    },
    async remove(id: string): Promise<Suppression | undefined> {
      const of = and(eq(suppressions.workspaceId, workspaceId), eq(suppressions.id, id));
      const [row] = await executor.orm.delete(suppressions).where(of).returning();
      return row && suppressionOf(row);
    },
    async list(filter: SuppressionFilter, request: ListRequest): Promise<Page<Suppression>> {
      const page = await newestFirst(
        { executor, workspaceId, cursors },
        {
          table: suppressions,
          key: 'id',
          binding: bindingOf('suppressions', filter),
          where: matching(suppressions, filter),
          request,
        },
      );
      return { ...page, rows: page.rows.map(suppressionOf) };
    },
  };
}

const suppressionOf = ({
  id,
  kind,
  reason,
  source,
  actorId,
  createdAt,
}: typeof suppressions.$inferSelect): Suppression => ({
  ...{ id, kind, reason: reason ?? undefined, source, actorId, createdAt },
});
