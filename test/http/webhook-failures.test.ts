import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { runChild } from '../support/child.js';
import { ENDPOINTS, openWebhooks, sequencesOf } from './webhook-fixture.js';
import { openReceiver } from './webhook-receiver.js';

const KILLS = 20;
const HOUR = 3_600;

t.setTimeout(240_000);
const service = await openWebhooks(t);
const { apps, sql, deliver, makeWorkspace, makeSandbox, pass } = service;

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 10) {
    if (waited > 30_000) throw new Error('it never came to that');
    await delay(10);
  }
}

t.test('a receiver that is down for 72 hours gets every event afterwards, each lead in its order', async (t) => {
  const { addEndpoint, addLead, advance, logged, patch, deliveries, endpoint } = await makeSandbox();
  let down = true;
  const receiver = await openReceiver(t, () => (down ? { status: 503 } : {}));
  const { id } = await addEndpoint({ url: receiver.url });
  const leads: string[] = [];
  for (let hour = 0; hour < 72; hour += 6) {
    leads.push(await addLead(`h${hour}@outage${hour}.test`));
    for (const lead of leads.slice(-3)) await patch(`/v1/leads/${lead}`, { city: `City ${hour}` });
    await deliver();
    await advance(6 * HOUR);
  }
  t.match(await endpoint(id), { enabled: true, failingSince: String });
  const refused = receiver.received.length;
  t.ok(refused > 10 && refused < 100, `${refused} attempts while it was down`);
  down = false;
  await deliver();
  const got = receiver.received.slice(refused);
  for (const lead of leads) t.same(sequencesOf(got, lead), await logged(lead), 'all, once, in order');
  t.same(
    got.map(({ body }) => body.sequence).sort((a, b) => a - b),
    await logged(),
  );
  t.same(await deliveries(id, '&state=waiting'), []);
  t.same(await deliveries(id, '&state=failed'), []);
});

t.test('an endpoint without a success for five days is disabled', async (t) => {
  const { addEndpoint, addLead, advance, deliveries, endpoint } = await makeSandbox();
  const receiver = await openReceiver(t, () => ({ status: 500 }));
  const { id } = await addEndpoint({ url: receiver.url });
  for (let day = 0; day < 4; day += 1) {
    await addLead(`d${day}@days${day}.test`);
    await deliver();
    await advance(24 * HOUR);
  }
  t.match(await endpoint(id), { enabled: true });
  const now = Date.now() + 96 * HOUR * 1_000;
  const [head] = (await deliveries(id, '&state=waiting')).filter(({ nextAttemptAt }) => nextAttemptAt !== null);
  t.ok(
    Date.parse(head?.nextAttemptAt ?? '') > now - 48 * HOUR * 1_000,
    'the next attempt is by the clock of the sandbox',
  );
  await advance(25 * HOUR);
  await deliver();
  t.match(await endpoint(id), { enabled: false, disabledReason: 'failing' });
});

t.test('an endpoint that hangs holds up no other', async (t) => {
  const { addEndpoint, addLead } = await makeWorkspace();
  const hanging = await openReceiver(t, () => ({ hangs: true }));
  const working = await openReceiver(t);
  await addEndpoint({ url: hanging.url });
  await addEndpoint({ url: working.url });
  await addLead('one@hanging.test');
  const began = Date.now();
  const turns = [await (apps[0] as (typeof apps)[0]).services.webhookDeliveries.startDue()];
  await until(() => hanging.received.length > 0 && working.received.length > 0);
  const before = working.received.length;
  await addLead('two@hanging.test');
  await until(async () => {
    turns.push(await (apps[0] as (typeof apps)[0]).services.webhookDeliveries.startDue());
    return working.received.length > before;
  });
  t.ok(Date.now() - began < 10_000, 'before the other times out');
  hanging.hangUp();
  for (const { ended } of turns) await ended;
});

