import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { StoredResponse } from '../../services/context.js';
import { AppError, type ErrorCode } from '../../services/errors.js';

const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x7e][\x21-\x7e]{0,254}))$/;
/** Refusals that a retry would get again. After any other refusal a retry may succeed. */
const STORABLE = new Set<ErrorCode>([
  'not_found',
  'conflict',
  'version_mismatch',
  'rule_refused',
  'reference_not_found',
]);
const SEAL = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The key of the request without its optional quotes; undefined without header. Refuses malformed keys. */
export function idempotencyKey(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const match = KEY.exec(String(header));
  const key = match?.[1] ?? match?.[2];
  if (key === undefined) {
    throw new AppError('validation_failed', 'Idempotency-Key is malformed.', {
      errors: [
        {
          parameter: 'Idempotency-Key',
          code: 'wrong_format',
          detail: 'must be 1 to 255 visible ASCII characters, quoted or not',
        },
      ],
    });
  }
  return key;
}

/** SHA-256 (hex) over what makes two requests the same: method, path, sorted query, media type and body bytes. */
export function fingerprint(request: FastifyRequest): string {
  const [path = '', query = ''] = request.url.split('?', 2);
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const sha = createHash('sha256').update(
    [request.method, path, query.split('&').sort().join('&'), type, ''].join('\n'),
  );
  if (request.bodyBytes !== undefined) sha.update(request.bodyBytes);
  return sha.digest('hex');
}

export function isStorableRefusal(code: ErrorCode): boolean {
  return STORABLE.has(code);
}

/** Encrypts an answer that shows a credential: only a caller with the same API key and Idempotency-Key can read it. */
export function seal(stored: StoredResponse, token: string, key: string): StoredResponse {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(SEAL, sealingKey(token, key), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(stored.body, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { ...stored, body: sealed.toString('base64') };
}

/** Refuses an answer that was sealed with an earlier secret of the key, before its rotation. */
export function unseal(stored: StoredResponse, token: string, key: string): StoredResponse {
  try {
    return open(stored, token, key);
  } catch (cause) {
    const remedy = 'List the API keys or workspaces to find what it made; rotate a key for a new secret.';
    throw new AppError(
      'conflict',
      `This request was answered already, and only the secret that sent it first can open the answer. ${remedy}`,
      { cause },
    );
  }
}

function open(stored: StoredResponse, token: string, key: string): StoredResponse {
  const sealed = Buffer.from(stored.body, 'base64');
  const decipher = createDecipheriv(SEAL, sealingKey(token, key), sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const body = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return { ...stored, body: body.toString('utf8') };
}

function sealingKey(token: string, key: string): Buffer {
  return createHash('sha256').update(`${token}\n${key}`).digest();
}
