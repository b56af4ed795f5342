import { connect } from 'node:net';
import t from 'tap';
import { buildDocument, routesText } from '../../src/http/openapi.js';
import { documentText } from '../../src/http/openapi-text.js';
import { operationsOver } from '../../src/http/operations.js';
import { makeApiKey, parseApiKey } from '../../src/services/api-keys/format.js';
import { kernelFor, keys, type NoteServices, noteOperations, noteTags } from './kernel-fixture.js';

const json = { authorization: `Bearer ${keys.all}`, 'content-type': 'application/json' };

t.test('an Idempotency-Key replays the answer byte by byte', async (t) => {
  const { server, notes } = await kernelFor(t);
  const send = (key: string, payload: object, url = '/v1/notes') =>
    server.inject({ method: 'POST', url, headers: { ...json, 'idempotency-key': key }, payload });
  const first = await send('abc', { title: 'a' });
  const again = await send('"abc"', { title: 'a' });
  t.equal(again.body, first.body, 'quoted or not, it is the same key');
  t.equal(again.statusCode, 201);
  for (const name of ['etag', 'location', 'content-type']) t.equal(again.headers[name], first.headers[name], name);
  t.equal(first.headers['idempotent-replayed'], undefined);
  t.equal(again.headers['idempotent-replayed'], 'true');
  t.equal((await notes.list(10)).length, 1, 'one effect');
  t.equal((await send('abc', { title: 'b' })).statusCode, 422, 'another body');
  t.equal((await send('abc', { title: 'a' }, '/v1/notes?')).statusCode, 201, 'an empty query is no query');
  const refused = await send('def', { title: 'taken' });
  const refusedAgain = await send('def', { title: 'taken' });
  t.equal(refused.statusCode, 409);
  t.equal(refusedAgain.body, refused.body, 'a deterministic refusal is remembered too');
  t.match(refusedAgain.headers['content-type'], /problem\+json/);
  t.equal((await send('ghi', { title: 'boom' })).statusCode, 500);
  t.notOk(notes.remembered.has('ghi'), 'a fault is not remembered');
});

t.test('a remembered answer with a credential can be read by its owner only', async (t) => {
  const { server, notes } = await kernelFor(t);
  const send = () =>
    server.inject({
      method: 'POST',
      url: '/v1/notes/01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f/secret',
      headers: { authorization: json.authorization, 'idempotency-key': 'abc' },
    });
  const first = await send();
  const stored = notes.remembered.get('abc')?.stored;
  t.notMatch(stored?.body, /credential/);
  t.notMatch(Buffer.from(stored?.body ?? '', 'base64').toString('latin1'), /credential/);
  const again = await send();
  t.equal(again.body, first.body);
  t.match(again.json(), { title: 'a credential' });
});

t.test('request ids are taken or made, and personal data stays out of the log', async (t) => {
  const { server, logged } = await kernelFor(t);
  const canary = 'alice.canary@example.com';
  const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const headers = { ...json, 'x-request-id': 'my-request.1', traceparent: trace, 'user-agent': canary };
  const kept = await server.inject({
    method: 'POST',
    url: '/v1/notes',
    headers,
    payload: { title: 'boom', attributes: { canary } },
  });
  t.equal(kept.headers['x-request-id'], 'my-request.1');
  t.equal(kept.json().requestId, 'my-request.1');
  for (const bad of ['short', 'x'.repeat(129), 'with space here', canary]) {
    const made = await server.inject({ url: `/v1/notes?q=${canary}`, headers: { ...json, 'x-request-id': bad } });
    t.match(made.headers['x-request-id'], /^[0-9a-f-]{36}$/, bad);
  }
  await server.inject({ url: `/${canary}` });
  await server.inject({ method: 'POST', url: '/v1/notes', headers: json, payload: `{"title":"${canary}` });
  const text = JSON.stringify(logged);
  t.notMatch(text, /canary/);
  t.notMatch(text, /alice/, 'nor what the failed service quoted');
  t.notMatch(text, keys.all);
  t.equal(logged.filter(({ level }) => level === 'error').length, 1, 'a fault is logged once');
  t.match(logged[0], {
    level: 'error',
    fields: { requestId: 'my-request.1', operation: 'createNote', fault: [{ name: 'Error' }] },
  });
  t.match(logged[1]?.fields, {
    route: '/v1/notes',
    status: 500,
    code: 'internal_error',
    traceId: '0af7651916cd43dd8448eb211c80319c',
  });
});

