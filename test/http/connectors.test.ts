import { createHmac } from 'node:crypto';
import t from 'tap';
import { PAYLOAD_CASES } from '../core/connector-payloads.js';
import { makeConnector, sender } from './connector-fixture.js';
import { listAll, openService, type ProblemOut } from './ingest-fixture.js';

/** Connectors: what other systems post becomes leads, is kept, and can be read again. */

let ahead = 0;
const service = await openService(t, { clock: () => Date.now() + ahead });
const [app] = service.apps;
const runDue = async () => (await app?.services.connectorPayloads.runDue()) ?? 0;

const FIELDS = [
  { to: 'email', pointer: '/visitor/email' },
  { to: 'name', pointer: '/visitor/name' },
  { to: 'externalId', pointer: '/chatId' },
];
const ada = (more: object = {}) => ({
  chatId: 'c-1',
  visitor: { email: 'ada@engines.example', name: 'Ada King' },
  ...more,
});
const chat = (settings: object = {}) => makeConnector(service, { fields: FIELDS, ...settings });

t.test('payloads of tools become leads of the source', async (t) => {
  for (const { tool, fields, payload, read } of PAYLOAD_CASES) {
    const { deliver, leads, payloads, source } = await chat({ fields, consentText: 'I agree.' });
    const answer = await deliver(payload);
    t.match(answer, { status: 200, body: { payloads: [{ state: 'accepted' }] } }, `${tool}: ${answer.text}`);
    const [lead] = await leads();
    const { email = null, phone = null } = read.lead;
    t.match(lead, { email, phone, sourceId: source, externalId: read.externalId }, tool);
    t.match(await payloads(), [{ state: 'accepted', leadId: lead?.id }], tool);
  }
});

t.test('a form tool may post a plain form, and a tool its JSON as text', async (t) => {
  const fields = [
    { to: 'phone', pointer: '/From' },
    { to: 'products', pointer: '/Choice' },
  ];
  const { send, address, leads } = await chat({ fields });
  const html = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
  t.match(await send(address, 'From=%2B14155550123&Choice=Engine&Choice=Loom', html), { status: 200 });
  t.match(await send(address, '{"From":"+14155550124"}', { 'content-type': 'text/plain' }), { status: 200 });
  t.match(await send(address, '{"From":"+14155550125"}', { 'content-type': 'application/vnd.tool+json' }), {
    status: 200,
  });
  const found = await leads();
  t.same(found.map(({ phone }) => phone).sort(), ['+14155550123', '+14155550124', '+14155550125']);
  t.match(
    found.find(({ phone }) => phone?.endsWith('3')),
    { products: ['Engine', 'Loom'] },
  );
});

t.test('the same payload counts once, also when many come at once', async (t) => {
  const { deliver, leads, payloads } = await chat();
  const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(ada())));
  t.strictSame([...new Set(answers.map(({ status }) => status))], [200]);
  t.equal(new Set(answers.map(({ body }) => body.payloads?.[0]?.id)).size, 1);
  t.match(await leads(), [{ touchCount: 1 }]);
  t.equal((await payloads()).length, 1);
});

t.test('what the mapping cannot read fails, is kept, and becomes a lead after a correction', async (t) => {
  const fields = [{ to: 'email', pointer: '/mail', required: true }];
  const { deliver, leads, payload, replay, change, post, path } = await chat({ fields });
  const sent = [await deliver(ada()), await deliver(ada({ chatId: 'c-2', visitor: { email: 'b@b.example' } }))];
  t.match(sent, [{ status: 200, body: { payloads: [{ state: 'failed' }] } }, { status: 200 }]);
  const id = sent[0]?.body.payloads?.[0]?.id ?? '';
  const failed = await payload(id);
  t.match(failed, {
    state: 'failed',
    problem: { code: 'rule_refused', errors: [{ pointer: '/fields/0', code: 'required' }] },
  });
  t.same(JSON.parse(failed.content ?? ''), ada());
  t.strictSame(await leads(), []);
  t.equal((await change({ fields: FIELDS })).status, 200);
  t.match(await replay(id), { status: 200, body: { state: 'waiting' } });
  t.match(await payload(id), {
    state: 'accepted',
    values: [{ to: 'email', value: 'ada@engines.example' }, { to: 'name' }, { to: 'externalId' }],
  });
  t.match(await leads(), [{ email: 'ada@engines.example', name: 'Ada King', externalId: 'c-1' }]);
  t.match(await post(`${path}/replay`, {}), { status: 200, body: { payloads: 1 } });
  t.equal(await runDue(), 1);
  t.equal(await runDue(), 0);
  t.equal((await leads()).length, 2);
});

