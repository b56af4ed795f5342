import t from 'tap';
import type { KeyRights } from '../../src/core/api-keys/reach.js';
import { CAPTURE_SCOPES, SCOPES, type Scope } from '../../src/core/api-keys/scopes.js';
import { parseAddressBlock } from '../../src/core/network/addresses.js';
import { jsonHeaders, openTestApp } from '../support/app.js';
import { beyond, rights } from '../support/key-rights.js';

const app = await openTestApp(t, {
  trustedProxies: [parseAddressBlock('10.0.0.0/8')].flatMap((b) => ('problem' in b ? [] : [b])),
});
const { server } = app;
const SYSTEM = { actorKind: 'system', actorId: 'test', requestId: 'test-support' } as const;
const WORKSPACE: readonly Scope[] = SCOPES.filter((scope) => scope !== 'deployment:manage');
const HOUR = 3_600_000;
const SOON = Date.now() + HOUR;

interface KeyOut {
  id: string;
  token: string;
  kind: KeyRights['kind'];
  scopes: Scope[];
  expiresAt: string | null;
  allowedAddresses: string[];
  lastUsedAddress: string | null;
  rotatedFrom?: string;
}

interface Sent {
  payload?: object;
  from?: string;
  headers?: Record<string, string>;
  on?: typeof server;
}

