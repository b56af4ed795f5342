import t from 'tap';
import type { Static } from 'typebox';
import { createCursorCodec } from '../../src/db/cursor.js';
import { beginFeedEpoch, followDatabaseIdentity } from '../../src/db/feed-epoch.js';
import { openEngine } from '../../src/engine.js';
import type { EventList } from '../../src/http/schemas/events.js';
import { openTestApp } from '../support/app.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

type Feed = Static<typeof EventList>;

const service = await openService(t);
const { apps, sql, databaseUrl } = service;
const [app] = apps;
const newId = () => app?.newId() ?? '';
const pool = () => {
  if (app === undefined) throw new Error('no app');
  return app.database.pool;
};

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { workspaceId, post, get } = await service.makeWorkspace();
  const addRep = async (name: string) => t.equal((await post('/v1/reps', { name })).status, 201);
  const read = <Body = Feed>(cursor?: string | null, query = '') =>
    get<Body>(`/v1/events?limit=200${query}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
  const last = async () => (await read()).body.data.length;
  /** What a restore of an older state leaves of the log: it ends at an earlier event, and others may follow. */
  async function restoreTo(sequence: number): Promise<void> {
    await sql('delete from events where workspace_id = $1 and sequence > $2', [workspaceId, sequence]);
    await sql('update workspaces set event_sequence = $2 where id = $1', [workspaceId, sequence]);
  }
  return { workspaceId, read, addRep, last, restoreTo };
}

t.test('the epoch is that of the workspace until the database is restored', async (t) => {
  const { workspaceId, read, addRep } = await makeWorkspace();
  await addRep('Before the restore');
  t.equal((await read()).body.epoch, workspaceId);
  const { body } = await read();
  await beginFeedEpoch(pool(), newId());
  const { body: after } = await read(body.nextCursor);
  t.not(after.epoch, body.epoch);
  t.same(after.data, [], 'a cursor that has lost nothing goes on');
});

t.test(
  'a cursor before the fork goes on, one past it is answered 410, also when its number was used again',
  async (t) => {
    const { addRep, last, read, restoreTo } = await makeWorkspace();
    await addRep('Before the backup');
    const fork = await last();
    const { body: before } = await read();
    await addRep('Lost');
    const { body: past } = await read();
    const { body: filtered } = await read(null, '&type=rep.created');

    await restoreTo(fork);
    for (const again of [false, true]) {
      // Numbers are used again: the same number, another event.
      if (again) await addRep('Another rep');
      const refused = await read<ProblemOut>(past.nextCursor);
      t.match(refused, { status: 410, body: { code: 'feed_epoch_changed', errors: [{ parameter: 'cursor' }] } });
      t.match(refused.body.detail, `Event ${fork + 1}`);
      t.match(await read<ProblemOut>(filtered.nextCursor, '&type=rep.created'), { status: 410 });
      const { status, body } = await read(before.nextCursor);
      t.equal(status, 200);
      t.same(
        body.data.map(({ sequence }) => sequence),
        again ? [fork + 1] : [],
      );
    }
  },
);

t.test('a cursor of an earlier version holds no id: it goes on until there was a restore', async (t) => {
  const fresh = await openTestApp(t);
  const [{ secret } = { secret: '' }] = (
    await fresh.database.pool.query<{ secret: string }>('select cursor_secret as secret from deployment')
  ).rows;
  const old = createCursorCodec(secret).encode(`${fresh.workspaceId}|events||`, [1]);
  const follow = async (cursor: string) => {
    const { statusCode, body } = await fresh.server.inject({
      url: `/v1/events?cursor=${encodeURIComponent(cursor)}`,
      headers: { authorization: `Bearer ${fresh.adminKey}` },
    });
    return { status: statusCode, body: JSON.parse(body) as Feed };
  };
  const went = await follow(old);
  t.equal(went.status, 200);
  t.equal(went.body.data[0]?.sequence ?? 2, 2);
  await beginFeedEpoch(fresh.database.pool, fresh.newId());
  t.equal((await follow(old)).status, 410, 'the cursor may be past the restored state');
  t.equal((await follow(went.body.nextCursor ?? '')).status, 200, 'the cursor it was given in exchange is checked');
});

t.test('a database on another server or timeline begins an epoch, once for all processes that start', async (t) => {
  const { read } = await makeWorkspace();
  const epochOf = async () => (await read()).body.epoch;
  const open = async () => {
    const engine = await openEngine({ connection: databaseUrl, poolSize: 1 });
    await engine.database.pool.end();
  };
  const before = await epochOf();
  await open();
  t.equal(await epochOf(), before, 'the same server');
  // As after a recovery to a point in time: the identity that the rows hold is not that of the server they are on.
  await sql(`update deployment set database_identity = '7000000000000000000/00000001'`);
  const begun = await Promise.all(Array.from({ length: 4 }, () => followDatabaseIdentity(pool(), newId())));
  t.same(begun.filter(Boolean), [true]);
  const after = await epochOf();
  t.not(after, before);
  await open();
  t.equal(await epochOf(), after);
});

t.test('a process starts on a database that takes no writes, and begins no epoch there', async (t) => {
  const fresh = await openTestApp(t);
  const { pool: ofFresh } = fresh.database;
  await ofFresh.query(`update deployment set database_identity = '7000000000000000000/00000001'`);
  const connection = `${fresh.databaseUrl}${fresh.databaseUrl.includes('?') ? '&' : '?'}options=${encodeURIComponent('-c default_transaction_read_only=on')}`;
  const engine = await openEngine({ connection, poolSize: 1 });
  await engine.database.pool.end();
  const epochs = async () => (await ofFresh.query('select from workspaces where feed_epoch is not null')).rowCount;
  t.equal(await epochs(), 0);
  t.equal(await followDatabaseIdentity(ofFresh, fresh.newId()), true, 'it is noticed when writes are taken again');
  t.equal(await epochs(), 1);
});
