import t from 'tap';
import { jsonHeaders, openTestApp } from '../support/app.js';

const PORTAL = 'https://admin.example.com';
let ahead = 0;
const app = await openTestApp(t, {
  clock: () => Date.now() + ahead,
  corsOrigins: [PORTAL],
  rateLimits: { capture: 600, others: 6_000, failedAuthentications: 5 },
});
const { server } = app;

interface KeyOut {
  id: string;
  token: string;
  allowedOrigins: string[];
  requestsPerMinute: number | null;
}

async function send(key: string, method: 'GET' | 'POST', url: string, payload?: object, headers = {}) {
  const all = { ...(method === 'POST' ? jsonHeaders(key) : { authorization: `Bearer ${key}` }), ...headers };
  return server.inject({ method, url, headers: all, ...(payload && { payload }) });
}

async function makeKey(key: string, payload: object): Promise<KeyOut> {
  return (await send(key, 'POST', '/v1/api-keys', { name: 'Form', kind: 'capture', ...payload })).json();
}

const capture = (key: string, origin?: string, email = 'grace@navy.example') =>
  send(
    key,
    'POST',
    '/v1/capture/leads',
    { email, source: { channel: 'web_form', name: 'Form' } },
    origin && { origin },
  );

const preflight = (url: string, origin: string, remoteAddress = '127.0.0.1') => {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };
  return server.inject({ method: 'OPTIONS', url, headers, remoteAddress });
};
const allowed = ({ headers }: { headers: Record<string, unknown> }) => headers['access-control-allow-origin'];

t.test(
  'a page calls with a publishable key that names its origin, and a page of another origin does not',
  async (t) => {
    const { adminKey } = await app.makeWorkspace();
    const origin = 'https://www.acme.example';
    t.equal(allowed(await preflight('/v1/capture/leads', origin, '192.0.2.1')), undefined, 'before there is a key');
    const other = 'https://shop.acme.example:8443';
    const key = await makeKey(adminKey, { allowedOrigins: [other, origin] });
    t.strictSame(key.allowedOrigins, [other, origin]);
    const asked = await preflight('/v1/capture/leads', other);
    t.match(asked, { statusCode: 204, body: '' });
    t.match(asked.headers, {
      'access-control-allow-origin': other,
      'access-control-allow-methods': 'OPTIONS, POST',
      'access-control-allow-headers': /Authorization, Content-Type.*Idempotency-Key/,
      'access-control-max-age': '7200',
      vary: /^Origin, /,
    });
    t.equal(asked.headers['access-control-allow-credentials'], undefined);
    const sent = await capture(key.token, origin);
    t.match([sent.statusCode, allowed(sent), sent.headers.vary], [201, origin, 'Origin']);
    t.match(sent.headers['access-control-expose-headers'], /RateLimit/);
    const malformed = await send(key.token, 'POST', '/v1/capture/leads', { unknown: 1 }, { origin });
    t.match([malformed.statusCode, allowed(malformed)], [400, origin], 'the page can read why');
    const foreign = await capture(key.token, 'https://www.acme.example.attacker.example', 'mallory@navy.example');
    t.match(foreign.json(), { status: 403, code: 'origin_not_allowed' });
    t.match([allowed(foreign), foreign.headers.vary], [undefined, 'Origin']);
    t.match(await capture(key.token, 'null'), { statusCode: 403 });
    t.match(await capture(key.token), { statusCode: 201 }, 'a server sends no origin');
    const leads = await send(adminKey, 'GET', '/v1/leads?email=mallory@navy.example');
    t.strictSame(leads.json().data, [], 'the refused request had no effect');
  },
);

t.test('a page of another origin reaches nothing but the public operation', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  const origin = 'https://closed.acme.example';
  const open = await makeKey(adminKey, {});
  const closed = await makeKey(adminKey, { allowedOrigins: [origin] });
  t.match(await capture(open.token, 'https://anywhere.example'), { statusCode: 201 }, 'as through a proxy of the page');
  t.equal(allowed(await capture(open.token, 'https://anywhere.example')), undefined, 'the page cannot read it');
  for (const url of ['/v1/leads', '/v1/api-keys', '/openapi.json', '/docs'])
    t.equal(allowed(await preflight(url, origin)), undefined, url);
  t.equal(allowed(await preflight('/v1/capture/leads', 'https://unknown.example', '192.0.2.2')), undefined);
  t.equal(allowed(await send(adminKey, 'GET', '/v1/leads', undefined, { origin })), undefined);
  t.equal(allowed(await capture(adminKey, origin)), undefined, 'not with a secret key either');
  await send(adminKey, 'POST', `/v1/api-keys/${closed.id}/revoke`, {});
  const gone = await capture(closed.token, origin);
  t.match([gone.statusCode, allowed(gone)], [401, undefined], 'no key in use names the page');
  await makeKey(adminKey, { allowedOrigins: [origin] });
  ahead += 5_000;
  const wrong = await capture(closed.token, origin);
  t.match([wrong.statusCode, allowed(wrong)], [401, origin], 'the page of another key reads why');
});

