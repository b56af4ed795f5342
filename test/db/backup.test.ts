import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { openApp } from '../../src/app.js';
import { checkArchive, restoreFromFile } from '../../src/db/backup/restore.js';
import { backupToFile } from '../../src/db/backup/write.js';
import { createClient } from '../../src/db/client.js';
import { applyMigration, CREATE_LEDGER, migrate } from '../../src/db/migrate.js';
import { MIGRATIONS_FOLDER, readMigrations } from '../../src/db/migrations.js';
import { StartError } from '../../src/db/start-error.js';
import { eventFaults, openService } from '../http/ingest-fixture.js';
import { openTestApp } from '../support/app.js';
import { runChild } from '../support/child.js';
import { createTestDatabase } from '../support/database.js';
import { administer } from '../support/server.js';

const { apps, post, get, sql, databaseUrl, token } = await openService(t, { instances: 2 });
const [app] = apps;
const newId = () => app?.newId() ?? '';
const folder = mkdtempSync(join(tmpdir(), 'headwater-backup-'));
t.teardown(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `${files++}.sql.gz`);
const backup = async (url = databaseUrl) => {
  const file = newFile();
  const report = await backupToFile(url, file, { now: new Date(), epoch: newId() });
  return { file, ...report };
};

async function emptyDatabase(): Promise<string> {
  const { url } = await createTestDatabase();
  await administer(url, 'drop schema public cascade', 'create schema public');
  return url;
}

async function rowsOf<Row>(url: string, text: string): Promise<Row[]> {
  const client = createClient(url);
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

const TABLES = `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and not relispartition order by 1`;
const tablesOf = async (url: string) => (await rowsOf<{ name: string }>(url, TABLES)).map(({ name }) => name);

/** Number of rows and a hash of them, by table, whatever their order. */
async function contentOf(url: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const name of await tablesOf(url)) {
    const [row] = await rowsOf<{ sum: string }>(
      url,
      `select count(*) || ':' || coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) as sum from "${name}" t`,
    );
    content[name] = row?.sum ?? '';
  }
  return content;
}

const isSentence = (pattern: RegExp) => (error: unknown) =>
  error instanceof StartError && pattern.test(error.message) ? true : Promise.reject(error);

await t.test('rows of many kinds', async (t) => {
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Tab\there, "quotes", \\backslash\\. and ü' });
  await post('/v1/teams', { name: 'One', members: [{ repId: rep.id, weight: 1 }] });
  const leads = Array.from({ length: 50 }, (_, i) => ({
    email: `lead${i}@rows.example`,
    description: `\\.\nline ${i}\t\\N`,
  }));
  t.equal((await post('/v1/leads/batch', { items: leads })).status < 300, true);
});