t.test(
  'a replay corrects the lead that a payload made, keeps what was changed since, and doubles nothing',
  async (t) => {
    const fields = [
      ...FIELDS.slice(0, 1),
      { to: 'jobTitle', pointer: '/visitor/name' },
      { to: 'city', pointer: '/city' },
    ];
    const { deliver, leads, patch, replay, change, post, path } = await chat({ fields });
    const answer = await deliver(ada({ city: 'Paris' }));
    const [wrong] = await leads();
    t.match(wrong, { jobTitle: 'Ada King', city: 'Paris' });
    t.equal((await patch(`/v1/leads/${wrong?.id}`, { city: 'London' })).status, 200);
    await change({ fields: [...FIELDS, { to: 'city', pointer: '/town' }] });
    await replay(answer.body.payloads?.[0]?.id ?? '');
    const [corrected] = await leads();
    t.match(corrected, { id: wrong?.id, name: 'Ada King', city: 'London', touchCount: 1 });
    t.notOk(corrected?.jobTitle);
    t.match(await post(`${path}/replay`, { states: ['accepted'] }), { status: 200, body: { payloads: 1 } });
    await runDue();
    t.match(await leads(), [{ id: wrong?.id, version: corrected?.version }], 'a further replay changes nothing');
  },
);

t.test(
  'a payload adds and fills, and overwrites nothing of a known lead; its external id finds it again',
  async (t) => {
    const { deliver, leads, post, get } = await chat();
    await post('/v1/leads', { email: 'ada@engines.example', name: 'Ada Lovelace' });
    t.match(await deliver(ada()), { status: 200 });
    const [lead] = await leads();
    t.match(lead, { name: 'Ada Lovelace', touchCount: 2, externalId: 'c-1' });
    await deliver({ chatId: 'c-1', visitor: { email: 'other@engines.example' } });
    t.match(await leads(), [{ id: lead?.id, email: 'ada@engines.example', touchCount: 3 }]);
    const touches = await listAll<{ proposal?: object }>(get, `/v1/leads/${lead?.id}/touches`);
    t.ok(
      touches.some(({ proposal }) => proposal !== undefined),
      'another value is proposed',
    );
  },
);

t.test('a consent is granted with the text of the connector', async (t) => {
  const fields = [...FIELDS, { to: 'emailConsent', pointer: '/newsletter' }];
  const { deliver, leads, get } = await chat({ fields, consentText: 'Send me news.' });
  await deliver(ada({ newsletter: true }));
  await deliver({ chatId: 'c-2', visitor: { email: 'b@b.example' }, newsletter: false });
  const found = await leads();
  t.same(found.map(({ emailConsent }) => emailConsent).sort(), ['granted', undefined]);
  const id = found.find(({ emailConsent }) => emailConsent === 'granted')?.id;
  const [touch] = await listAll<{ consents?: object[] }>(get, `/v1/leads/${id}/touches`);
  t.match(touch?.consents, [{ channel: 'email', text: 'Send me news.' }]);
});

t.test('only a sender with the secret is heard, and a wrong signature leaves no trace', async (t) => {
  const settings = { signatureHeader: 'Typeform-Signature', secret: 'Zq-secret-of-the-sender' };
  const { deliver, payloads, change, id, issued } = await chat(settings);
  const signed = (text: string, encoding: 'hex' | 'base64', algorithm = 'sha256') =>
    createHmac(algorithm, settings.secret).update(text).digest(encoding);
  const text = JSON.stringify(ada());
  t.equal((await deliver(ada())).status, 401);
  for (const value of ['', 'sha256=', signed('{}', 'hex'), signed(text, 'hex').slice(1), signed(text, 'hex', 'sha1')])
    t.equal((await deliver(ada(), { 'typeform-signature': value })).status, 401, value);
  t.strictSame(await payloads(), []);
  t.equal((await deliver(ada(), { 'typeform-signature': `sha256=${signed(text, 'base64')}` })).status, 200);
  t.equal((await deliver(ada(), { 'typeform-signature': signed(text, 'hex') })).status, 200);
  await change({ signatureHeader: 'Signature', signatureAlgorithm: 'sha1' });
  t.equal((await deliver(ada(), { signature: signed(text, 'base64', 'sha1') })).status, 200);
  t.equal((await payloads()).length, 1);
  t.notMatch(JSON.stringify(issued), /Zq-secret/);
  const logged = await service.sql<{ text: string }>('select e::text as text from events e where subject_id = $1', [
    id,
  ]);
  t.ok(logged.length >= 2);
  t.notMatch(JSON.stringify(logged), /Zq-secret/);
});