t.test(`after ${KILLS} times kill -9 each event has arrived, in the order of its lead`, async (t) => {
  const { addEndpoint, addLead, logged, patch, endpoint } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const { id } = await addEndpoint({ url: receiver.url });
  const leads: string[] = [];
  /** How many requests had arrived when each process ended. */
  const ends: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = runChild('webhooks-child.ts', service.databaseUrl);
    t.equal(await child.firstLine, 'ready');
    leads.push(await addLead(`k${kill}@kill${kill}.test`));
    const sent = receiver.received.length;
    await Promise.all(leads.slice(-5).map((lead) => patch(`/v1/leads/${lead}`, { city: `City ${kill}` })));
    await until(() => receiver.received.length > sent + (kill % 4));
    child.process.kill('SIGKILL');
    await child.ended;
    ends.push(receiver.received.length);
    // A killed process holds its endpoints for 40 s: the time is over.
    await sql('update webhook_endpoints set lease_until = now() where id = $1', [id]);
  }
  pass(60_000);
  await deliver();
  t.match(await endpoint(id), { failures: 0, enabled: true });
  const all = await logged();
  const got = receiver.received.map(({ body }) => body.sequence);
  t.same(
    [...new Set(got)].sort((a, b) => a - b),
    all,
    'none is lost',
  );
  for (const lead of leads) {
    const firsts = [...new Set(sequencesOf(receiver.received, lead))];
    t.same(firsts, await logged(lead), 'first arrivals are in order');
  }
  const repeated = got.length - all.length;
  t.comment(`${all.length} events, ${repeated} repeated`);
  for (const [index, end] of [...ends, got.length].entries()) {
    const ofProcess = got.slice(ends[index - 1] ?? 0, end);
    // Requests of the process before can arrive late: 16 at most.
    t.ok(ofProcess.length - new Set(ofProcess).size <= 16, 'no process sends an event twice');
  }
});

t.test('events caused by keys in skipOwn are not sent', async (t) => {
  const { addEndpoint, addLead, call, post } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const { body: key } = await post<{ id: string; token: string }>('/v1/api-keys', {
    ...{ name: 'Receiver', kind: 'service', scopes: ['leads:write', 'leads:read'] },
  });
  await addEndpoint({ url: receiver.url, skipOwn: [key.id] });
  const headers = { authorization: `Bearer ${key.token}` };
  const own = await call<{ lead: { id: string } }>('POST', '/v1/leads', { email: 'own@skip.test' }, { headers });
  t.equal(own.status, 201);
  const rotated = await post<{ token: string }>(`/v1/api-keys/${key.id}/rotate`, { overlapHours: 0 });
  const next = { authorization: `Bearer ${rotated.body.token}` };
  const later = await call<{ lead: { id: string } }>('POST', '/v1/leads', { email: 'l@skip3.test' }, { headers: next });
  t.equal(later.status, 201);
  const other = await addLead('other@skip2.test');
  await deliver();
  t.same(sequencesOf(receiver.received, own.body.lead.id), []);
  t.same(sequencesOf(receiver.received, later.body.lead.id), [], 'also after a rotation');
  t.ok(sequencesOf(receiver.received, other).length > 0);
});

t.test('revoking the key of an endpoint ends it', async (t) => {
  const { addLead, call, post, endpoint } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const { body: key } = await post<{ id: string; token: string }>('/v1/api-keys', {
    ...{ name: 'Integrator', kind: 'service', scopes: ['webhooks:write', 'webhooks:read', 'events:read'] },
  });
  const headers = { authorization: `Bearer ${key.token}` };
  const body = { url: receiver.url, types: ['lead.*'] };
  const made = await call<{ id: string; principalId: string }>('POST', ENDPOINTS, body, { headers });
  t.match(made, { status: 201, body: { principalId: key.id } });
  await addLead('before@revoked.test');
  await deliver();
  const sent = receiver.received.length;
  t.ok(sent > 0);
  t.equal((await post(`/v1/api-keys/${key.id}/revoke`, {})).status, 200);
  await addLead('after@revoked2.test');
  await deliver();
  t.equal(receiver.received.length, sent);
  t.match(await endpoint(made.body.id), { enabled: false, disabledReason: 'key_ended' });
});

