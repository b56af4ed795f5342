/** Builds src into dist when dist is stale, and returns at once when it is not. `--quiet` prints nothing then. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src');
const target = join(root, 'dist');
const stamp = join(target, '.stamp');
const bundler = join(root, 'node_modules', 'esbuild', 'package.json');

/** The site is made of these as well. */
const SITE = ['openapi/openapi.json', 'CHANGELOG.md'];

/** @returns {string} a hash of the names, sizes and times of sources and settings */
function fingerprint() {
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json', ...SITE];
  const sources = ['src', 'scripts', 'docs'].flatMap((folder) => {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /\.(m?[tj]s|md|css|svg)$/.test(name)).map((name) => join(folder, name));
  });
  const hash = createHash('sha256');
  for (const name of [...settings, ...sources.sort()]) {
    const { size, mtimeMs } = statSync(join(root, name));
    hash.update(`${name}:${size}:${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** @returns {Promise<number>} the exit code */
async function build() {
  const quiet = process.argv.includes('--quiet');
  const complete = existsSync(join(target, 'headwater.js'));
  if (complete && !(existsSync(source) && existsSync(bundler))) return 0;
  if (!existsSync(bundler)) {
    console.error('There is nothing built in dist, and no bundler to build it: run npm ci with development packages.');
    return 1;
  }
  const current = fingerprint();
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === current) {
    if (!quiet) console.log('dist is up to date');
    return 0;
  }
  console.log('building ...');
  mkdirSync(target, { recursive: true });
  // Imported here, because most runs have nothing to build.
  const { bundle } = await import('./build/bundle.mjs');
  const { buildSite } = await import('./build/site.mjs');
  await bundle({ root, target });
  await buildSite({ root, target });
  writeFileSync(stamp, current);
  return 0;
}

process.exitCode = await build();
