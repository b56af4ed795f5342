import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { openTestApp, type TestApp } from '../support/app.js';
import { createTestDatabase } from '../support/database.js';
import { openProxy } from '../support/proxy.js';
import { administer, withDatabase } from '../support/server.js';
import { query } from './ingest-fixture.js';

const headersOf = (app: TestApp) => ({ authorization: `Bearer ${app.adminKey}`, 'content-type': 'application/json' });

const LEAD = { email: 'kept@background.example' };

async function send(app: TestApp, email: string, path = '/v1/leads') {
  const body = path === '/v1/leads' ? { email } : { items: [{ email }] };
  const answer = await app.server.inject({ method: 'POST', url: path, headers: headersOf(app), payload: body });
  return { status: answer.statusCode, code: answer.json().code, retryAfter: answer.headers['retry-after'] };
}

const readiness = async (app: TestApp) => {
  const answer = await app.server.inject('/readyz');
  return { status: answer.statusCode, detail: answer.json().checks.database.detail };
};

const emailsOf = async (app: TestApp) => {
  const answer = await app.server.inject({ url: '/v1/leads?limit=200', headers: headersOf(app) });
  return answer.json().data.map(({ email }: { email: string }) => email);
};

/** Until it is so, or for ten seconds. */
async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return true;
    await sleep(50);
  }
  return false;
}

