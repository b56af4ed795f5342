import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import t from 'tap';
import { createPool } from '../../src/db/client.js';
import { databaseFailure } from '../../src/db/errors.js';
import { createExecutor } from '../../src/db/executor.js';
import type { WriteScope } from '../../src/db/store.js';
import { openEngine } from '../../src/engine.js';
import { createTestDatabase } from '../support/database.js';

const LIMITS = {
  max: 2,
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 5_000,
  idleInTransactionTimeoutMs: 5_000,
  answerGraceMs: 5_000,
};
const WANTED = `select n, case when n > 1 then 'x' || n end as name, array['a', null, 'b'] as list, '{"a": 1}'::jsonb as doc,
   timestamptz '2026-01-15 09:30:00+00' as at from generate_series(1, $1::int) as n`;
const rowsUpTo = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    n: index + 1,
    name: index > 0 ? `x${index + 1}` : null,
    list: ['a', null, 'b'],
    doc: { a: 1 },
    at: new Date('2026-01-15T09:30:00Z'),
  }));

for (const pgBouncer of [false, true]) {
  t.test(`statements, ${pgBouncer ? 'without a name' : 'prepared'}`, async (t) => {
    const { url } = await createTestDatabase();
    const { pool, prepared } = createPool(url, { ...LIMITS, pgBouncer });
    const client = await pool.connect();
    t.teardown(async () => {
      client.release();
      await pool.end();
    });
    const described: number[] = [];
    const warnings: string[] = [];
    const note = ({ message }: Error) => void warnings.push(message);
    process.on('warning', note);
    t.teardown(() => process.off('warning', note));
    const connection = (client as unknown as { connection: pg.Connection }).connection;
    connection.on('rowDescription', () => void described.push(1));
    const { run, read } = createExecutor(client, prepared);

    t.strictSame(await run('wanted', WANTED, [2]), rowsUpTo(2));
    const describedBefore = described.length;
    t.strictSame(await run('wanted', WANTED, [3]), rowsUpTo(3), 'known, it gives the same');
    t.strictSame(await run('wanted', WANTED, [0]), []);
    t.equal(described.length - describedBefore, pgBouncer ? 2 : 0, 'a prepared statement is described once');

    const several = [1, 2, 3].map((count) => run(`both${count % 2}`, WANTED, [count]));
    t.strictSame(await Promise.all(several), [1, 2, 3].map(rowsUpTo), 'given before the first is answered');
    const mixed = [
      run('fails', 'select 1 / $1::int as n', [0]),
      client.query('select 7 as n'),
      run('after', WANTED, [1]),
    ];
    const [failed, plain, after] = await Promise.allSettled(mixed);
    t.match(failed, { status: 'rejected', reason: { code: '22012' } });
    t.match(plain, { status: 'fulfilled', value: { rows: [{ n: 7 }] } }, 'one that fails holds nothing up');
    t.match(after, { status: 'fulfilled', value: rowsUpTo(1) });
    await setImmediate();
    t.strictSame(warnings, [], 'pg has nothing to warn of');

    const asTexts = await read('texts', WANTED, [2], (fields) => fields.slice(0, 2));
    t.strictSame(asTexts, [
      ['1', null],
      ['2', 'x2'],
    ]);
    const failing = () => {
      throw new Error('cannot read this');
    };
    await t.rejects(read('texts', WANTED, [2], failing), { message: 'cannot read this' });
    await t.rejects(run('wrong', 'select 1 / $1::int as n', [0]), { code: '22012' }, 'a failure is reported');
    t.strictSame(await run('wrong', 'select 1 / $1::int as n', [1]), [{ n: 1 }], 'and the connection goes on');
  });
}

t.test('a write that fails reports what failed first, whatever is sent and read after it', async (t) => {
  const { url } = await createTestDatabase();
  const { store, database, newId } = await openEngine({ connection: url, poolSize: 1 });
  t.teardown(() => database.pool.end());
  const workspaceId = newId();
  const origin = { actorKind: 'system', actorId: 'test', requestId: 'test' } as const;
  const nothingYet = {
    version: 1,
    eventSequence: 0,
    configVersion: 1,
    defaultCountry: null,
    timeZone: null,
    clockOffset: null,
  };
  const at = new Date();
  const row = {
    id: workspaceId,
    name: 'First',
    ...nothingYet,
    undeclaredAttributes: null,
    doubleOptIn: null,
    comparedProperties: null,
    comparesTouches: null,
    weekStart: null,
    feedEpoch: null,
    queuePass: null,
    hasConsents: null,
    hasSuppressions: null,
    createdAt: at,
    updatedAt: at,
  };
  await store.found(row, origin, async () => undefined);
  const key = (kind: 'email' | 'phone') => ({ kind, value: 'same', leadId: newId() });
  const twice = [key('email'), key('email')];
  const reading = async (scope: WriteScope) => void (await scope.leads.find(newId()));
  for (const then of [async () => undefined, reading]) {
    const write = store.write(workspaceId, origin, async (scope) => {
      scope.defer(scope.leadKeys.insert(twice));
      scope.defer(scope.leadKeys.remove(twice));
      scope.defer(scope.leadKeys.insert([key('phone')]));
      await then(scope);
    });
    await t.rejects(write, { code: '23505' });
  }
  t.strictSame(await store.read(workspaceId).leadKeys.ownersOf([key('phone')]), [], 'and leaves nothing');
});

t.test('behind a statement without an answer nothing waits, with and without a pipeline', async (t) => {
  const { url } = await createTestDatabase();
  for (const pgBouncer of [false, true]) {
    // The server's own limit is longer, or has not been given to it: as when it is silent.
    const { pool, prepared } = createPool(url, { ...LIMITS, answerGraceMs: -4_500, pgBouncer });
    const client = await pool.connect();
    const { run } = createExecutor(client, prepared);
    const began = performance.now();
    const sleeping = run('sleep', 'select pg_sleep($1::int)::text as n', [4]);
    const behind = [1, 2, 3, 4].map((n) => run('n', 'select $1::int as n', [n]));
    const settled = await Promise.allSettled([sleeping, ...behind]);
    const kinds = settled.map((each) => (each.status === 'rejected' ? databaseFailure(each.reason)?.kind : 'none'));
    t.ok(kinds.length === 5 && kinds.every((kind) => kind === 'hung' || kind === 'unavailable'), kinds.join());
    t.ok(performance.now() - began < 3_000, 'all at once, before the server is done');
    client.release(true);
    await pool.end();
  }
});