t.test('unknown origins of an address do not close the forms for its other callers', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  const origin = 'https://busy.acme.example';
  await makeKey(adminKey, { allowedOrigins: [origin] });
  const from = '192.0.2.77';
  t.equal(allowed(await preflight('/v1/capture/leads', origin, from)), origin);
  for (let index = 0; index < 10; index++)
    t.equal(allowed(await preflight('/v1/capture/leads', `https://u${index}.example`, from)), undefined);
  ahead += 6_000;
  t.equal(allowed(await preflight('/v1/capture/leads', origin, from)), origin);
});

t.test('a rotated key has the origins and the limit of the one before', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  const settings = { allowedOrigins: ['https://rotated.example'], requestsPerMinute: 7 };
  const key = await makeKey(adminKey, settings);
  const next = (await send(adminKey, 'POST', `/v1/api-keys/${key.id}/rotate`, { overlapHours: 0 })).json();
  t.match(next, settings);
  t.match((await send(adminKey, 'GET', `/v1/api-keys/${next.id}`)).json(), settings);
  const events = (await send(adminKey, 'GET', `/v1/events?subjectId=${next.id}`)).json();
  t.match(events.data[0].after, settings);
});

t.test('only a publishable key has origins, and each is as browsers send it', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  const wrong = [
    'https://a.example/',
    'HTTPS://b.example',
    'https://c.example:443',
    'https://münchen.example',
    'https://:1',
  ];
  const make = (allowedOrigins: string[]) =>
    send(adminKey, 'POST', '/v1/api-keys', { name: 'Wrong', kind: 'capture', allowedOrigins });
  const details = (await make(wrong)).json().errors.map(({ detail }: { detail: string }) => detail);
  t.match(details, [
    /https:\/\/a\.example$/,
    /https:\/\/b\.example$/,
    /https:\/\/c\.example$/,
    /https:\/\/xn--mnchen-3ya\.example$/,
    /a scheme, a host/,
  ]);
  for (const none of [
    'a.example',
    '*',
    'https://*.a.example',
    'null',
    'https://a.example/form',
    'ftp://a.example',
    'https://user@a.example',
  ])
    t.match((await make([none])).json(), { status: 400, errors: [{ pointer: '/allowedOrigins/0' }] }, none);
  const secret = await send(adminKey, 'POST', '/v1/api-keys', {
    ...{ name: 'Secret', kind: 'service', scopes: ['leads:read'], allowedOrigins: ['https://a.example'] },
  });
  t.match(secret.json(), { status: 422, errors: [{ pointer: '/allowedOrigins', code: 'capture_only' }] });
});

t.test('pages of an origin of the deployment may call everything', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  const asked = await preflight('/v1/leads/search', PORTAL);
  t.match(asked.headers, { 'access-control-allow-origin': PORTAL, 'access-control-allow-methods': 'OPTIONS, POST' });
  const origin = { origin: PORTAL };
  for (const answer of [
    await send(adminKey, 'GET', '/v1/leads', undefined, origin),
    await send('no-key', 'GET', '/v1/leads', undefined, origin),
    await server.inject({ url: '/openapi.json', headers: origin }),
    await server.inject({ url: '/v1/nothing', headers: origin }),
  ])
    t.match([allowed(answer), answer.headers.vary], [PORTAL, /Origin/]);
  t.equal(
    allowed(await send(adminKey, 'GET', '/v1/leads', undefined, { origin: `${PORTAL}.evil.example` })),
    undefined,
  );
});

