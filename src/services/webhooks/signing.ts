import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SigningKey, WebhookSignature } from '../../core/webhooks/endpoint.js';

const HMAC_PREFIX = 'whsec_';
const PRIVATE_PREFIX = 'whsk_';
const PUBLIC_PREFIX = 'whpk_';
const SECRET_BYTES = 32;
/** A public key of Ed25519 is the end of its DER form. */
const PUBLIC_BYTES = 32;
const MOST_KEPT_KEYS = 1_000;

/** A new key as it is stored: `whsec_` and random bytes, or `whsk_` and the private key (PKCS #8), in base64. */
export function newSigningKey(signature: WebhookSignature, random: (size: number) => Uint8Array): string {
  if (signature === 'hmac_sha256') return HMAC_PREFIX + Buffer.from(random(SECRET_BYTES)).toString('base64');
  const { privateKey } = generateKeyPairSync('ed25519');
  return PRIVATE_PREFIX + privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

/** What the receiver verifies with: the secret itself, or the public key `whpk_...`. */
export function verificationSecret(key: string): string {
  if (!key.startsWith(PRIVATE_PREFIX)) return key;
  const der = createPublicKey(privateKeyOf(key)).export({ type: 'spki', format: 'der' });
  return PUBLIC_PREFIX + der.subarray(-PUBLIC_BYTES).toString('base64');
}

/** The keys that sign at an instant: the current one, and replaced ones during their overlap. */
export const signingAt = (keys: readonly SigningKey[], now: number): string[] =>
  keys.filter(({ endsAt }) => endsAt === null || endsAt > now).map(({ value }) => value);

export interface SignedMessage {
  id: string;
  /** Unix seconds. */
  timestamp: number;
  body: string;
}

/** The header `webhook-signature` of Standard Webhooks 1.0: one signature for each key. */
export function signatureHeader(keys: readonly string[], { id, timestamp, body }: SignedMessage): string {
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  return keys.map((key) => signatureOf(key, signed)).join(' ');
}

function signatureOf(key: string, signed: Buffer): string {
  if (key.startsWith(PRIVATE_PREFIX)) return `v1a,${sign(null, signed, privateKeyOf(key)).toString('base64')}`;
  const secret = Buffer.from(key.slice(HMAC_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`;
}

const parsed = new Map<string, KeyObject>();

/** Reading a private key costs more than signing with it. */
function privateKeyOf(key: string): KeyObject {
  const known = parsed.get(key);
  if (known) return known;
  const der = Buffer.from(key.slice(PRIVATE_PREFIX.length), 'base64');
  const made = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  if (parsed.size >= MOST_KEPT_KEYS) parsed.clear();
  parsed.set(key, made);
  return made;
}
