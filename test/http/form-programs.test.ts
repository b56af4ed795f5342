import { request } from 'node:http';
import t from 'tap';
import { type LeadOut, listAll, openService, type TestWorkspace } from './ingest-fixture.js';

/** What forms do about programs and curious visitors: fill time, limits, and answers that tell nothing. */

let now = Date.now();
const statements: string[] = [];
const service = await openService(t, { clock: () => now, onStatement: (name) => void statements.push(name) });
const FIELDS = [
  { name: 'email', to: 'email' },
  { name: 'news', to: 'emailConsent' },
];

interface Made {
  id: string;
  token: string;
}

async function makeForm(more: object = {}) {
  const workspace: TestWorkspace = await service.makeWorkspace();
  const { post, get, call } = workspace;
  const source = (await post<Made>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  const { token } = (await post<Made>('/v1/api-keys', { name: 'Page', kind: 'capture' })).body;
  const form = { name: 'Newsletter', sourceId: source, fields: FIELDS, consentText: 'I agree.', ...more };
  const made = await post<Made>('/v1/forms', form);
  t.equal(made.status, 201, made.text);
  const path = `/v1/forms/${made.body.id}`;
  const headers = { authorization: `Bearer ${token}` };
  const submit = (values: object) =>
    call<{ touchId?: string; detail?: string }>('POST', `${path}/submissions`, values, { headers });
  const start = () => call<{ stamp: string; expiresAt: string }>('GET', `${path}/start`, undefined, { headers });
  const emails = async () => (await listAll<LeadOut>(get, '/v1/leads')).map(({ email }) => email);
  return { ...workspace, submit, start, emails, path, capture: token };
}

t.test('who fills a form faster than a person gets the usual answer, and nothing is stored', async (t) => {
  const { submit, start, emails } = await makeForm({ minFillSeconds: 3 });
  const { body } = await start();
  t.equal(new Date(body.expiresAt).getTime(), now + 24 * 3_600_000);
  const { stamp: startStamp } = body;
  now += 2_000;
  t.match(await submit({ email: 'fast@bots.example', startStamp }), {
    status: 201,
    body: { touchId: /^[0-9a-f-]{36}$/ },
  });
  now += 1_000;
  t.equal((await submit({ email: 'person@acme.example', startStamp })).status, 201);
  t.strictSame(await emails(), ['person@acme.example']);
  t.equal((await submit({ email: 'plain@acme.example' })).status, 201, 'a page without a script has no stamp');
  t.strictSame(await emails(), ['plain@acme.example', 'person@acme.example']);
});

t.test('a form may require the stamp, which is of this form and not altered', async (t) => {
  const { submit, start, emails, patch, path } = await makeForm({ minFillSeconds: 1 });
  const other = await (await makeForm()).start();
  t.equal((await patch(path, { requiresStamp: true })).status, 200);
  t.equal((await patch<object>(path, { minFillSeconds: null })).status, 422);
  const { stamp } = (await start()).body;
  now += 5_000;
  const earlier = `${(now - 3_600_000).toString(36)}${stamp.slice(stamp.indexOf('.'))}`;
  for (const startStamp of ['', 'x', earlier, other.body.stamp, `${stamp}x`])
    t.equal((await submit({ email: 'bot@bots.example', startStamp })).status, 201);
  t.strictSame(await emails(), []);
  await submit({ email: 'person@acme.example', startStamp: stamp });
  t.strictSame(await emails(), ['person@acme.example']);
  now += 24 * 3_600_000;
  await submit({ email: 'late@acme.example', startStamp: stamp });
  t.strictSame(await emails(), ['person@acme.example'], 'after a day a stamp counts as none');
});

/** As a plain HTML form from another address of this machine; returns the status and the headers of limits. */
const submitFrom = (address: string, url: string) =>
  new Promise<{ status: number | undefined; retryAfter: string | undefined; policy: unknown }>((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      localAddress: address,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const { statusCode: status, headers } = response.resume();
      resolve({ status, retryAfter: headers['retry-after'], policy: headers['ratelimit-policy'] });
    });
    sent.end('email=a%40acme.example');
  });

