import { type Address, type AddressBlock, covers, holds } from '../network/addresses.js';
import { KEY_KINDS, type KeyKind, type Scope } from './scopes.js';

/** All that a key can do, from where and until when. */
export interface KeyRights {
  kind: KeyKind;
  scopes: ReadonlySet<Scope>;
  /** Epoch milliseconds; Infinity: never. */
  expiresAt: number;
  /** Where its requests may come from; empty: from anywhere. */
  allowedAddresses: readonly AddressBlock[];
}

/** In what way a key exceeds another. */
export type Excess = 'kind' | 'scopes' | 'expiresAt' | 'allowedAddresses';

/**
 * What `target` has that `actor` lacks. The one rule of every operation on keys: only with no excess may a key create, read,
 * list, rotate or revoke another. A key is always within its own reach, except a capture key, which nothing is within reach of.
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

/** Whether a request from the address is allowed. An unknown address is only allowed where every address is. */
export function allowsAddress({ allowedAddresses }: Pick<KeyRights, 'allowedAddresses'>, address?: Address): boolean {
  if (allowedAddresses.length === 0) return true;
  return address !== undefined && allowedAddresses.some((block) => holds(block, address));
}

/** Each block has to lie in one block of `wide`: several that only together cover it do not count. */
function areCovered(narrow: readonly AddressBlock[], wide: readonly AddressBlock[]): boolean {
  if (wide.length === 0) return true;
  return narrow.length > 0 && narrow.every((block) => wide.some((other) => covers(other, block)));
}
