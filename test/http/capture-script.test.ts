import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { CHROMIUM } from '../support/browsers.js';
import { buildOnce } from '../support/instance.js';
import { type LeadOut, listAll, openService } from './ingest-fixture.js';

/** The script `/capture.js`, in pages of another origin. */

const WITHIN_MS = 60_000;
const service = await openService(t);
const base = service.urls[0] ?? '';

interface Did {
  type: string;
  properties?: Record<string, string>;
}
type Render = (path: string) => string;

t.before(buildOnce);

t.test('the script is small, and a browser keeps it', async (t) => {
  const answer = await fetch(`${base}/capture.js`);
  const text = await answer.text();
  t.equal(answer.status, 200);
  t.ok(text.length > 100 && Buffer.byteLength(text) <= 1024, `${Buffer.byteLength(text)} bytes`);
  t.match(answer.headers.get('content-type'), /^text\/javascript/);
  t.match(answer.headers.get('cache-control'), /^public, max-age=\d+$/);
  const etag = answer.headers.get('etag') ?? '';
  t.equal((await fetch(`${base}/capture.js`, { headers: { 'if-none-match': etag } })).status, 304);
});

/** A site of another origin than that of the service, with a form whose values its key may send. */
async function makeSite(t: Test, settings: (origin: string) => object = () => ({})) {
  const { post, get } = await service.makeWorkspace();
  const requests: IncomingMessage[] = [];
  let render: Render = () => '';
  const server = createServer((request, response) => {
    requests.push(request);
    const path = request.url?.split('?', 1)[0] ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8').end(render(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = { name: 'Site', kind: 'capture', allowedOrigins: [origin] };
  const { token } = (await post<{ token: string }>('/v1/api-keys', key)).body;
  const source = (await post<{ id: string }>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  const fields = ['email', 'visitorId'].map((name) => ({ name, to: name, required: name === 'email' }));
  const form = { name: 'Newsletter', sourceId: source, fields, redirectUrl: `${origin}/thanks`, ...settings(origin) };
  const { id } = (await post<{ id: string }>('/v1/forms', form)).body;
  /** What the leads did, when there is one and it did so much. */
  const viewsOfLead = async (count: number): Promise<Did[]> => {
    const until = Date.now() + WITHIN_MS;
    for (;;) {
      const [lead] = await listAll<LeadOut>(get, '/v1/leads');
      const did = lead === undefined ? [] : await listAll<Did>(get, `/v1/leads/${lead.id}/engagement-events`);
      if (did.length >= count || Date.now() > until) return did.reverse();
      await sleep(100);
    }
  };
  return {
    ...{ origin, token, requests, viewsOfLead, get, id },
    action: `${base}/v1/forms/${id}/submissions`,
    show: (pages: Render) => {
      render = pages;
    },
  };
}

/** Opens the page in a browser of its own, which is ended with the test. */
function browse(t: Test, url: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-capture-'));
  const options = [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
    ...['--disable-background-networking', '--disable-breakpad'],
  ];
  // In a process group of its own: its processes would go on writing to the folder otherwise.
  const child = spawn(CHROMIUM ?? '', [...options, `--user-data-dir=${folder}`, url], {
    stdio: 'ignore',
    detached: true,
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  t.teardown(async () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await closed;
    // A folder that is left over is no fault of the service.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
  });
}

const page = (title: string, head: string, body: string) =>
  `<!doctype html><html lang="en"><head>${head}<title>${title}</title></head><body>${body}</body></html>`;
const onLoad = (work: string) => `<script>addEventListener('load', () => { ${work} });</script>`;
const INPUTS = '<input name="email" value="ada@engines.example"><input type="hidden" name="visitorId">';

const inChromium = { skip: CHROMIUM ? false : 'no Chromium on the path' };

t.test('a page sends views and a form by its script, without a cookie', inChromium, async (t) => {
  const { show, origin, token, action, requests, viewsOfLead } = await makeSite(t);
  const script = `<script src="${base}/capture.js" data-key="${token}" async></script>`;
  const submit = `document.forms[0].onsubmit = async (event) => {
    event.preventDefault();
    await fetch('${action}', {
      method: 'POST',
      headers: { authorization: 'Bearer ${token}', 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(event.target))),
    });
    headwater.view('content_downloaded');
  };
  document.forms[0].requestSubmit();`;
  show((path) =>
    path === '/form'
      ? page('Contact', script, `<form>${INPUTS}</form>${onLoad(submit)}`)
      : page('Engines', script, onLoad(`location = '/form'`)),
  );
  browse(t, `${origin}/engines?token=secret&utm_source=mail`);
  const did = await viewsOfLead(3);
  t.strictSame(did.map(({ type }) => type).sort(), ['content_downloaded', 'page_viewed', 'page_viewed']);
  const pages = did.filter(({ type }) => type === 'page_viewed').map(({ properties }) => properties);
  t.strictSame(
    pages.sort((a, b) => String(b?.title).localeCompare(String(a?.title))),
    [
      { url: `${origin}/engines`, title: 'Engines', utmSource: 'mail' },
      { url: `${origin}/form`, title: 'Contact', referrer: `${origin}/engines` },
    ],
  );
  t.ok(requests.length >= 2 && requests.every(({ headers }) => headers.cookie === undefined), 'no cookie');
});

t.test('a plain HTML form has the visitor of earlier pages, here by a cookie', inChromium, async (t) => {
  const { show, origin, token, action, requests, viewsOfLead } = await makeSite(t);
  const script = `<script src="${base}/capture.js" data-key="${token}" data-cookie="30" data-type="pricing_viewed"></script>`;
  const form = `<form method="post" action="${action}?key=${token}">${INPUTS}</form>`;
  const pages: Record<string, string> = {
    '/prices': page('Prices', script, onLoad(`location = '/form'`)),
    '/form': page('Contact', script, form + onLoad('document.forms[0].requestSubmit()')),
    '/thanks': page('Thanks', '', ''),
  };
  show((path) => pages[path] ?? '');
  browse(t, `${origin}/prices`);
  const did = await viewsOfLead(2);
  t.strictSame(did.map(({ type, properties }) => [type, properties?.title]).sort(), [
    ['pricing_viewed', 'Contact'],
    ['pricing_viewed', 'Prices'],
  ]);
  for (const until = Date.now() + WITHIN_MS; Date.now() < until; await sleep(100))
    if (requests.some(({ url }) => url === '/thanks')) break;
  const thanks = requests.find(({ url }) => url === '/thanks');
  t.match(thanks?.headers.cookie, /^headwater_visitor=\d+-\d+$/, 'the browser went to the next page, with the cookie');
});

t.test(
  'a double opt-in: submitted by a script with a start stamp, confirmed by the link, with the views',
  inChromium,
  async (t) => {
    const { show, origin, token, action, requests, viewsOfLead, get, id } = await makeSite(t, (site) => ({
      ...{ minFillSeconds: 1, requiresStamp: true, confirmationHours: 100 },
      ...{ confirmationUrl: `${site}/confirm?token={token}`, confirmedUrl: `${site}/thanks` },
    }));
    const script = `<script src="${base}/capture.js" data-key="${token}" async></script>`;
    const stamp = `<input type="hidden" name="startStamp" data-form="${id}">`;
    const submit = `const form = document.forms[0];
  const wait = setInterval(async () => {
    if (form.startStamp.value === '') return;
    clearInterval(wait);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await fetch('${action}', {
      method: 'POST',
      headers: { authorization: 'Bearer ${token}', 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
  }, 50);`;
    const confirm = `<form method="post" action="${action.replace('submissions', 'confirmations')}?key=${token}"><input name="token"></form>`;
    const press = `document.forms[0].token.value = new URLSearchParams(location.search).get('token'); document.forms[0].submit();`;
    const pages: Record<string, string> = {
      '/form': page('Contact', script, `<form>${INPUTS}${stamp}</form>${onLoad(submit)}`),
      '/confirm': page('Confirm', '', confirm + onLoad(press)),
      '/thanks': page('Thanks', '', ''),
    };
    show((path) => pages[path] ?? '');
    browse(t, `${origin}/form`);
    const links = async () =>
      (await listAll<{ after: { link: string } }>(get, '/v1/events?type=form.confirmation_requested')).map(
        ({ after }) => after.link,
      );
    for (const until = Date.now() + WITHIN_MS; Date.now() < until; await sleep(100))
      if ((await links()).length > 0) break;
    t.strictSame(await listAll<LeadOut>(get, '/v1/leads'), [], 'no lead before the confirmation');
    const [link = ''] = await links();
    browse(t, link);
    const did = await viewsOfLead(1);
    t.match(did, [{ type: 'page_viewed', properties: { title: 'Contact' } }]);
    for (const until = Date.now() + WITHIN_MS; Date.now() < until; await sleep(100))
      if (requests.some(({ url }) => url === '/thanks')) break;
    t.ok(
      requests.some(({ url }) => url === '/thanks'),
      'the browser went to the next page',
    );
  },
);