t.test('events are sent again one by one, after failure, and from a place in the log', async (t) => {
  const { addEndpoint, addLead, logged, post, deliveries } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const { id } = await addEndpoint({ url: receiver.url });
  const lead = await addLead('again@resend.test');
  await deliver();
  const sequences = await logged(lead);
  const [first] = receiver.received;
  const resend = (body: object) => post<{ deliveries: number }>(`${ENDPOINTS}/${id}/resend`, body);
  t.match(await resend({ eventId: first?.body.id }), { status: 200, body: { deliveries: 1 } });
  await deliver();
  t.same(sequencesOf(receiver.received, lead), [...sequences, sequences[0]]);
  t.equal(receiver.received.at(-1)?.headers['webhook-id'], first?.headers['webhook-id']);
  await sql(`update webhook_deliveries set state = 'failed', ended_at = now() where endpoint_id = $1`, [id]);
  const all = sequences.length;
  t.match(await resend({ failedSince: '2026-01-01T00:00:00Z' }), { body: { deliveries: all } });
  await deliver();
  t.same(sequencesOf(receiver.received, lead).slice(-all), sequences, 'in order');
  t.ok((await deliveries(id)).every(({ state }) => state === 'succeeded'));
  t.equal((await post(`${ENDPOINTS}/${id}/replay`, { fromSequence: 1 })).status, 200);
  await deliver();
  t.same(sequencesOf(receiver.received, lead).slice(-all), sequences);
  t.match(await resend({}), { status: 422 });
  t.match(await post(`${ENDPOINTS}/${id}/replay`, { fromSequence: 1_000_000 }), { status: 422 });
});

t.test(
  'what waits after a failed attempt since an instant is sent again at once, each lead in its order',
  async (t) => {
    const { addEndpoint, addLead, logged, patch, post, deliveries } = await makeWorkspace();
    // After 404 the next attempt is half an hour later.
    const receiver = await openReceiver(t, () => ({ status: 404 }));
    const { id } = await addEndpoint({ url: receiver.url });
    const resend = (failedSince: string) => post<{ deliveries: number }>(`${ENDPOINTS}/${id}/resend`, { failedSince });
    const early = await addLead('early@outage.test');
    await deliver();
    await delay(5);
    const since = new Date().toISOString();
    const late = [await addLead('late@outage1.test'), await addLead('later@outage2.test')];
    await deliver();
    const [lead = ''] = late;
    const [given] = await logged(lead);
    await patch(`/v1/leads/${lead}`, { city: 'Bremen' });
    await deliver();
    t.equal(receiver.received.length, 3, 'the first event of each lead was tried once');
    // The first event of this lead fails for good, and its second one is tried.
    await sql(
      `update webhook_deliveries set state = 'failed', ended_at = now(), next_attempt_at = null
      where endpoint_id = $1 and sequence = $2`,
      [id, given],
    );
    const [, second] = await logged(lead);
    await sql('update webhook_deliveries set next_attempt_at = now() where endpoint_id = $1 and sequence = $2', [
      id,
      second,
    ]);
    await sql('update webhook_endpoints set retry_at = now() where id = $1', [id]);
    await deliver();
    t.equal(receiver.received.length, 4);
    receiver.answerWith(() => ({}));
    await deliver();
    t.equal(receiver.received.length, 4, 'nothing is due');
    t.match(await resend(since), { status: 200, body: { deliveries: 3 } }, 'one failed for good, two wait');
    await deliver();
    const got = receiver.received.slice(4);
    for (const one of late) t.same(sequencesOf(got, one), await logged(one), 'all, once, in order');
    t.same(sequencesOf(got, early), [], 'that one failed before the instant');
    t.match(await resend(since), { body: { deliveries: 0 } });
    t.match(await resend('2026-01-01T00:00:00Z'), { body: { deliveries: 1 } });
    await deliver();
    t.same(sequencesOf(receiver.received.slice(4), early), await logged(early));
    t.same(await deliveries(id, '&state=waiting'), []);
  },
);

