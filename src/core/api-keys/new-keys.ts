import type { AddressBlock } from '../network/addresses.js';
import { iso } from '../time.js';
import type { FieldViolation } from '../violations.js';
import { type Excess, excessOf, type KeyRights, scopesBeyond } from './reach.js';
import { CAPTURE_SCOPES, type KeyKind, type Scope, WORKSPACE_SCOPES } from './scopes.js';

/** A request for a new key. An absent part is as wide as the caller's own. */
export interface KeyRequest {
  kind: KeyKind;
  scopes?: readonly Scope[] | undefined;
  /** Epoch milliseconds. */
  expiresAt?: number | undefined;
  allowedAddresses?: readonly AddressBlock[] | undefined;
}

/** `latest` is the last instant at which a key made now may expire by the deployment's limit; Infinity: no limit. */
export interface KeyLimits {
  now: number;
  latest: number;
}

/** The rights of the requested key, or all reasons why `actor` cannot create it. */
export function planKey(
  actor: KeyRights,
  request: KeyRequest,
  limits: KeyLimits,
): { rights: KeyRights } | { violations: FieldViolation[] } {
  const rights: KeyRights = {
    kind: request.kind,
    scopes: new Set(request.scopes ?? usualScopes(actor, request.kind)),
    expiresAt: request.expiresAt ?? Math.min(actor.expiresAt, limits.latest),
    allowedAddresses: request.allowedAddresses ?? actor.allowedAddresses,
  };
  const violations = excessOf(rights, actor).map((excess) => beyondActor(excess, rights, actor));
  if (rights.kind === 'capture' && [...rights.scopes].some((scope) => !CAPTURE_SCOPES.includes(scope))) {
    const detail = 'must be leads:capture only: a capture key is public';
    violations.push({ pointer: '/scopes', code: 'scope_not_grantable', detail });
  }
  if (rights.expiresAt <= limits.now) {
    const detail = 'must be in the future: the key could never be used';
    violations.push({ pointer: '/expiresAt', code: 'in_the_past', detail });
  }
  if (rights.expiresAt > limits.latest && rights.expiresAt <= actor.expiresAt) {
    const detail = `must not be after ${iso(limits.latest)}, the limit of this deployment`;
    violations.push({ pointer: '/expiresAt', code: 'too_late', detail });
  }
  return violations.length > 0 ? { violations } : { rights };
}

/**
 * The rights of the first key of a workspace that `actor` creates. `deployment:manage` entitles it to all scopes. Kind, expiry
 * and addresses stay within the actor's, so that a new workspace cannot extend a key.
 */
export function firstKeyRights(actor: KeyRights, { latest }: KeyLimits): KeyRights {
  return {
    kind: actor.kind,
    scopes: new Set(WORKSPACE_SCOPES),
    expiresAt: Math.min(actor.expiresAt, latest),
    allowedAddresses: actor.allowedAddresses,
  };
}

export interface RotationRequest extends KeyLimits {
  overlapMs: number;
  /** Whether the key has a successor already. */
  rotated: boolean;
  /** Epoch milliseconds; Infinity: not revoked. */
  revokedAt: number;
}

/**
 * The rights of the successor, which equal those of the key, and the new end of the key, which is never later than before; or
 * why the key cannot be rotated.
 */
export function planRotation(
  key: KeyRights,
  { now, latest, overlapMs, rotated, revokedAt }: RotationRequest,
): { successor: KeyRights; endsAt: number } | { conflict: string } {
  if (Math.min(key.expiresAt, revokedAt) <= now) {
    return { conflict: 'The key has expired or was revoked: create a new one instead of rotating it.' };
  }
  if (rotated) {
    const then = 'rotate the key that replaced it, whose `rotatedFrom` is this one, or create a new one';
    return { conflict: `The key was rotated already and only works on for its overlap: ${then}.` };
  }
  const successor = { ...key, expiresAt: Math.min(key.expiresAt, latest) };
  return { successor, endsAt: Math.min(key.expiresAt, now + overlapMs) };
}

function usualScopes(actor: KeyRights, kind: KeyKind): readonly Scope[] {
  if (kind === 'capture') return CAPTURE_SCOPES;
  return [...actor.scopes].filter((scope) => scope !== 'deployment:manage');
}

function beyondActor(excess: Excess, rights: KeyRights, actor: KeyRights): FieldViolation {
  const pointer = `/${excess}`;
  switch (excess) {
    case 'kind':
      return { pointer, code: 'kind_not_grantable', detail: `must not be above yours, which is ${actor.kind}` };
    case 'scopes': {
      const missing = scopesBeyond(rights.scopes, actor).join(', ');
      return { pointer, code: 'scope_not_grantable', detail: `must be scopes that you hold; you lack ${missing}` };
    }
    case 'expiresAt':
      return {
        pointer,
        code: 'expiry_not_grantable',
        detail: `must not be after your own expiry, ${iso(actor.expiresAt)}`,
      };
    case 'allowedAddresses':
      return {
        pointer,
        code: 'addresses_not_grantable',
        detail: 'must be blocks within those that your key is restricted to, at least one',
      };
  }
}
