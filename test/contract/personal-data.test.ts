import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { jsonHeaders, openTestApp, type TestApp } from '../support/app.js';

/** Marks in everything personal or secret that is sent; none may turn up where others can read it. */
const MARK = 'canary';
const PERSON = {
  firstName: `First${MARK}`,
  lastName: `Last${MARK}`,
  email: `one.${MARK}@example.com`,
  organizationName: `Works of ${MARK}`,
  need: `Because of ${MARK}`,
  attributes: { note: `About ${MARK}` },
};
const PHONE = '+4930901829';
const HIDDEN = new RegExp(`${MARK}|901829|hw_(?:live|test)_`, 'i');

/** The product with the log it has in operation, at its most talkative. */
async function openLogging(test: Test): Promise<{ app: TestApp; log: () => string }> {
  let lines = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines += String(chunk);
      done();
    },
  });
  const app = await openTestApp(test, { log: pino({ level: 'trace' }, stream) });
  return { app, log: () => lines };
}

/** Requests with personal data in every place that a request has, good and bad. */
function requests(key: string, leadId: string): InjectOptions[] {
  const headers = jsonHeaders(key);
  const post = (payload: unknown, url = '/v1/leads'): InjectOptions => ({
    method: 'POST',
    url,
    headers,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  const email = PERSON.email;
  const bad = {
    ...PERSON,
    country: 7,
    kind: email,
    occurredAt: email,
    otherEmails: email,
    purchaseTimeframeDays: email,
  };
  return [
    post({ ...PERSON, phone: PHONE }),
    post({ items: [PERSON, bad, { need: email }] }, '/v1/leads/batch'),
    post({ mode: 'atomic', items: [PERSON, { need: email }] }, '/v1/leads/batch'),
    post(bad),
    post({ need: email }),
    post(`{"email":"${email}",}`),
    post(`{"email":"${email}","email":"${email}"}`),
    post(`{"email":"${email}\\u0000"}`),
    post(`${email}`),
    post({ email, type: email }, '/v1/engagement-events'),
    post({ email: `nobody.${MARK}@example.com`, type: 'email_opened' }, '/v1/engagement-events'),
    post({ email: `no address ${MARK}`, type: 'email_opened' }, '/v1/engagement-events'),
    post({ name: PERSON.lastName, email, capacity: email }, '/v1/reps'),
    { ...post({ ...PERSON }), headers: { ...headers, 'idempotency-key': `${MARK} with a blank` } },
    { ...post({ ...PERSON }), headers: { ...headers, 'content-type': `text/${MARK}` } },
    { method: 'PATCH', url: `/v1/leads/${leadId}`, headers: { ...headers, 'if-match': MARK }, payload: PERSON },
    { method: 'PATCH', url: `/v1/leads/${leadId}`, headers: { ...headers, 'if-match': '"999"' }, payload: PERSON },
    { method: 'PATCH', url: `/v1/leads/${leadId}`, headers, payload: { ...PERSON, authority: MARK } },
    { url: `/v1/leads?email=${email}&phone=${encodeURIComponent(PHONE)}`, headers },
    { url: `/v1/leads?grade=${MARK}&sortBy=${email}&limit=${MARK}&cursor=${MARK}`, headers },
    { url: `/v1/leads?cursor=${MARK}`, headers },
    { url: '/v1/leads', headers: { authorization: `Bearer hw_live_admin_${MARK}` } },
    { url: '/v1/leads', headers: { authorization: `Basic ${MARK}` } },
    { url: '/v1/leads', headers: { ...headers, 'x-request-id': email, 'user-agent': email, referer: email } },
  ];
}

t.test('what is personal stays out of logs, metrics and problems', async (t) => {
  const { app, log } = await openLogging(t);
  const { server, adminKey } = app;
  const headers = jsonHeaders(adminKey);
  const made = await server.inject({
    method: 'POST',
    url: '/v1/leads',
    headers,
    payload: { email: 'plain@example.com' },
  });
  const problems: string[] = [];
  for (const request of requests(adminKey, made.json().lead.id)) {
    const answer = await server.inject(request);
    if (answer.statusCode >= 400) problems.push(answer.body);
    else if (answer.statusCode === 207) problems.push(...problemsIn(answer.json()));
    t.notMatch(String(answer.headers['x-request-id']), HIDDEN);
  }
  t.equal(problems.length, 22, 'two batch items and all requests but four are refused');
  t.strictSame(
    problems.filter((problem) => HIDDEN.test(problem)),
    [],
  );
  // An address is data of the caller; a problem may repeat it to the caller, but the log must not.
  for (const url of [`/v1/leads/${PERSON.email}`, `/v1/${PERSON.email}`, `/${PERSON.email}?email=${PERSON.email}`]) {
    t.ok((await server.inject({ url, headers })).statusCode >= 400, url);
  }
  await keysComeAndGo(app);
  t.ok(log().split('\n').length > 25, 'there is a log');
  t.notMatch(log(), HIDDEN);
  t.notMatch((await server.inject('/metrics')).body, HIDDEN);
});

function problemsIn({ results }: { results: { problem?: unknown }[] }): string[] {
  return results.flatMap(({ problem }) => (problem === undefined ? [] : [JSON.stringify(problem)]));
}

async function keysComeAndGo({ server, adminKey }: TestApp): Promise<void> {
  const headers = { ...jsonHeaders(adminKey), 'idempotency-key': randomUUID() };
  const payload = { name: `Key of ${MARK}`, kind: 'service', scopes: ['leads:read'] };
  const created = await server.inject({ method: 'POST', url: '/v1/api-keys', headers, payload });
  const { id, token } = created.json() as { id: string; token: string };
  await server.inject({ url: '/v1/leads', headers: jsonHeaders(token) });
  await server.inject({
    method: 'POST',
    url: `/v1/api-keys/${id}/rotate`,
    headers: jsonHeaders(adminKey),
    payload: {},
  });
  await server.inject({
    method: 'POST',
    url: `/v1/api-keys/${id}/revoke`,
    headers: jsonHeaders(adminKey),
    payload: {},
  });
}

t.test('a database that quotes the row it refuses is not quoted', async (t) => {
  const { app, log } = await openLogging(t);
  const { server, adminKey, database } = app;
  await database.pool.query('alter table leads add constraint refuses_all check (total_score < -1000000000)');
  const headers = jsonHeaders(adminKey);
  for (const url of ['/v1/leads', '/v1/capture/leads']) {
    const answer = await server.inject({ method: 'POST', url, headers, payload: { ...PERSON, phone: PHONE } });
    t.equal(answer.statusCode, 500);
    t.notMatch(answer.body, HIDDEN);
    t.notMatch(answer.body, /constraint|leads_|refuses_all/);
  }
  t.match(log(), /refuses_all/, 'the log names the constraint');
  t.notMatch(log(), HIDDEN);
});

t.test('a secret is in no table', async (t) => {
  const { app } = await openLogging(t);
  const { server, adminKey, database } = app;
  const headers = { ...jsonHeaders(adminKey), 'idempotency-key': randomUUID() };
  const payload = { name: 'Website', kind: 'service', scopes: ['leads:read'] };
  const { token } = (await server.inject({ method: 'POST', url: '/v1/api-keys', headers, payload })).json() as {
    token: string;
  };
  const { rows } = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class join pg_namespace n on n.oid = relnamespace
     where nspname = 'public' and relkind = 'r'`,
  );
  t.ok(rows.length > 0);
  for (const { name } of rows) {
    const found = await database.pool.query(`select 1 from ${name} as stored where stored::text like any($1)`, [
      [`%${token.slice(-40)}%`, `%${adminKey.slice(-40)}%`],
    ]);
    t.equal(found.rowCount, 0, name);
  }
});