t.test(
  'a deleted lead leaves no value in deliveries and answers, and what waits is sent without its values',
  async (t) => {
    const { addEndpoint, post, call, attempts } = await makeWorkspace();
    const receiver = await openReceiver(t, ({ text }) => ({ status: 500, body: text }));
    const { id } = await addEndpoint({ url: receiver.url });
    const { body } = await post('/v1/leads', { email: 'zebedee@erased.test', name: 'Zebedee Quux' });
    await deliver();
    t.match((await attempts(id))[0], { answer: /zebedee/ });
    t.equal((await call('DELETE', `/v1/leads/${body.lead.id}`)).status, 204);
    t.match((await attempts(id))[0], { answer: null, status: 500 });
    const tables = await sql<{ text: string }>(
      `select d::text as text from webhook_deliveries d union all select a::text from webhook_attempts a`,
    );
    t.ok(tables.length > 0);
    t.notOk(tables.some(({ text }) => /zebedee|quux/i.test(text)));
    receiver.answerWith(() => ({}));
    pass(600_000);
    const before = receiver.received.length;
    await deliver();
    const later = receiver.received.slice(before);
    t.ok(later.length > 1);
    t.notOk(later.some(({ text }) => /zebedee|quux/i.test(text)));
  },
);

t.test('old deliveries and attempts are removed, waiting ones stay', async (t) => {
  const { addEndpoint, addLead, deliveries } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const { id } = await addEndpoint({ url: receiver.url });
  await addLead('old@purge.test');
  await deliver();
  const ended = (await deliveries(id)).length;
  receiver.answerWith(() => ({ status: 503 }));
  await addLead('new@purge2.test');
  await deliver();
  await sql(`update webhook_deliveries set created_at = created_at - interval '31 days' where endpoint_id = $1`, [id]);
  const all = (await deliveries(id)).length;
  await (apps[0] as (typeof apps)[0]).services.maintenance.purgeWebhooks();
  const left = await deliveries(id);
  t.equal(left.length, all - ended);
  t.ok(left.every(({ state }) => state === 'waiting'));
});

t.test('with a condition only events of leads that fulfil it are sent', async (t) => {
  const { addEndpoint, post, logged, patch, endpoint, addLead } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const where = { type: 'field', field: 'country', operator: 'eq', value: 'DE' };
  const { id } = await addEndpoint({ url: receiver.url, where });
  t.same((await endpoint(id)).where, where);
  const lead = async (email: string, country: string) => (await post('/v1/leads', { email, country })).body.lead.id;
  const german = await lead('a@german.test', 'DE');
  const french = await lead('b@french.test', 'FR');
  await addLead('c@nowhere.test');
  await deliver();
  t.same(sequencesOf(receiver.received, german), await logged(german));
  t.same(
    receiver.received.filter(({ body }) => body.subjectId !== german),
    [],
  );
  const before = await logged(french);
  await patch(`/v1/leads/${french}`, { country: 'DE' });
  await deliver();
  t.same(
    sequencesOf(receiver.received, french),
    (await logged(french)).filter((sequence) => !before.includes(sequence)),
  );
  const path = `${ENDPOINTS}/${id}`;
  const both = await patch<{ errors: object[] }>(path, { where, removeWhere: true });
  t.match(both, { status: 422, body: { errors: [{ pointer: '/removeWhere' }] } });
  t.same((await patch(path, { removeWhere: false })).body, await endpoint(id), 'false changes nothing');
  const removed = await patch<{ version: number }>(path, { removeWhere: true });
  t.match(removed, { status: 200, body: { version: 2 } });
  t.notMatch(removed.body, { where: Object });
  const anywhere = await addLead('d@anywhere.test');
  await deliver();
  t.same(sequencesOf(receiver.received, anywhere), await logged(anywhere), 'events of all leads are sent');
  const unknown = { type: 'field', field: 'attributes.none', operator: 'gt', value: 'x' };
  const refused = await post<{ errors: object[] }>(ENDPOINTS, { url: receiver.url, types: ['lead.*'], where: unknown });
  t.match(refused, { status: 422, body: { errors: [{ pointer: /^\/where/ }] } });
});
