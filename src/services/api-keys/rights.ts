import type { ApiKey, KeySettings } from '../../core/api-keys/api-key.js';
import type { KeyRights } from '../../core/api-keys/reach.js';
import { KEY_KINDS } from '../../core/api-keys/scopes.js';
import { type AddressBlock, parseAddressBlock } from '../../core/network/addresses.js';
import type { WriteScope } from '../../db/store.js';
import type { Principal } from '../context.js';
import { AppError, type FieldError } from '../errors.js';

export function rightsOf({ kind, scopes, expiresAt, allowedAddresses }: Omit<ApiKey, 'id'>): KeyRights {
  return {
    kind,
    scopes: new Set(scopes),
    expiresAt: expiresAt?.getTime() ?? Infinity,
    allowedAddresses: allowedAddresses.map(storedBlock),
  };
}

export const settingsOf = ({ allowedOrigins, requestsPerMinute }: KeySettings): KeySettings => ({
  allowedOrigins,
  requestsPerMinute,
});

/** The rights of a key as an event describes them; undefined when the event describes none. A field that an older event lacks is unrestricted. */
export function loggedRights(described: unknown): KeyRights | undefined {
  if (typeof described !== 'object' || described === null) return undefined;
  const { kind, scopes, expiresAt, allowedAddresses }: Described = described;
  const known = KEY_KINDS.find((name) => name === kind);
  if (known === undefined || !Array.isArray(scopes)) return undefined;
  return {
    kind: known,
    scopes: new Set(scopes),
    expiresAt: typeof expiresAt === 'string' ? Date.parse(expiresAt) : Infinity,
    allowedAddresses: Array.isArray(allowedAddresses) ? allowedAddresses.map(storedBlock) : [],
  };
}

type Described = Partial<Record<'kind' | 'scopes' | 'expiresAt' | 'allowedAddresses', unknown>>;

/**
 * The rights of the caller as they are under the lock. Other processes may have revoked or rotated the calling key in the last
 * seconds: it must not leave a key behind that outlives it.
 */
export async function currentRights(scope: WriteScope, principal: Principal): Promise<KeyRights> {
  const row = await scope.apiKeys.find(principal.keyId);
  const endsAt = Math.min(row?.expiresAt?.getTime() ?? Infinity, row?.revokedAt?.getTime() ?? Infinity);
  if (!row || endsAt <= scope.realNow)
    throw new AppError('unauthenticated', 'This API key has expired or been revoked.');
  return rightsOf(row);
}

/** CIDR blocks as a caller sends them; refuses those that are malformed, with the pointer of each. */
export function readBlocks(texts: readonly string[]): AddressBlock[] {
  const errors: FieldError[] = [];
  const blocks: AddressBlock[] = [];
  for (const [index, text] of texts.entries()) {
    const block = parseAddressBlock(text);
    if ('problem' in block)
      errors.push({ pointer: `/allowedAddresses/${index}`, code: 'wrong_format', detail: block.problem });
    else blocks.push(block);
  }
  if (errors.length === 0) return blocks;
  throw new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', { errors });
}

function storedBlock(text: string): AddressBlock {
  const block = parseAddressBlock(text);
  if ('problem' in block) throw new Error('a stored block of addresses is not readable');
  return block;
}
