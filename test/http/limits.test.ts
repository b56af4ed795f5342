import { randomBytes } from 'node:crypto';
import t from 'tap';
import { USUAL_SETTINGS } from '../../src/core/api-keys/api-key.js';
import { makeApiKey } from '../../src/services/api-keys/format.js';
import type { Principal } from '../../src/services/context.js';
import { AppError } from '../../src/services/errors.js';
import { createAllowances, type LeaseAllowance, unsharedLeases } from '../../src/services/rate-limits/allowances.js';
import { openTestApp } from '../support/app.js';
import { runChild } from '../support/child.js';
import { kernelFor, keys } from './kernel-fixture.js';

const config = (rateLimits: object) => ({
  maxInFlight: 100,
  bodyLimit: 1000,
  trustedProxies: [],
  corsOrigins: [],
  rateLimits: { capture: 0, others: 0, ...rateLimits },
});
const unknownKey = () => makeApiKey({ env: 'test', kind: 'service', random: randomBytes });

t.test('failed authentications are limited per address, and keys in use go on working', async (t) => {
  let now = 1_000_000;
  const { server } = await kernelFor(t, { clock: () => now, config: config({ failedAuthentications: 3 }) });
  const send = async (key: string | undefined, remoteAddress = '192.0.2.1') => {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    return server.inject({ url: '/v1/notes', headers, remoteAddress });
  };
  t.equal((await send(keys.all)).statusCode, 200);
  for (const key of [undefined, 'garbage', unknownKey()]) t.equal((await send(key)).statusCode, 401);
  for (const key of [undefined, 'garbage', unknownKey(), keys.unknown]) {
    const refused = await send(key);
    t.match(refused.json(), { status: 429, code: 'rate_limited' });
    t.match(refused.headers['retry-after'], /^[1-9]\d?$/);
  }
  t.equal((await send(unknownKey(), '192.0.2.2')).statusCode, 401, 'another address has a count of its own');
  now += 60_001;
  t.equal((await send(unknownKey())).statusCode, 401, 'after a minute the address may try again');
});

t.test('past the limit an unknown key costs no query, and a key seen valid before works', async (t) => {
  let queries = 0;
  const workspaceId = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  const principal: Principal = {
    ...{ workspaceId, keyId: workspaceId, principalId: workspaceId, kind: 'service' },
    ...{ scopes: new Set(['leads:read']), expiresAt: Infinity, allowedAddresses: [], ...USUAL_SETTINGS },
  };
  const valid = new Set<string>();
  const { server } = await kernelFor(t, {
    config: config({ failedAuthentications: 2 }),
    authenticate: async ({ displayId }) => {
      queries += 1;
      return valid.has(displayId) ? principal : undefined;
    },
  });
  const send = async (key: string, remoteAddress: string) =>
    (await server.inject({ url: '/v1/notes', headers: { authorization: `Bearer ${key}` }, remoteAddress })).statusCode;
  const [used, unused] = [unknownKey(), unknownKey()];
  for (const key of [used, unused]) valid.add(key.split('_')[3]?.slice(0, 8) ?? '');
  t.equal(await send(used, '2001:db8::1'), 200);
  t.equal(await send(unknownKey(), '2001:db8::1'), 401);
  t.equal(await send(unknownKey(), '2001:db8::2'), 401);
  const before = queries;
  for (let index = 0; index < 50; index += 1) t.equal(await send(unknownKey(), `2001:db8::${index + 3}`), 429);
  t.equal(await send(unused, '2001:db8::1'), 429, 'a key new to the process waits');
  t.equal(queries, before, 'no query');
  t.equal(await send(used, '2001:db8::1'), 200, 'a key in use works');
  t.equal(await send(unused, '2001:db8:0:1::1'), 200, 'from another /64 as well');
});

t.test('one address may send so much with a capture key, another as much again', async (t) => {
  const { server } = await kernelFor(t, { config: config({ captureAddress: 2 }) });
  const send = async (remoteAddress: string) => {
    const headers = { authorization: `Bearer ${keys.capture}`, 'content-type': 'application/json' };
    const payload = { items: [{ title: 'a' }] };
    return server.inject({ method: 'POST', url: '/v1/notes/batch', headers, payload, remoteAddress });
  };
  const answers = [await send('192.0.2.1'), await send('192.0.2.1'), await send('192.0.2.1'), await send('192.0.2.2')];
  t.strictSame(
    answers.map(({ statusCode }) => statusCode),
    [207, 207, 429, 207],
  );
  const { ratelimit, 'ratelimit-policy': policy } = answers[2]?.headers ?? {};
  t.match([policy, ratelimit], ['"address";q=2;w=60', /^"address";r=0;t=\d+$/]);
});

t.test('without the database an allowance is refused with 503, and given again when it is back', async (t) => {
  let down = true;
  const shared = unsharedLeases();
  const leaseAllowance: LeaseAllowance = async (...lease) => {
    if (down) throw new AppError('database_unavailable', 'The database does not answer: try again.');
    return shared(...lease);
  };
  const { server } = await kernelFor(t, { leaseAllowance, config: config({ others: 100 }) });
  const send = async () => server.inject({ url: '/v1/notes', headers: { authorization: `Bearer ${keys.all}` } });
  t.match((await send()).json(), { status: 503, code: 'database_unavailable' });
  down = false;
  t.equal((await send()).statusCode, 200);
});

t.test('processes that share an allowance never exceed it, and use it up but for a lease or two each', async (t) => {
  const shared = unsharedLeases();
  let queries = 0;
  const lease: LeaseAllowance = async (...one) => {
    queries += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return shared(...one);
  };
  let now = 6_000_000;
  const processes = [1, 2, 3].map(() => createAllowances(lease, () => now));
  for (const limit of [1, 3, 40, 1_000, 6_000]) {
    now += 60_000;
    queries = 0;
    const results = await Promise.all(
      Array.from({ length: 3 * limit }, async (_, index) => processes[index % 3]?.take('w', `key-${limit}`, limit)),
    );
    const allowed = results.filter((taken) => taken?.allowed).length;
    t.ok(allowed <= limit && allowed >= 0.9 * limit, `${allowed} of ${limit}`);
    t.ok(queries <= 46, `${queries} queries`);
  }
});

t.test('three processes on one database admit a key as often as one may', async (t) => {
  const PER_MINUTE = 400;
  const app = await openTestApp(t);
  const ports = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = runChild('serving-child.ts', app.databaseUrl, String(PER_MINUTE));
      t.teardown(() => child.process.kill());
      return Number(await child.firstLine);
    }),
  );
  const headers = { authorization: `Bearer ${app.adminKey}` };
  // A minute that ends meanwhile would count twice.
  const secondsLeft = 60 - ((Date.now() / 1_000) % 60);
  if (secondsLeft < 25) await new Promise((resolve) => setTimeout(resolve, secondsLeft * 1_000));
  const send = async (port: number | undefined) => {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/reps`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  const statuses: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < 3 * PER_MINUTE) statuses.push(await send(ports[next++ % 3]));
  };
  await Promise.all(Array.from({ length: 12 }, worker));
  const admitted = statuses.filter((status) => status === 200).length;
  t.strictSame([...new Set(statuses)].sort(), [200, 429]);
  t.ok(admitted <= PER_MINUTE, `${admitted} admitted of ${statuses.length}, limit ${PER_MINUTE}`);
  t.ok(admitted >= 0.9 * PER_MINUTE, `${admitted} of ${PER_MINUTE} used`);
});
