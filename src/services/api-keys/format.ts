import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { KEY_KINDS, type KeyKind } from '../../core/api-keys/scopes.js';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 36 characters of base62 are 214 bits; with the 8 shown as display id the hidden part still has 166. */
const SECRET_LENGTH = 36;
const DISPLAY_LENGTH = 8;
const CHECKSUM_LENGTH = 6;
/** The largest multiple of 62 in a byte: bytes above it are thrown away, so every character is equally likely. */
const FAIR_BYTES = 248;

/** Published for secret scanners: `hw_<env>_<kind>_<36 base62>_<6 base62 CRC-32 of all before it>`. */
export const API_KEY_PATTERN = /^hw_([a-z]{2,12})_(admin|service|capture)_([0-9A-Za-z]{36})_([0-9A-Za-z]{6})$/;

export interface ApiKeyParts {
  /** The deployment's environment name, such as `live` or `test`. */
  env: string;
  kind: KeyKind;
  /** SHA-256 of the whole key, hex: what is stored and looked up. */
  hash: string;
  /** The first eight characters of the secret, safe to show and log. */
  displayId: string;
}

/** A new key. `random` gives that many unpredictable bytes. */
export function makeApiKey(parts: { env: string; kind: KeyKind; random: (size: number) => Uint8Array }): string {
  const head = `hw_${parts.env}_${parts.kind}_${randomBase62(parts.random)}`;
  return `${head}_${checksum(head)}`;
}

/** The parts of a key whose form and checksum are right, else undefined. Costs no query. */
export function parseApiKey(token: string): ApiKeyParts | undefined {
  const match = API_KEY_PATTERN.exec(token);
  if (match === null) return undefined;
  const [, env = '', kindText, secret = '', sum] = match;
  const kind = KEY_KINDS.find((known) => known === kindText);
  if (kind === undefined || checksum(token.slice(0, -CHECKSUM_LENGTH - 1)) !== sum) return undefined;
  return { env, kind, hash: hash('sha256', token, 'hex'), displayId: secret.slice(0, DISPLAY_LENGTH) };
}

function randomBase62(random: (size: number) => Uint8Array): string {
  let text = '';
  while (text.length < SECRET_LENGTH) {
    for (const byte of random(SECRET_LENGTH)) {
      if (byte < FAIR_BYTES && text.length < SECRET_LENGTH) text += BASE62.charAt(byte % 62);
    }
  }
  return text;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