async function send<Body = KeyOut>(token: string, method: 'GET' | 'POST', url: string, sent: Sent = {}) {
  const { payload = {}, from = '127.0.0.1', headers, on = server } = sent;
  const answer = await on.inject({
    ...{ method, url, remoteAddress: from, headers: { ...jsonHeaders(token), ...headers } },
    ...(method === 'POST' && { payload }),
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: answer.json() as Body };
}

/** A key with those rights, which no caller had to be allowed to make. */
async function keyWith(held: KeyRights, workspaceId: string) {
  const made = await app.store.write(workspaceId, SYSTEM, (scope) =>
    app.issuer(scope, { name: 'Matrix', rights: held, createdBy: 'test' }),
  );
  if (made === undefined) throw new Error('there is no such workspace');
  return { ...made, held };
}

const rightsIn = ({ kind, scopes, expiresAt, allowedAddresses }: KeyOut): KeyRights =>
  rights(scopes, { kind, expiresAt: expiresAt === null ? Infinity : Date.parse(expiresAt), blocks: allowedAddresses });

const KEYS: readonly Scope[] = ['api_keys:read', 'api_keys:write'];
const forever = { expiresAt: Infinity, blocks: [] };
const FAMILY: readonly KeyRights[] = [
  rights(SCOPES, { kind: 'admin', ...forever }),
  rights(WORKSPACE, { kind: 'admin', ...forever }),
  rights(SCOPES, { kind: 'service', ...forever }),
  rights(WORKSPACE, { kind: 'service', ...forever }),
  rights(KEYS, { kind: 'admin', ...forever }),
  rights(KEYS, { kind: 'service', ...forever }),
  rights([...KEYS, 'leads:read'], { kind: 'service', ...forever }),
  rights([...KEYS, 'leads:capture'], { kind: 'service', ...forever }),
  rights(WORKSPACE, { kind: 'service', expiresAt: SOON, blocks: [] }),
  rights(WORKSPACE, { kind: 'service', expiresAt: SOON + HOUR, blocks: [] }),
  rights(WORKSPACE, { kind: 'service', expiresAt: Infinity, blocks: ['127.0.0.0/8'] }),
  rights(WORKSPACE, { kind: 'service', expiresAt: Infinity, blocks: ['127.0.0.1/32', '2001:db8::/32'] }),
  rights(WORKSPACE, { kind: 'admin', expiresAt: SOON, blocks: ['127.0.0.0/8'] }),
  rights(CAPTURE_SCOPES, { kind: 'capture', ...forever }),
  ...SCOPES.map((scope) => rights([scope], { kind: 'service', ...forever })),
];
const described = ({ kind, scopes, expiresAt, allowedAddresses }: KeyRights) =>
  `${kind} ${scopes.size > 5 ? scopes.size : [...scopes]} ${expiresAt === Infinity ? '' : 'expires'} ${allowedAddresses.length}`;

t.test('every actor against every key: reading, rotating and revoking reach nothing beyond the actor', async (t) => {
  for (const held of FAMILY) {
    const wrong: string[] = [];
    const { workspaceId } = await app.makeWorkspace();
    const actor = await keyWith(held, workspaceId);
    const mayRead = held.kind !== 'capture' && held.scopes.has('api_keys:read');
    const mayWrite = held.kind !== 'capture' && held.scopes.has('api_keys:write');
    const targets: Awaited<ReturnType<typeof keyWith>>[] = [];
    for (const target of FAMILY) targets.push(await keyWith(target, workspaceId));
    const expect = (what: string, target: KeyRights, status: number, wanted: number) => {
      if (status !== wanted) wrong.push(`${what} ${described(target)}: ${status}, not ${wanted}`);
    };
    if (mayRead) {
      const { body } = await send<{ data: KeyOut[] }>(actor.token, 'GET', '/v1/api-keys?limit=200');
      const listed = new Set(body.data.map(({ id }) => id));
      for (const { id, held: target } of targets)
        expect('list', target, listed.has(id) ? 200 : 404, beyond(target, held).length === 0 ? 200 : 404);
    }
    for (const { id, held: target } of targets) {
      const reachable = beyond(target, held).length === 0;
      const statusFor = (allowed: boolean, success: number) => (!allowed ? 403 : reachable ? success : 404);
      expect('get', target, (await send(actor.token, 'GET', `/v1/api-keys/${id}`)).status, statusFor(mayRead, 200));
      const rotated = await send(actor.token, 'POST', `/v1/api-keys/${id}/rotate`);
      expect('rotate', target, rotated.status, statusFor(mayWrite, 201));
      if (rotated.status === 201) {
        if (beyond(rightsIn(rotated.body), held).length > 0) wrong.push(`the successor of ${described(target)}`);
        if (beyond(rightsIn(rotated.body), target).length > 0) wrong.push(`${described(target)} grew by its rotation`);
      }
      // Its overlap has given the key an earlier end, so that one which does not expire is in reach of one that does.
      if (reachable || !mayWrite || rotated.status === 404)
        expect(
          'revoke',
          target,
          (await send(actor.token, 'POST', `/v1/api-keys/${id}/revoke`)).status,
          statusFor(mayWrite, 200),
        );
    }
    t.strictSame(wrong, [], described(held));
  }
});

t.test(
  'every actor requests every key: a key that is made is within the rights of the actor, others are refused',
  async (t) => {
    const { workspaceId } = await app.makeWorkspace();
    let made = 0;
    for (const held of FAMILY) {
      const wrong: string[] = [];
      const actor = await keyWith(held, workspaceId);
      const mayWrite = held.kind !== 'capture' && held.scopes.has('api_keys:write');
      for (const wanted of FAMILY) {
        const payload = {
          ...{ name: 'Wanted', kind: wanted.kind, scopes: [...wanted.scopes] },
          ...(wanted.expiresAt !== Infinity && { expiresAt: new Date(wanted.expiresAt).toISOString() }),
          ...(wanted.allowedAddresses.length > 0 && { allowedAddresses: ['127.0.0.0/8'] }),
        };
        const { status, body } = await send(actor.token, 'POST', '/v1/api-keys', { payload });
        if (status === 201) {
          made += 1;
          if (!mayWrite || beyond(rightsIn(body), held).length > 0) wrong.push(`made ${described(rightsIn(body))}`);
        } else if (status !== (mayWrite ? 422 : 403)) wrong.push(`${status} for ${described(wanted)}`);
      }
      t.strictSame(wrong, [], described(held));
    }
    t.ok(made > FAMILY.length, `${made} were made`);
  },
);

t.test('a key beyond reach is answered exactly as an unknown one', async (t) => {
  const { workspaceId } = await app.makeWorkspace();
  const low = await keyWith(rights(KEYS, { kind: 'service', ...forever }), workspaceId);
  const high = await keyWith(rights(SCOPES, { kind: 'admin', ...forever }), workspaceId);
  const unknown = '01980a3e-7c1b-7d2e-9f40-000000000000';
  for (const [method, verb] of [
    ['GET', ''],
    ['POST', '/rotate'],
    ['POST', '/revoke'],
  ] as const) {
    const texts = [];
    for (const id of [high.id, unknown]) {
      const headers = { 'x-request-id': 'the-same-request' };
      const { status, text } = await send(low.token, method, `/v1/api-keys/${id}${verb}`, { headers });
      t.equal(status, 404);
      texts.push(text.replace(id, 'id'));
    }
    t.equal(texts[0], texts[1]);
  }
});

t.test('lists of keys within reach have full pages', async (t) => {
  const { workspaceId } = await app.makeWorkspace();
  const low = await keyWith(rights(KEYS, { kind: 'service', ...forever }), workspaceId);
  const ids = [low.id];
  for (let i = 0; i < 6; i += 1) {
    await keyWith(rights(WORKSPACE, { kind: 'admin', ...forever }), workspaceId);
    ids.push((await keyWith(rights(['api_keys:read'], { kind: 'service', ...forever }), workspaceId)).id);
  }
  const seen: string[] = [];
  for (let cursor: string | null = '', more = true; more; ) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const url: string = `/v1/api-keys?limit=3${query}`;
    type Page = { data: KeyOut[]; hasMore: boolean; nextCursor: string | null };
    const { body }: { body: Page } = await send<Page>(low.token, 'GET', url);
    if (body.hasMore) t.equal(body.data.length, 3);
    seen.push(...body.data.map(({ id }) => id));
    more = body.hasMore;
    cursor = body.nextCursor;
  }
  t.strictSame(seen, ids.reverse());
});

