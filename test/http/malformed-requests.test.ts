import { METHODS } from 'node:http';
import { connect } from 'node:net';
import t from 'tap';
import { createCursorCodec } from '../../src/db/cursor.js';
import { kernelFor, keys } from './kernel-fixture.js';

const KEY = `authorization: Bearer ${keys.all}\r\n`;
const JSON_BODY = 'content-type: application/json\r\n';
const post = (head: string, body = '') => `POST /v1/notes HTTP/1.1\r\nhost: a\r\n${KEY}${JSON_BODY}${head}\r\n${body}`;
const get = (target: string, head = 'host: a\r\n') => `GET ${target} HTTP/1.1\r\n${head}\r\n`;

/** What is sent, and the status of the one answer; undefined: the connection is closed without any. */
const MALFORMED: Record<string, [text: string, status: number | undefined]> = {
  'no Host': [get('/livez', ''), 400],
  'two Hosts': [get('/livez', 'host: a\r\nHOST: b\r\n'), 400],
  'no Host, unknown path': [get('/nothing', ''), 400],
  'HTTP/2.0': ['GET /livez HTTP/2.0\r\nhost: a\r\n\r\n', 400],
  'HTTP/1.9': ['GET /livez HTTP/1.9\r\nhost: a\r\n\r\n', 400],
  'the preface of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  'a TLS hello': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc', 400],
  'an unknown method': ['FROBNICATE /v1/notes HTTP/1.1\r\nhost: a\r\n\r\n', 400],
  'a method in lower case': ['get /v1/notes HTTP/1.1\r\nhost: a\r\n\r\n', 400],
  CONNECT: ['CONNECT a:80 HTTP/1.1\r\nhost: a\r\n\r\n', undefined],
  'OPTIONS *': ['OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n', 400],
  'GET *': [get('*'), 400],
  'a target without a slash': [get('livez'), 400],
  'a control character in the target': [get('/\x01'), 400],
  'bytes beyond ASCII in the target': [get('/\xff\xfe'), 400],
  'a header with NUL': [get('/livez', 'host: a\r\nx: a\0b\r\n'), 400],
  'a folded header': [get('/livez', 'host: a\r\nx: a\r\n b\r\n'), 400],
  'a space before the colon': [get('/livez', 'host : a\r\n'), 400],
  'bare line feeds': ['GET /livez HTTP/1.1\nhost: a\n\n', 400],
  'a header of 30,000 bytes': [get('/livez', `host: a\r\nx: ${'y'.repeat(30_000)}\r\n`), 400],
  'another expectation without a body': [post('expect: 200-ok\r\n'), 400],
  'a length that is no number': [post('content-length: x\r\n'), 400],
  'a negative length': [post('content-length: -1\r\n'), 400],
  'two lengths': [post('content-length: 1\r\ncontent-length: 2\r\n', 'aa'), 400],
  'a length beyond 2^64': [post('content-length: 99999999999999999999\r\n'), 400],
  'a length of a gigabyte': [post('content-length: 1000000000\r\n'), 413],
  'a length and chunks': [post('content-length: 5\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'), 400],
  'a chunk without a size': [post('transfer-encoding: chunked\r\n', 'zz\r\n'), 400],
  'an endless chunk extension': [post('transfer-encoding: chunked\r\n', `1;${'a'.repeat(20_000)}\r\n{\r\n`), 400],
  'another transfer encoding': [post('transfer-encoding: gzip\r\n'), 400],
  'QUERY with a body without a type': ['QUERY /v1/notes HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}', 405],
  'POST of text to an unknown path': ['POST /v1/nothing HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}', 404],
  'NUL in a file name of the reference': [get('/docs/%00'), 404],
  'a way out of the folder of the reference': [get('/docs/..%2f..%2fpackage.json'), 404],
};

t.test(
  'a malformed request gets one problem or a closed connection, is no fault of ours, and changes nothing',
  async (t) => {
    const { server, notes, logged } = await kernelFor(t);
    const { port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    for (const [name, [text, status]] of Object.entries(MALFORMED)) {
      const answer = await exchange(Number(port), text);
      if (status === undefined) t.equal(answer, '', `${name}: closed`);
      else {
        t.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), name);
        t.match(answer, /^content-type: application\/problem\+json/im, `${name}: a problem`);
        t.match(answer, /^x-request-id: \S{8,}/im, `${name}: with its id`);
      }
      t.equal((await server.inject('/livez')).statusCode, 200, `${name}: alive`);
    }
    t.strictSame(
      logged.filter(({ level }) => level === 'error'),
      [],
      'no fault in the log',
    );
    t.strictSame(await notes.list(10), [], 'nothing was written');
  },
);

