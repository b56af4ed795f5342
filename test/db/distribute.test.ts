/** `headwater migrate --distribute`, against stand-ins that check what the documentation of Citus requires and record the calls. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { createClient } from '../../src/db/client.js';
import { distribute } from '../../src/db/distribute.js';
import { migrate } from '../../src/db/migrate.js';
import { MIGRATIONS_FOLDER, readMigrations } from '../../src/db/migrations.js';
import { StartError } from '../../src/db/start-error.js';
import { LOCAL_TABLES } from '../../src/db/table-kinds.js';
import { createTestDatabase } from '../support/database.js';
import { administer } from '../support/server.js';

const STAND_INS = `
  create schema citus_standin;
  create table citus_standin.pg_dist_partition (logicalrelid regclass primary key, key text, place serial);
  create table citus_standin.truncated (name text);
  create function citus_standin.create_distributed_table(given regclass, key text, colocate_with text) returns void language plpgsql as $$
    begin
      if current_setting('citus.multi_shard_modify_mode', true) is distinct from 'sequential' then
        raise exception 'parallel changes of tables that refer to each other';
      end if;
      if colocate_with <> 'none' and not exists (select from citus_standin.pg_dist_partition where logicalrelid = colocate_with::regclass) then
        raise exception 'colocated with %, which is not distributed', colocate_with;
      end if;
      if exists (select from pg_index i where i.indrelid = given and i.indisunique and not exists (
           select from pg_attribute a where a.attrelid = given and a.attname = key and a.attnum = any(i.indkey))) then
        raise exception 'cannot create constraint on %: a unique index without the distribution column', given;
      end if;
      if exists (select from pg_constraint c where c.conrelid = given and c.contype = 'f' and c.confrelid <> given and not exists (
           select from citus_standin.pg_dist_partition d where d.logicalrelid = c.confrelid and d.key is not null)) then
        raise exception '% refers to a table that is not distributed', given;
      end if;
      if exists (select from pg_trigger g where g.tgrelid = given and not g.tgisinternal) then
        raise exception '% has a trigger', given;
      end if;
      insert into citus_standin.pg_dist_partition values (given, key);
    end $$;
  create function citus_standin.citus_add_local_table_to_metadata(given regclass) returns void language sql as $$
    insert into citus_standin.pg_dist_partition values (given, null) $$;
  create function citus_standin.truncate_local_data_after_distributing_table(given regclass) returns void language sql as $$
    insert into citus_standin.truncated values (given::text) $$;`;

async function databaseWithCitus(): Promise<string> {
  const { url, name } = await createTestDatabase();
  await administer(url, STAND_INS, `alter database "${name}" set search_path = public, citus_standin`);
  return url;
}

async function distributedIn(url: string): Promise<Map<string, string | null>> {
  const client = createClient(url);
  await client.connect();
  const { rows } = await client.query<{ name: string; key: string | null }>(
    'select logicalrelid::text as name, key from pg_dist_partition order by place',
  );
  await client.end();
  return new Map(rows.map(({ name, key }) => [name, key]));
}

/** Our migrations and one more. */
function folderWith(t: Test, sql: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-distribute-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'meta'));
  const all = [...readMigrations(MIGRATIONS_FOLDER), { name: '9999_more', sql }];
  writeFileSync(
    join(folder, 'meta', '_journal.json'),
    JSON.stringify({ entries: all.map(({ name }) => ({ tag: name })) }),
  );
  for (const migration of all) writeFileSync(join(folder, `${migration.name}.sql`), migration.sql);
  return folder;
}

t.test('without Citus nothing changes, and the message says what to do', async (t) => {
  const { url } = await createTestDatabase();
  const refusal: unknown = await distribute(url).catch((error) => error);
  t.ok(refusal instanceof StartError);
  t.match(refusal, { message: /create extension citus/ });
});

t.test('every table is distributed beside its workspace or local, once', async (t) => {
  const url = await databaseWithCitus();
  const added = await distribute(url);
  const known = await distributedIn(url);
  t.equal(
    [...known.keys()].find((name) => known.get(name) !== null),
    'workspaces',
    'the head row first',
  );
  t.equal(known.get('workspaces'), 'id');
  t.equal(known.get('leads'), 'workspace_id');
  for (const name of Object.keys(LOCAL_TABLES)) t.equal(known.get(name), null, `${name} is local`);
  t.equal(known.size, added.length);
  t.ok(known.size > 60, `${known.size} tables`);
  t.strictSame(await distribute(url), [], 'a second time there is nothing to do');
});

t.test('several processes that distribute at once do it once', async (t) => {
  const url = await databaseWithCitus();
  const added = await Promise.all([distribute(url), distribute(url), distribute(url)]);
  t.equal(added.filter((tables) => tables.length > 0).length, 1);
});

t.test('a later migration distributes its tables before they refer to others', async (t) => {
  const url = await databaseWithCitus();
  await distribute(url);
  const sql = `create table more (workspace_id uuid not null, id uuid not null, primary key (workspace_id, id));
    --> statement-breakpoint
    alter table more add constraint more_fk foreign key (workspace_id) references workspaces (id);`;
  t.same(await migrate(url, folderWith(t, sql)), ['9999_more']);
  t.equal((await distributedIn(url)).get('more'), 'workspace_id');
});

t.test('a later migration whose table cannot be distributed leaves nothing of itself', async (t) => {
  const url = await databaseWithCitus();
  await distribute(url);
  const sql =
    'create table more (workspace_id uuid not null, id uuid not null unique, primary key (workspace_id, id));';
  await t.rejects(migrate(url, folderWith(t, sql)), /without the distribution column/);
  t.notOk((await distributedIn(url)).has('more'));
});
