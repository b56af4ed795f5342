import { type Address, type AddressBlock, covers, holds } from '../network/addresses.js';
import { KEY_KINDS, type KeyKind, type Scope } from './scopes.js';

/** The scopes of a key, its allowed addresses and its expiry. */
export interface KeyRights {
  kind: KeyKind;
  scopes: ReadonlySet<Scope>;
  /** Epoch milliseconds; Infinity: never. */
  expiresAt: number;
  /** Addresses that its requests may come from; empty: any. */
  allowedAddresses: readonly AddressBlock[];
}

/** The rights in which a key exceeds another. */
export type Excess = 'kind' | 'scopes' | 'expiresAt' | 'allowedAddresses';

/**
 * The rights of `target` that `actor` lacks. All operations on keys use this rule: a key may create, read, list, rotate or revoke
 * another only without excess. A key is within its own reach, except a capture key, which reaches no key.
 */
export function excessOf(target: KeyRights, actor: KeyRights): Excess[] {
  const excess: Excess[] = [];
  if (!kindsWithin(actor.kind).includes(target.kind)) excess.push('kind');
  if (scopesBeyond(target.scopes, actor).length > 0) excess.push('scopes');
  if (target.expiresAt > actor.expiresAt) excess.push('expiresAt');
  if (!areCovered(target.allowedAddresses, actor.allowedAddresses)) excess.push('allowedAddresses');
  return excess;
}

export function isWithinReach(target: KeyRights, actor: KeyRights): boolean {
  return excessOf(target, actor).length === 0;
}

/** The kinds of keys that a key of this kind can act on: those not above it, and none for a capture key. */
export function kindsWithin(kind: KeyKind): readonly KeyKind[] {
  return kind === 'capture' ? [] : KEY_KINDS.slice(KEY_KINDS.indexOf(kind));
}

export function scopesBeyond(scopes: Iterable<Scope>, actor: Pick<KeyRights, 'scopes'>): Scope[] {
  return [...scopes].filter((scope) => !actor.scopes.has(scope));
}

/** Whether a request from the address is allowed. An unknown address is allowed only if every address is. */
export function allowsAddress({ allowedAddresses }: Pick<KeyRights, 'allowedAddresses'>, address?: Address): boolean {
  if (allowedAddresses.length === 0) return true;
  return address !== undefined && allowedAddresses.some((block) => holds(block, address));
}

/** Whether each block lies within one block of `wide`. Several blocks that only together cover it do not count. */
function areCovered(narrow: readonly AddressBlock[], wide: readonly AddressBlock[]): boolean {
  if (wide.length === 0) return true;
  return narrow.length > 0 && narrow.every((block) => wide.some((other) => covers(other, block)));
}