t.test('expectations and offers of other protocols do not stand in the way of a good request', async (t) => {
  const { server } = await kernelFor(t);
  const { port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
  for (const head of ['expect: 100-continue', 'expect: something-else', 'connection: upgrade\r\nupgrade: websocket'])
    t.match(
      await exchange(Number(port), post(`${head}\r\ncontent-length: 13\r\n`, '{"title":"a"}')),
      / 201 Created/,
      head,
    );
  t.match(await exchange(Number(port), 'GET /livez HTTP/1.0\r\n\r\n'), / 200 OK/, 'HTTP/1.0 needs no Host');
});

const PATHS: [path: string, answered: string[]][] = [
  ['/v1/notes', ['GET', 'HEAD', 'OPTIONS', 'POST']],
  ['/v1/notes/01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f', ['DELETE', 'GET', 'HEAD', 'OPTIONS']],
  ['/livez', ['GET', 'HEAD', 'OPTIONS']],
  ['/readyz', ['GET', 'HEAD', 'OPTIONS']],
  ['/metrics', ['GET', 'HEAD', 'OPTIONS']],
  ['/', ['GET', 'HEAD', 'OPTIONS']],
  ['/openapi.json', ['GET', 'HEAD', 'OPTIONS']],
  ['/openapi-3.0.json', ['GET', 'HEAD', 'OPTIONS']],
  ['/problems/conflict', ['GET', 'HEAD', 'OPTIONS']],
];

t.test(
  'every method that Node parses is answered by its operation, or by 405 with an Allow that is true',
  async (t) => {
    const { server, logged } = await kernelFor(t);
    const { port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    const methods = METHODS.filter((method) => method !== 'CONNECT');
    t.ok(methods.length > 30);
    for (const [path, answered] of PATHS) {
      for (const method of methods) {
        const answer = await exchange(
          Number(port),
          `${method} ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
        );
        const status = Number(answer.slice(9, 12));
        const allow = /^allow: (.*)\r$/im.exec(answer)?.[1];
        if (answered.includes(method)) t.ok([200, 204, 401].includes(status), `${method} ${path}: ${status}`);
        else t.strictSame([status, allow], [405, answered.join(', ')], `${method} ${path}`);
      }
    }
    const unknown = await exchange(Number(port), 'QUERY /nothing HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    t.match(unknown, /^HTTP\/1\.1 404 /);
    t.strictSame(
      logged.filter(({ level }) => level === 'error'),
      [],
    );
  },
);

t.test('scrapes within a second share one page of metrics', async (t) => {
  let now = 0;
  let read = 0;
  const { server } = await kernelFor(t, {
    clock: () => now,
    registerMetrics: (registry) => {
      const metrics = registry.metrics.bind(registry);
      registry.metrics = () => {
        read += 1;
        return metrics();
      };
    },
  });
  const pages = await Promise.all(Array.from({ length: 50 }, () => server.inject('/metrics')));
  t.ok(pages.every(({ statusCode }) => statusCode === 200));
  t.equal(read, 1);
  for (const method of ['PROPFIND', 'MKCOL', 'QUERY']) await server.inject({ method: method as 'GET', url: '/' });
  now += 1_000;
  const { body } = await server.inject('/metrics');
  t.equal(read, 2);
  t.equal(new Set(body.match(/method="[^"]+"/g)).size, 2, 'unknown methods share one label: GET and other');
});

t.test('a cursor is accepted as it was issued, and in no other bytes', async (t) => {
  const cursors = createCursorCodec('s'.repeat(32));
  const position = ['2026-03-01T09:30:00.000Z', 'caf\u00e9 \ufffd', 17];
  const issued = cursors.encode('list', position);
  t.strictSame(cursors.decode('list', issued), position);
  const last = issued.at(-1) ?? '';
  const altered = [
    ...['A', '=', '==', '.', ' ', '\n', '!', '%00', '\u00e9'].flatMap((extra) => [
      `${issued}${extra}`,
      `${extra}${issued}`,
    ]),
    `${issued}${issued}`,
    issued.slice(0, -1),
    issued.toUpperCase(),
    `${issued.slice(0, 10)}-${issued.slice(10)}`,
    `${issued.slice(0, 10)} ${issued.slice(10)}`,
    ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      .split('')
      .filter((other) => other !== last)
      .map((other) => `${issued.slice(0, -1)}${other}`),
    '',
    'A'.repeat(22),
  ];
  for (const cursor of altered) t.equal(cursors.decode('list', cursor), undefined, JSON.stringify(cursor));
  const text = Buffer.from(issued, 'base64url').toString('base64');
  if (text !== issued) t.equal(cursors.decode('list', text), undefined, 'the other alphabet');
  t.equal(cursors.decode('another list', issued), undefined);
});

/** All that comes back until the server closes, or for 150 ms after the first bytes of an answer. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    let patience: NodeJS.Timeout | undefined;
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(text, 'latin1')));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      patience ??= setTimeout(() => socket.destroy(), 150);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(patience);
      resolve(answer);
    });
  });
}