t.test('a key is rotated once, keeps what it is, and is not extended by it', async (t) => {
  const { workspaceId, adminKey } = await app.makeWorkspace();
  const held = rights(WORKSPACE, { kind: 'service', expiresAt: SOON, blocks: ['127.0.0.0/8'] });
  const key = await keyWith(held, workspaceId);
  const rotate = (payload: object) => send(adminKey, 'POST', `/v1/api-keys/${key.id}/rotate`, { payload });
  const { body: next } = await rotate({ overlapHours: 720 });
  t.strictSame(rightsIn(next), held);
  t.equal(next.rotatedFrom, key.id);
  t.equal((await send(adminKey, 'GET', `/v1/api-keys/${key.id}`)).body.expiresAt, new Date(SOON).toISOString());
  t.match(await rotate({}), { status: 409, body: { code: 'conflict', detail: /rotatedFrom/ } });
  const last = await keyWith(rights(WORKSPACE, { kind: 'service', ...forever }), workspaceId);
  const answers = await Promise.all([1, 2, 3, 4].map(() => send(adminKey, 'POST', `/v1/api-keys/${last.id}/rotate`)));
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 409, 409, 409], 'also when all come at once');
});

t.test('a key can rotate itself, and the old secret then makes nothing that outlives it', async (t) => {
  const { workspaceId } = await app.makeWorkspace();
  const key = await keyWith(rights(KEYS, { kind: 'service', ...forever }), workspaceId);
  const rotated = await send(key.token, 'POST', `/v1/api-keys/${key.id}/rotate`, { payload: { overlapHours: 1 } });
  t.equal(rotated.status, 201);
  const { body } = await send(key.token, 'POST', '/v1/api-keys', { payload: { name: 'Child', kind: 'service' } });
  t.ok(body.expiresAt !== null && Date.parse(body.expiresAt) <= Date.now() + HOUR, 'within the overlap');
});

t.test('a key that another process revoked leaves no key behind, though this one still knows it', async (t) => {
  const { workspaceId } = await app.makeWorkspace();
  const other = await openSecond(t);
  const [operator, key] = [
    await keyWith(rights(SCOPES, { kind: 'admin', ...forever }), workspaceId),
    await keyWith(rights(SCOPES, { kind: 'admin', ...forever }), workspaceId),
  ];
  t.equal((await send(key.token, 'GET', '/v1/api-keys', { on: other })).status, 200);
  t.equal((await send(operator.token, 'POST', `/v1/api-keys/${key.id}/revoke`)).status, 200);
  const payload = { name: 'Survivor', kind: 'admin' };
  t.equal((await send(key.token, 'POST', '/v1/api-keys', { on: other, payload })).status, 401);
  t.equal((await send(key.token, 'POST', '/v1/workspaces', { on: other, payload: { name: 'Refuge' } })).status, 401);
  t.equal((await send(key.token, 'POST', `/v1/api-keys/${key.id}/rotate`, { on: other })).status, 401);
});

