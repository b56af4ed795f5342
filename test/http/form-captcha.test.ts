import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { type LeadOut, listAll, openService } from './ingest-fixture.js';

/** Forms with a captcha, which a provider verifies; the provider is a server of the test. */

const service = await openService(t);
const SECRET = 'captcha-secret-0123456789';
const TOKEN = 'cf-turnstile-response';
const HTML = 'application/x-www-form-urlencoded';

interface Made {
  id: string;
  token: string;
}
interface Problem {
  touchId?: string;
  code?: string;
  detail?: string;
  errors?: { pointer: string; code: string }[];
}

/** Verifies as the providers do: tokens that begin with `good` pass, once. */
async function openProvider() {
  const received: { type: string | undefined; method: string | undefined; values: Record<string, string> }[] = [];
  const used = new Set<string>();
  const verify = (response: ServerResponse, token: string, secret: string) => {
    const errors = [
      ...(secret === SECRET ? [] : ['invalid-input-secret']),
      ...(token.startsWith('good') ? [] : ['invalid-input-response']),
      ...(used.has(token) ? ['timeout-or-duplicate'] : []),
    ];
    used.add(token);
    response.end(JSON.stringify({ success: errors.length === 0, 'error-codes': errors }));
  };
  const provider = { answer: verify, received, url: '' };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => {
      const values = Object.fromEntries(new URLSearchParams(text));
      received.push({ method: request.method, type: request.headers['content-type'], values });
      provider.answer(response, values.response ?? '', values.secret ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`;
  return provider;
}

async function makeForm(more: object = {}) {
  const provider = await openProvider();
  const workspace = await service.makeWorkspace();
  const { post, get, patch, call } = workspace;
  const source = (await post<Made>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  const { token } = (await post<Made>('/v1/api-keys', { name: 'Page', kind: 'capture' })).body;
  const fields = [
    { name: 'email', to: 'email', required: true },
    { name: 'size', to: 'attribute' },
  ];
  const captcha = { captchaProvider: 'turnstile', captchaSecret: SECRET, captchaVerifyUrl: provider.url };
  const made = await post<Made>('/v1/forms', { name: 'News', sourceId: source, fields, ...captcha, ...more });
  t.equal(made.status, 201, made.text);
  const path = `/v1/forms/${made.body.id}`;
  const submit = (values: object, headers: Record<string, string> = {}) =>
    call<Problem>('POST', `${path}/submissions`, values, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const submitHtml = (text: string) =>
    fetch(`${service.urls[0]}${path}/submissions?key=${token}`, {
      ...{ method: 'POST', body: text, redirect: 'manual', headers: { 'content-type': HTML } },
    });
  const emails = async () => (await listAll<LeadOut>(get, '/v1/leads')).map(({ email }) => email);
  const change = (settings: object) => patch<Problem>(path, settings);
  return { ...workspace, provider, submit, submitHtml, emails, change, path, made };
}

t.test('a submission needs a token that the provider confirms; each holds once', async (t) => {
  const { submit, submitHtml, emails, provider } = await makeForm({ redirectUrl: 'https://www.acme.example/thanks' });
  t.match(await submit({ email: 'a@acme.example' }), {
    status: 422,
    body: { code: 'rule_refused', errors: [{ pointer: `/${TOKEN}`, code: 'required' }] },
  });
  t.equal(provider.received.length, 0, 'without a token the provider is not asked');
  const wrong = { status: 422, body: { errors: [{ pointer: `/${TOKEN}`, code: 'not_valid' }] } };
  t.match(await submit({ email: 'a@acme.example', [TOKEN]: 'bad' }), wrong);
  t.equal((await submit({ email: 'a@acme.example', [TOKEN]: 'good-1' })).status, 201);
  t.match(await submit({ email: 'b@acme.example', [TOKEN]: 'good-1' }), wrong);
  t.equal((await submitHtml(`email=c%40acme.example&${TOKEN}=good-2`)).status, 303);
  t.equal((await submitHtml(`email=d%40acme.example&${TOKEN}=bad`)).status, 422);
  t.strictSame(await emails(), ['c@acme.example', 'a@acme.example']);
  t.strictSame(provider.received[1], {
    ...{ method: 'POST', type: HTML },
    values: { secret: SECRET, response: 'good-1', remoteip: '127.0.0.1' },
  });
});

t.test('neither what a field refuses nor what a program sends uses a token', async (t) => {
  const { submit, emails, provider } = await makeForm({ trapField: 'fax' });
  t.match(await submit({ [TOKEN]: 'good-1' }), { status: 422, body: { errors: [{ pointer: '/email' }] } });
  t.equal((await submit({ email: 'bot@acme.example', fax: '1', [TOKEN]: 'good-1' })).status, 201);
  t.equal((await submit({ email: 'a@acme.example', [TOKEN]: `${'x'.repeat(8_193)}` })).status, 422);
  t.equal(provider.received.length, 0);
  t.equal((await submit({ email: 'a@acme.example', [TOKEN]: 'good-1' })).status, 201);
  t.strictSame(await emails(), ['a@acme.example']);
});

t.test('a repeated submission gets its answer, and its token is not verified again', async (t) => {
  const { submit, emails, provider } = await makeForm();
  const headers = { 'idempotency-key': 'once' };
  const values = { email: 'a@acme.example', [TOKEN]: 'good-1' };
  t.equal((await submit({ ...values, [TOKEN]: 'bad' }, headers)).status, 422);
  const first = await submit(values, headers);
  t.equal(first.status, 201, 'a refused token leaves the key free');
  const again = await submit(values, headers);
  t.strictSame([again.status, again.text], [201, first.text]);
  t.equal(provider.received.length, 2);
  t.strictSame(await emails(), ['a@acme.example']);
});

t.test('neither the secret nor a token is stored elsewhere or shown', async (t) => {
  const { submit, get, path, made, change, workspaceId } = await makeForm();
  t.equal((await submit({ email: 'a@acme.example', size: '5', [TOKEN]: 'good-secret-token' })).status, 201);
  t.equal((await change({ captchaSecret: 'another-secret' })).status, 200);
  const texts = [made.text, (await get(path)).text, (await get('/v1/forms')).text, (await get('/v1/events')).text];
  t.match(texts[1], /"captchaProvider":"turnstile"/);
  t.match(texts[3], /"hasCaptchaSecret":true/);
  for (const text of texts) t.notMatch(text, /captcha-secret|another-secret|"captchaSecret"/);
  const tables = ['leads', 'touches', 'events', 'idempotency_keys'];
  for (const table of tables) {
    const found = await service.sql(
      `select count(*)::int as rows, count(*) filter (where to_jsonb(x)::text like '%good-secret-token%')::int as tokens
         from ${table} x where workspace_id = $1`,
      [workspaceId],
    );
    t.match(found, [{ tokens: 0 }], table);
  }
});

t.test('without a result a form refuses with 503, or accepts', async (t) => {
  const { submit, emails, provider, change } = await makeForm();
  const cases: [what: string, answer: (response: ServerResponse) => unknown][] = [
    ['closed', (response) => response.destroy()],
    ['HTML', (response) => response.end('<h1>Sorry</h1>')],
    ['a fault', (response) => response.writeHead(500).end('{"success":true}')],
    ['a redirect', (response) => response.writeHead(302, { location: provider.url }).end()],
    ['long', (response) => response.end(`{"pad":"${'x'.repeat(100_000)}","success":true}`)],
  ];
  for (const [what, answer] of cases) {
    provider.answer = answer;
    const refused = await submit({ email: 'a@acme.example', [TOKEN]: 'good' });
    t.match(refused, { status: 503, body: { code: 'captcha_unavailable', detail: /Try again/ } }, what);
    t.match(refused.headers['retry-after'], /^[1-9]/, what);
  }
  t.strictSame(await emails(), []);
  t.equal((await change({ captchaWhenUnavailable: 'accept' })).status, 200);
  t.equal((await submit({ email: 'b@acme.example', [TOKEN]: 'good' })).status, 201);
  t.equal((await submit({ email: 'c@acme.example' })).status, 422, 'a token is needed all the same');
  provider.answer = (response) => response.end('{"success":false}');
  t.equal((await submit({ email: 'c@acme.example', [TOKEN]: 'bad' })).status, 422);
  t.strictSame(await emails(), ['b@acme.example']);
});

t.test('a provider that does not answer is waited for 5 seconds', async (t) => {
  const { submit, provider } = await makeForm();
  provider.answer = (response) => void response.write('{"success":');
  const began = performance.now();
  t.match(await submit({ email: 'a@acme.example', [TOKEN]: 'good' }), { body: { code: 'captcha_unavailable' } });
  const took = performance.now() - began;
  t.ok(took > 4_900 && took < 15_000, `${took} ms`);
});

t.test('a wrong secret is stated as such', async (t) => {
  const { submit, change } = await makeForm();
  t.equal((await change({ captchaSecret: 'wrong' })).status, 200);
  const refused = await submit({ email: 'a@acme.example', [TOKEN]: 'good' });
  t.match(refused, { status: 503, body: { code: 'captcha_unavailable', detail: /captchaSecret/ } });
});

t.test('a captcha is changed and removed by a patch', async (t) => {
  const { submit, change, provider, emails } = await makeForm();
  const secretNeeded = { status: 422, body: { errors: [{ pointer: '/captchaSecret', code: 'required' }] } };
  t.match(await change({ captchaVerifyUrl: `${provider.url}/other` }), secretNeeded);
  t.match(await change({ captchaProvider: 'hcaptcha' }), secretNeeded);
  t.equal((await change({ captchaProvider: 'hcaptcha', captchaSecret: SECRET })).status, 200);
  t.match(await submit({ email: 'a@acme.example' }), { body: { errors: [{ pointer: '/h-captcha-response' }] } });
  const both = { 'h-captcha-response': 'good-1', 'g-recaptcha-response': 'good-1' };
  t.equal((await submit({ email: 'a@acme.example', ...both })).status, 201);
  const removed = await change({ captchaProvider: null });
  t.match(removed, { status: 200, body: { captchaProvider: null, captchaVerifyUrl: null } });
  t.equal((await submit({ email: 'b@acme.example' })).status, 201);
  t.match(await change({ captchaProvider: 'hcaptcha' }), secretNeeded, 'the secret was removed too');
  t.strictSame(await emails(), ['b@acme.example', 'a@acme.example']);
});

t.test('the endpoint is on the public Internet, or permitted by the deployment', async (t) => {
  const { change } = await makeForm();
  const targets = [
    'http://8.8.8.8/',
    'https://10.0.0.1/',
    'https://[::1]/',
    'https://169.254.169.254/',
    'ftp://a.example',
  ];
  for (const captchaVerifyUrl of [...targets, 'https://user:pw@a.example/'])
    t.match(
      await change({ captchaVerifyUrl, captchaSecret: SECRET }),
      { status: 422, body: { errors: [{ pointer: '/captchaVerifyUrl' }] } },
      captchaVerifyUrl,
    );
  t.equal((await change({ captchaVerifyUrl: 'https://verify.example/', captchaSecret: SECRET })).status, 200);
});

t.test('a waiting submission needs its captcha before its e-mail is requested', async (t) => {
  const { submit, get } = await makeForm({ confirmationHours: 100 });
  t.equal((await submit({ email: 'a@acme.example', [TOKEN]: 'bad' })).status, 422);
  t.equal((await submit({ email: 'b@acme.example', [TOKEN]: 'good' })).status, 201);
  const events = await listAll<object>(get, '/v1/events?type=form.confirmation_requested');
  t.match(events, [{ after: { email: 'b@acme.example' } }]);
});
