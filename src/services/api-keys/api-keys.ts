import type { ApiKey } from '../../core/api-keys/api-key.js';
import { type KeyLimits, type KeyRequest, planKey, planRotation } from '../../core/api-keys/new-keys.js';
import { isWithinReach } from '../../core/api-keys/reach.js';
import type { KeyKind, Scope } from '../../core/api-keys/scopes.js';
import { planSettings, type SettingsRequest, type UsualRateLimits } from '../../core/api-keys/settings.js';
import { MILLISECONDS_PER_DAY, MILLISECONDS_PER_HOUR } from '../../core/time.js';
import type { ApiKeyFilter } from '../../db/repositories/api-keys.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { Principal, WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { notFound } from '../versions.js';
import type { Write } from '../writes.js';
import type { IssuedKey, KeyIssuer } from './issue.js';
import { readOrigins } from './origins.js';
import { currentRights, readBlocks, rightsOf, settingsOf } from './rights.js';

export interface ApiKeyInput {
  name: string;
  kind: KeyKind;
  scopes?: Scope[] | undefined;
  expiresAt?: Date | undefined;
  /** CIDR blocks or addresses. */
  allowedAddresses?: string[] | undefined;
  allowedOrigins?: string[] | undefined;
  requestsPerMinute?: number | undefined;
}

export type ApiKeysService = ReturnType<typeof apiKeysService>;

/** What the deployment allows its keys. */
export interface KeyBounds {
  /** How long keys live at most; 0: no limit. */
  maxDays: number;
  usualRateLimits: UsualRateLimits;
}

/** Every verb acts on keys within the reach of the calling key only. */
export function apiKeysService(store: Store, write: Write, issuer: KeyIssuer, bounds: KeyBounds) {
  const { maxDays, usualRateLimits } = bounds;
  return {
    async create(principal: Principal, context: WriteContext, input: ApiKeyInput): Promise<IssuedKey> {
      const { name } = input;
      const request = { ...requestOf(input), ...settingsRequestOf(input) };
      return write(context, async (scope) => {
        const plan = planKey(await currentRights(scope, principal), request, keyLimits(scope, maxDays));
        const set = planSettings(principal, request, usualRateLimits);
        if ('rights' in plan && 'settings' in set)
          return issuer(scope, { name, rights: plan.rights, settings: set.settings, createdBy: context.actor.id });
        const detail = 'The new key would exceed the calling key, or what the deployment allows.';
        const errors = [plan, set].flatMap((part) => ('violations' in part ? part.violations : []));
        throw new AppError('rule_refused', detail, { errors });
      });
    },
    /** A key beyond the reach of the caller counts as missing. */
    async get(principal: Principal, id: string): Promise<ApiKey> {
      const row = await store.read(principal.workspaceId).apiKeys.find(id);
      if (!row || !isWithinReach(rightsOf(row), principal)) throw notFound('API key');
      return row;
    },
    list: (principal: Principal, filter: ApiKeyFilter, request: ListRequest): Promise<Page<ApiKey>> =>
      store.read(principal.workspaceId).apiKeys.list(filter, request, principal),
    /** Issues a new secret with the same rights. The old one expires after `overlapHours`. */
    rotate(principal: Principal, context: WriteContext, id: string, overlapHours: number): Promise<IssuedKey> {
      return write(context, async (scope) => {
        const key = await reachable(scope, principal, id);
        const plan = planRotation(rightsOf(key), {
          ...keyLimits(scope, maxDays),
          overlapMs: overlapHours * MILLISECONDS_PER_HOUR,
          rotated: await scope.apiKeys.hasSuccessor(id),
          revokedAt: key.revokedAt?.getTime() ?? Infinity,
        });
        if ('conflict' in plan) throw new AppError('conflict', plan.conflict);
        const expiresAt = new Date(plan.endsAt);
        if (plan.endsAt !== key.expiresAt?.getTime()) await scope.apiKeys.update(id, { expiresAt });
        const { name } = key;
        const rotated = { id, principalId: key.principalId ?? id, expiresAt };
        const settings = settingsOf(key);
        return issuer(scope, { name, rights: plan.successor, settings, createdBy: context.actor.id, rotated });
      });
    },
    /** Ends a key at once (everywhere within five seconds). Revoking it again changes nothing. */
    revoke(principal: Principal, context: WriteContext, id: string): Promise<ApiKey> {
      return write(context, async (scope) => {
        const key = await reachable(scope, principal, id);
        if (key.revokedAt) return key;
        const revokedAt = new Date(scope.realNow);
        await scope.apiKeys.update(id, { revokedAt });
        scope.emit({
          type: 'api_key.revoked',
          subjectKind: 'api_key',
          subjectId: id,
          cause: 'api',
          before: { revokedAt: null },
          after: { revokedAt },
        });
        return { ...key, revokedAt };
      });
    },
  };
}

const requestOf = ({ kind, scopes, expiresAt, allowedAddresses }: ApiKeyInput): KeyRequest => ({
  kind,
  scopes,
  expiresAt: expiresAt?.getTime(),
  allowedAddresses: allowedAddresses && readBlocks(allowedAddresses),
});

const settingsRequestOf = ({ kind, allowedOrigins, requestsPerMinute }: ApiKeyInput): SettingsRequest => ({
  kind,
  allowedOrigins: allowedOrigins && readOrigins(allowedOrigins),
  requestsPerMinute,
});

export function keyLimits({ realNow }: Pick<WriteScope, 'realNow'>, maxDays: number): KeyLimits {
  return { now: realNow, latest: maxDays === 0 ? Infinity : realNow + maxDays * MILLISECONDS_PER_DAY };
}

async function reachable(scope: WriteScope, principal: Principal, id: string): Promise<ApiKey> {
  const actor = await currentRights(scope, principal);
  const row = await scope.apiKeys.find(id);
  if (!row || !isWithinReach(rightsOf(row), actor)) throw notFound('API key');
  return row;
}
