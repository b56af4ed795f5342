import type { Store } from '../../db/store.js';
import type { KeyKind, Principal, Scope } from '../context.js';

/** How long a key's state is believed without asking: a revoked key stops working within this time everywhere. */
const BELIEVED_MS = 4_000;
const LAST_USED_EVERY_MS = 60_000;
const REMEMBERED_KEYS = 10_000;

interface Known {
  principal: Principal | undefined;
  expiresAt: number;
  believedUntil: number;
  lastUsedAt: number;
}

export type Authenticate = (hash: string) => Promise<Principal | undefined>;

/** Who a key (by its SHA-256) is; undefined when unknown, expired or revoked. One query per key and four seconds. */
export function createAuthenticate(store: Store, clock: () => number): Authenticate {
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<Known>>();

  const ask = async (hash: string): Promise<Known> => {
    const now = clock();
    const row = await store.deployment.findKeyByHash(hash);
    const expiresAt = Math.min(row?.expiresAt?.getTime() ?? Infinity, row?.revokedAt?.getTime() ?? Infinity);
    const principal: Principal | undefined = row && {
      workspaceId: row.workspaceId,
      keyId: row.id,
      kind: row.kind as KeyKind,
      scopes: new Set(row.scopes as Scope[]),
    };
    const entry = {
      principal,
      expiresAt,
      believedUntil: now + BELIEVED_MS,
      lastUsedAt: row?.lastUsedAt?.getTime() ?? 0,
    };
    if (known.size >= REMEMBERED_KEYS) known.clear();
    known.set(hash, entry);
    if (principal && now < expiresAt && now - entry.lastUsedAt > LAST_USED_EVERY_MS) {
      await store.read(principal.workspaceId).apiKeys.update(principal.keyId, { lastUsedAt: new Date(now) });
    }
    return entry;
  };

  return async (hash) => {
    let entry = known.get(hash);
    if (!entry || entry.believedUntil <= clock()) {
      let question = asking.get(hash);
      if (!question) {
        question = ask(hash).finally(() => asking.delete(hash));
        asking.set(hash, question);
      }
      entry = await question;
    }
    return entry.principal && clock() < entry.expiresAt ? entry.principal : undefined;
  };
}
