import * as zlib from 'node:zlib';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { preferredCoding } from '../../src/http/plugins/compression.js';
import { kernelFor, keys } from './kernel-fixture.js';

const auth = { authorization: `Bearer ${keys.all}` };
const json = { ...auth, 'content-type': 'application/json' };
type Kernel = Awaited<ReturnType<typeof kernelFor>>;

async function withNotes(test: { teardown(close: () => unknown): unknown }, count = 40): Promise<Kernel> {
  const kernel = await kernelFor(test);
  for (let index = 0; index < count; index += 1)
    await kernel.server.inject({
      method: 'POST',
      url: '/v1/notes',
      headers: json,
      payload: { title: `Note ${index}` },
    });
  return kernel;
}

/** The body as it comes from the wire, undone. */
function inflated({ rawPayload, headers }: { rawPayload: Buffer; headers: Record<string, unknown> }): string {
  const coding = headers['content-encoding'];
  if (coding === 'gzip') return gunzipSync(rawPayload).toString();
  if (coding === 'br') return brotliDecompressSync(rawPayload).toString();
  if (coding === 'zstd' && 'zstdDecompressSync' in zlib && typeof zlib.zstdDecompressSync === 'function')
    return String(zlib.zstdDecompressSync(rawPayload));
  return rawPayload.toString();
}

t.test('an answer of a kilobyte or more is compressed as the caller accepts it', async (t) => {
  const { server } = await withNotes(t);
  const url = '/v1/notes?limit=40';
  const plain = await server.inject({ url, headers: auth });
  t.match(plain.headers, { 'content-encoding': undefined, vary: 'Accept-Encoding' });
  t.ok(plain.body.length > 1_024);
  for (const [accepted, coding] of [
    ['gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['gzip, br', 'br'],
    ['identity', undefined],
    ['gzip;q=0', undefined],
    ['deflate', undefined],
    ['zstd', 'zstdCompress' in zlib ? 'zstd' : undefined],
  ] as const) {
    const answer = await server.inject({ url, headers: { ...auth, 'accept-encoding': accepted } });
    t.equal(answer.headers['content-encoding'], coding, accepted);
    t.equal(inflated(answer), plain.body, accepted);
    t.match(answer.headers, { 'content-length': String(answer.rawPayload.length), vary: 'Accept-Encoding' });
    if (coding !== undefined) t.ok(answer.rawPayload.length < plain.body.length / 3);
  }
  const head = await server.inject({ method: 'HEAD', url, headers: { ...auth, 'accept-encoding': 'gzip' } });
  t.match([head.headers['content-encoding'], head.body], ['gzip', '']);
  const small = await server.inject({ url: '/v1/notes?limit=1', headers: { ...auth, 'accept-encoding': 'gzip' } });
  t.match(small.headers, { 'content-encoding': undefined, vary: 'Accept-Encoding' });
  for (const path of ['/openapi.json', '/openapi-3.0.json', '/openapi.json']) {
    const file = await server.inject({ url: path, headers: { 'accept-encoding': 'br' } });
    t.equal(file.headers['content-encoding'], 'br', path);
    t.equal(inflated(file), (await server.inject(path)).body);
  }
  const many = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`unknown${index}`, 1]));
  const problem = await server.inject({
    ...{ method: 'POST', url: '/v1/notes', headers: { ...json, 'accept-encoding': 'gzip' }, payload: many },
  });
  t.match(
    [problem.statusCode, problem.headers['content-encoding'], problem.headers.vary],
    [400, 'gzip', 'Accept-Encoding'],
  );
  t.equal(JSON.parse(inflated(problem)).errors.length, 50);
});

t.test('an answer with a credential is never compressed', async (t) => {
  const { server, notes } = await withNotes(t, 0);
  const long = 'a credential '.repeat(200);
  notes.create = async () => ({
    ...{ id: '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f', title: long, color: null, version: 1 },
    ...{ createdAt: '2026-03-01T09:30:00.000Z', hidden: '' },
  });
  const headers = { ...auth, 'accept-encoding': 'gzip, br' };
  const secret = await server.inject({
    method: 'POST',
    url: '/v1/notes/01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f/secret',
    headers,
  });
  t.equal(secret.headers['content-encoding'], undefined);
  t.equal(secret.json().title, long);
  const other = {
    method: 'POST',
    url: '/v1/notes',
    headers: { ...headers, 'content-type': 'application/json' },
  } as const;
  t.equal((await server.inject({ ...other, payload: { title: 'a' } })).headers['content-encoding'], 'br');
});

