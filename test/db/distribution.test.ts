/** Rules by which the tables can be distributed by workspace over several servers (docs/adr/0056). */
import t from 'tap';
import { createClient } from '../../src/db/client.js';
import { LOCAL_TABLES, readTables } from '../../src/db/table-kinds.js';
import { createTestDatabase } from '../support/database.js';

const { url } = await createTestDatabase();
const client = createClient(url);
await client.connect();
t.teardown(() => client.end());

const tables = await readTables(client);
const distributed = new Map(tables.filter(({ kind }) => kind === 'distributed').map(({ name, key }) => [name, key]));

async function rowsOf<Row>(text: string): Promise<Row[]> {
  return (await client.query(text)).rows as Row[];
}

t.test('each table is distributed by workspace, or local with a reason', async (t) => {
  const columns = await rowsOf<{ name: string; column: string; type: string; required: boolean }>(
    `select c.relname as name, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
  );
  t.ok(distributed.size > 60, `${distributed.size} tables`);
  for (const [table, key] of distributed) {
    const column = columns.find(({ name, column }) => name === table && column === key);
    t.match(column, { type: 'uuid', required: true }, `${table} names its workspace in ${key}`);
  }
  const local = tables.filter(({ kind }) => kind === 'local').map(({ name }) => name);
  t.strictSame(local.sort(), Object.keys(LOCAL_TABLES).sort(), 'the local tables exist');
});

t.test('each key begins with the workspace', async (t) => {
  const indexes = await rowsOf<{ name: string; index: string; primary: boolean; columns: string[] }>(
    `select c.relname as name, i.indexrelid::regclass::text as index, i.indisprimary as primary,
            array(select a.attname::text from unnest(i.indkey) with ordinality k(n, place)
              left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n order by place) as columns
       from pg_index i join pg_class c on c.oid = i.indrelid
      where i.indisunique and c.relnamespace = 'public'::regnamespace`,
  );
  const keyed = new Set(indexes.filter(({ primary }) => primary).map(({ name }) => name));
  for (const [table, key] of distributed) {
    t.ok(keyed.has(table), `${table} has a primary key`);
    for (const { name, index, columns } of indexes) if (name === table) t.equal(columns[0], key, index);
  }
});

t.test('each foreign key is within a workspace, and none sets columns of it to null', async (t) => {
  const references = await rowsOf<{
    name: string;
    from: string;
    to: string;
    columns: string[];
    targets: string[];
    deletes: string;
  }>(
    `select conname as name, c.relname as from, f.relname as to, confdeltype as deletes,
            array(select attname::text from unnest(conkey) with ordinality k(n, place)
              join pg_attribute on attrelid = conrelid and attnum = k.n order by place) as columns,
            array(select attname::text from unnest(confkey) with ordinality k(n, place)
              join pg_attribute on attrelid = confrelid and attnum = k.n order by place) as targets
       from pg_constraint join pg_class c on c.oid = conrelid join pg_class f on f.oid = confrelid
      where contype = 'f' and c.relnamespace = 'public'::regnamespace`,
  );
  t.ok(references.length > 5, `${references.length} foreign keys`);
  for (const { name, from, to, columns, targets, deletes } of references) {
    const [key, target] = [distributed.get(from), distributed.get(to)];
    t.ok(
      key !== undefined && target !== undefined,
      `${name}: a local table refers to none that is distributed, nor the reverse`,
    );
    const place = columns.indexOf(key ?? '');
    t.ok(place >= 0 && targets[place] === target, `${name} compares the workspace`);
    t.notOk(['n', 'd'].includes(deletes), `${name} neither sets null nor a default`);
  }
});

t.test('nothing happens in the database by itself', async (t) => {
  const triggers = await rowsOf(`select tgname from pg_trigger where not tgisinternal`);
  t.strictSame(triggers, [], 'no triggers');
  const deferred = await rowsOf(`select conname from pg_constraint where condeferrable`);
  t.strictSame(deferred, [], 'no deferrable constraints');
  const rules = await rowsOf(`select rulename from pg_rules where schemaname = 'public'`);
  t.strictSame(rules, [], 'no rules');
  const defaults = await rowsOf(
    `select adrelid::regclass::text as name, pg_get_expr(adbin, adrelid) as value from pg_attrdef
      where pg_get_expr(adbin, adrelid) ~ '(now|random|clock_timestamp|nextval|gen_random_uuid)\\('`,
  );
  t.strictSame(defaults, [], 'times, random values and numbers come from the application');
  const exclusions = await rowsOf(`select conname from pg_constraint where contype = 'x'`);
  t.strictSame(exclusions, [], 'no exclusion constraints');
});
