import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from './http-client.js';

/**
 * Keys that these commands issued for themselves, in a file next to the password of the embedded database that only its
 * owner can read. A command that is repeated after a crash needs the same key, because the service stores idempotent
 * responses per key.
 */
export interface StoredKeys {
  find(target: string): string | undefined;
  /** Does nothing when the folder cannot be written; the next run then issues a new key. */
  store(target: string, token: string): void;
}

export function openStoredKeys(dataDir: string): StoredKeys {
  const file = join(dataDir, 'command-keys.json');
  const nameOf = (target: string) => createHash('sha256').update(target).digest('hex').slice(0, 16);
  return {
    find: (target) => {
      const token = read(file)[nameOf(target)];
      return typeof token === 'string' ? token : undefined;
    },
    store(target, token) {
      try {
        mkdirSync(dataDir, { recursive: true, mode: 0o700 });
        writeFileSync(file, `${JSON.stringify({ ...read(file), [nameOf(target)]: token })}\n`, { mode: 0o600 });
      } catch {
        return;
      }
    },
  };
}

function read(file: string): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(kept) ? kept : {};
  } catch {
    return {};
  }
}