t.test('an address that tries many origins costs no query from its limit on', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  const remoteAddress = '198.51.100.7';
  for (let index = 0; index < 5; index += 1)
    t.equal(allowed(await preflight('/v1/capture/leads', `https://tried-${index}.example`, remoteAddress)), undefined);
  await makeKey(adminKey, { allowedOrigins: ['https://limited.example'] });
  t.equal(allowed(await preflight('/v1/capture/leads', 'https://limited.example', remoteAddress)), undefined);
  t.equal(
    allowed(await preflight('/v1/capture/leads', 'https://limited.example', '198.51.100.8')),
    'https://limited.example',
  );
  t.equal(
    allowed(await preflight('/v1/capture/leads', 'https://limited.example', remoteAddress)),
    'https://limited.example',
  );
});

t.test('a key has a limit of its own, and gives none beyond it', async (t) => {
  const first = (
    await send(app.adminKey, 'POST', '/v1/workspaces', { name: 'Large', requestsPerMinute: 9_000 })
  ).json();
  t.equal(first.apiKey.requestsPerMinute, 9_000);
  const admin = first.apiKey.token;
  const { adminKey: usual } = await app.makeWorkspace();
  const made = async (key: string, requestsPerMinute?: number) =>
    (await send(key, 'POST', '/v1/api-keys', { name: 'Limited', kind: 'service', requestsPerMinute })).json();
  t.match(await made(admin, 9_001), {
    status: 422,
    errors: [{ pointer: '/requestsPerMinute', code: 'limit_not_grantable' }],
  });
  t.match(await made(usual, 6_001), { status: 422, errors: [{ detail: /6000/ }] });
  t.equal((await made(admin)).requestsPerMinute, null);
  t.equal((await made(admin, 9_000)).requestsPerMinute, 9_000);
  t.equal((await made(app.adminKey, 100_000)).requestsPerMinute, 100_000, 'a key that manages the deployment');
  const limited = await made(usual, 3);
  const heir = await made(limited.token);
  t.equal(heir.requestsPerMinute, 3, 'inherited');
  const answers = [];
  for (let index = 0; index < 4; index += 1) answers.push(await send(heir.token, 'GET', '/v1/reps'));
  t.strictSame(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200, 429],
  );
  t.match(answers[3]?.headers, {
    'ratelimit-policy': '"key";q=3;w=60',
    ratelimit: /^"key";r=0;t=\d+$/,
    'retry-after': /^\d+$/,
  });
  const usualAnswer = await send(usual, 'GET', '/v1/reps');
  t.match(usualAnswer.headers, { 'ratelimit-policy': '"default";q=6000;w=60', ratelimit: /^"default";r=\d+;t=\d+$/ });
});

t.test('documents are kept for a day, and sent again only when they have changed', async (t) => {
  for (const url of ['/openapi.json', '/openapi-3.0.json']) {
    const full = await server.inject(url);
    const etag = String(full.headers.etag);
    t.match(full.headers, {
      'cache-control': 'public, max-age=86400',
      etag: /^"[0-9a-f]{32}"$/,
      vary: /Accept-Encoding/,
    });
    for (const method of ['GET', 'HEAD'] as const) {
      const known = await server.inject({ method, url, headers: { 'if-none-match': `"other", W/${etag}` } });
      t.match([known.statusCode, known.headers.etag, known.body], [304, etag, '']);
    }
    t.equal((await server.inject({ url, headers: { 'if-none-match': '"other"' } })).statusCode, 200);
  }
});

t.test('a list of configuration is sent again only when it has changed', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  for (const [url, payload] of [
    ['/v1/reps', { name: 'Ada' }],
    ['/v1/sources', { name: 'Fair', channel: 'event' }],
  ] as const) {
    const full = await send(adminKey, 'GET', url);
    t.match(full.headers, { 'cache-control': 'private, no-cache', vary: 'Origin, Authorization, Accept-Encoding' });
    const known = { 'if-none-match': String(full.headers.etag) };
    const same = await send(adminKey, 'GET', url, undefined, known);
    t.match([same.statusCode, same.headers.etag, same.body], [304, full.headers.etag, '']);
    t.equal((await send(adminKey, 'POST', url, payload)).statusCode, 201);
    t.equal((await send(adminKey, 'GET', url, undefined, known)).statusCode, 200);
  }
  const leads = await send(adminKey, 'GET', '/v1/leads');
  t.match([leads.headers['cache-control'], leads.headers.etag], ['no-store', undefined]);
  const missing = await send(adminKey, 'GET', '/v1/reps/01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f');
  t.match([missing.statusCode, missing.headers['cache-control']], [404, 'no-store']);
});
