import t from 'tap';
import { buildDocument } from '../../src/http/openapi.js';
import { kernelFor, keys, noteOperations, noteTags } from './kernel-fixture.js';

const auth = { authorization: `Bearer ${keys.all}` };
const json = { ...auth, 'content-type': 'application/json' };
const UNKNOWN_ID = '01980a3e-7c1b-7d2e-9f40-000000000000';

interface Refusal {
  name: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  url?: string;
  headers?: Record<string, string>;
  payload?: string | Buffer;
  status: number;
  code: string;
  errors?: { pointer?: string; parameter?: string; code: string }[];
}

const deep = (levels: number) => `{"title":"x","attributes":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;

const refusals: Refusal[] = [
  { name: 'no key', headers: {}, status: 401, code: 'unauthenticated' },
  { name: 'another scheme', headers: { authorization: 'Basic abc' }, status: 401, code: 'unauthenticated' },
  {
    name: 'a mistyped key',
    headers: { authorization: `Bearer ${keys.all.slice(0, -1)}!` },
    status: 401,
    code: 'unauthenticated',
  },
  {
    name: 'an unknown key',
    headers: { authorization: `Bearer ${keys.unknown}` },
    status: 401,
    code: 'unauthenticated',
  },
  {
    name: 'a key in the query',
    url: `/v1/notes?api_key=${keys.all}`,
    method: 'GET',
    status: 400,
    code: 'validation_failed',
    errors: [{ parameter: 'api_key', code: 'unknown_parameter' }],
  },
  {
    name: 'a missing scope',
    headers: { ...json, authorization: `Bearer ${keys.read}` },
    status: 403,
    code: 'scope_missing',
  },
  {
    name: 'a capture key elsewhere',
    headers: { ...json, authorization: `Bearer ${keys.capture}` },
    status: 403,
    code: 'scope_missing',
  },
  { name: 'an unknown path', url: '/v1/nothing', status: 404, code: 'not_found' },
  { name: 'a trailing slash', url: '/v1/notes/', status: 404, code: 'not_found' },
  { name: 'another case', url: '/v1/Notes', status: 404, code: 'not_found' },
  { name: 'an unknown id', url: `/v1/notes/${UNKNOWN_ID}`, method: 'GET', status: 404, code: 'not_found' },
  {
    name: 'a malformed id',
    url: '/v1/notes/17',
    method: 'GET',
    status: 400,
    code: 'validation_failed',
    errors: [{ parameter: 'noteId', code: 'wrong_format' }],
  },
  { name: 'an endless id', url: `/v1/notes/${'a'.repeat(600)}`, method: 'GET', status: 400, code: 'validation_failed' },
  {
    name: 'bad percent-encoding in the path',
    url: '/v1/notes/%zz',
    method: 'GET',
    status: 400,
    code: 'invalid_encoding',
  },
  {
    name: 'bad percent-encoding in the query',
    url: '/v1/notes?limit=%zz',
    method: 'GET',
    status: 400,
    code: 'invalid_encoding',
  },
  { name: 'NUL in the query', url: '/v1/notes?cursor=%00', method: 'GET', status: 400, code: 'invalid_encoding' },
  {
    name: 'a flood of parameters',
    url: `/v1/notes?${'a=1&'.repeat(101)}`,
    method: 'GET',
    status: 400,
    code: 'invalid_encoding',
  },
  {
    name: 'two wrong parameters',
    url: '/v1/notes?limit=abc&x=1',
    method: 'GET',
    status: 400,
    code: 'validation_failed',
    errors: [
      { parameter: 'x', code: 'unknown_parameter' },
      { parameter: 'limit', code: 'wrong_type' },
    ],
  },
  {
    name: 'a scalar parameter twice',
    url: '/v1/notes?limit=1&limit=2',
    method: 'GET',
    status: 400,
    code: 'validation_failed',
    errors: [{ parameter: 'limit', code: 'wrong_type' }],
  },
  {
    name: 'a page too large',
    url: '/v1/notes?limit=201',
    method: 'GET',
    status: 400,
    code: 'validation_failed',
    errors: [{ parameter: 'limit', code: 'too_large' }],
  },
  { name: 'no body', payload: '', status: 400, code: 'validation_failed', errors: [{ pointer: '', code: 'required' }] },
  { name: 'broken JSON', payload: '{"title":', status: 400, code: 'malformed_json' },
  {
    name: 'a name twice',
    payload: '{"title":"a","title":"b"}',
    status: 400,
    code: 'malformed_json',
    errors: [{ pointer: '/title', code: 'duplicate' }],
  },
  {
    name: 'a nested name twice',
    payload: '{"title":"a:\\":","attributes":{"list":[0,{"b":1,"b":2}]}}',
    status: 400,
    code: 'malformed_json',
    errors: [{ pointer: '/attributes/list/1/b', code: 'duplicate' }],
  },
  {
    name: 'bytes that are not UTF-8',
    payload: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    status: 400,
    code: 'invalid_encoding',
  },
  {
    name: 'half a surrogate pair',
    payload: '{"title":"\\ud800"}',
    status: 400,
    code: 'invalid_encoding',
    errors: [{ pointer: '/title', code: 'invalid_text' }],
  },
  {
    name: 'NUL in a string',
    payload: '{"title":"a","attributes":{"x":["\\u0000"]}}',
    status: 400,
    code: 'invalid_encoding',
    errors: [{ pointer: '/attributes/x/0', code: 'invalid_text' }],
  },
  {
    name: 'prototype poisoning',
    payload: '{"title":"a","attributes":{"__proto__":{"a":1}}}',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/attributes/__proto__', code: 'unknown_field' }],
  },
  {
    name: 'more than 20 levels',
    payload: deep(19),
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: `/attributes/a${'/0'.repeat(18)}`, code: 'too_deep' }],
  },
  {
    name: 'an integer beyond 2^53',
    payload: '{"title":"a","attributes":{"n":9007199254740993}}',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/attributes/n', code: 'too_large' }],
  },
  {
    name: 'a number beyond doubles',
    payload: '{"title":"a","attributes":{"n":-1e999}}',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/attributes/n', code: 'too_large' }],
  },
  {
    name: 'a list instead of an object',
    payload: '[]',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '', code: 'wrong_type' }],
  },
  {
    name: 'everything wrong at once',
    payload:
      '{"title":5,"color":"blue","count":11,"dueAt":"2026-02-30T00:00:00Z","a/b":1,"reminder":{"kind":"phone","rings":"x"}}',
    status: 400,
    code: 'validation_failed',
    errors: [
      { pointer: '/a~1b', code: 'unknown_field' },
      { pointer: '/title', code: 'wrong_type' },
      { pointer: '/color', code: 'not_allowed' },
      { pointer: '/count', code: 'too_large' },
      { pointer: '/dueAt', code: 'wrong_format' },
      { pointer: '/reminder/rings', code: 'wrong_type' },
    ],
  },
  {
    name: 'an unknown alternative',
    payload: '{"title":"a","reminder":{"kind":"fax"}}',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/reminder/kind', code: 'not_allowed' }],
  },
  {
    name: 'a time without offset',
    payload: '{"title":"a","dueAt":"2026-03-01T09:30:00"}',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/dueAt', code: 'wrong_format' }],
  },
  {
    name: 'a leap second',
    payload: '{"title":"a","dueAt":"2016-12-31T23:59:60Z"}',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/dueAt', code: 'wrong_format' }],
  },
  {
    name: 'text as number',
    payload: '{"title":"a","count":"5"}',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/count', code: 'wrong_type' }],
  },
  {
    name: 'a body too large',
    payload: JSON.stringify({ title: 'a'.repeat(10_001) }),
    status: 413,
    code: 'body_too_large',
  },
  {
    name: 'another media type',
    headers: { ...auth, 'content-type': 'text/plain' },
    payload: 'hi',
    status: 415,
    code: 'unsupported_media_type',
  },
  { name: 'no media type', headers: auth, payload: 'hi', status: 415, code: 'unsupported_media_type' },
  {
    name: 'merge patch on POST',
    headers: { ...auth, 'content-type': 'application/merge-patch+json' },
    payload: '{"title":"a"}',
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'another charset',
    headers: { ...auth, 'content-type': 'application/json; charset=latin1' },
    payload: '{"title":"a"}',
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'compressed',
    headers: { ...json, 'content-encoding': 'br' },
    payload: '{"title":"a"}',
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'a malformed Idempotency-Key',
    headers: { ...json, 'idempotency-key': 'a b' },
    payload: '{"title":"a"}',
    status: 400,
    code: 'validation_failed',
    errors: [{ parameter: 'Idempotency-Key', code: 'wrong_format' }],
  },
  {
    name: 'an endless Idempotency-Key',
    headers: { ...json, 'idempotency-key': 'a'.repeat(256) },
    payload: '{"title":"a"}',
    status: 400,
    code: 'validation_failed',
    errors: [{ parameter: 'Idempotency-Key', code: 'wrong_format' }],
  },
  {
    name: 'a malformed If-Match',
    method: 'DELETE',
    url: `/v1/notes/${UNKNOWN_ID}`,
    headers: { ...auth, 'if-match': '3' },
    status: 400,
    code: 'validation_failed',
    errors: [{ parameter: 'If-Match', code: 'wrong_format' }],
  },
  {
    name: 'a body where none is taken',
    url: `/v1/notes/${UNKNOWN_ID}/secret`,
    payload: '{"a":1}',
    status: 400,
    code: 'validation_failed',
    errors: [{ pointer: '', code: 'unknown_field' }],
  },
  { name: 'a refusal of the service', payload: '{"title":"taken"}', status: 409, code: 'conflict' },
];

t.test('every refusal is a problem that names what is wrong and where', async (t) => {
  const { server, notes } = await kernelFor(t);
  for (const { name, method = 'POST', url = '/v1/notes', headers = json, payload, status, code, errors } of refusals) {
    const sent = method === 'GET' ? { ...headers, 'content-type': undefined } : headers;
    const answer = await server.inject({ method, url, headers: sent, ...(payload === undefined ? {} : { payload }) });
    const problem = answer.json();
    t.equal(answer.statusCode, status, `${name}: status`);
    t.match(answer.headers['content-type'], /^application\/problem\+json/, `${name}: media type`);
    t.match(problem, { type: `/problems/${code}`, status, code, requestId: answer.headers['x-request-id'] }, name);
    t.match(problem.instance, /^\/[^?]*$/, `${name}: no query in instance`);
    t.equal(answer.headers['x-content-type-options'], 'nosniff', name);
    if (errors !== undefined) t.strictSame(problem.errors.map(place), errors, `${name}: all violations, with places`);
  }
  t.strictSame(await notes.list(10), [], 'and nothing was written');
});

function place({ detail, ...rest }: { detail: string }): object {
  if (detail === '') throw new Error('A violation without a sentence');
  return rest;
}

t.test('a known path with another method answers 405 with the documented methods', async (t) => {
  const { server } = await kernelFor(t);
  for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
    const answer = await server.inject({ method, url: '/v1/notes' });
    t.equal(answer.statusCode, 405, method);
    t.equal(answer.headers.allow, 'GET, HEAD, OPTIONS, POST', method);
  }
  const answer = await server.inject({ method: 'POST', url: `/v1/notes/${UNKNOWN_ID}` });
  t.equal(answer.headers.allow, 'DELETE, GET, HEAD, OPTIONS');
  for (const method of ['GET', 'HEAD', 'DELETE'] as const) {
    const answer = await server.inject({ method, url: '/v1/notes/batch?limit=1' });
    t.match([answer.statusCode, answer.headers.allow], [405, 'OPTIONS, POST'], `${method}: "batch" is no note`);
  }
  const options = await server.inject({ method: 'OPTIONS', url: '/v1/notes/batch' });
  t.match([options.statusCode, options.headers.allow, options.body], [204, 'OPTIONS, POST', '']);
  t.equal((await server.inject({ method: 'OPTIONS', url: '/v1/nothing' })).statusCode, 404);
});

t.test('HEAD answers as GET does, without the body', async (t) => {
  const { server, notes } = await kernelFor(t);
  const created = await server.inject({ method: 'POST', url: '/v1/notes', headers: json, payload: { title: 'a' } });
  t.equal((await notes.list(10)).length, 1);
  for (const url of ['/v1/notes?limit=1', `/v1/notes/${created.json().id}`, '/openapi.json', '/livez']) {
    const [get, head] = [
      await server.inject({ url, headers: auth }),
      await server.inject({ method: 'HEAD', url, headers: auth }),
    ];
    t.equal(head.statusCode, 200, url);
    t.equal(head.body, '');
    const { date: _a, 'x-request-id': _b, ...expected } = get.headers;
    t.match(head.headers, expected);
  }
  const url = `/v1/notes/${created.json().id}`;
  const known = await server.inject({ method: 'HEAD', url, headers: { ...auth, 'if-none-match': '"1"' } });
  t.equal(known.statusCode, 304);
  for (const [path, status] of [
    [`/v1/notes/${UNKNOWN_ID}`, 404],
    ['/v1/notes?limit=no', 400],
  ] as const) {
    const refused = await server.inject({ method: 'HEAD', url: path, headers: auth });
    t.match([refused.statusCode, refused.body], [status, '']);
  }
  t.equal((await server.inject({ method: 'HEAD', url: '/v1/notes' })).statusCode, 401);
});

t.test('violations are capped at fifty', async (t) => {
  const { server } = await kernelFor(t);
  const body = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`unknown${index}`, 1]));
  const answer = await server.inject({ method: 'POST', url: '/v1/notes', headers: json, payload: body });
  t.equal(answer.json().errors.length, 50);
});

t.test('a good request is answered by its schema, with ETag and Location', async (t) => {
  const { server } = await kernelFor(t);
  const created = await server.inject({
    method: 'POST',
    url: '/v1/notes',
    headers: json,
    payload: {
      title: 'a',
      attributes: JSON.parse(`{"a":${'['.repeat(18)}${']'.repeat(18)}}`),
      reminder: { kind: 'mail', address: 'x' },
      dueAt: '2026-03-01T09:30:00+02:00',
    },
  });
  t.equal(created.statusCode, 201, created.body);
  t.strictSame(
    Object.keys(created.json()),
    ['id', 'title', 'color', 'version', 'createdAt'],
    'undeclared fields stay inside',
  );
  t.equal(created.headers.etag, '"1"');
  t.equal(created.headers['cache-control'], 'no-store');
  t.equal(created.headers.location, `/v1/notes/${created.json().id}`);
  const url = String(created.headers.location);
  const read = await server.inject({ url, headers: auth });
  t.same(read.json(), created.json());
  for (const tag of ['"1"', 'W/"1"', '"0", "1"', '*']) {
    const unchanged = await server.inject({ url, headers: { ...auth, 'if-none-match': tag } });
    t.equal(unchanged.statusCode, 304, tag);
    t.equal(unchanged.body, '');
  }
  t.equal((await server.inject({ url, headers: { ...auth, 'if-none-match': '"2"' } })).statusCode, 200);
  for (const tag of ['"2"', 'W/"1"', '"abc"']) {
    const refused = await server.inject({ method: 'DELETE', url, headers: { ...auth, 'if-match': tag } });
    t.equal(refused.statusCode, 412, tag);
  }
  const removed = await server.inject({
    method: 'DELETE',
    url,
    headers: { ...json, 'if-match': '"7", "1"' },
    payload: '',
  });
  t.equal(removed.statusCode, 204);
  t.equal(removed.body, '');
});

t.test('answers of a deprecated operation say since when, and until when it works', async (t) => {
  const { server } = await kernelFor(t);
  const note = await server.inject({ method: 'POST', url: '/v1/notes', headers: json, payload: { title: 'a' } });
  const { location } = note.headers;
  const deprecated = { deprecation: '@1798761600', sunset: 'Thu, 01 Jul 2027 00:00:00 GMT' };
  const answer = await server.inject({ method: 'POST', url: `${location}/secret`, headers: auth });
  t.match([answer.statusCode, answer.headers], [200, deprecated]);
  const refused = await server.inject({ method: 'POST', url: `${location}/secret` });
  t.match([refused.statusCode, refused.headers], [401, deprecated], 'refusals as well');
  t.notOk(note.headers.deprecation ?? note.headers.sunset, 'others say nothing');
  const { paths } = buildDocument(noteOperations, noteTags) as { paths: Record<string, Record<string, object>> };
  t.match(paths['/v1/notes/{noteId}/secret']?.post, {
    deprecated: true,
    description: /Deprecated since 2027-01-01: use `getNote`\. It works until 2027-07-01/,
    responses: { 200: { headers: { Deprecation: {}, Sunset: {} } } },
  });
});

t.test('items are judged one by one, so that a bad one does not harm the others', async (t) => {
  const { server } = await kernelFor(t);
  const headers = { ...json, authorization: `Bearer ${keys.capture}` };
  const payload = { items: [{ title: 'a' }, { title: 5 }, { title: 'b' }, 'x'] };
  const answer = await server.inject({ method: 'POST', url: '/v1/notes/batch', headers, payload });
  t.equal(answer.statusCode, 207, 'a capture key reaches what is made for capture');
  t.strictSame(answer.json(), { invalid: [1, 3] });
  const large = await server.inject({
    method: 'POST',
    url: '/v1/notes/batch',
    headers,
    payload: { items: [{ title: 'a'.repeat(6000) }] },
  });
  t.equal(large.statusCode, 413, 'the limit of the operation, not of the server');
});

t.test(
  'an If-Match with only a weak tag is refused with its cause, and one with a strong tag beside it is not',
  async (t) => {
    const { server } = await kernelFor(t);
    const created = await server.inject({ method: 'POST', url: '/v1/notes', headers: json, payload: { title: 'a' } });
    const url = `/v1/notes/${created.json().id}`;
    const remove = (tags: string) => server.inject({ method: 'DELETE', url, headers: { ...auth, 'if-match': tags } });
    const weak = await remove('W/"1"');
    t.match(weak.json(), { status: 412, code: 'weak_etag', detail: /proxy .*weakened.*without `W\/`, as "1"/ });
    t.notMatch(weak.json().detail, /read it again/i);
    t.match((await remove('W/"1", "2"')).json(), { status: 412, code: 'version_mismatch' });
    t.equal((await remove('W/"1", "1"')).statusCode, 204);
  },
);