t.test('a key that has used up its minute gets 429 with the time of the next try', async (t) => {
  const { server } = await kernelFor(t, {
    config: {
      maxInFlight: 100,
      bodyLimit: 1000,
      rateLimits: { capture: 1, others: 2 },
      trustedProxies: [],
      corsOrigins: [],
    },
  });
  const read = () => server.inject({ url: '/v1/notes', headers: json });
  const first = await read();
  t.equal(first.statusCode, 200);
  t.equal(first.headers['ratelimit-policy'], '"default";q=2;w=60');
  t.match(first.headers.ratelimit, /^"default";r=1;t=\d+$/);
  await read();
  const late = await read();
  t.match(late.json(), { status: 429, code: 'rate_limited' });
  t.match(late.headers.ratelimit, /^"default";r=0;t=\d+$/);
  t.match(late.headers['retry-after'], /^[1-9]\d*$/);
  t.equal((await server.inject('/livez')).statusCode, 200);
});

t.test('work beyond the bound waits for a second at most, probes and other workspaces never', async (t) => {
  let now = 0;
  const { server, notes } = await kernelFor(t, {
    clock: () => now,
    config: {
      maxInFlight: 2,
      bodyLimit: 1000,
      rateLimits: { capture: 0, others: 0 },
      trustedProxies: [],
      corsOrigins: [],
    },
  });
  let release = () => {};
  notes.holdUntil(
    new Promise<void>((resolve) => {
      release = resolve;
    }),
  );
  // Awaited inside, because an injected request only starts when its answer is awaited.
  const send = async () =>
    await server.inject({ method: 'POST', url: '/v1/notes', headers: json, payload: { title: 'a' } });
  const running = [send(), send(), send(), send()];
  await until(() => notes.waiting() === 1);
  const other = await server.inject({ url: '/v1/notes', headers: { authorization: `Bearer ${keys.read}` } });
  t.equal(other.statusCode, 200, 'another workspace has room');
  now += 1_001;
  const late = await Promise.race(running);
  t.equal(late.statusCode, 503);
  t.match(late.json(), { code: 'overloaded' });
  t.match(late.headers['retry-after'], /^[123]$/);
  for (const url of ['/livez', '/readyz', '/metrics']) t.equal((await server.inject(url)).statusCode, 200, url);
  release();
  const statuses = (await Promise.all(running)).map(({ statusCode }) => statusCode).sort();
  t.strictSame(statuses, [201, 503, 503, 503]);
  t.equal((await send()).statusCode, 201, 'places are given back');
  now += 1_000;
  t.match((await server.inject('/metrics')).body, /http_server_shed_total 3/);
});

t.test('readiness follows the checks and the drain; liveness does not', async (t) => {
  let now = 0;
  let asked = 0;
  let healthy = true;
  const database = async () => {
    asked += 1;
    if (!healthy) throw new Error('no connection');
  };
  const { server } = await kernelFor(t, { health: { database }, clock: () => now });
  t.match((await server.inject('/readyz')).json(), {
    status: 'ok',
    checks: { database: { status: 'ok' }, draining: { status: 'ok' } },
  });
  healthy = false;
  t.equal((await server.inject('/readyz')).statusCode, 200, 'asked at most once a second');
  now += 1000;
  const failed = await server.inject('/readyz');
  t.equal(failed.statusCode, 503);
  t.match(failed.json(), { checks: { database: { status: 'failed', detail: 'no connection' } } });
  t.equal(asked, 2);
  t.equal((await server.inject('/livez')).statusCode, 200);
  healthy = true;
  now += 1000;
  t.equal((await server.inject('/readyz')).statusCode, 200);
  server.startDraining();
  t.equal((await server.inject('/readyz')).statusCode, 503);
  const answer = await server.inject({ url: '/v1/notes', headers: json });
  t.equal(answer.statusCode, 200, 'what still comes is served');
  t.equal(answer.headers.connection, 'close');
});

t.test('closing finishes what is in flight', async (t) => {
  const { server, notes } = await kernelFor(t);
  let release = () => {};
  notes.holdUntil(
    new Promise<void>((resolve) => {
      release = resolve;
    }),
  );
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const running = fetch(`${address}/v1/notes`, { method: 'POST', headers: json, body: '{"title":"a"}' });
  await until(() => notes.waiting() === 1);
  const closed = server.close();
  await t.rejects(fetch(`${address}/livez`), 'no new connection is accepted');
  release();
  t.equal((await running).status, 201);
  await closed;
});