t.test('an address that is unknown, rotated, disabled or deleted is nothing', async (t) => {
  const { deliver, send, address, change, call, path, leads } = await chat();
  const text = JSON.stringify(ada());
  for (const unknown of ['/v1/inbound/x', `/v1/inbound/${'A'.repeat(43)}`, `${address}x`, '/v1/inbound/%00'])
    t.match(await send(unknown, text), { status: 404, body: { code: 'not_found' } }, unknown);
  const rotated = await call<{ address: string; version: number }>('POST', `${path}/rotate-address`);
  t.match(rotated, { status: 200, body: { version: 2 } });
  t.equal((await deliver(ada())).status, 404);
  t.equal((await send(rotated.body.address, text)).status, 200);
  await change({ enabled: false });
  t.equal((await send(rotated.body.address, text)).status, 404);
  await change({ enabled: true });
  t.equal((await call('DELETE', path)).status, 204);
  t.equal((await send(rotated.body.address, text)).status, 404);
  t.equal((await leads()).length, 1, 'leads stay');
  t.match(await service.sql('select 1 from connector_payloads where connector_id::text = $1', [path.slice(-36)]), []);
});

t.test('hostile bodies are refused, and nothing is stored', async (t) => {
  const { send, address, payloads } = await chat();
  const deep = `${'['.repeat(30)}${']'.repeat(30)}`;
  const cases: [string | Buffer, number, Record<string, string>?][] = [
    ['{', 400],
    ['', 400],
    ['{"__proto__":{"visitor":{"email":"a@b.example"}}}', 400],
    [deep, 400],
    ['{"a":1,"a":2}', 400],
    ['{"a":"\\u0000"}', 400],
    [Buffer.from([0x22, 0xff, 0x22]), 400],
    [`"${'x'.repeat(270_000)}"`, 413],
    ['a,b', 415, { 'content-type': 'text/csv' }],
    ['{}', 415, { 'content-encoding': 'gzip' }],
    ['a=%ff', 400, { 'content-type': 'application/x-www-form-urlencoded' }],
  ];
  for (const [body, status, headers] of cases)
    t.equal((await send(address, body, headers)).status, status, String(body).slice(0, 40));
  t.equal((await send(address, '', {}, 'PUT')).status, 405);
  t.strictSame(await payloads(), []);
});

t.test('a person on the suppression list is not stored, not even in the payload', async (t) => {
  const { deliver, leads, payloads, post, payload } = await chat();
  t.equal((await post('/v1/suppressions', { kind: 'email', value: 'ada@engines.example' })).status, 201);
  const answer = await deliver(ada());
  t.match(answer, { status: 200, body: { payloads: [{ state: 'suppressed' }] } });
  t.strictSame(await leads(), []);
  t.equal((await payloads()).length, 1);
  t.notOk((await payload(answer.body.payloads?.[0]?.id ?? '')).content);
});

t.test('an erased person is in no payload, and an access request shows those with its address', async (t) => {
  const { deliver, leads, post, payload, replay, change } = await chat();
  const accepted = await deliver(ada());
  await change({ fields: [{ to: 'email', pointer: '/nowhere', required: true }] });
  const failed = await deliver(ada({ chatId: 'c-9' }));
  const ids = [accepted, failed].map(({ body }) => body.payloads?.[0]?.id ?? '');
  t.match(failed, { body: { payloads: [{ state: 'failed' }] } });
  const known = await post<object>('/v1/access-requests', { email: 'ada@engines.example' });
  t.match(known.status, 200, known.text);
  for (const id of ids) t.match(known.text, id, 'the access request has the payload');
  const erasure = await post<{ id: string }>('/v1/erasures', { email: 'ada@engines.example' });
  t.equal(erasure.status, 202, erasure.text);
  while ((await app?.services.jobs.runDue())?.more);
  t.strictSame(await leads(), []);
  for (const id of ids) t.notMatch(await payload(id), { content: String }, 'the content is gone');
  const rows = await service.sql<{ text: string }>(
    'select p::text as text from connector_payloads p where id = any($1)',
    [ids],
  );
  t.equal(rows.length, 2);
  t.notMatch(JSON.stringify(rows), /engines\.example|Ada King/);
  t.match(await replay(ids[0] ?? ''), { status: 409 });
  await change({ fields: FIELDS });
  await deliver(ada());
  t.strictSame(await leads(), [], 'what the sender repeats brings nobody back');
});

