import type { FastifyRequest } from 'fastify';
import { allowsAddress } from '../../core/api-keys/reach.js';
import type { Address } from '../../core/network/addresses.js';
import { type ApiKeyParts, parseApiKey } from '../../services/api-keys/format.js';
import type { Principal } from '../../services/context.js';
import { AppError } from '../../services/errors.js';
import { isPublic, type Operation } from '../operations.js';

/** Finds the principal of a well-formed key; undefined for an unknown, expired or revoked key. A cached principal comes without a promise. */
export type Authenticate = (
  key: ApiKeyParts,
  addressOf: () => Address | undefined,
) => Principal | undefined | Promise<Principal | undefined>;

export type KeyReader = (request: FastifyRequest) => ApiKeyParts;

const MAX_CACHED = 1000;
const BEARER = /^Bearer +(\S+) *$/i;
const MISSING = 'Send your API key as `Authorization: Bearer hw_...`.';
const PUBLIC_ONLY = 'Only a capture key may be in an address: send this one as `Authorization: Bearer hw_...`.';
const REFUSED = 'This API key is not known, or it has expired or been revoked.';

/** The bearer token of a request; refuses its absence. */
export function bearerToken(request: FastifyRequest): string {
  const header = request.headers.authorization;
  const token = header === undefined ? undefined : BEARER.exec(header)?.[1];
  if (token === undefined) throw new AppError('unauthenticated', MISSING);
  return token;
}

/** The publishable key that a plain HTML form has in its address; undefined when the request has a header, or may not do so. */
function keyInAddress({ headers, operation, query }: FastifyRequest): string | undefined {
  if (headers.authorization !== undefined || operation?.htmlForm !== true) return undefined;
  const { key } = query as { key?: unknown };
  return typeof key === 'string' ? key : undefined;
}

/**
 * Reads keys from requests. Form and checksum are verified first, so garbage costs no query. Parsed keys
 * are cached (at most 1,000 headers), because hashing the same few keys again costs more than the rest of the kernel.
 */
export function keyReader(): KeyReader {
  const parsed = new Map<string, ApiKeyParts>();
  return (request) => {
    const known = parsed.get(request.headers.authorization ?? '');
    if (known !== undefined) return known;
    const inAddress = keyInAddress(request);
    const parts = parseApiKey(inAddress ?? bearerToken(request));
    if (parts === undefined) throw new AppError('unauthenticated', REFUSED);
    if (inAddress !== undefined) {
      if (parts.kind !== 'capture') throw new AppError('unauthenticated', PUBLIC_ONLY);
      return parts;
    }
    if (parsed.size >= MAX_CACHED) parsed.clear();
    parsed.set(request.headers.authorization ?? '', parts);
    return parts;
  };
}

/** Deny by default: all scopes of the operation are needed, and a capture key reaches only operations of the scope `leads:capture`. */
export function authorize(
  principal: Principal | undefined,
  operation: Operation<unknown>,
  addressOf: () => Address | undefined,
): Principal {
  if (principal === undefined) throw new AppError('unauthenticated', REFUSED);
  if (principal.allowedAddresses.length > 0 && !allowsAddress(principal, addressOf())) {
    throw new AppError(
      'address_not_allowed',
      'This API key is restricted to other addresses than that of this request.',
    );
  }
  const missing = operation.scopes.filter((scope) => !principal.scopes.has(scope));
  if (missing.length > 0) {
    throw new AppError(
      'scope_missing',
      `This API key lacks the scope ${missing.map((scope) => `\`${scope}\``).join(', ')}.`,
    );
  }
  if (principal.kind === 'capture' && !isPublic(operation)) {
    throw new AppError('scope_missing', 'A capture key can only submit leads.');
  }
  return principal;
}
