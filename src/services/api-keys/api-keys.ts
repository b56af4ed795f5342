import type { ApiKeyRow } from '../../db/repositories/api-keys.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import type { KeyKind, Principal, Scope, WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { notFound } from '../versions.js';
import type { Write } from '../writes.js';
import type { IssuedKey, KeyIssuer } from './issue.js';

export type ApiKey = ApiKeyRow;

export interface ApiKeyInput {
  name: string;
  kind: KeyKind;
  scopes?: Scope[] | undefined;
  expiresAt?: Date | undefined;
}

/** What a publishable key can do, and all it can do: submit. */
const CAPTURE_SCOPES: readonly Scope[] = ['leads:capture'];

export type ApiKeysService = ReturnType<typeof apiKeysService>;

export function apiKeysService(store: Store, write: Write, issuer: KeyIssuer, clock: () => number) {
  return {
    create(principal: Principal, context: WriteContext, input: ApiKeyInput): Promise<IssuedKey> {
      const scopes = grantable(principal, input);
      if (input.expiresAt && input.expiresAt.getTime() <= clock()) throw alreadyExpired();
      return write(context, async (scope) => issuer(scope, { ...input, scopes, createdBy: context.actor.id }));
    },
    async get(workspaceId: string, id: string): Promise<ApiKey> {
      const row = await store.read(workspaceId).apiKeys.find(id);
      if (!row) throw notFound('API key');
      return row;
    },
    list: (workspaceId: string, request: ListRequest): Promise<Page<ApiKey>> =>
      store.read(workspaceId).apiKeys.list(request),
    /** A new secret with the same rights; the old one works on for `overlapHours`, then no more. */
    rotate(context: WriteContext, id: string, overlapHours: number): Promise<IssuedKey> {
      return write(context, async (scope) => {
        const old = await scope.apiKeys.find(id);
        if (!old) throw notFound('API key');
        const until = new Date(scope.realNow + overlapHours * 3_600_000);
        const ended = Math.min(old.expiresAt?.getTime() ?? Infinity, old.revokedAt?.getTime() ?? Infinity);
        if (ended <= scope.realNow) {
          throw new AppError(
            'conflict',
            'The key has expired or was revoked: create a new one instead of rotating it.',
          );
        }
        if (ended > until.getTime()) await scope.apiKeys.update(id, { expiresAt: until });
        return issuer(scope, {
          kind: old.kind as KeyKind,
          name: old.name,
          scopes: old.scopes as Scope[],
          createdBy: context.actor.id,
          rotatedFrom: id,
        });
      });
    },
    /** Ends a key at once (everywhere within five seconds). Revoking it again changes nothing. */
    revoke(context: WriteContext, id: string): Promise<ApiKey> {
      return write(context, async (scope) => {
        const row = await scope.apiKeys.find(id);
        if (!row) throw notFound('API key');
        if (row.revokedAt) return row;
        const revokedAt = new Date(scope.realNow);
        await scope.apiKeys.update(id, { revokedAt });
        scope.emit({
          type: 'api_key.revoked',
          subjectKind: 'api_key',
          subjectId: id,
          cause: 'api',
          after: { revokedAt },
        });
        return { ...row, revokedAt };
      });
    },
  };
}

/** Nobody gives away what they don't have; a capture key gets its one scope, whatever is asked. */
function grantable(principal: Principal, input: ApiKeyInput): Scope[] {
  if (input.kind === 'capture') {
    if (input.scopes?.some((scope) => !CAPTURE_SCOPES.includes(scope))) {
      throw refusedScope('A capture key is public: it can hold the scope leads:capture only.');
    }
    return [...CAPTURE_SCOPES];
  }
  const wanted = input.scopes ?? [...principal.scopes].filter((scope) => scope !== 'deployment:manage');
  const missing = wanted.filter((scope) => !principal.scopes.has(scope));
  if (missing.length > 0)
    throw refusedScope(`You can only grant scopes that you hold; you lack ${missing.join(', ')}.`);
  return wanted;
}

function alreadyExpired(): AppError {
  const detail = 'lies in the past: the key could never be used';
  return new AppError('rule_refused', 'The key would have expired before it is made.', {
    errors: [{ pointer: '/expiresAt', code: 'in_the_past', detail }],
  });
}

function refusedScope(detail: string): AppError {
  return new AppError('rule_refused', detail, {
    errors: [{ pointer: '/scopes', code: 'scope_not_grantable', detail }],
  });
}