t.test('the coding with the highest weight is taken, and of equals the first that is offered', async (t) => {
  const offered = ['br', 'gzip'];
  for (const [header, coding] of [
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    [' gzip ; q=0.2 , br;q=0.1', 'gzip'],
    ['*;q=0', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['identity;q=0.5, gzip;q=0.5', 'gzip'],
    ['', undefined],
    ['gzip;q=x', undefined],
    [';;,,=', undefined],
  ] as const)
    t.equal(preferredCoding(header, offered), coding, header);
});

t.test('a body with gzip is read like a plain one, also under an Idempotency-Key', async (t) => {
  const { server, notes } = await withNotes(t, 0);
  const body = JSON.stringify({ title: 'Call back' });
  const send = (payload: Buffer | string, headers = {}) =>
    server.inject({ method: 'POST', url: '/v1/notes', headers: { ...json, ...headers }, payload });
  const key = { 'idempotency-key': 'compressed-or-not' };
  const first = await send(gzipSync(body, { level: 9 }), { ...key, 'content-encoding': 'gzip' });
  t.equal(first.statusCode, 201);
  for (const again of [
    await send(gzipSync(body, { level: 1 }), { ...key, 'content-encoding': 'X-Gzip' }),
    await send(body, key),
    await send(body, { ...key, 'content-encoding': 'identity' }),
  ])
    t.match([again.statusCode, again.headers['idempotent-replayed'], again.body], [201, 'true', first.body]);
  t.equal((await notes.list(10)).length, 1);
  const wrong = await send(gzipSync('{"title":1}'), { 'content-encoding': 'gzip' });
  t.match(wrong.json(), { status: 400, errors: [{ pointer: '/title' }] });
});

t.test('a body that is a bomb, damaged, or of another coding is refused with a problem', async (t) => {
  const { server, notes } = await withNotes(t, 0);
  const send = (payload: Buffer, coding = 'gzip', url = '/v1/notes') =>
    server.inject({ method: 'POST', url, headers: { ...json, 'content-encoding': coding }, payload });
  const bomb = await send(gzipSync(Buffer.alloc(1_000_000, ' ')), 'gzip', '/v1/notes/batch');
  t.match(bomb.json(), { status: 413, code: 'body_too_large', detail: /5000 bytes/ });
  const large = await send(gzipSync(JSON.stringify({ title: 'x'.repeat(9_990) })));
  t.match(large.json(), { status: 413, detail: /10000 bytes/ }, 'beyond the limit of the operation');
  t.match((await send(gzipSync(JSON.stringify({ title: 'x'.repeat(9_980) })))).json(), { status: 400 }, 'within it');
  const good = gzipSync('{"title":"a"}');
  for (const damaged of [
    Buffer.from('{"title":"a"}'),
    good.subarray(0, -4),
    Buffer.concat([good.subarray(0, 12), good]),
    Buffer.alloc(0),
  ])
    t.match((await send(damaged)).json(), { status: 400, code: 'validation_failed' }, damaged.toString('hex'));
  for (const coding of ['br', 'deflate', 'gzip, gzip', 'zstd']) {
    const refused = await send(coding === 'br' ? brotliCompressSync('{"title":"a"}') : good, coding);
    t.match(refused.json(), { status: 415, code: 'unsupported_media_type', detail: /gzip/ }, coding);
    t.equal(refused.headers['accept-encoding'], 'gzip, identity');
  }
  t.strictSame(await notes.list(10), []);
});

t.test('a body that shrinks to less than a two hundredth is refused below the limit of its operation', async (t) => {
  const { server } = await kernelFor(t, {
    config: {
      maxInFlight: 100,
      bodyLimit: 1_048_576,
      rateLimits: { capture: 0, others: 0 },
      trustedProxies: [],
      corsOrigins: [],
    },
  });
  const send = (text: string) =>
    server.inject({
      method: 'POST',
      url: '/v1/notes',
      headers: { ...json, 'content-encoding': 'gzip' },
      payload: gzipSync(text),
    });
  t.match((await send(`${' '.repeat(900_000)}{"title":"a"}`)).json(), { status: 413, detail: /200 times/ });
  t.equal((await send(`${' '.repeat(60_000)}{"title":"a"}`)).statusCode, 201, 'a small one may shrink as it likes');
});