t.test('a form limits submissions in a minute, of each address and of all together', async (t) => {
  const { path, capture, patch } = await makeForm({ submissionsPerMinute: 5, addressSubmissionsPerMinute: 2 });
  const url = `${service.urls[0]}${path}/submissions?key=${capture}`;
  const tried = async (address: string) => (await submitFrom(address, url)).status;
  t.strictSame([await tried('127.0.0.1'), await tried('127.0.0.1')], [201, 201]);
  const refused = await submitFrom('127.0.0.1', url);
  t.match(refused, { status: 429, retryAfter: '60', policy: '"form-address";q=2;w=60' });
  t.strictSame([await tried('127.0.0.2'), await tried('127.0.0.2'), await tried('127.0.0.3')], [201, 201, 201]);
  t.match(await submitFrom('127.0.0.4', url), { status: 429, policy: '"form";q=5;w=60' });
  t.equal((await patch(path, { submissionsPerMinute: null })).status, 200);
  t.equal(await tried('127.0.0.4'), 201, 'this deployment has no limit for all forms');
  now += 60_000;
  t.equal(await tried('127.0.0.1'), 201, 'the next minute begins anew');
});

t.test('multipart is refused by a text that says what a form sends', async (t) => {
  const { path, capture } = await makeForm();
  const body = new FormData();
  body.set('email', 'a@acme.example');
  const answer = await fetch(`${service.urls[0]}${path}/submissions?key=${capture}`, { method: 'POST', body });
  t.equal(answer.status, 415);
  t.match(await answer.json(), { detail: /application\/x-www-form-urlencoded/ });
});

t.test('an answer does not tell whether a person is known, opted out, suppressed or erased', async (t) => {
  const { submit, post, call } = await makeForm({ trapField: 'fax', minFillSeconds: 3 });
  const lead = async (name: string, more: object = {}) => {
    const body = { email: `${name}@${name}.example`, lastName: 'Known', ...more };
    return (await post<{ lead: { id: string } }>('/v1/leads', body)).body.lead.id;
  };
  await lead('known');
  await lead('denied', { emailConsent: 'denied' });
  t.equal((await post('/v1/suppressions', { kind: 'email', value: 'suppressed@suppressed.example' })).status, 201);
  const erased = await lead('erased', { emailConsent: 'denied' });
  t.equal((await call('DELETE', `/v1/leads/${erased}`)).status, 204);
  await submit({ email: 'first@first.example', news: 'on' });
  const tried = async (name: string, more: object = {}) => {
    statements.length = 0;
    const answer = await submit({ email: `${name}@${name}.example`, news: 'on', ...more });
    const { date, 'x-request-id': _, ...headers } = answer.headers;
    const body = answer.text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'ID');
    return { statements: statements.length, seen: { status: answer.status, headers, body } };
  };
  const unknown = await tried('unknown');
  t.match(unknown.seen, { status: 201, body: '{"touchId":"ID"}' });
  for (const name of ['known', 'denied', 'erased']) {
    const other = await tried(name);
    t.strictSame(other.seen, unknown.seen, name);
    t.ok(Math.abs(other.statements - unknown.statements) <= 2, `${name}: ${other.statements} statements`);
  }
  t.strictSame((await tried('suppressed')).seen, unknown.seen, 'suppressed; its time: test/http/public-pace.test.ts');
  t.strictSame((await tried('bot', { fax: '1' })).seen, unknown.seen, 'a program in the trap');
});

t.test('events of visitors who become no lead are removed after 90 days', async (t) => {
  const { submit, path, patch, call, capture, get } = await makeForm();
  const fields = [...FIELDS, { name: 'visitorId', to: 'visitorId' }];
  t.equal((await patch(path, { fields })).status, 200);
  const view = (visitorId: string) =>
    call(
      'POST',
      '/v1/capture/visitor-events',
      { visitorId, url: 'https://www.acme.example/' },
      {
        headers: { authorization: `Bearer ${capture}` },
      },
    );
  const maintenance = service.apps[0]?.services.maintenance;
  await view('early');
  now += 86_400_000;
  await view('late');
  now += 89 * 86_400_000 - 1;
  t.equal(await maintenance?.purgeVisitorEvents(), 0);
  now += 2;
  t.equal(await maintenance?.purgeVisitorEvents(), 1);
  await submit({ email: 'early@acme.example', visitorId: 'early' });
  await submit({ email: 'late@acme.example', visitorId: 'late' });
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  const views = await Promise.all(
    leads.map(async ({ id, email }) => [email, (await listAll(get, `/v1/leads/${id}/engagement-events`)).length]),
  );
  t.strictSame(Object.fromEntries(views), { 'early@acme.example': 0, 'late@acme.example': 1 });
});
