import t from 'tap';
import { openApp } from '../../src/app.js';
import { copyHead, quoted } from '../../src/db/backup/archive.js';
import { copyFrom, copyOut } from '../../src/db/backup/copy-streams.js';
import { listTables } from '../../src/db/backup/snapshot.js';
import { connectClient } from '../../src/db/client.js';
import { applyMigration, CREATE_LEDGER, migrate } from '../../src/db/migrate.js';
import { MIGRATIONS_FOLDER, readMigrations } from '../../src/db/migrations.js';
import { resolver } from '../contract/document.js';
import { contractOf } from '../contract/exchange.js';
import { addLeadHistory, insertFixtures, insertPredictionModels } from '../contract/fixtures.js';
import { eventFaults } from '../http/ingest-fixture.js';
import { jsonHeaders, openTestApp } from '../support/app.js';
import { createTestDatabase } from '../support/database.js';
import { administer, withDatabase } from '../support/server.js';

/**
 * For each migration but the last: a database as that version had it, with rows, is brought to this version. The rows are
 * those that this version makes of everything, without the tables and columns that came later.
 */
const migrations = readMigrations(MIGRATIONS_FOLDER);

/** A column that this version does not have any more and that must not be empty: what stands in it, by type. */
const STAND_INS: Record<string, string> = {
  text: "''",
  integer: '0',
  bigint: '0',
  boolean: 'false',
  jsonb: "'{}'",
  json: "'{}'",
};
/** Kinds of rows that a migration makes for every workspace: a database of an earlier version has none of them. */
const MADE_BY: [migration: string, table: string, kinds: string[]][] = [
  ['0004_predictions', 'timers', ['prediction_training']],
  ['0008_lifecycle', 'policies', ['funnel']],
  ['0011_work', 'policies', ['playbook']],
  ['0014_handoffs_and_sla', 'policies', ['handoff_policy', 'sla_policy']],
];
/** Subjects of events whose rows are in a table of their own: without it, an older version had no such events. */
const TABLE_OF: Record<string, string> = { task: 'tasks', referral: 'referrals', customer: 'customers', deal: 'deals' };
/** What an event of that kind is instead, so that the log has no gaps. */
const OTHER_EVENT: Record<string, string> = {
  type: "'workspace.updated'",
  subject_kind: "'workspace'",
  data: `'{"before":{},"after":{}}'::json`,
};
/** Columns whose values a migration changes on purpose, as `table.column`. */
const REWRITTEN = new Set(['timers.due_at']);

/** Two dozen databases: a minute, and several times that on a machine that does other things as well. */
t.setTimeout(480_000);

const source = await openTestApp(t);
const lead = { email: 'old@upgrade.example', country: 'DE', organizationName: 'Upgrade' };
const contract = contractOf(JSON.parse((await source.server.inject('/openapi.json')).body));
const fixtures = await insertFixtures(contract, source.server, resolver(contract.document), {
  key: source.adminKey,
  workspaceId: source.workspaceId,
});
await addLeadHistory(contract, source.server, { key: source.adminKey, fixtures });
await insertPredictionModels(source.store, source.workspaceId, 1);
const made = await source.server.inject({
  method: 'POST',
  url: '/v1/leads',
  headers: { ...jsonHeaders(source.adminKey), 'idempotency-key': 'before-the-upgrade' },
  payload: lead,
});
const leadId: string = made.json().lead.id;

/** One empty database after each migration, made in one go. */
async function versions(): Promise<string[]> {
  const { url, name } = await createTestDatabase();
  await administer(url, 'drop schema public cascade', 'create schema public');
  const urls: string[] = [];
  for (const [position, migration] of migrations.slice(0, -1).entries()) {
    const client = await connectClient(url);
    await client.query(CREATE_LEDGER);
    await applyMigration(client, position, migration);
    await client.end();
    const clone = `${name}_v${position}`;
    await administer(source.databaseUrl, `create database ${clone} template ${name} strategy wal_log`);
    urls.push(withDatabase(url, clone));
  }
  return urls;
}

