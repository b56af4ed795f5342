/** Builds src into dist when it is stale; does nothing, fast, when it is not. `--quiet` says nothing either. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src');
const target = join(root, 'dist');
const stamp = join(target, '.stamp');
const compiler = join(root, 'node_modules', 'typescript', 'lib', 'tsc.js');

/** @returns {string} changes whenever a source or a setting does: their names, sizes and times */
function fingerprint() {
  const settings = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];
  const sources = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const hash = createHash('sha256').update(process.version);
  for (const name of [...settings, ...sources.sort().map((name) => join('src', name))]) {
    const { size, mtimeMs } = statSync(join(root, name));
    hash.update(`${name}:${size}:${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** What the page at `/docs` loads. Swagger UI is needed at the build only, so the image carries these files and no package. */
const REFERENCE = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'swagger-ui-standalone-preset.js',
  'swagger-ui-standalone-preset.js.LICENSE.txt',
  'favicon-32x32.png',
  'LICENSE',
  'NOTICE',
];

function copyReference() {
  const from = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
  const to = join(target, 'reference');
  mkdirSync(to, { recursive: true });
  for (const name of REFERENCE) copyFileSync(join(from, name), join(to, name));
}

/** What was built from a source that is gone would go on being imported. */
function removeOrphans() {
  if (!existsSync(target)) return;
  for (const name of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    if (name.startsWith('reference')) continue;
    const built = /^(.*)\.js(\.map)?$/.exec(name);
    if (built && !existsSync(join(source, `${built[1]}.ts`))) rmSync(join(target, name));
  }
}

/** @returns {number} the exit code */
function build() {
  const quiet = process.argv.includes('--quiet');
  const complete = existsSync(join(target, 'main.js'));
  if (complete && !(existsSync(source) && existsSync(compiler))) return 0;
  if (!existsSync(compiler)) {
    console.error('There is nothing built in dist, and no compiler to build it: run npm ci with development packages.');
    return 1;
  }
  const current = fingerprint();
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === current) {
    if (!quiet) console.log('dist is up to date');
    return 0;
  }
  console.log('building ...');
  // tsc would believe its notes and leave out files that somebody removed from dist.
  if (!complete) rmSync(target, { recursive: true, force: true });
  removeOrphans();
  // Types are checked by `npm run check`; checking them again here would triple the time to the first start.
  const args = [compiler, '-p', 'tsconfig.build.json', '--noCheck'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) return 1;
  copyReference();
  writeFileSync(stamp, current);
  return 0;
}

process.exitCode = build();
