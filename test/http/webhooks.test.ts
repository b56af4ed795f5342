import { createPublicKey, verify } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import t from 'tap';
import { EVENT_TYPES } from '../../src/core/events/events.js';
import type { ProblemOut } from './ingest-fixture.js';
import { ENDPOINTS, type Issued, openWebhooks, sequencesOf } from './webhook-fixture.js';
import { openReceiver } from './webhook-receiver.js';

const service = await openWebhooks(t);
const { deliver, makeWorkspace, pass } = service;

t.test('events of the selected types arrive once, in order, and signed as both packages verify', async (t) => {
  const { addEndpoint, addLead, logged, deliveries, endpoint, attempts } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const headers = [{ name: 'X-Receiver-Token', value: 'abc' }];
  const { id, secret } = await addEndpoint({ url: receiver.url, headers });
  t.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const leadId = await addLead('one@hooks.test');
  await deliver();
  t.ok(receiver.received.length >= 2);
  t.ok(receiver.received.every(({ body }) => body.type.startsWith('lead.')));
  t.same(sequencesOf(receiver.received, leadId), await logged(leadId));
  for (const { text, headers, body } of receiver.received) {
    t.equal(headers['webhook-id'], body.id);
    t.equal(headers['x-receiver-token'], 'abc');
    const sent = headers as Record<string, string>;
    t.same(new StandardWebhook(secret).verify(text, sent), body);
    t.same(new SvixWebhook(secret).verify(text, sent), body);
    t.throws(() => new StandardWebhook(secret).verify(`${text} `, sent));
  }
  const listed = await deliveries(id);
  t.same(
    listed.map(({ sequence }) => sequence),
    receiver.received.map(({ body }) => body.sequence).sort((a, b) => b - a),
  );
  t.ok(listed.every(({ state, attempts }) => state === 'succeeded' && attempts === 1));
  t.ok((await attempts(id)).every(({ status, errorKind }) => status === 204 && errorKind === null));
  t.notMatch(await endpoint(id), { secret: String });
  await deliver();
  t.equal(receiver.received.length, listed.length, 'nothing is sent twice');
});

t.test('an event that fails is sent again with the same id, and later events of its lead wait for it', async (t) => {
  const { addEndpoint, addLead, logged, deliveries, patch, endpoint } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const { id } = await addEndpoint({ url: receiver.url });
  let failing = '';
  receiver.answerWith(({ body }) => (body.subjectId === failing ? { status: 503, body: 'busy' } : {}));
  failing = await addLead('fails@hooks.test');
  const other = await addLead('works@hooks.test');
  await deliver();
  const first = receiver.received.filter(({ body }) => body.subjectId === failing);
  t.equal(first.length, 1, 'one attempt');
  t.same(sequencesOf(receiver.received, other), await logged(other), 'the other lead is not held up');
  await patch(`/v1/leads/${failing}`, { city: 'Graz' });
  await deliver();
  t.equal(receiver.received.filter(({ body }) => body.subjectId === failing).length, 1);
  const waiting = await deliveries(id, '&state=waiting');
  t.same(waiting.map(({ sequence }) => sequence).reverse(), await logged(failing));
  t.equal(waiting.filter(({ nextAttemptAt }) => nextAttemptAt !== null).length, 1);
  const [head] = waiting.toReversed();
  t.match(head, { attempts: 1, lastStatus: 503, lastError: 'status' });
  const pause = Date.parse(String(head?.nextAttemptAt)) - Date.now();
  t.ok(pause > 2_000 && pause <= 6_000, `${pause} ms`);
  receiver.answerWith(() => ({}));
  pass(10_000);
  await deliver();
  const again = receiver.received.filter(({ body }) => body.subjectId === failing).slice(1);
  t.same(
    again.map(({ body }) => body.sequence),
    await logged(failing),
  );
  t.equal(again[0]?.headers['webhook-id'], first[0]?.headers['webhook-id']);
  t.same(await deliveries(id, '&state=waiting'), []);
  t.match(await endpoint(id), { failures: 0, failingSince: null });
});

t.test('410 disables, with an event; enabling sends what came meanwhile', async (t) => {
  const { addEndpoint, addLead, endpoint, get, patch, logged } = await makeWorkspace();
  const receiver = await openReceiver(t, () => ({ status: 410 }));
  const { id } = await addEndpoint({ url: receiver.url });
  const leadId = await addLead('gone@hooks.test');
  await deliver();
  t.match(await endpoint(id), { enabled: false, disabledReason: 'gone', disabledAt: String, version: 2 });
  t.equal(receiver.received.length, 1);
  const { body } = await get<{ data: object[] }>('/v1/events?types=webhook_endpoint.disabled');
  t.match(body.data, [{ subjectId: id, actorKind: 'system', after: { reason: 'gone' } }]);
  receiver.answerWith(() => ({}));
  await addLead('later@hooks.test');
  await deliver();
  t.equal(receiver.received.length, 1);
  t.equal((await patch(`${ENDPOINTS}/${id}`, { enabled: true })).status, 200);
  pass(3_600_000);
  await deliver();
  t.match(await endpoint(id), { enabled: true, disabledReason: null, disabledAt: null });
  t.same(sequencesOf(receiver.received.slice(1), leadId), await logged(leadId));
});