t.test('what never becomes a request is a problem too', async (t) => {
  const { server } = await kernelFor(t);
  const address = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
  const raw = (text: string) => exchange(Number(address.port), text);
  for (const text of [
    'garbage\r\n\r\n',
    'GET / HTTP/1.1\r\nbad header\r\n\r\n',
    `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
  ]) {
    const answer = await raw(text);
    t.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
    t.match(answer, /content-type: application\/problem\+json/);
    t.match(JSON.parse(answer.split('\r\n\r\n')[1] ?? ''), { code: 'validation_failed', requestId: /.{8,}/ });
  }
  const smuggled = await raw(
    'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  );
  t.match(smuggled, /^HTTP\/1\.1 400/);
});

t.test('a client that leaves in the middle of its body is no fault of ours', async (t) => {
  const { server, logged } = await kernelFor(t);
  const { port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
  const head = Object.entries(json).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`POST /v1/notes HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n${head.join('')}\r\n{"title`);
  await until(() => socket.bytesWritten > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.strictSame(
    logged.filter(({ level }) => level === 'error'),
    [],
  );
  t.equal((await server.inject({ url: '/v1/notes', headers: json })).statusCode, 200);
});

t.test('metrics name routes, not addresses', async (t) => {
  const { server } = await kernelFor(t, { registerMetrics: (registry) => registry.setDefaultLabels({ app: 'test' }) });
  await server.inject({ url: '/v1/notes/01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f', headers: json });
  await server.inject('/v1/somewhere/else');
  const { body } = await server.inject('/metrics');
  t.match(
    body,
    /http_server_request_duration_seconds_count\{app="test",route="\/v1\/notes\/:noteId",method="GET",status_class="4xx"\} 1/,
  );
  t.match(body, /route="unmatched"/);
  t.notMatch(body, /01980a3e|somewhere/);
});

t.test('the document is made of the operations, always the same', async (t) => {
  const { server } = await kernelFor(t);
  const text = documentText(buildDocument(noteOperations, noteTags));
  t.equal((await server.inject('/openapi.json')).body, text);
  t.equal(documentText(buildDocument([...noteOperations].reverse(), noteTags)), text, 'whatever the order of the list');
  const document = JSON.parse(text);
  t.strictSame(Object.keys(document.paths['/v1/notes/{noteId}'].delete.responses), [
    '204',
    '400',
    '401',
    '403',
    '404',
    '412',
    '413',
    '415',
    '429',
    '500',
    '503',
  ]);
  t.strictSame(
    Object.keys(document.components.schemas).filter((name) => name.startsWith('def-')),
    [],
  );
  const { reminder } = document.components.schemas.TestNoteCreate.properties;
  t.match(reminder, { type: 'object', required: ['kind'], additionalProperties: false, properties: { rings: {} } });
  t.match(document.components.schemas.TestNote, { additionalProperties: undefined }, 'answers are open');
  t.match(
    routesText(noteOperations),
    /^createNote POST \/v1\/notes leads:write 200,201,400,401,403,409,410,413,415,422,429,500,503$/m,
  );
  t.throws(() => buildDocument(noteOperations, []), /undescribed tags: Notes/);
});

t.test('an operation that lacks what all need fails at boot', async (t) => {
  const operation = operationsOver<NoteServices>();
  const whole = {
    id: 'doSomething',
    method: 'POST' as const,
    path: '/v1/somethings',
    tag: 'Notes',
    summary: 'Do',
    description: 'Does.',
    scopes: ['leads:read'] as const,
    success: { status: 204 as const, description: 'Done.' },
    run: async () => undefined,
    present: () => ({}),
  };
  t.doesNotThrow(() => operation(whole));
  t.throws(() => operation({ ...whole, scopes: [] as never }), /declares no scopes/);
  t.throws(() => operation({ ...whole, id: 'Do_it' }), /lowerCamelCase/);
  t.throws(() => operation({ ...whole, path: '/v1/somethings/:id' }), /path has parameters/);
  t.throws(() => operation({ ...whole, path: '/somethings' }), /path is not/);
  t.throws(() => operation({ ...whole, success: { status: 200, description: 'Done.' } }), /has a schema exactly when/);
});

t.test('API keys carry their checksum', async (t) => {
  const random = (size: number) => new Uint8Array(size).fill(255).map((_, index) => (index % 2 === 0 ? 255 : index));
  const key = makeApiKey({ env: 'live', kind: 'admin', random });
  t.match(key, /^hw_live_admin_[0-9A-Za-z]{36}_[0-9A-Za-z]{6}$/);
  t.match(parseApiKey(key), { env: 'live', kind: 'admin', hash: /^[0-9a-f]{64}$/, displayId: key.slice(14, 22) });
  for (let index = 0; index < key.length; index += 1) {
    const typo = `${key.slice(0, index)}${key[index] === 'a' ? 'b' : 'a'}${key.slice(index + 1)}`;
    t.equal(parseApiKey(typo), undefined, `a typing error at ${index}`);
  }
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