async function openSecond(test: Parameters<typeof openTestApp>[0], options: { apiKeyMaxDays?: number } = {}) {
  const { openApp } = await import('../../src/app.js');
  const log = { info: () => undefined, error: () => undefined };
  const second = await openApp({
    ...{ connection: app.databaseUrl, poolSize: 4, log, timersEveryMs: 0, jobsEveryMs: 0, ...options },
  });
  test.teardown(() => second.close());
  await second.server.ready();
  return second.server;
}

t.test('no key lives longer than the deployment allows', async (t) => {
  const { workspaceId, adminKey } = await app.makeWorkspace();
  const limited = await openSecond(t, { apiKeyMaxDays: 30 });
  const latest = () => Date.now() + 30 * 24 * HOUR;
  const create = (payload: object) =>
    send(adminKey, 'POST', '/v1/api-keys', {
      on: limited,
      payload: { name: 'Limited', kind: 'service', ...payload },
    });
  const { body } = await create({});
  t.ok(Math.abs(Date.parse(body.expiresAt ?? '') - latest()) < HOUR, 'the limit by default');
  const refused = await create({ expiresAt: new Date(latest() + HOUR).toISOString() });
  t.match(refused, { status: 422, body: { errors: [{ pointer: '/expiresAt', code: 'too_late' }] } });
  const old = await keyWith(rights(WORKSPACE, { kind: 'service', ...forever }), workspaceId);
  const rotated = await send(adminKey, 'POST', `/v1/api-keys/${old.id}/rotate`, { on: limited });
  t.ok(Math.abs(Date.parse(rotated.body.expiresAt ?? '') - latest()) < HOUR, 'a rotation too');
  const made = await send<{ apiKey: KeyOut }>(app.adminKey, 'POST', '/v1/workspaces', {
    on: limited,
    payload: { name: 'X' },
  });
  t.ok(Math.abs(Date.parse(made.body.apiKey.expiresAt ?? '') - latest()) < HOUR, 'and the first key of a workspace');
});

t.test('the first key of a workspace has the restrictions of the key that made it', async (t) => {
  const { workspaceId } = await app.makeWorkspace();
  const actor = await keyWith(
    rights(['deployment:manage'], { kind: 'service', expiresAt: SOON, blocks: ['127.0.0.0/8'] }),
    workspaceId,
  );
  const { body } = await send<{ apiKey: KeyOut }>(actor.token, 'POST', '/v1/workspaces', {
    payload: { name: 'Branch' },
  });
  t.strictSame(rightsIn(body.apiKey), rights(WORKSPACE, { kind: 'service', expiresAt: SOON, blocks: ['127.0.0.0/8'] }));
});

t.test('a restricted key works from its addresses only, also behind a proxy', async (t) => {
  const { workspaceId, adminKey } = await app.makeWorkspace();
  const key = await keyWith(
    rights(WORKSPACE, { kind: 'service', expiresAt: Infinity, blocks: ['192.0.2.0/24', '2001:db8::/32'] }),
    workspaceId,
  );
  const from = (address: string, forwarded?: string) =>
    send(key.token, 'GET', '/v1/leads', {
      from: address,
      ...(forwarded && { headers: { 'x-forwarded-for': forwarded } }),
    });
  t.match(await from('203.0.113.9'), { status: 403, body: { code: 'address_not_allowed' } });
  const stored = async () => (await send(adminKey, 'GET', `/v1/api-keys/${key.id}`)).body.lastUsedAddress;
  t.equal(await stored(), null, 'a refused request is no use of the key');
  t.match(await from('203.0.113.9', '192.0.2.7'), { status: 403 }, 'an invented address');
  t.match(await from('192.0.2.7'), { status: 200 });
  t.match(await from('::ffff:192.0.2.7'), { status: 200 }, 'IPv4 inside IPv6');
  t.match(await from('2001:db8::7'), { status: 200 });
  t.match(await from('2001:db9::7'), { status: 403 });
  t.match(await from('10.0.0.1'), { status: 403 }, 'the proxy itself');
  t.match(await from('10.0.0.1', '198.51.100.1, 192.0.2.7'), { status: 200 }, 'through the proxy');
  t.match(await from('10.0.0.1', '192.0.2.7, 198.51.100.1'), { status: 403 }, 'invented before the proxy');
});

