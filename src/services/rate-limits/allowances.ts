import type { Store } from '../../db/store.js';
/** The result of one request to a key's allowance. */
export interface AllowanceResult {
  allowed: boolean;
  /** Requests left in this minute, as far as this process knows: each lease shows what other processes have used. */
  remaining: number;
  resetMs: number;
}

export interface Allowances {
  /** Takes one request; at once while a lease lasts, else after a query. */
  take(workspaceId: string, keyId: string, limit: number): AllowanceResult | Promise<AllowanceResult>;
}

/**
 * Adds to the count that a key has leased in a minute (counted from the epoch) and returns the count before. Minutes of a key never
 * go back. Undefined while the database takes no writes: each process then counts by itself, so that reads go on.
 */
export type LeaseAllowance = (
  workspaceId: string,
  keyId: string,
  minute: number,
  count: number,
) => Promise<number | undefined>;

interface Lease {
  minute: number;
  /** Leased requests that this process has not used. */
  left: number;
  /** Requests that no process had leased at the last renewal. */
  unleased: number;
  exhausted: boolean;
  renewing: Promise<void> | undefined;
}

const MINUTE_MS = 60_000;
/** A lease is a fortieth of the limit: so many queries a minute, and each process may hold 2.5 % that others could have used. */
const LEASES = 40;
const MOST_KEYS = 10_000;

/**
 * Counts requests across processes without a query for each: a process leases a fortieth of a key's allowance from one row
 * and uses it up in memory. What is leased is counted as used, so all processes together never exceed the limit.
 */
export function createAllowances(lease: LeaseAllowance, clock: () => number): Allowances {
  const leases = new Map<string, Lease>();
  const leaseOf = (keyId: string, minute: number, limit: number): Lease => {
    const known = leases.get(keyId);
    if (known !== undefined && known.minute >= minute) return known;
    leases.delete(keyId);
    const [oldest] = leases.size >= MOST_KEYS ? leases.keys() : [];
    if (oldest !== undefined) leases.delete(oldest);
    const fresh: Lease = { minute, left: 0, unleased: limit, exhausted: false, renewing: undefined };
    leases.set(keyId, fresh);
    return fresh;
  };
  const renew = (held: Lease, workspaceId: string, keyId: string, limit: number): Promise<void> => {
    const size = Math.ceil(limit / LEASES);
    held.renewing ??= lease(workspaceId, keyId, held.minute, size)
      .then((leased) => {
        const before = leased ?? limit - held.unleased;
        const granted = Math.max(0, Math.min(size, limit - before));
        held.left += granted;
        held.unleased = Math.max(0, limit - before - size);
        held.exhausted = granted < size || held.unleased === 0;
      })
      .finally(() => {
        held.renewing = undefined;
      });
    return held.renewing;
  };
  const take = (workspaceId: string, keyId: string, limit: number): AllowanceResult | Promise<AllowanceResult> => {
    const now = clock();
    const held = leaseOf(keyId, Math.floor(now / MINUTE_MS), limit);
    const resetMs = (held.minute + 1) * MINUTE_MS - now;
    if (held.left === 0 && !held.exhausted) {
      return renew(held, workspaceId, keyId, limit).then(() => take(workspaceId, keyId, limit));
    }
    if (held.left === 0) return { allowed: false, remaining: 0, resetMs };
    held.left -= 1;
    const half = limit / LEASES / 2;
    // Renewed ahead of need, so that no request waits. The request that needs the next lease meets a failure.
    if (held.left < half && !held.exhausted && limit > LEASES) {
      renew(held, workspaceId, keyId, limit).catch(() => undefined);
    }
    return { allowed: true, remaining: held.left + held.unleased, resetMs };
  };
  return { take };
}

/** Leases of a single process, in memory. */
export function unsharedLeases(): LeaseAllowance {
  const leased = new Map<string, { minute: number; count: number }>();
  return async (_workspaceId, keyId, minute, count) => {
    const known = leased.get(keyId);
    const before = known !== undefined && known.minute === minute ? known.count : 0;
    leased.set(keyId, { minute, count: before + count });
    return before;
  };
}

/** Undefined while the database takes no writes. */
export const leaseFrom =
  (store: Store): LeaseAllowance =>
  async (workspaceId, keyId, minute, count) => {
    try {
      return await store.read(workspaceId).keyAllowances.lease(keyId, minute, count);
    } catch (error) {
      const kind = store.failureOf(error)?.kind;
      if (kind === 'read_only' || kind === 'disk_full') return undefined;
      throw error;
    }
  };
