import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from './http.js';

/**
 * Keys that these commands made for themselves, kept beside the embedded database's own password, readable to its owner
 * only. A command that runs again after a crash must be the same caller: the service remembers answers per caller.
 */
export interface KeptKeys {
  find(target: string): string | undefined;
  /** Keeping is a convenience: where the folder cannot be written, the next run makes a new key. */
  keep(target: string, token: string): void;
}

export function openKeptKeys(dataDir: string): KeptKeys {
  const file = join(dataDir, 'command-keys.json');
  const nameOf = (target: string) => createHash('sha256').update(target).digest('hex').slice(0, 16);
  return {
    find: (target) => {
      const token = read(file)[nameOf(target)];
      return typeof token === 'string' ? token : undefined;
    },
    keep(target, token) {
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