t.test('the last use of a key is kept with its address, which is in no log', async (t) => {
  const { workspaceId, adminKey } = await app.makeWorkspace();
  const key = await keyWith(rights(WORKSPACE, { kind: 'service', ...forever }), workspaceId);
  await send(key.token, 'GET', '/v1/leads', { from: '10.0.0.1', headers: { 'x-forwarded-for': '2001:DB8:0::77' } });
  t.match((await send(adminKey, 'GET', `/v1/api-keys/${key.id}`)).body, { lastUsedAddress: '2001:db8::77' });
  t.notMatch(JSON.stringify(app.logged), /2001:db8::77/i);
});

t.test('addresses that are none are refused with their place', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  const payload = { name: 'Typing errors', kind: 'service', allowedAddresses: ['10.0.0.1/8', '192.0.2.0/24', '1.2.3'] };
  t.match(await send(adminKey, 'POST', '/v1/api-keys', { payload }), {
    status: 400,
    body: {
      errors: [
        { pointer: '/allowedAddresses/0', detail: /10\.0\.0\.0\/8/ },
        { pointer: '/allowedAddresses/2', detail: /192\.0\.2\.0\/24/ },
      ],
    },
  });
});

t.test('events of keys describe what changed', async (t) => {
  const { adminKey } = await app.makeWorkspace();
  const payload = { name: 'Told', kind: 'service', scopes: ['leads:read'], allowedAddresses: ['192.0.2.7'] };
  const { body: made } = await send(adminKey, 'POST', '/v1/api-keys', { payload });
  const { body: next } = await send(adminKey, 'POST', `/v1/api-keys/${made.id}/rotate`, {
    payload: { overlapHours: 2 },
  });
  await send(adminKey, 'POST', `/v1/api-keys/${made.id}/revoke`);
  type Feed = { data: { type: string; before: object; after: Record<string, unknown> }[] };
  const of = async (id: string) => (await send<Feed>(adminKey, 'GET', `/v1/events?subjectId=${id}`)).body.data;
  const all = { kind: 'service', scopes: ['leads:read'], expiresAt: null, allowedAddresses: ['192.0.2.7/32'] };
  t.match(await of(made.id), [
    { type: 'api_key.created', after: all },
    { type: 'api_key.revoked', before: { revokedAt: null }, after: { revokedAt: String } },
  ]);
  t.match(await of(next.id), [
    { type: 'api_key.rotated', after: { ...all, rotatedFrom: made.id, rotatedFromExpiresAt: String } },
  ]);
});

t.test('the feed describes keys within the reach of its reader, and of others the id only', async (t) => {
  const { workspaceId, adminKey } = await app.makeWorkspace('Described');
  const make = async (payload: object) => (await send(adminKey, 'POST', '/v1/api-keys', { payload })).body.id;
  const scopes = ['events:read'];
  const within = await make({ name: 'Reader', kind: 'service', scopes });
  const beyond = [
    await make({ name: 'Secret', kind: 'service', scopes: ['events:read', 'leads:write'] }),
    await make({ name: 'Secret', kind: 'admin', scopes }),
  ];
  const nearby = await make({ name: 'Near', kind: 'service', scopes, allowedAddresses: ['127.0.0.1'] });
  const { body: rotated } = await send(adminKey, 'POST', `/v1/api-keys/${beyond[0]}/rotate`, {
    payload: { overlapHours: 1 },
  });
  type Feed = { data: { subjectKind: string; subjectId: string; after?: { name: string } }[] };
  const namesFor = async (key: string) => {
    const { body } = await send<Feed>(key, 'GET', '/v1/events');
    const ofKeys = body.data.filter(({ subjectKind }) => subjectKind === 'api_key');
    return new Map(ofKeys.map(({ subjectId, after }) => [subjectId, after?.name]));
  };
  const seen = await namesFor(await app.makeKey(['events:read'], { workspaceId }));
  t.equal(seen.get(within), 'Reader');
  t.equal(seen.get(nearby), 'Near');
  for (const id of [...beyond, rotated.id]) t.match([seen.has(id), seen.get(id)], [true, undefined]);
  const seenByAdmin = await namesFor(adminKey);
  t.equal(seenByAdmin.get(rotated.id), 'Secret', 'a key with the same rights reads all of it');
  const seenFromNear = await namesFor(
    await app.makeKey(['events:read'], { workspaceId, allowedAddresses: ['127.0.0.1'] }),
  );
  t.match([seenFromNear.get(nearby), seenFromNear.get(within)], ['Near', undefined], 'restrictions count');
});