/** A product over a database whose ability to take writes can be switched; its clock can be moved past caches. */
async function openSwitched(t: Parameters<typeof openTestApp>[0], options: Parameters<typeof openTestApp>[1] = {}) {
  const { name, url } = await createTestDatabase();
  let later = 0;
  const app = await openTestApp(t, { connection: url, clock: () => Date.now() + later, ...options });
  const ended = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`;
  const set = (value: 'on' | 'off') => `alter database ${name} set default_transaction_read_only = ${value}`;
  return {
    app,
    url,
    pass: (ms: number) => {
      later += ms;
    },
    readOnly: (value: 'on' | 'off') => administer(withDatabase(url, 'postgres'), set(value)),
    endConnections: async () => {
      await administer(withDatabase(url, 'postgres'), ended);
      // Meets one that was ended while it idled; the pool drops the others with it.
      await app.database.pool.query('select 1').catch(() => undefined);
    },
  };
}

t.test('a database that became read-only: writes 503 with Retry-After, not ready, and back by itself', async (t) => {
  const rateLimits = { capture: 600, others: 6_000 };
  const { app, pass, readOnly, endConnections } = await openSwitched(t, { rateLimits });
  t.equal((await send(app, 'before@readonly.example')).status, 201);
  await readOnly('on');
  await endConnections();
  for (const path of ['/v1/leads', '/v1/leads/batch']) {
    t.match(await send(app, 'during@readonly.example', path), {
      status: 503,
      code: 'database_unavailable',
      retryAfter: /^[1-9]\d*$/,
    });
  }
  pass(120_000);
  t.strictSame(await emailsOf(app), ['before@readonly.example'], 'reads go on, also when the key is looked up anew');
  t.strictSame(await readiness(app), { status: 503, detail: 'the database accepts no writes' });
  t.equal((await app.server.inject('/livez')).statusCode, 200);
  await readOnly('off');
  await endConnections();
  pass(1_000);
  t.strictSame(await readiness(app), { status: 200, detail: undefined });
  t.equal((await send(app, 'after@readonly.example')).status, 201);
});

t.test('connections to a server that takes no writes any more are given up, also those that idle', async (t) => {
  const { app, pass, readOnly } = await openSwitched(t);
  const { pool } = app.database;
  await Promise.all([1, 2, 3].map(() => emailsOf(app)));
  await readOnly('on');
  t.equal((await send(app, 'old@readonly.example')).status, 201, 'a connection from before takes writes');
  const idle = pool.idleCount;
  t.ok(idle > 1);
  // The one that is used next behaves as after its server was demoted; all others are from the same time.
  await pool.query('set session characteristics as transaction read only');
  t.equal((await send(app, 'met@readonly.example')).status, 503);
  t.ok(await eventually(async () => pool.totalCount === 0), 'none is kept');
  for (let asked = 0; asked < 3; asked++) {
    pass(1_000);
    t.equal((await readiness(app)).status, 503, 'new connections take no writes either');
  }
  await readOnly('off');
  // No connection is ended from outside.
  t.ok(await eventually(async () => (await send(app, 'new@readonly.example')).status === 201));
  pass(1_000);
  t.equal((await readiness(app)).status, 200);
});

t.test('a full disk is remembered until there is room', async (t) => {
  const { app, url, pass } = await openSwitched(t);
  const full = (of: string) => `create function ${of} as $$ begin raise exception using errcode = '53100'; end $$`;
  await administer(
    url,
    `${full('no_room() returns trigger language plpgsql')}`,
    `${full('no_file() returns event_trigger language plpgsql')}`,
    'create trigger no_room before insert on leads execute function no_room()',
    'create event trigger no_file on ddl_command_start execute function no_file()',
  );
  t.equal((await readiness(app)).status, 200, 'nothing was met yet');
  t.match(await send(app, 'full@disk.example'), { status: 503, code: 'database_unavailable', retryAfter: /^\d+$/ });
  for (let asked = 0; asked < 3; asked++) {
    pass(1_000);
    t.strictSame(await readiness(app), { status: 503, detail: 'the disk of the database is full' });
  }
  await administer(url, 'drop event trigger no_file', 'drop trigger no_room on leads');
  pass(1_000);
  t.strictSame(await readiness(app), { status: 200, detail: undefined });
  t.equal((await send(app, 'full@disk.example')).status, 201);
});

t.test('whatever the database is short of: 503, nothing written, and no repetition needed to recover', async (t) => {
  const { app, url } = await openSwitched(t);
  const codes = ['25P03', '40001', '40P01', '53200', '53300', '55P03', '57014', '57P01', '57P02', '57P03', '58030'];
  for (const code of codes) {
    await administer(
      url,
      `create or replace function fail() returns trigger language plpgsql as $$ begin raise exception using errcode = '${code}'; end $$`,
      'create trigger fail before insert on leads execute function fail()',
    );
    const answers = await Promise.all([1, 2, 3].map((n) => send(app, `no${n}@code.example`)));
    for (const answer of answers) {
      t.match(answer, { status: 503, code: /^(database_unavailable|overloaded)$/, retryAfter: /^[1-9]\d*$/ }, code);
    }
    await administer(url, 'drop trigger fail on leads');
    t.equal((await send(app, `yes-${code}@code.example`)).status, 201, `${code} is over`);
  }
  t.strictSame(new Set(await emailsOf(app)), new Set(codes.map((code) => `yes-${code}@code.example`)));
});

t.test('a write that waits for a lock too long, and a statement that takes too long: 503', async (t) => {
  const { app, url } = await openSwitched(t, { statementTimeoutMs: 2_000 });
  await administer(
    url,
    'create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(5); return new; end $$',
    'create trigger slow before insert on leads for each row execute function slow()',
  );
  t.match(await send(app, 'slow@time.example'), { status: 503, code: 'overloaded', retryAfter: /^\d+$/ });
  await administer(url, 'drop trigger slow on leads');
  t.equal((await send(app, 'slow@time.example')).status, 201);
});

t.test('connections that give no answer: 503 in bounded time, and new ones are made', async (t) => {
  const { url } = await createTestDatabase();
  const proxy = await openProxy(url);
  const app = await openTestApp(t, { connection: proxy.url, statementTimeoutMs: 2_000, answerGraceMs: 500 });
  t.teardown(() => proxy.cut());
  await Promise.all([1, 2, 3, 4, 5].map(() => emailsOf(app)));
  t.equal((await send(app, 'first@hung.example')).status, 201);

  proxy.hang('open');
  t.match(await send(app, 'second@hung.example'), { status: 503, code: 'database_unavailable', retryAfter: /^\d+$/ });
  t.equal((await send(app, 'third@hung.example')).status, 201, 'the idle ones hang too: one time-out is enough');

  proxy.hang('all');
  const read = await app.server.inject({ url: '/v1/leads', headers: headersOf(app) });
  t.equal(read.statusCode, 503, 'reads as well');
  t.equal((await send(app, 'fourth@hung.example')).status, 503, 'connecting has a limit of its own');
  t.equal((await readiness(app)).status, 503);
  proxy.heal();
  t.ok(await eventually(async () => (await send(app, 'fifth@hung.example')).status === 201));
  t.ok(await eventually(async () => (await readiness(app)).status === 200));
  const emails = await emailsOf(app);
  for (const name of ['first', 'third', 'fifth']) t.ok(emails.includes(`${name}@hung.example`), name);
});

t.test('timers and operations outlive an outage and go on by themselves', async (t) => {
  const { app, url, readOnly, endConnections } = await openSwitched(t, { timersEveryMs: 30, jobsEveryMs: 30 });
  const lead = await app.server.inject({ method: 'POST', url: '/v1/leads', headers: headersOf(app), payload: LEAD });
  await readOnly('on');
  await endConnections();
  await sleep(300);
  await endConnections();
  await sleep(300);
  await readOnly('off');
  await endConnections();
  const made = await app.server.inject({
    method: 'POST',
    url: '/v1/tasks',
    headers: headersOf(app),
    payload: {
      leadId: lead.json().lead.id,
      kind: 'call',
      title: 'Call',
      dueAt: new Date(Date.now() + 500).toISOString(),
    },
  });
  t.equal(made.statusCode, 201, made.body);
  const overdue = () => query(url, "select 1 from events where type = 'task.overdue'");
  t.ok(await eventually(async () => (await overdue()).length === 1), 'a timer that was set after it fires');
  const begun = await app.server.inject({
    method: 'POST',
    url: '/v1/score-models/1/backtests',
    headers: headersOf(app),
    payload: {},
  });
  t.equal(begun.statusCode, 202, begun.body);
  const ended = () => query(url, "select 1 from operations where state = 'succeeded'");
  t.ok(await eventually(async () => (await ended()).length === 1), 'an operation that was begun after it ends');
});
