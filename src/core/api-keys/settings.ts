import type { FieldViolation } from '../violations.js';
import { type KeySettings, USUAL_SETTINGS } from './api-key.js';
import type { KeyRights } from './reach.js';
import type { KeyKind } from './scopes.js';

/** Requests a minute of a key without a limit of its own; 0: no limit. */
export interface UsualRateLimits {
  capture: number;
  others: number;
}

export interface SettingsRequest {
  kind: KeyKind;
  allowedOrigins?: string[] | undefined;
  requestsPerMinute?: number | undefined;
}

/** The limit of a key; Infinity: none. */
export function rateLimitOf(
  { kind, requestsPerMinute }: { kind: KeyKind } & Pick<KeySettings, 'requestsPerMinute'>,
  usual: UsualRateLimits,
): number {
  return (requestsPerMinute ?? (kind === 'capture' ? usual.capture : usual.others)) || Infinity;
}

/**
 * The settings of the requested key, or all reasons why `actor` cannot make it so. The limit of the new key is at most that of
 * `actor`, unless the actor manages the deployment. A limit that is absent is the usual one, or that of `actor` where it is lower.
 */
export function planSettings(
  actor: Pick<KeyRights, 'kind' | 'scopes'> & KeySettings,
  { kind, allowedOrigins = USUAL_SETTINGS.allowedOrigins, requestsPerMinute }: SettingsRequest,
  usual: UsualRateLimits,
): { settings: KeySettings } | { violations: FieldViolation[] } {
  const violations: FieldViolation[] = [];
  if (allowedOrigins.length > 0 && kind !== 'capture') {
    const detail = 'must be absent or empty: only a capture key may be in a page, which anybody can read';
    violations.push({ pointer: '/allowedOrigins', code: 'capture_only', detail });
  }
  const own = rateLimitOf(actor, usual);
  if (requestsPerMinute !== undefined && requestsPerMinute > own && !actor.scopes.has('deployment:manage')) {
    const detail = `must not be above ${own}, the limit of your key`;
    violations.push({ pointer: '/requestsPerMinute', code: 'limit_not_grantable', detail });
  }
  if (violations.length > 0) return { violations };
  return { settings: { allowedOrigins, requestsPerMinute: requestsPerMinute ?? inheritedLimit(actor, kind, usual) } };
}

/** The settings of the first key of a workspace that `actor` makes. `deployment:manage` entitles it to any limit. */
export function firstKeySettings(
  actor: Pick<KeyRights, 'kind'> & KeySettings,
  requestsPerMinute: number | undefined,
  usual: UsualRateLimits,
): KeySettings {
  return { ...USUAL_SETTINGS, requestsPerMinute: requestsPerMinute ?? inheritedLimit(actor, actor.kind, usual) };
}

function inheritedLimit(
  actor: Pick<KeyRights, 'kind'> & KeySettings,
  kind: KeyKind,
  usual: UsualRateLimits,
): number | null {
  const own = rateLimitOf(actor, usual);
  return own < rateLimitOf({ kind, requestsPerMinute: null }, usual) ? own : null;
}