t.test('Retry-After is honoured', async (t) => {
  const { addEndpoint, addLead, deliveries } = await makeWorkspace();
  const receiver = await openReceiver(t, () => ({ status: 429, headers: { 'retry-after': '7200' } }));
  const { id } = await addEndpoint({ url: receiver.url });
  await addLead('slow@hooks.test');
  await deliver();
  const [head] = (await deliveries(id)).filter(({ nextAttemptAt }) => nextAttemptAt !== null);
  const pause = Date.parse(String(head?.nextAttemptAt)) - Date.now();
  t.ok(Math.abs(pause - 7_200_000) < 10_000, `${pause} ms`);
});

t.test('both secrets sign during the overlap', async (t) => {
  const { addEndpoint, addLead, post } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const { id, secret } = await addEndpoint({ url: receiver.url });
  const rotated = await post<Issued>(`${ENDPOINTS}/${id}/rotate-secret`, { overlapHours: 1 });
  t.match(rotated, { status: 200, body: { version: 2 } });
  t.not(rotated.body.secret, secret);
  await addLead('rotated@hooks.test');
  await deliver();
  t.ok(receiver.received.length > 0);
  for (const { text, headers } of receiver.received) {
    for (const each of [secret, rotated.body.secret])
      t.doesNotThrow(() => new StandardWebhook(each).verify(text, headers as Record<string, string>));
  }
});

t.test('a delivery signed with Ed25519 is verified by the public key that the API shows', async (t) => {
  const { addEndpoint, addLead, post } = await makeWorkspace();
  const receiver = await openReceiver(t);
  const { id, secret } = await addEndpoint({ url: receiver.url, signature: 'ed25519' });
  t.match(secret, /^whpk_[A-Za-z0-9+/]{43}=$/);
  const rotated = await post<Issued>(`${ENDPOINTS}/${id}/rotate-secret`, { overlapHours: 1 });
  await addLead('ed25519@hooks.test');
  await deliver();
  t.ok(receiver.received.length > 0);
  for (const { text, headers } of receiver.received) {
    const signatures = String(headers['webhook-signature']).split(' ');
    t.equal(signatures.length, 2);
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
    const isSigned = (publicKey: string, message: string) =>
      signatures.some((signature) => signature.startsWith('v1a,') && verifies(publicKey, message, signature.slice(4)));
    t.ok(isSigned(rotated.body.secret, signed));
    t.ok(isSigned(secret, signed), 'the replaced key signs too during the overlap');
    t.notOk(isSigned(secret, `${signed} `), 'another body is refused');
  }
});

/** Ed25519 (RFC 8032) with the 32 bytes of a public key as a JSON Web Key (RFC 8037). */
function verifies(publicKey: string, message: string, signature: string): boolean {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64'));
}

t.test('an endpoint has only settings that are safe', async (t) => {
  const { post } = await makeWorkspace();
  const refused = async (body: object, pointer: string, status = 422) => {
    const answer = await post<ProblemOut>(ENDPOINTS, { url: 'https://hooks.example.com', types: ['lead.*'], ...body });
    t.match(answer, { status, body: { errors: [{ pointer }] } }, JSON.stringify(body));
  };
  await refused({ url: 'https://10.0.0.1/x' }, '/url');
  await refused({ url: 'https://0x7f000002/' }, '/url');
  await refused({ url: 'https://[::ffff:10.0.0.1]/' }, '/url');
  await refused({ url: 'https://user:secret@hooks.example.com/' }, '/url');
  await refused({ url: 'https://hooks.example.com/#part' }, '/url');
  await refused({ url: 'ftp://hooks.example.com/' }, '/url', 400);
  await refused({ types: ['lead.exploded'] }, '/types/0');
  await refused({ headers: [{ name: 'Webhook-Id', value: 'x' }] }, '/headers/0/name');
  await refused({ headers: [{ name: 'Host', value: 'x' }] }, '/headers/0/name');
  await refused({ headers: [{ name: 'a\r\nb', value: 'x' }] }, '/headers/0/name', 400);
  await refused({ headers: [{ name: 'x', value: 'a\r\nb' }] }, '/headers/0/value', 400);
});

t.test('the document has what receivers get, for every type of event', async (t) => {
  const { get } = await makeWorkspace();
  const { body } = await get<{ 'x-webhooks': Record<string, { post: { description: string; requestBody: object } }> }>(
    '/openapi.json',
  );
  for (const type of EVENT_TYPES) {
    const entry = body['x-webhooks'][type.split('.')[0] ?? '']?.post;
    t.match(entry?.description, `\`${type}\``);
    t.match(entry?.requestBody, {
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Event' } } },
    });
  }
  const older = await get<{ 'x-webhooks'?: object }>('/openapi-3.0.json');
  t.equal(older.body['x-webhooks'], undefined, 'OpenAPI 3.0 has no webhooks');
});
