import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { createClient } from '../../src/db/client.js';
import { applyMigration, CREATE_LEDGER, migrate, schemaVersion } from '../../src/db/migrate.js';
import { MIGRATIONS_FOLDER, type Migration, readMigrations } from '../../src/db/migrations.js';
import { statementsOf } from '../../src/db/sql-statements.js';
import { StartError } from '../../src/db/start-error.js';
import { runChild } from '../support/child.js';
import { createTestDatabase } from '../support/database.js';
import { administer } from '../support/server.js';

/** A database of its own without our schema in it. */
async function emptyDatabase(): Promise<string> {
  const { url } = await createTestDatabase();
  await administer(url, 'drop schema public cascade', 'create schema public');
  return url;
}

function folderOf(t: Test, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-migrations-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  return folder;
}

function writeFiles(folder: string, files: Record<string, string>): void {
  mkdirSync(join(folder, 'meta'), { recursive: true });
  const entries = Object.keys(files).map((tag, idx) => ({ idx, tag }));
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ entries }));
  for (const [tag, sql] of Object.entries(files)) writeFileSync(join(folder, `${tag}.sql`), sql);
}

async function rowsOf(url: string, text: string): Promise<unknown[]> {
  const client = createClient(url);
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

async function versionOf(url: string, folder: string) {
  const client = createClient(url);
  await client.connect();
  const version = await schemaVersion(client, readMigrations(folder));
  await client.end();
  return version;
}

const FIRST = { '0000_first': 'create table a (n int);\n--> statement-breakpoint\ninsert into a values (1);' };
const SECOND = { '0001_second': 'insert into a values (2);' };

t.test('our own migrations: all applied once, then nothing to do', async (t) => {
  const url = await emptyDatabase();
  const names = readMigrations(MIGRATIONS_FOLDER).map((migration) => migration.name);
  t.ok(names.length > 0);
  t.same(await versionOf(url, MIGRATIONS_FOLDER), { applied: undefined, expected: names.at(-1), ready: false });
  t.same(await migrate(url), names);
  t.same(await migrate(url), []);
  t.same(await versionOf(url, MIGRATIONS_FOLDER), { applied: names.at(-1), expected: names.at(-1), ready: true });
});

t.test('a text of SQL is divided into its statements, whatever stands between quotes', async (t) => {
  const parts = [
    "-- three; four\ninsert into a values ('one; two', 'it''s')",
    'create function f() returns text language plpgsql as $body$ begin; return $$;$$; end $body$',
    'create function g(n int) returns int language sql immutable begin atomic select n; select n + 1; end',
    'create table "semi;colon" (n int) /* five; six */',
  ];
  t.same(statementsOf(`${parts.join(';\n--> statement-breakpoint\n')};\n-- the end;\n;`), [
    parts[0],
    ...parts.slice(1).map((part) => `--> statement-breakpoint\n${part}`),
  ]);
  for (const { name, sql } of readMigrations(MIGRATIONS_FOLDER)) {
    const statements = statementsOf(sql);
    t.ok(statements.length > 0, name);
    for (const statement of statements)
      t.match(
        statement.replace(/^(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*/, ''),
        /^(?:alter|create|drop|insert|update|delete|with|comment|do|analyze) /i,
      );
  }
});

t.test('each statement of a migration is a message of its own, as distributed tables require of some', async (t) => {
  const url = await emptyDatabase();
  const folder = folderOf(t, {
    '0000_first': 'create table a (n int); create index on a (n); insert into a values (1);',
  });
  const client = createClient(url);
  await client.connect();
  t.teardown(() => client.end());
  const sent: string[] = [];
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const recording = Object.assign(client, {
    query: (...given: unknown[]) => {
      sent.push(String(given[0]));
      return query(...given);
    },
  });
  await client.query('begin');
  await client.query(CREATE_LEDGER);
  const [migration] = readMigrations(folder);
  await applyMigration(recording, 0, migration as Migration);
  await client.query('rollback');
  t.same(sent.slice(3, 6), ['create table a (n int)', 'create index on a (n)', 'insert into a values (1)']);
});

t.test('five processes that start at once apply each migration once', async (t) => {
  const url = await emptyDatabase();
  const slow = { '0000_first': 'create table a (n int); select pg_sleep(0.5); insert into a values (1);' };
  const folder = folderOf(t, { ...slow, ...SECOND });
  const children = Array.from({ length: 5 }, () => runChild('migrate-child.ts', url, folder));
  const applied = await Promise.all(children.map(async (child) => JSON.parse((await child.firstLine) ?? 'null')));
  t.same(await Promise.all(children.map((child) => child.ended)), [0, 0, 0, 0, 0]);
  t.same(applied.flat().sort(), ['0000_first', '0001_second']);
  t.same(await rowsOf(url, 'select n from a order by n'), [{ n: 1 }, { n: 2 }]);
});

t.test('a migration that fails leaves nothing of itself, and what came before stays', async (t) => {
  const url = await emptyDatabase();
  const folder = folderOf(t, { ...FIRST, '0001_bad': 'insert into a values (2); select 1 / 0;' });
  await t.rejects(migrate(url, folder), { code: '22012' });
  t.same(await rowsOf(url, 'select n from a'), [{ n: 1 }]);
  t.match(await versionOf(url, folder), { applied: '0000_first', ready: false });
  writeFiles(folder, { ...FIRST, ...SECOND });
  t.same(await migrate(url, folder), ['0001_second']);
});

t.test('a busy table is waited for in short turns', async (t) => {
  const url = await emptyDatabase();
  const folder = folderOf(t, FIRST);
  await migrate(url, folder);
  const holder = createClient(url);
  await holder.connect();
  await holder.query('begin; lock table a in access exclusive mode');
  writeFiles(folder, { ...FIRST, ...SECOND });
  const migrating = migrate(url, folder);
  await sleep(2_500);
  await holder.query('commit');
  await holder.end();
  t.same(await migrating, ['0001_second'], 'the first turn timed out after 2 s, a later one got the table');
});

t.test('a database of a newer version is refused', async (t) => {
  const url = await emptyDatabase();
  const folder = folderOf(t, { ...FIRST, ...SECOND });
  await migrate(url, folder);
  writeFiles(folder, FIRST);
  const refusal: unknown = await migrate(url, folder).catch((error) => error);
  t.ok(refusal instanceof StartError);
  t.match(refusal, { message: /has the migration 0001_second, which this version of Headwater does not know/ });
  t.match(await versionOf(url, folder), { applied: '0001_second', ready: true }, 'the old code goes on beside the new');
});

t.test('a changed file is refused', async (t) => {
  const url = await emptyDatabase();
  const folder = folderOf(t, FIRST);
  await migrate(url, folder);
  writeFiles(folder, { '0000_first': 'create table a (n bigint);' });
  const refusal: unknown = await migrate(url, folder).catch((error) => error);
  t.ok(refusal instanceof StartError);
  t.match(refusal, { message: /0000_first is not the one that made this database/ });
});

t.test('an absent server is a sentence, without the password', async (t) => {
  const refusal: unknown = await migrate('postgres://u:hunter2@127.0.0.1:1/x').catch((error) => error);
  t.ok(refusal instanceof StartError);
  t.match(refusal, { message: /does not answer \(.*ECONNREFUSED.*DATABASE_URL/ });
  t.notMatch(refusal, { message: /hunter2/ });
});
