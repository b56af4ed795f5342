/**
 * Makes the pages of `/docs` and `/problems`: the reference, and the Markdown of the repository. All lies in `dist/site`, compressed,
 * with `index.json`, which lists what the service serves.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import { escapeHtml, layout } from './site/layout.mjs';
import { renderMarkdown, slug } from './site/markdown.mjs';
import { metricsPage } from './site/metrics.mjs';
import { addressOf, operationsOf, staticReference } from './site/reference.mjs';

/** Level 11 takes 13 s for Scalar instead of 1, and saves a tenth. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
const SCALAR = '@scalar/fastify-api-reference';

/**
 * @typedef {object} Served one entry of `index.json`
 * @property {string} file name in `dist/site`, without the ending of its compression
 * @property {string} type
 * @property {boolean} immutable whether the address contains a hash of the content
 * @property {string} etag
 */

/**
 * @param {{ root: string; target: string }} folders
 */
export async function buildSite({ root, target }) {
  const folder = join(target, 'site');
  mkdirSync(folder, { recursive: true });
  const site = siteWriter(folder);
  /** @param {string} path */
  const read = (path) => readFileSync(join(root, path), 'utf8');

  const style = site.addHashed('style.css', read('docs/site/style.css'));
  const contract = read('openapi/openapi.json');
  const start = site.addHashed('start.js', withVersion(read('docs/site/start.js'), contract));
  const scalar = await site.addScalar();
  const capture = await transform(read('docs/site/capture.js'), { minify: true, target: 'es2021' });
  site.add('/capture.js', 'js', capture.code);
  site.add('/docs/concepts.svg', 'svg', read('docs/concepts.svg'));

  const document = JSON.parse(contract);
  const scripts = `<script src="${scalar}" defer></script>
<script src="${start}" type="module"></script>
`;
  const body = staticReference(document);
  site.add('/docs', 'html', layout({ url: '/docs', title: 'Reference', style, body, head: scripts }));

  const files = markdownFiles(root);
  const pages = new Map(files.map((file) => [file, addressOfPage(file)]));
  const operations = new Map(operationsOf(document).map((one) => [`${one.method} ${one.path}`, addressOf(one)]));
  const links = { pages: new Map([...pages, ['openapi/openapi.json', '/openapi.json']]), operations };
  const titles = files.map((file) => {
    const url = addressOfPage(file);
    const text = read(file);
    const title = /^# (.+)$/m.exec(text)?.[1] ?? basename(file);
    const html = renderMarkdown(text, file, links);
    site.add(url, 'html', layout({ url, title, style, body: `<main class="page">\n${html}</main>` }));
    return { url, title };
  });
  site.add('/docs/recipes', 'html', recipeList(titles, style));
  const metrics = await metricsPage(root);
  site.add('/docs/metrics', 'html', layout({ url: '/docs/metrics', title: 'Metrics', style, body: metrics }));

  const [, ...problems] = read('docs/errors.md').split(/^## /m);
  for (const problem of problems) {
    const code = /^`(\w+)`/.exec(problem)?.[1] ?? '';
    const html = renderMarkdown(`# ${problem}`, 'docs/errors.md', links);
    const main = `<main class="page">\n${html}<p><a href="/docs/errors#${slug(code)}">All errors</a></p></main>`;
    const url = `/problems/${code}`;
    site.add(url, 'html', layout({ url: '/docs/errors', title: code, style, body: main }));
  }
  site.finish();
}

/** @param {string} root */
function markdownFiles(root) {
  const names = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const documents = names.filter((name) => name.endsWith('.md') && !name.startsWith('adr'));
  return [...documents.map((name) => `docs/${name}`).sort(), 'CHANGELOG.md'];
}

/** @param {string} file */
const addressOfPage = (file) =>
  file === 'CHANGELOG.md' ? '/docs/changelog' : `/${file.replaceAll('\\', '/').replace(/\.md$/, '')}`;

/**
 * @param {{ url: string; title: string }[]} titles
 * @param {string} style
 */
function recipeList(titles, style) {
  /** @param {(url: string) => boolean} wanted */
  const list = (wanted) =>
    titles
      .filter(({ url }) => wanted(url))
      .map(({ url, title }) => `<li><a href="${url}">${escapeHtml(title)}</a></li>\n`)
      .join('');
  const own = new Set(['/docs/getting-started', '/docs/concepts', '/docs/errors', '/docs/changelog']);
  const recipes = list((url) => url.startsWith('/docs/recipes/'));
  const others = list((url) => !url.startsWith('/docs/recipes/') && !own.has(url));
  const body = `<main class="page">
<h1>Recipes</h1>
<p>One job each, with calls that run when pasted.</p>
<ul>
${recipes}</ul>
<h2>Background and operations</h2>
<ul>
${others}</ul></main>`;
  return layout({ url: '/docs/recipes', title: 'Recipes', style, body });
}

/** @param {string | Buffer} content */
const hashOf = (content) => createHash('sha256').update(content).digest('hex').slice(0, 12);

/** @param {string} folder */
function siteWriter(folder) {
  /** @type {Record<string, Served>} */
  const served = {};
  const written = new Set(['index.json', 'SCALAR-LICENCE.txt']);
  /**
   * @param {string} url
   * @param {keyof TYPES} ending
   * @param {string | Buffer} content
   */
  const add = (url, ending, content, immutable = false) => {
    const file = `${url.slice(1).replace(`.${ending}`, '').replaceAll('/', '-')}.${ending}`;
    served[url] = { file, type: `${TYPES[ending]}; charset=utf-8`, immutable, etag: `"${hashOf(content)}"` };
    for (const [compressed, compress] of /** @type {const} */ ([
      [`${file}.br`, (/** @type {Buffer} */ bytes) => brotliCompressSync(bytes, BROTLI)],
      [`${file}.gz`, (/** @type {Buffer} */ bytes) => gzipSync(bytes, { level: 9 })],
    ])) {
      written.add(compressed);
      // The hash in the name makes a file of an earlier build the same.
      if (!immutable || !existsSync(join(folder, compressed)))
        writeWhole(join(folder, compressed), compress(Buffer.from(content)));
    }
  };
  /**
   * @param {string} name
   * @param {string | Buffer} content
   */
  const addHashed = (name, content) => {
    const hash = hashOf(content);
    const [stem = '', ending = ''] = name.split('.');
    const url = `/docs/assets/${stem}-${hash}.${ending}`;
    add(url, /** @type {keyof TYPES} */ (ending), content, true);
    return url;
  };
  const addScalar = async () => {
    const { content, licence } = await scalarFile();
    writeWhole(join(folder, 'SCALAR-LICENCE.txt'), licence);
    return addHashed('scalar.js', content);
  };
  const finish = () => {
    writeWhole(join(folder, 'index.json'), JSON.stringify(served));
    for (const name of readdirSync(folder)) {
      if (!written.has(name) && !name.endsWith('.partial')) rmSync(join(folder, name), { recursive: true });
    }
  };
  return { add, addHashed, addScalar, finish };
}

/**
 * The document may be cached for a day. Its address in the reference has its hash, so that a reference never shows the document of another version.
 * @param {string} script
 * @param {string} contract
 */
const withVersion = (script, contract) =>
  script.replace("DOCUMENT_URL = '/openapi.json'", `DOCUMENT_URL = '/openapi.json?v=${hashOf(contract)}'`);

/** The script of Scalar for browsers, as its plugin for Fastify serves it. The package of the script alone would bring 189 packages. */
async function scalarFile() {
  const { default: fastify } = await import('fastify');
  const { default: plugin } = await import('@scalar/fastify-api-reference');
  const server = fastify();
  await server.register(plugin, { routePrefix: '/docs', configuration: { url: '/openapi.json' } });
  const { statusCode, rawPayload } = await server.inject('/docs/js/scalar.js');
  await server.close();
  if (statusCode !== 200) throw new Error(`${SCALAR} does not serve js/scalar.js any more`);
  const folder = dirname(dirname(createRequire(import.meta.url).resolve(SCALAR)));
  return { content: withoutMap(rawPayload), licence: readFileSync(join(folder, 'LICENSE')) };
}

/** @param {Buffer} script whose last line names a source map that is not served */
const withoutMap = (script) => Buffer.from(script.toString('utf8').replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n'));

/**
 * Two concurrent builds write the same files.
 * @param {string} path
 * @param {string | Buffer} content
 */
function writeWhole(path, content) {
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, content);
  renameSync(partial, path);
}
