/** Each table is accounted for by erasures and access requests, and people are found by indexes. */
import t from 'tap';
import { TABLES_OF_LEADS } from '../../src/db/repositories/personal-data.js';
import { openService } from '../http/ingest-fixture.js';

const service = await openService(t);
const { sql } = service;

/** Tables without the column `lead_id`, and why an erasure leaves nothing of a person there. */
const OTHERS: Record<string, string> = {
  leads: 'removed; in the answer to an access request',
  customers: 'emptied; in the answer to an access request',
  customer_keys: 'removed with the keys of the customer, which are among its facts',
  referrals: 'removed; in the answer to an access request',
  visitor_events: 'removed with the keys of the visitor; in the answer to an access request',
  events: 'lose their personal half; in the answer to an access request',
  idempotency_keys: 'answers that name the records are emptied; in the answer to an access request',
  webhook_attempts: 'answers of receivers are emptied; in the answer to an access request',
  webhook_deliveries: 'ids only; counted in the answer to an access request',
  imports: 'the first values of columns are removed',
  import_blocks: 'rows with an address of the person are emptied by the job; in the answer to an access request',
  import_rehearsals: 'numbers of rows, outcomes and scores',
  export_files: 'removed',
  export_chunks: 'removed; in the answer to an access request',
  suppressions: 'keyed hashes',
  waiting_submissions: 'removed by the address of the person; in the answer to an access request',
  operations: 'ids, conditions and totals',
  timers: 'ids',
  deleted_leads: 'classes, reasons and instants under a random id',
  deleted_lead_records: 'kinds and instants under a random id',
  deleted_referrals: 'kinds under random ids',
  match_statistics: 'hashes of values that three leads or more have',
  prediction_models: 'values that at least five leads shared',
  company_owners: 'domains of organizations',
  ...Object.fromEntries(
    [
      ...[
        'api_key_directory',
        'api_keys',
        'attribute_definitions',
        'campaigns',
        'connector_addresses',
        'connector_backfills',
        'connectors',
        'consent_passes',
        'deployment',
        'exchange_rates',
        'forms',
      ],
      ...['key_allowances', 'policies', 'prediction_settings', 'removed_segments', 'reps', 'segment_days', 'segments'],
      ...[
        'segment_versions',
        'sources',
        'lead_step_passes',
        'stage_change_passes',
        'targets',
        'team_members',
        'teams',
        'webhook_endpoints',
        'workspaces',
      ],
      ...['headwater_migrations', 'headwater_state'],
    ].map((name) => [name, 'settings and counts of the workspace']),
  ),
};

t.test('a new table is declared: what an erasure and an access request do with it', async (t) => {
  const tables = await sql<{ name: string; ofLead: boolean }>(
    `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'lead_id') as "ofLead"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')`,
  );
  t.ok(tables.length > 50, `${tables.length} tables`);
  const undeclared = tables.filter(({ name }) => !TABLES_OF_LEADS.includes(name) && OTHERS[name] === undefined);
  t.strictSame(undeclared, [], 'add it to `TABLES_OF_LEADS`, or here with the reason');
  const unread = tables.filter(({ name, ofLead }) => ofLead && !TABLES_OF_LEADS.includes(name) && name !== 'customers');
  t.strictSame(unread, [], 'the rows of leads are part of the answer to an access request');
});

t.test('no row of any table refers to an erased lead but those that keep counts', async (t) => {
  const { post } = await service.makeWorkspace();
  const { lead } = (await post('/v1/leads', { email: 'ada@tables.example', name: 'Ada King' })).body;
  await post('/v1/engagement-events', { leadId: lead.id, type: 'page_viewed' });
  t.equal((await post('/v1/erasures', { leadId: lead.id })).status, 202);
  await service.apps[0]?.services.jobs.runDue();
  for (const name of TABLES_OF_LEADS) {
    const rows = await sql(`select 1 from ${name} where lead_id = $1`, [lead.id]);
    t.equal(rows.length, 0, name);
  }
});

t.test('a person is found by indexes among many leads', async (t) => {
  const { post, workspaceId } = await service.makeWorkspace();
  const known = { name: 'Ada King', email: 'ada_k@tables.example', phone: '+4930901820' };
  const { lead } = (await post('/v1/leads', { ...known, otherEmails: ['other@tables.example'] })).body;
  await sql(
    `insert into leads select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(),
        'email', 'lead' || n || '@many.example', 'email_normalized', 'lead' || n || '@many.example', 'phone', null,
        'phone_normalized', '+4930' || (1000000 + n), 'other_emails', null))).*
       from leads l, generate_series(1, 6000) as n where l.workspace_id = $1 and l.id = $2`,
    [workspaceId, lead.id],
  );
  await sql('vacuum analyze leads');
  for (const person of [{ email: known.email }, { email: 'other@tables.example' }, { phone: known.phone }]) {
    const before = await readRows();
    const answer = await post<{ records: { kind: string }[] }>('/v1/access-requests', person);
    t.ok(
      answer.body.records.some(({ kind }) => kind === 'leads'),
      JSON.stringify(person),
    );
    const read = (await readRows()) - before;
    t.ok(read < 1_000, `${read} rows of leads are read one after the other`);
  }
});

/** Rows of the table of leads that were read without an index. */
async function readRows(): Promise<number> {
  await sql('select pg_sleep(1.2)');
  const [row] = await sql<{ read: string }>(
    `select seq_tup_read as read from pg_stat_user_tables where relname = 'leads'`,
  );
  return Number(row?.read ?? 0);
}