t.test('every table of the schema is in the backup, from the catalogue, and there is nothing but tables', async (t) => {
  const { file, tables } = await backup();
  t.same(tables.map(({ table }) => table).sort(), (await tablesOf(databaseUrl)).sort());
  const others = await rowsOf<{ name: string }>(
    databaseUrl,
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('S', 'v', 'm', 'f')
     union all select oid::text from pg_largeobject_metadata
     union all select typname::text from pg_type where typnamespace = 'public'::regnamespace and typtype in ('d', 'e')
     union all select proname::text from pg_proc where pronamespace = 'public'::regnamespace`,
  );
  const ofMigrations = ['folded_words', 'number_words', 'small_letters'];
  t.same(
    others.map(({ name }) => name).sort(),
    ofMigrations,
    'a sequence, view or type would have to be in the backup; migrations make these functions',
  );
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.same((await checkArchive(file)).tables, tables);
});

t.test('while 64 writers write, a backup is one state of the database, and no write fails', async (t) => {
  let stopped = false;
  const statuses = new Map<number, number>();
  const writers = Array.from({ length: 64 }, async (_, writer) => {
    for (let i = 0; !stopped; i += 1) {
      const email = `w${writer}.${i}@writers.example`;
      const { status } = await post('/v1/leads', { email, country: 'DE' }, { instance: writer % 2 });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  });
  await sleep(300);
  const { file } = await backup();
  await sleep(100);
  stopped = true;
  await Promise.all(writers);
  t.same([...statuses.keys()], [201]);
  const url = await emptyDatabase();
  const { tables } = await restoreFromFile(url, file, { epoch: newId() });
  const restored = async <Row>(text: string) => rowsOf<Row>(url, text);
  t.same(await eventFaults(restored), []);
  const sums = Object.fromEntries(tables.map(({ table, rows }) => [table, rows]));
  const content = await contentOf(url);
  for (const [table, rows] of Object.entries(sums)) t.match(content[table], new RegExp(`^${rows}:`), table);
  const [now] = await sql<{ count: string }>('select count(*) from leads');
  t.ok(Number(sums.leads) > 50 && Number(sums.leads) < Number(now?.count), 'made in the middle of the writes');
});

t.test('a restored service answers the same, and its feed has another epoch', async (t) => {
  const { file } = await backup();
  const feed = await get<{ epoch: string; nextCursor: string }>('/v1/events?limit=200');
  const url = await emptyDatabase();
  await restoreFromFile(url, file, { epoch: newId() });
  const before = await contentOf(databaseUrl);
  const after = await contentOf(url);
  t.same({ ...after, workspaces: '', deployment: '' }, { ...before, workspaces: '', deployment: '' });
  const other = await openTestAppOn(t, url);
  const ask = async (path: string) =>
    (await other.inject({ url: path, headers: { authorization: `Bearer ${token}` } })).body;
  for (const path of ['/v1/leads?limit=200', '/v1/reps', '/v1/teams', '/v1/score-models', '/v1/api-keys']) {
    const withoutUse = (text: string) => text.replaceAll(/"lastUsedAt":"[^"]*"/g, '');
    t.equal(withoutUse(await ask(path)), withoutUse((await get(path)).text), path);
  }
  const there = JSON.parse(await ask(`/v1/events?limit=200&cursor=${feed.body.nextCursor}`));
  t.not(there.epoch, feed.body.epoch);
  t.ok(there.data !== undefined, 'a cursor of before goes on');
  await post('/v1/reps', { name: 'After the backup' });
  const last = (await listAllPages()) ?? '';
  const refused = JSON.parse(await ask(`/v1/events?cursor=${last}`));
  t.match(refused, { status: 410, code: 'feed_epoch_changed' });
});

async function listAllPages(): Promise<string | undefined> {
  let cursor = '';
  for (;;) {
    const { body } = await get<{ nextCursor: string; hasMore: boolean }>(
      `/v1/events?limit=200${cursor && `&cursor=${cursor}`}`,
    );
    cursor = body.nextCursor;
    if (!body.hasMore) return cursor;
  }
}

async function openTestAppOn(test: Test, connection: string) {
  const log = { info: () => undefined, error: () => undefined };
  const opened = await openApp({ connection, poolSize: 2, log, timersEveryMs: 0, jobsEveryMs: 0 });
  test.teardown(() => opened.close());
  await opened.server.ready();
  return opened.server;
}

t.test('a file that was cut off or changed is refused, wherever, and the database stays empty', async (t) => {
  const { file } = await backup();
  const whole = readFileSync(file);
  const text = gunzipSync(whole);
  const half = text.lastIndexOf('\n', text.length / 2) + 1;
  const end = text.lastIndexOf('-- headwater:end');
  const changed = Buffer.from(text);
  const at = text.indexOf('lead7@rows.example');
  changed.write('lead8@', at);
  const damaged: [string, Buffer, RegExp][] = [
    ['nothing in it', Buffer.alloc(0), /cut off/],
    ['the first bytes', whole.subarray(0, 40), /cut off/],
    ['half of it', whole.subarray(0, whole.length >> 1), /cut off/],
    ['all but the last byte', whole.subarray(0, -1), /cut off/],
    ['packed anew at the end of a line', gzipSync(text.subarray(0, half)), /cut off/],
    ['without its last line', gzipSync(text.subarray(0, end)), /cut off/],
    ['a value changed', gzipSync(changed), /checksum/],
    ['something after its end', gzipSync(Buffer.concat([text, Buffer.from('select 1;\n')])), /after its end/],
    ['no archive', Buffer.from('select 1;\n'), /cannot be unpacked/],
    ['another gzip', gzipSync('select 1;\n'), /cut off/],
  ];
  const flipped = Buffer.from(whole);
  flipped[whole.length >> 1] = (flipped[whole.length >> 1] ?? 0) ^ 0x10;
  damaged.push(['a bit flipped', flipped, /unpacked|checksum|cut off|JSON/]);
  const url = await emptyDatabase();
  for (const [what, content, pattern] of damaged) {
    const bad = newFile();
    writeFileSync(bad, content);
    await t.resolveMatch(restoreFromFile(url, bad, { epoch: newId() }).catch(isSentence(pattern)), true, what);
  }
  t.same(await tablesOf(url), []);
});

t.test('a backup that fails leaves no file of that name', async (t) => {
  const file = newFile();
  await administer(databaseUrl, 'create table of_another_program (n int)');
  const failing = backupToFile(databaseUrl, file, { now: new Date(), epoch: newId() });
  t.equal(await failing.catch(isSentence(/not Headwater's: of_another_program/)), true);
  await administer(databaseUrl, 'drop table of_another_program');
  t.throws(() => statSync(file));
  const there = (await backup()).file;
  const again = backupToFile(databaseUrl, there, { now: new Date(), epoch: newId() });
  t.equal(await again.catch(isSentence(/is there already/)), true);
});

t.test('kill -9 in the middle of a restore leaves the database empty', async (t) => {
  const { file } = await backup();
  const url = await emptyDatabase();
  const child = runChild('restore-child.ts', url, file, newId());
  t.equal(await child.firstLine, 'loading');
  child.process.kill('SIGKILL');
  await child.ended;
  for (let i = 0; i < 100 && (await others(url)) > 0; i += 1) await sleep(50);
  t.same(await tablesOf(url), []);
  await restoreFromFile(url, file, { epoch: newId() });
  t.same(await eventFaults((text) => rowsOf(url, text)), []);
});

const others = async (url: string) =>
  (await rowsOf(url, 'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'))
    .length;

t.test('a database with tables is refused; --replace keeps them beside, unless a service is at work', async (t) => {
  const { file } = await backup();
  const url = await emptyDatabase();
  await restoreFromFile(url, file, { epoch: newId() });
  const before = await contentOf(url);
  const again = restoreFromFile(url, file, { epoch: newId() });
  t.equal(await again.catch(isSentence(/has tables already .*--replace/)), true);
  const service = createClient(url);
  await service.connect();
  const beside = restoreFromFile(url, file, { epoch: newId(), replaceInto: 'kept' });
  t.equal(await beside.catch(isSentence(/A service uses this database/)), true);
  await service.end();
  for (let i = 0; i < 100 && (await others(url)) > 0; i += 1) await sleep(50);
  await restoreFromFile(url, file, { epoch: newId(), replaceInto: 'kept' });
  const after = await contentOf(url);
  t.same(
    { ...after, workspaces: '', headwater_migrations: '' },
    { ...before, workspaces: '', headwater_migrations: '' },
  );
  const [kept] = await rowsOf<{ count: string }>(url, 'select count(*) from kept.leads');
  t.match(before.leads, new RegExp(`^${kept?.count}:`));
  t.same(await migrate(url), [], 'the restored database is whole');

  const foreign = await emptyDatabase();
  await administer(foreign, 'create table of_another_program (n int)');
  const refused = restoreFromFile(foreign, file, { epoch: newId(), replaceInto: 'kept' });
  t.equal(await refused.catch(isSentence(/not Headwater's/)), true);
});

t.test('a backup of an older version is brought to this one; one of a newer version is refused', async (t) => {
  const all = readMigrations(MIGRATIONS_FOLDER);
  const url = await emptyDatabase();
  const client = createClient(url);
  await client.connect();
  await client.query(CREATE_LEDGER);
  for (const [position, migration] of all.slice(0, 5).entries()) await applyMigration(client, position, migration);
  const id = newId();
  await client.query(
    `insert into workspaces (id, name, version, event_sequence, config_version, created_at, updated_at)
     values ($1, 'Old', 1, 0, 1, now(), now())`,
    [id],
  );
  await client.end();
  const { file, migration } = await backup(url);
  t.equal(migration, all[4]?.name);
  const target = await emptyDatabase();
  await restoreFromFile(target, file, { epoch: newId() });
  t.same(await migrate(target), []);
  t.same(await rowsOf(target, 'select id, name from workspaces'), [{ id, name: 'Old' }]);
  const newer = checkArchive((await backup()).file, all.slice(0, -1));
  t.equal(await newer.catch(isSentence(/a newer version made it/)), true);
});

t.test('a backup waits for no writer and no writer for it', async (t) => {
  const fresh = await openTestApp(t);
  const holder = createClient(fresh.databaseUrl);
  await holder.connect();
  await holder.query('begin');
  await holder.query('update workspaces set name = name');
  const { tables } = await backup(fresh.databaseUrl);
  t.ok(tables.length > 0);
  await holder.query('rollback');
  await holder.end();
});
