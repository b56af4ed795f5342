/** Bundles test files with shared chunks, so that the process of each file does not transpile the whole service again. */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { REQUIRE, THREADS } from './bundle.mjs';
import { listsFromFiles, writeLists } from './lists.mjs';

/**
 * @param {{ root: string; folder: string; files: readonly string[] }} options the folder of package.json, an existing
 * folder below it for the bundle, and the files, relative to the root; `a/b.ts` becomes `a/b.js` in the folder
 */
export async function bundleTests({ root, folder, files }) {
  const source = join(root, 'src');
  /** The value of `import.meta.url` in all modules of `src`, so that they find the threads and lists of the bundle. */
  const moduleUrl = JSON.stringify(pathToFileURL(join(folder, 'bundle.js')).href);
  const threads = Object.entries(THREADS).map(([name, file]) => [name, join(source, file)]);
  const entries = files.map((file) => [file.replace(/\.ts$/, ''), join(root, file)]);
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await build({
    ...{ absWorkingDir: root, entryPoints: Object.fromEntries([...threads, ...entries]), outdir: folder, bundle: true },
    ...{ splitting: true, format: 'esm', platform: 'node', target: 'node20.19', logLevel: 'warning' },
    ...{ sourcemap: 'linked', sourcesContent: false, legalComments: 'none' },
    banner: { js: REQUIRE },
    external: ['pg-native', ...Object.keys(devDependencies).flatMap((name) => [name, `${name}/*`])],
    plugins: [listsFromFiles(source, moduleUrl), replaceModuleUrls(source, moduleUrl)],
  });
  writeLists(folder);
}

/**
 * Replaces `import.meta.url`: tests and scripts find files relative to their sources, `src` relative to the bundle.
 * @param {string} source
 * @param {string} moduleUrl
 * @returns {import('esbuild').Plugin}
 */
function replaceModuleUrls(source, moduleUrl) {
  return {
    name: 'replace-module-urls',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/](?:src|test|scripts)[\\/].*\.(?:ts|mjs)$/ }, ({ path }) => {
        if (path.includes('node_modules')) return undefined;
        const url = path.startsWith(source + sep) ? moduleUrl : JSON.stringify(pathToFileURL(path).href);
        const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', url);
        return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
      });
    },
  };
}
