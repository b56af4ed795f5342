import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import t, { type Test } from 'tap';
import { definitionOf, METRIC_NAMES } from '../../src/core/metrics/catalogue.js';
import { operations, tags } from '../../src/http/api.js';
import { documentTexts } from '../../src/http/openapi-text.js';
import { registerDocuments } from '../../src/http/plugins/documents.js';
import { asAppError, PROBLEMS } from '../../src/http/problems.js';
import { CHROMIUM, FIREFOX } from '../support/browsers.js';
import { buildOnce } from '../support/instance.js';

const HTML = { accept: 'text/html,*/*' };

/** The pages and the document, without the operations. */
function documentsServer(t: Test) {
  const server = fastify();
  const requested: string[] = [];
  server.addHook('onRequest', async ({ url }) => {
    requested.push(url);
  });
  server.setErrorHandler((error, _request, reply) => reply.code(PROBLEMS[asAppError(error).code].status).send());
  registerDocuments(server, documentTexts(operations, tags));
  t.teardown(() => server.close());
  return { server, requested };
}

const linksOf = (html: string) => [...html.matchAll(/ (?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
const idsOf = (html: string) => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));

t.before(buildOnce);

t.test('every link of every page leads to a page, an operation or a heading that is there', async (t) => {
  const { server } = documentsServer(t);
  const pages = new Map<string, string>();
  const faults: string[] = [];
  const links: [from: string, to: string][] = [['/', '/docs']];
  for (const [from, to] of links) {
    if (/^(https?|data):/.test(to)) continue;
    const [path = '', anchor] = to.startsWith('#') ? [from, to.slice(1)] : to.split('#');
    if (!pages.has(path)) {
      const { statusCode, body, headers } = await server.inject({ url: path, headers: HTML });
      if (statusCode !== 200) faults.push(`${from} links to ${path}: ${statusCode}`);
      const isPage = String(headers['content-type']).startsWith('text/html');
      pages.set(path, isPage ? body : '');
      if (isPage) {
        t.match(headers['content-security-policy'], /^default-src 'none'; script-src 'self';/, path);
        for (const link of linksOf(body)) links.push([path, link]);
      }
    }
    if (anchor && !idsOf(pages.get(path) ?? '').has(anchor)) faults.push(`${from} links to ${to}: no such heading`);
  }
  t.strictSame(faults, []);
  for (const name of [
    'getting-started',
    'concepts',
    'recipes',
    'recipes/first-day',
    'metrics',
    'errors',
    'changelog',
  ]) {
    t.ok(pages.get(`/docs/${name}`), `/docs/${name} is linked`);
  }
});

t.test('the page of metrics has the definition of each metric of the catalogue', async (t) => {
  const { server } = documentsServer(t);
  const { body } = await server.inject({ url: '/docs/metrics', headers: HTML });
  const missing = METRIC_NAMES.filter((metric) => {
    const row = new RegExp(`<tr id="${metric}">.*`).exec(body)?.[0] ?? '';
    return !row.includes(definitionOf(metric).formula.replaceAll('>', '&gt;').replaceAll('"', '&quot;'));
  });
  t.strictSame(missing, []);
});

t.test('the reference shows every operation without a script, and loads nothing from elsewhere', async (t) => {
  const { server } = documentsServer(t);
  const { body } = await server.inject('/docs');
  const ids = idsOf(body);
  for (const { id, tag } of operations) t.ok(ids.has(`tag/${tag.toLowerCase().replaceAll(' ', '-')}/${id}`), id);
  const loaded = linksOf(body).filter((url) => url.startsWith('/docs/assets/'));
  t.equal(loaded.length, 3);
  t.notMatch(body, / src="(?!\/docs\/)/);
  for (const url of loaded) {
    const plain = await server.inject(url);
    t.match(plain.headers['cache-control'], /max-age=31536000, immutable/);
    for (const encoding of ['br', 'gzip']) {
      const packed = await server.inject({ url, headers: { 'accept-encoding': encoding } });
      t.equal(packed.headers['content-encoding'], encoding);
      t.ok(packed.rawPayload.length < plain.rawPayload.length, `${url} in ${encoding}`);
    }
  }
  const etag = String((await server.inject('/docs')).headers.etag);
  t.equal((await server.inject({ url: '/docs', headers: { 'if-none-match': etag } })).statusCode, 304);
});

t.test('the type of every problem is the address of its page', async (t) => {
  const { server } = documentsServer(t);
  for (const [code, { title, occurs, remedy }] of Object.entries(PROBLEMS)) {
    const page = await server.inject({ url: `/problems/${code}`, headers: HTML });
    t.match(page.headers['content-type'], /^text\/html/, code);
    t.ok(page.body.includes(title), `${code}: ${title}`);
    const text = await server.inject(`/problems/${code}`);
    t.match(text.headers['content-type'], /^text\/plain/);
    t.ok(text.body.includes(occurs) && text.body.includes(remedy), code);
  }
  t.equal((await server.inject('/problems/nonsense')).statusCode, 404);
});

const FIRST_OPERATION = operations.find(({ id }) => id === 'listLeads')?.summary ?? '';

/** Runs a browser, which ends by itself, while the server answers it. */
async function runBrowser(t: Test, program: string, args: (folder: string, url: string) => string[]) {
  const { server, requested } = documentsServer(t);
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const folder = mkdtempSync(join(tmpdir(), 'headwater-browser-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  mkdirSync(join(folder, 'profile'));
  const child = spawn(program, args(folder, `${url}/docs`), { stdio: ['ignore', 'pipe', 'ignore'] });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  await new Promise((resolve) => child.once('close', resolve));
  const screenshot = readFileSync(join(folder, 'page.png'));
  return { output, screenshot, requested: new Set(requested) };
}

/** The address has the hash of the document, so that no cache answers with that of another version. */
const isDocument = (address: string) => /^\/openapi\.json\?v=\w+$/.test(address);

t.test('Chromium shows the first operation', { skip: CHROMIUM ? false : 'no Chromium on the path' }, async (t) => {
  const { output, screenshot, requested } = await runBrowser(t, CHROMIUM ?? '', (folder, url) => [
    ...['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`],
    ...['--window-size=1400,900', '--virtual-time-budget=20000', `--screenshot=${join(folder, 'page.png')}`],
    ...['--dump-dom', url],
  ]);
  t.ok([...requested].some(isDocument), 'Scalar read the document of this version');
  t.notMatch(output, /id="static"/, 'Scalar took over');
  const [, scalar = ''] = output.split('id="scalar"');
  t.ok(scalar.includes(FIRST_OPERATION), FIRST_OPERATION);
  t.ok(screenshot.length > 20_000, `a picture of ${screenshot.length} bytes`);
});

t.test('Firefox shows the page', { skip: FIREFOX ? false : 'no Firefox on the path' }, async (t) => {
  const { screenshot, requested } = await runBrowser(t, FIREFOX ?? '', (folder, url) => [
    ...['--headless', '--no-remote', '--profile', join(folder, 'profile'), '--window-size=1400,900'],
    ...['--screenshot', join(folder, 'page.png'), url],
  ]);
  t.ok([...requested].some(isDocument), 'Scalar read the document of this version');
  t.ok(screenshot.length > 20_000, `a picture of ${screenshot.length} bytes`);
});
