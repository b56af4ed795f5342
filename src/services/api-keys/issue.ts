import { type ApiKey, type KeySettings, USUAL_SETTINGS } from '../../core/api-keys/api-key.js';
import type { KeyRights } from '../../core/api-keys/reach.js';
import { formatBlock } from '../../core/network/addresses.js';
import type { WriteScope } from '../../db/store.js';
import { AppError } from '../errors.js';
import { makeApiKey, parseApiKey } from './format.js';

/** A key as it is shown once: no database and no log holds `token`. */
export type IssuedKey = ApiKey & { token: string };

export interface KeyRequest {
  name: string;
  rights: KeyRights;
  /** Those of the deployment when absent. */
  settings?: KeySettings | undefined;
  createdBy: string;
  /** The key that this one replaces, and when the replaced key expires. */
  rotated?: { id: string; principalId: string; expiresAt: Date } | undefined;
  /** A key chosen by the operator (containers); made at random when absent. */
  token?: string | undefined;
}

/** Makes a key inside a write and logs it as an event. */
export type KeyIssuer = (scope: WriteScope, request: KeyRequest) => Promise<IssuedKey>;

export function createKeyIssuer(env: string, random: (size: number) => Uint8Array): KeyIssuer {
  return async (scope, request) => {
    const { rights, rotated, settings = USUAL_SETTINGS } = request;
    const token = request.token ?? makeApiKey({ env, kind: rights.kind, random });
    const parts = parseApiKey(token);
    if (!parts)
      throw new AppError('rule_refused', 'The given key is not of the form hw_<env>_<kind>_<36 base62>_<crc>.');
    const row: ApiKey = {
      workspaceId: scope.workspaceId,
      id: scope.newId(),
      kind: parts.kind,
      name: request.name,
      scopes: [...rights.scopes],
      displayId: parts.displayId,
      createdBy: request.createdBy,
      createdAt: new Date(scope.realNow),
      expiresAt: rights.expiresAt === Infinity ? null : new Date(rights.expiresAt),
      revokedAt: null,
      lastUsedAt: null,
      lastUsedAddress: null,
      rotatedFrom: rotated?.id ?? null,
      principalId: rotated?.principalId ?? null,
      allowedAddresses: rights.allowedAddresses.map(formatBlock),
      ...settings,
    };
    await scope.apiKeys.insert(row, parts.hash);
    const { name, kind, scopes, expiresAt, allowedAddresses } = row;
    scope.emit({
      type: rotated ? 'api_key.rotated' : 'api_key.created',
      subjectKind: 'api_key',
      subjectId: row.id,
      cause: 'api',
      after: {
        ...{ name, kind, scopes, expiresAt, allowedAddresses },
        ...(settings.allowedOrigins.length > 0 && { allowedOrigins: settings.allowedOrigins }),
        ...(settings.requestsPerMinute !== null && { requestsPerMinute: settings.requestsPerMinute }),
        ...(rotated && { rotatedFrom: rotated.id, rotatedFromExpiresAt: rotated.expiresAt }),
      },
    });
    return { ...row, token };
  };
}
