import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT_FOLDER } from '../root-folder.js';
import { StartError } from './start-error.js';

/** One numbered SQL file. */
export interface Migration {
  name: string;
  /** SHA-256 (hex) of the file. */
  checksum: string;
  sql: string;
}

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('migrations', ROOT_FOLDER));

/** Reads drizzle-kit's journal and the files it names, in their order. */
export function readMigrations(folder: string): Migration[] {
  try {
    const journal: { entries: { tag: string }[] } = JSON.parse(
      readFileSync(join(folder, 'meta', '_journal.json'), 'utf8'),
    );
    return journal.entries.map(({ tag }) => {
      const sql = readFileSync(join(folder, `${tag}.sql`), 'utf8');
      return { name: tag, checksum: createHash('sha256').update(sql).digest('hex'), sql };
    });
  } catch (error) {
    throw new StartError(`The migrations in ${folder} cannot be read: ${String(error)}. Install Headwater again.`);
  }
}