/** Restricts a table to the rows that a version could have: its last migration is at `last`. */
function rowsUntil(table: string, last: number): string {
  const later = new Set(migrations.slice(last + 1).map(({ name }) => name));
  const kinds = MADE_BY.flatMap(([migration, of, made]) => (later.has(migration) && of === table ? made : []));
  return kinds.length === 0 ? '' : `where kind not in (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
}

type Content = Map<string, { columns: string[]; text: string }>;

/** Fills the tables of an older version from those of this one; returns what is in them. */
async function fill(url: string, last: number): Promise<Content> {
  const [from, to] = [await connectClient(source.databaseUrl), await connectClient(url)];
  try {
    const now = new Map((await listTables(from)).map((table) => [table.name, new Set(table.columns)]));
    const tables = await listTables(to);
    const unknown = Object.entries(TABLE_OF)
      .filter(([, name]) => !tables.some((table) => table.name === name))
      .map(([kind]) => `'${kind}'`);
    for (const table of tables) {
      const there = now.get(table.name);
      if (there === undefined || table.name === 'headwater_migrations') continue;
      const { rows: needed } = await to.query<{ name: string; type: string }>(
        `select column_name as name, data_type as type from information_schema.columns
          where table_name = $1 and is_nullable = 'NO' and column_default is null`,
        [table.name],
      );
      const values = table.columns.map((column) => {
        const other = table.name === 'events' ? OTHER_EVENT[column] : undefined;
        if (other !== undefined && unknown.length > 0) {
          return `case when subject_kind in (${unknown.join(', ')}) then ${other} else ${quoted(column)} end`;
        }
        if (there.has(column)) return quoted(column);
        const type = needed.find(({ name }) => name === column)?.type;
        return type === undefined ? 'null' : (STAND_INS[type] ?? `null::${type}`);
      });
      const rows = copyOut(
        from,
        `copy (select ${values.join(', ')} from ${quoted(table.name)} ${rowsUntil(table.name, last)}) to stdout`,
      );
      await copyFrom(to, `copy ${copyHead(table)} from stdin`, rows);
    }
    return await contentOf(url);
  } finally {
    await Promise.all([from.end(), to.end()]);
  }
}

/** The rows as text, in the columns of `only`, or in all. */
async function contentOf(url: string, only?: Content): Promise<Content> {
  const client = await connectClient(url);
  try {
    const content: Content = new Map();
    for (const { name, columns: all } of await listTables(client)) {
      const wanted = only?.get(name)?.columns ?? all;
      const columns = wanted.filter((column) => all.includes(column) && !REWRITTEN.has(`${name}.${column}`));
      const list = columns.map(quoted).join(', ');
      const { rows } = await client.query<{ text: string }>(
        `select (row(${list}))::text as text from ${quoted(name)} order by 1`,
      );
      content.set(name, { columns, text: rows.map(({ text }) => text).join('\n') });
    }
    return content;
  } finally {
    await client.end();
  }
}

async function checkService(t: Tap, url: string): Promise<void> {
  const log = { info: () => undefined, error: () => undefined };
  const app = await openApp({ connection: url, poolSize: 2, log, timersEveryMs: 0, jobsEveryMs: 0 });
  try {
    await app.server.ready();
    const headers = jsonHeaders(source.adminKey);
    const call = async (method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object, more = {}) => {
      const answer = await app.server.inject({
        method,
        url: path,
        headers: { ...headers, ...more },
        ...(payload && { payload }),
      });
      return { status: answer.statusCode, body: answer.json() };
    };
    const reads = [
      ['/v1/leads?limit=200', '/v1/reps', '/v1/teams', '/v1/sources', '/v1/events?limit=200', '/v1/score-models'],
      ['', '/score', '/classification', '/assignment', '/touches', '/engagement-events'].map(
        (part) => `/v1/leads/${leadId}${part}`,
      ),
      [`/v1/leads/${leadId}?asOf=${new Date().toISOString()}`],
    ];
    for (const path of reads.flat()) t.equal((await call('GET', path)).status, 200, path);
    t.match((await call('GET', `/v1/leads/${leadId}`)).body, { id: leadId, ...lead });
    const matched = await call('POST', '/v1/leads', { ...lead, email: lead.email.toUpperCase() });
    t.match(matched, { status: 200, body: { outcome: 'matched', lead: { id: leadId } } });
    t.match(await call('PATCH', `/v1/leads/${leadId}`, { city: 'Berlin' }), { status: 200, body: { city: 'Berlin' } });
    t.equal((await call('POST', '/v1/leads', { email: 'new@upgrade.example' })).status, 201);
    t.equal((await call('POST', '/v1/reps', { name: 'New' })).status, 201);
    const remembered = await call('POST', '/v1/leads', lead, { 'idempotency-key': 'before-the-upgrade' });
    t.match(remembered, { status: 201, body: { lead: { id: leadId, version: 1 } } });
    t.same(await eventFaults(async (text) => (await app.database.pool.query(text)).rows), []);
  } finally {
    await app.close();
  }
}

type Tap = Pick<typeof t, 'equal' | 'match' | 'same'>;

const urls = await versions();
if (urls.length < 17) throw new Error('migrations are missing');
for (const [position, url] of urls.entries()) {
  t.test(`a database of ${migrations[position]?.name} with rows in it is upgraded, read and written`, async (t) => {
    const before = await fill(url, position);
    t.match(before.get('leads')?.text, /old@upgrade\.example/);
    t.same(
      await migrate(url),
      migrations.slice(position + 1).map(({ name }) => name),
    );
    const after = await contentOf(url, before);
    for (const [table, { text }] of before) {
      if (table === 'headwater_migrations' || !after.has(table)) continue;
      // A migration may add rows; each that was there is there as it was.
      const rows = new Set(after.get(table)?.text.split('\n'));
      t.same(
        text.split('\n').filter((row) => row !== '' && !rows.has(row)),
        [],
        `the rows of ${table}`,
      );
    }
    await checkService(t, url);
  });
}
