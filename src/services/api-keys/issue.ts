import type { ApiKeyRow } from '../../db/repositories/api-keys.js';
import type { WriteScope } from '../../db/store.js';
import type { KeyKind, Scope } from '../context.js';
import { AppError } from '../errors.js';
import { makeApiKey, parseApiKey } from './format.js';

/** A key as it is shown once: `token` is in no database and no log. */
export type IssuedKey = Omit<ApiKeyRow, 'scopes'> & { token: string; scopes: Scope[] };

export interface KeyOrder {
  kind: KeyKind;
  name: string;
  scopes: readonly Scope[];
  createdBy: string;
  expiresAt?: Date | undefined;
  rotatedFrom?: string | undefined;
  /** A key chosen by the operator (containers); made at random when absent. */
  token?: string | undefined;
}

/** Makes a key inside a write and logs it as an event. */
export type KeyIssuer = (scope: WriteScope, order: KeyOrder) => Promise<IssuedKey>;

export function createKeyIssuer(env: string, random: (size: number) => Uint8Array): KeyIssuer {
  return async (scope, order) => {
    const token = order.token ?? makeApiKey({ env, kind: order.kind, random });
    const parts = parseApiKey(token);
    if (!parts)
      throw new AppError('rule_refused', 'The given key is not of the form hw_<env>_<kind>_<36 base62>_<crc>.');
    const row: ApiKeyRow = {
      workspaceId: scope.workspaceId,
      id: scope.newId(),
      kind: parts.kind,
      name: order.name,
      scopes: [...order.scopes],
      displayId: parts.displayId,
      createdBy: order.createdBy,
      createdAt: new Date(scope.realNow),
      expiresAt: order.expiresAt ?? null,
      revokedAt: null,
      lastUsedAt: null,
      rotatedFrom: order.rotatedFrom ?? null,
    };
    await scope.apiKeys.insert(row, parts.hash);
    scope.emit({
      type: order.rotatedFrom ? 'api_key.rotated' : 'api_key.created',
      subjectKind: 'api_key',
      subjectId: row.id,
      cause: 'api',
      after: { name: row.name, kind: row.kind, scopes: row.scopes, rotatedFrom: order.rotatedFrom },
    });
    return { ...row, scopes: [...order.scopes], token };
  };
}
