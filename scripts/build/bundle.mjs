/** Bundles the service into a few files: one for what a start loads, and one for each part that is loaded later. */
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { licenceTexts } from './licences.mjs';
import { listsFromFiles, writeLists } from './lists.mjs';

/** Entry points of the threads, which the service starts by the name of the built file. */
export const THREADS = {
  'background-thread': 'background-thread.ts',
  'training-thread': 'services/predictions/training-thread.ts',
};

/** Entry points by the name of the built file. */
const ENTRIES = { headwater: '../scripts/headwater.ts', ...THREADS };

/** CommonJS packages inside the bundle call `require` for modules of Node. */
export const REQUIRE =
  "import * as nodeModule from 'node:module'; const require = nodeModule.createRequire(import.meta.url);";

/**
 * @param {{ root: string; target: string }} folders `root` holds package.json; `target` exists and gets the bundle
 */
export async function bundle({ root, target }) {
  const source = join(root, 'src');
  const entryPoints = Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, join(source, file)]));
  const { outputFiles, metafile } = await build({
    ...{
      absWorkingDir: root,
      entryPoints,
      outdir: target,
      bundle: true,
      splitting: true,
      write: false,
      metafile: true,
    },
    ...{ format: 'esm', platform: 'node', target: 'node20.19', chunkNames: '[name]-[hash]', logLevel: 'warning' },
    ...{ sourcemap: 'linked', sourcesContent: false, legalComments: 'none' },
    banner: { js: REQUIRE },
    external: ['pg-native'],
    // The driver looks for Cloudflare's runtime by `Response`, which makes Node load its whole HTTP client, 50 ms a thread.
    define: { Response: 'undefined' },
    plugins: [listsFromFiles(source, 'import.meta.url')],
  });
  writeLists(target);
  writeFileSync(join(target, 'LICENCES.txt'), licenceTexts(root, Object.keys(metafile.inputs)));
  // Chunks are written before the entries that import them. Two concurrent builds write the same files.
  const isEntry = (/** @type {string} */ path) => basename(path).replace(/\.js(\.map)?$/, '') in ENTRIES;
  const inOrder = [...outputFiles].sort((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)));
  for (const { path, contents } of inOrder) {
    const partial = `${path}.${process.pid}.partial`;
    writeFileSync(partial, contents);
    renameSync(partial, path);
  }
  removeOthers(target, new Set(outputFiles.map(({ path }) => basename(path))));
}

/**
 * Removes the files and folders of earlier builds.
 * @param {string} target
 * @param {ReadonlySet<string>} built
 */
function removeOthers(target, built) {
  const kept = new Set([...built, 'lists', 'site', 'LICENCES.txt']);
  for (const name of readdirSync(target)) {
    if (!kept.has(name) && !name.endsWith('.partial')) rmSync(join(target, name), { recursive: true, force: true });
  }
}