t.test('a payload that a crash left is processed by another process, once', async (t) => {
  const { deliver, leads, payloads } = await chat();
  const answer = await deliver(ada());
  const [id] = [answer.body.payloads?.[0]?.id];
  // The lead was made, and the process ended before it noted that.
  await service.sql(
    `update connector_payloads set state = 'waiting', lead_id = null, touch_id = null, lead = null,
       next_attempt_at = now() - interval '1 second' where id = $1`,
    [id],
  );
  t.equal(await runDue(), 1);
  const [lead] = await leads();
  t.match(await payloads(), [{ state: 'accepted', leadId: lead?.id, nextAttemptAt: null }]);
  t.equal(lead?.touchCount, 1, 'the lead was not touched twice');
});

t.test('payloads are removed after 30 days', async (t) => {
  const { deliver, payloads, leads } = await chat();
  await deliver(ada());
  ahead = 29 * 86_400_000;
  await app?.services.maintenance.purgeConnectorPayloads();
  t.equal((await payloads()).length, 1);
  ahead = 31 * 86_400_000;
  await app?.services.maintenance.purgeConnectorPayloads();
  t.strictSame(await payloads(), []);
  t.equal((await leads()).length, 1);
  ahead = 0;
});

t.test('a payload by hand is read like one that arrives', async (t) => {
  const { post, path, leads, payload, get } = await chat();
  const made = await post<{ id: string; state: string }>(`${path}/payloads`, { text: JSON.stringify(ada()) });
  t.match(made, { status: 201, body: { state: 'waiting' } });
  t.match(await payload(made.body.id), { state: 'accepted' });
  t.equal((await leads()).length, 1);
  t.match(await post<ProblemOut>(`${path}/payloads`, { text: '{' }), {
    status: 422,
    body: { errors: [{ pointer: '/text' }] },
  });
  const other = await chat();
  t.equal((await get(`${other.path}/payloads/${made.body.id}`)).status, 404);
  t.equal((await other.get(`${path}/payloads`)).status, 404);
});

t.test('a connector takes its share of payloads a minute, and a caller few unknown addresses', async (t) => {
  const { deliver, send, address } = await chat();
  const statuses = new Map<number, number>();
  for (let sent = 0; sent < 1_300; sent += 20) {
    const some = await Promise.all(Array.from({ length: 20 }, () => deliver(ada())));
    for (const { status } of some) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  t.strictSame(Object.fromEntries(statuses), { 200: 1_200, 429: 100 });
  ahead = 61_000;
  t.equal((await send(address, JSON.stringify(ada()))).status, 200);
  ahead = 0;
});

t.test('what has no address is no operation: the sender needs no API key', async (t) => {
  const send = sender(service.urls[0] ?? '');
  t.equal((await send('/v1/connectors', '{}')).status, 401);
});

t.test('a payload that names nobody makes no lead', async (t) => {
  const { deliver, leads, payloads } = await chat();
  for (const payload of [{}, [], null, 1, { event: 'ping' }]) {
    t.match(await deliver(payload), { status: 200, body: { payloads: [{ state: 'failed' }] } });
  }
  t.match((await payloads())[0], { problem: { code: 'rule_refused', errors: [{ pointer: '/fields' }] } });
  t.strictSame(await leads(), []);
  t.match(await deliver({ chatId: 'c-9' }), { body: { payloads: [{ state: 'accepted' }] } }, 'an id is enough');
});

t.test('no instant gives a fault', async (t) => {
  const { deliver, leads } = await chat({ fields: [...FIELDS, { to: 'occurredAt', pointer: '/time' }] });
  const fails = ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '1969-12-31T23:59:59Z', '2026-13-01T00:00:00Z'];
  for (const [index, time] of fails.entries()) {
    const answer = await deliver(ada({ chatId: `c-${index}`, time }));
    t.match(answer, { status: 200, body: { payloads: [{ state: 'failed' }] } }, time);
  }
  const taken = ['1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 99_999_999_999_999];
  for (const time of taken) t.match(await deliver(ada({ time })), { body: { payloads: [{ state: 'accepted' }] } });
  t.equal((await leads()).length, 1);
});

t.test('a problem does not repeat the secret address', async (t) => {
  const { send, address } = await makeConnector(service, { fields: FIELDS });
  const answers = [await send(address, '{'), await send(`${address}x`, '{}'), await send(`${address}/more`, '{}')];
  for (const { status, text } of answers) {
    t.ok(status >= 400, text);
    t.notMatch(text, address.slice(-43));
    t.match(text, /"instance":"\/v1\/inbound\/-"/u);
  }
});
