import type pg from 'pg';
import t from 'tap';
import { createPool } from '../../src/db/client.js';
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
    const connection = (client as unknown as { connection: pg.Connection }).connection;
    connection.on('rowDescription', () => void described.push(1));
    const { run, read } = createExecutor(client, prepared);

    t.strictSame(await run('wanted', WANTED, [2]), rowsUpTo(2));
    const told = described.length;
    t.strictSame(await run('wanted', WANTED, [3]), rowsUpTo(3), 'known, it gives the same');
    t.strictSame(await run('wanted', WANTED, [0]), []);
    t.equal(described.length - told, pgBouncer ? 2 : 0, 'what is prepared is described once');

    if (!pgBouncer) {
      const several = [1, 2, 3].map((count) => run(`both${count % 2}`, WANTED, [count]));
      t.strictSame(await Promise.all(several), [1, 2, 3].map(rowsUpTo), 'sent before the first is answered');
    }

    const asTexts = await read('texts', WANTED, [2], (fields) => fields.slice(0, 2));
    t.strictSame(asTexts, [
      ['1', null],
      ['2', 'x2'],
    ]);
    const failing = () => {
      throw new Error('cannot read this');
    };
    await t.rejects(read('texts', WANTED, [2], failing), { message: 'cannot read this' });
    await t.rejects(run('wrong', 'select 1 / $1::int as n', [0]), { code: '22012' }, 'a failure is told');
    t.strictSame(await run('wrong', 'select 1 / $1::int as n', [1]), [{ n: 1 }], 'and the connection goes on');
  });
}

t.test('a write that fails tells what failed first, whatever is sent and read after it', async (t) => {
  const { url } = await createTestDatabase();
  const { store, database, newId } = await openEngine({ connection: url, poolSize: 1 });
  t.teardown(() => database.pool.end());
  const workspaceId = newId();
  const origin = { actorKind: 'system', actorId: 'test', requestId: 'test' } as const;
  const nothingYet = { version: 1, eventSequence: 0, configVersion: 1, defaultCountry: null, clockOffset: null };
  const at = new Date();
  const row = { id: workspaceId, name: 'First', ...nothingYet, feedEpoch: null, createdAt: at, updatedAt: at };
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
