import type { lookup } from 'node:dns';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import t from 'tap';
import { createWebhookSender } from '../../src/services/webhooks/sending.js';
import { blockOf } from '../support/key-rights.js';

type Resolve = typeof lookup;

/** A resolver that answers each look-up with the next addresses. */
function resolver(...answers: string[][]) {
  let count = 0;
  const resolve = ((_name: string, _options: object, callback: (error: null, found: object[]) => void) => {
    const addresses = answers[Math.min(count, answers.length - 1)] ?? [];
    count += 1;
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as Resolve;
  return { resolve, lookUps: () => count };
}

/** A server that must see no connection, or that answers by `status`. */
async function openServer(t: { teardown(close: () => unknown): unknown }, status = 204, headers = {}) {
  let connections = 0;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, headers).end('x'.repeat(status === 204 ? 0 : 100_000));
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const message = (url: string) => ({ url, headers: {}, body: '{}' });

t.test('a name that leads to a refused address is not connected to, also when it changes its address', async (t) => {
  const canary = await openServer(t);
  const cases: string[][][] = [
    [['127.0.0.1']],
    [['93.184.216.34', '127.0.0.1']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['169.254.169.254']],
    [[]],
  ];
  for (const answers of cases) {
    const { resolve, lookUps } = resolver(...answers);
    const sender = createWebhookSender({ privateTargets: [], resolve, timeoutMs: 2_000 });
    const answer = await sender.send(message(`https://rebinding.test:${canary.port}/`));
    t.match(answer, { status: null, error: 'address_refused' }, JSON.stringify(answers));
    t.equal(lookUps(), 1, 'the look-up of the check is that of the connection');
    sender.close();
  }
  t.equal(canary.connections(), 0);
});

t.test('literal addresses and plain http are refused without a look-up', async (t) => {
  const canary = await openServer(t);
  const sender = createWebhookSender({ privateTargets: [], timeoutMs: 2_000 });
  for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:7f00:1]']) {
    for (const protocol of ['http', 'https']) {
      t.match(await sender.send(message(`${protocol}://${host}:${canary.port}/`)), { error: 'address_refused' }, host);
    }
  }
  const { resolve } = resolver(['93.184.216.34']);
  const permitting = createWebhookSender({ privateTargets: [blockOf('127.0.0.1/32')], resolve, timeoutMs: 2_000 });
  t.match(await permitting.send(message('http://public.test/')), { error: 'address_refused' }, 'public by http');
  t.equal(canary.connections(), 0);
  sender.close();
  permitting.close();
});

t.test('a redirect is a failure and is not followed, and of a long answer only the start is read', async (t) => {
  const canary = await openServer(t);
  const redirecting = await openServer(t, 302, { location: `http://127.0.0.1:${canary.port}/` });
  const sender = createWebhookSender({ privateTargets: [blockOf('127.0.0.1/32')], timeoutMs: 2_000 });
  const answer = await sender.send(message(`http://127.0.0.1:${redirecting.port}/`));
  t.match(answer, { status: 302, error: 'status' });
  t.equal(answer.answer?.length, 1_024);
  t.equal(canary.connections(), 0);
  const { resolve } = resolver(['127.0.0.1']);
  const named = createWebhookSender({ privateTargets: [blockOf('127.0.0.1/32')], resolve, timeoutMs: 2_000 });
  t.match(await named.send(message(`http://receiver.test:${canary.port}/`)), { status: 204, error: null });
  t.match(await named.send(message(`http://receiver.test:${canary.port}/`)), { status: 204, error: null });
  t.equal(canary.connections(), 1, 'a connection is kept');
  sender.close();
  named.close();
});

t.test('each kind of failure has its word', async (t) => {
  const server = await openServer(t);
  const privateTargets = [blockOf('127.0.0.1/32')];
  const { resolve } = resolver(['127.0.0.1']);
  const sender = createWebhookSender({ privateTargets, resolve, timeoutMs: 300 });
  t.match(await sender.send(message('http://127.0.0.1:1/')), { status: null, error: 'connection_failed' });
  t.match(await sender.send(message(`https://receiver.test:${server.port}/`)), { status: null, error: 'tls_failed' });
  const silent = createServer(() => undefined);
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as AddressInfo;
  t.match(await sender.send(message(`http://127.0.0.1:${port}/`)), { status: null, error: 'timed_out' });
  silent.closeAllConnections();
  silent.close();
  const missing = createWebhookSender({ privateTargets, timeoutMs: 5_000 });
  t.match(await missing.send(message('https://nowhere.invalid/')), { error: 'name_not_resolved' });
  sender.close();
  missing.close();
});

/** A receiver of raw bytes: `answer` gets each connection once the request has arrived. */
async function openRaw(t: { teardown(close: () => unknown): unknown }, answer: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

t.test('each answer of a broken receiver ends the attempt', async (t) => {
  const sender = createWebhookSender({ privateTargets: [blockOf('127.0.0.1/32')], timeoutMs: 500 });
  t.teardown(() => sender.close());
  const cases: [string, (socket: Socket) => void, object][] = [
    ['nothing', (socket) => socket.end(), { error: 'connection_failed' }],
    ['a reset', (socket) => socket.resetAndDestroy(), { error: 'connection_failed' }],
    ['no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), { error: 'connection_failed' }],
    [
      'another protocol',
      (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
      { error: 'connection_failed' },
    ],
    ['half a head', (socket) => socket.write('HTTP/1.1 204 No'), { error: 'timed_out' }],
    ['only 102', (socket) => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), { error: 'timed_out' }],
    ['a long head', (socket) => socket.write(`HTTP/1.1 204 x\r\na: ${'x'.repeat(100_000)}\r\n\r\n`), { error: /_/ }],
    [
      'half a body',
      (socket) => socket.write('HTTP/1.1 500 x\r\nContent-Length: 10\r\n\r\nhalf'),
      { error: /status|timed_out/ },
    ],
    ['a cut body', (socket) => socket.end('HTTP/1.1 200 x\r\nContent-Length: 10\r\n\r\nhalf'), { status: 200 }],
  ];
  for (const [name, answer, expected] of cases) {
    const began = performance.now();
    t.match(await sender.send(message(await openRaw(t, answer))), expected, name);
    t.ok(performance.now() - began < 5_000, name);
  }
});

t.test('a kept connection that the receiver closes meanwhile is no failure', async (t) => {
  const sender = createWebhookSender({ privateTargets: [blockOf('127.0.0.1/32')], timeoutMs: 2_000 });
  t.teardown(() => sender.close());
  let requests = 0;
  // Of each connection the first request is answered, and the second one reset.
  const answered = new WeakSet<Socket>();
  const url = await openRaw(t, (socket) => {
    requests += 1;
    if (answered.has(socket)) return socket.resetAndDestroy();
    answered.add(socket);
    return socket.write('HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n');
  });
  for (let count = 0; count < 4; count += 1) t.match(await sender.send(message(url)), { status: 204, error: null });
  t.equal(requests, 7, 'each but the first was sent again on a new connection');
});
