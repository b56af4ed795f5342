import type { ApiKey } from '../../core/api-keys/api-key.js';
import { allowsAddress } from '../../core/api-keys/reach.js';
import { type Address, formatAddress } from '../../core/network/addresses.js';
import type { Principal } from '../context.js';
import type { ApiKeyParts } from './format.js';
import { rightsOf, settingsOf } from './rights.js';

/** How long a process caches a key's state: a revoked key stops working within this time everywhere. */
const CACHED_MS = 4_000;
const LAST_USED_EVERY_MS = 60_000;
const MOST_CACHED_KEYS = 10_000;

interface CachedKey {
  principal: Principal | undefined;
  expiresAt: number;
  cachedUntil: number;
  lastUsedAt: number;
}

/**
 * The principal of a key; undefined when the key is unknown, expired or revoked. Returns at once on a cache hit. `addressOf`
 * gives the address of the caller, for the record of the key's last use.
 */
export type Authenticate = (
  key: Pick<ApiKeyParts, 'hash'>,
  addressOf: () => Address | undefined,
) => Principal | undefined | Promise<Principal | undefined>;

interface KeyRecords {
  find(hash: string): Promise<ApiKey | undefined>;
  used(row: ApiKey, at: Date, address: string | null): Promise<unknown>;
}

/** One query per key and four seconds, however many requests use it. */
export function createAuthenticate(records: KeyRecords, clock: () => number): Authenticate {
  const cache = new Map<string, CachedKey>();
  const pending = new Map<string, Promise<CachedKey>>();

  const load = async (hash: string, addressOf: () => Address | undefined): Promise<CachedKey> => {
    const now = clock();
    const row = await records.find(hash);
    const expiresAt = Math.min(row?.expiresAt?.getTime() ?? Infinity, row?.revokedAt?.getTime() ?? Infinity);
    const principal: Principal | undefined = row && {
      workspaceId: row.workspaceId,
      keyId: row.id,
      principalId: row.principalId ?? row.id,
      ...rightsOf(row),
      ...settingsOf(row),
    };
    const entry = {
      principal,
      expiresAt,
      cachedUntil: now + CACHED_MS,
      lastUsedAt: row?.lastUsedAt?.getTime() ?? 0,
    };
    if (cache.size >= MOST_CACHED_KEYS) cache.clear();
    cache.set(hash, entry);
    if (row && now < expiresAt && now - entry.lastUsedAt > LAST_USED_EVERY_MS) {
      // A key also authenticates while the database takes no writes.
      await recordUse(row, now, addressOf()).catch(() => undefined);
    }
    return entry;
  };

  /** A request from a forbidden address does not count as a use. */
  const recordUse = async (row: ApiKey, now: number, address: Address | undefined) => {
    if (!allowsAddress(rightsOf(row), address)) return;
    await records.used(row, new Date(now), address === undefined ? null : formatAddress(address));
  };

  const allowed = (entry: CachedKey) => (entry.principal && clock() < entry.expiresAt ? entry.principal : undefined);
  return ({ hash }, addressOf) => {
    const entry = cache.get(hash);
    if (entry && entry.cachedUntil > clock()) return allowed(entry);
    let query = pending.get(hash);
    if (!query) {
      query = load(hash, addressOf).finally(() => pending.delete(hash));
      pending.set(hash, query);
    }
    return query.then(allowed);
  };
}
