import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { SignatureAlgorithm } from '../../core/connectors/connector.js';

/** Some senders write the algorithm before the signature. */
const PREFIX = /^sha(?:1|256)=/i;
const LINKEDIN_PREFIX = 'hmacsha256=';
const HEXADECIMAL = /^[0-9a-f]+$/i;

/** Whether the header has the signature of the bytes. The comparison takes the same time for every wrong signature. */
export function isSigned(
  { bytes, headers }: { bytes: Uint8Array; headers: IncomingHttpHeaders },
  { header, algorithm, secret }: { header: string; algorithm: SignatureAlgorithm; secret: string },
): boolean {
  const value = headers[header.toLowerCase()];
  if (typeof value !== 'string') return false;
  const text = value.trim().replace(PREFIX, '');
  const expected = createHmac(algorithm, secret).update(bytes).digest();
  const isHexadecimal = text.length === 2 * expected.length && HEXADECIMAL.test(text);
  const given = Buffer.from(text, isHexadecimal ? 'hex' : 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The signature of LinkedIn is that of the body after this prefix. */
export function isSignedByLinkedIn(
  request: { bytes: Uint8Array; headers: IncomingHttpHeaders },
  secret: string,
): boolean {
  const value = String(request.headers['x-li-signature'] ?? '').replace(LINKEDIN_PREFIX, '');
  const bytes = Buffer.concat([Buffer.from(LINKEDIN_PREFIX), request.bytes]);
  return isSigned(
    { bytes, headers: { 'x-li-signature': value } },
    { header: 'x-li-signature', algorithm: 'sha256', secret },
  );
}

/** Compares in the same time for every wrong text. */
export const isSameSecret = (given: unknown, secret: string): boolean =>
  typeof given === 'string' && timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(secret)));

/** The answer to a challenge of LinkedIn. */
export const challengeResponse = (challenge: string, secret: string): string =>
  createHmac('sha256', secret).update(challenge).digest('hex');

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
