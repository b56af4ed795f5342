import { allowsAddress } from '../../core/api-keys/reach.js';
import { type Address, formatAddress } from '../../core/network/addresses.js';
import type { ApiKeyRow } from '../../db/repositories/api-keys.js';
import type { Principal } from '../context.js';
import type { ApiKeyParts } from './format.js';
import { rightsOf } from './rights.js';

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

/**
 * Who a key is; undefined when unknown, expired or revoked. Answers at once from memory where it can. `addressOf` gives the
 * address of the caller, for the record of the key's last use.
 */
export type Authenticate = (
  key: Pick<ApiKeyParts, 'hash'>,
  addressOf: () => Address | undefined,
) => Principal | undefined | Promise<Principal | undefined>;

interface KeyRecords {
  find(hash: string): Promise<ApiKeyRow | undefined>;
  used(row: ApiKeyRow, at: Date, address: string | null): Promise<unknown>;
}

/** One query per key and four seconds, however many requests use it. */
export function createAuthenticate(records: KeyRecords, clock: () => number): Authenticate {
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<Known>>();

  const ask = async (hash: string, addressOf: () => Address | undefined): Promise<Known> => {
    const now = clock();
    const row = await records.find(hash);
    const expiresAt = Math.min(row?.expiresAt?.getTime() ?? Infinity, row?.revokedAt?.getTime() ?? Infinity);
    const principal: Principal | undefined = row && {
      workspaceId: row.workspaceId,
      keyId: row.id,
      principalId: row.principalId ?? row.id,
      ...rightsOf(row),
    };
    const entry = {
      principal,
      expiresAt,
      believedUntil: now + BELIEVED_MS,
      lastUsedAt: row?.lastUsedAt?.getTime() ?? 0,
    };
    if (known.size >= REMEMBERED_KEYS) known.clear();
    known.set(hash, entry);
    if (row && now < expiresAt && now - entry.lastUsedAt > LAST_USED_EVERY_MS) {
      // A key also opens a database that takes no writes at the moment.
      await recordUse(row, now, addressOf()).catch(() => undefined);
    }
    return entry;
  };

  /** A request from elsewhere than allowed is refused and no use. */
  const recordUse = async (row: ApiKeyRow, now: number, address: Address | undefined) => {
    if (!allowsAddress(rightsOf(row), address)) return;
    await records.used(row, new Date(now), address === undefined ? null : formatAddress(address));
  };

  const allowed = (entry: Known) => (entry.principal && clock() < entry.expiresAt ? entry.principal : undefined);
  return ({ hash }, addressOf) => {
    const entry = known.get(hash);
    if (entry && entry.believedUntil > clock()) return allowed(entry);
    let question = asking.get(hash);
    if (!question) {
      question = ask(hash, addressOf).finally(() => asking.delete(hash));
      asking.set(hash, question);
    }
    return question.then(allowed);
  };
}
