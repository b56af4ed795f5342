/** Test files as few files of JavaScript: a process of its own for each would otherwise translate the whole service anew. */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { REQUIRE, THREADS } from './bundle.mjs';
import { listsFromFiles, writeLists } from './lists.mjs';

/**
 * @param {{ root: string; folder: string; files: readonly string[] }} options where package.json is, a folder below it that
 * exists, and the files, named from the root; `a/b.ts` becomes `a/b.js` in the folder
 */
export async function bundleTests({ root, folder, files }) {
  const source = join(root, 'src');
  /** Where everything of `src` is, as far as it can see: beside its threads and lists. */
  const place = JSON.stringify(pathToFileURL(join(folder, 'bundle.js')).href);
  const threads = Object.entries(THREADS).map(([name, file]) => [name, join(source, file)]);
  const entries = files.map((file) => [file.replace(/\.ts$/, ''), join(root, file)]);
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await build({
    ...{ absWorkingDir: root, entryPoints: Object.fromEntries([...threads, ...entries]), outdir: folder, bundle: true },
    ...{ splitting: true, format: 'esm', platform: 'node', target: 'node20.19', logLevel: 'warning' },
    ...{ sourcemap: 'linked', sourcesContent: false, legalComments: 'none' },
    banner: { js: REQUIRE },
    external: ['pg-native', ...Object.keys(devDependencies).flatMap((name) => [name, `${name}/*`])],
    plugins: [listsFromFiles(source, place), placesOfSources(source, place)],
  });
  writeLists(folder);
}

/**
 * Tests and scripts find files from where their sources are.
 * @param {string} source
 * @param {string} place
 * @returns {import('esbuild').Plugin}
 */
function placesOfSources(source, place) {
  return {
    name: 'places-of-sources',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/](?:src|test|scripts)[\\/].*\.(?:ts|mjs)$/ }, ({ path }) => {
        if (path.includes('node_modules')) return undefined;
        const own = path.startsWith(source + sep) ? place : JSON.stringify(pathToFileURL(path).href);
        const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', own);
        return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
      });
    },
  };
}
