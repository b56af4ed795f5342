/** An erasure finds a person in what is no lead yet: lists, payloads, waiting submissions; and in files that were made of leads. */
import { gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { sender } from './connector-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';
import { openReceiver } from './webhook-receiver.js';

const service = await openAssignment(t);
const { sql } = service;
/** Is part of every planted value. */
const MARK = 'canaryzq';
const EMAIL = `${MARK}@places.example`;

interface Made {
  id: string;
  token: string;
  address: string;
}

/** What has the values of another place: the columns of the rows, the index of names, and keys. */
const COPIES = ['imports'];

interface Personal {
  records: { kind: string; content: object }[];
  incompleteKinds: string[];
}

/** The tables with a row that has the mark, also in packed contents. */
async function placesOf(workspaceId: string): Promise<string[]> {
  const tables = await sql<{ name: string; packed: string[] }>(
    `select c.relname as name, array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.atttypid = 'bytea'::regtype and not a.attisdropped) as packed
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id')`,
  );
  const found = new Set<string>();
  for (const { name, packed } of tables) {
    const rows = await sql(
      `select 1 from ${name} as stored where workspace_id = $1 and stored::text ilike '%${MARK}%' limit 1`,
      [workspaceId],
    );
    if (rows.length > 0) found.add(name);
    for (const column of packed) {
      const contents = await sql<{ content: Buffer | null }>(
        `select ${column} as content from ${name} where workspace_id = $1`,
        [workspaceId],
      );
      if (contents.some(({ content }) => content !== null && textOf(content).includes(MARK))) found.add(name);
    }
  }
  return [...found].sort();
}

function textOf(content: Buffer): string {
  const isPacked = content[0] === 0x1f && content[1] === 0x8b;
  return (isPacked ? gunzipSync(content) : content).toString().toLowerCase();
}

async function plant(t: Test) {
  const workspace = await importWorkspace(service);
  const { post, call, uploaded } = workspace;
  let count = 0;
  const made = async <Body = Made>(path: string, body: object): Promise<Body> => {
    count += 1;
    const reply = await post<Body>(path, body, { headers: { 'idempotency-key': `key-${count}` } });
    t.ok(reply.status < 300, reply.text);
    return reply.body;
  };
  const { url } = await openReceiver(t, ({ text }) => ({ status: 500, body: text.includes(MARK) ? MARK : '' }));
  t.equal((await post('/v1/webhook-endpoints', { url, types: ['lead.*'] })).status, 201);
  const sourceId = (await post<Made>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  const send = sender(service.urls[0] ?? '');
  const payload = (more: object) => JSON.stringify({ visitor: { email: EMAIL }, text: `says ${MARK}`, ...more });
  for (const pointer of ['/visitor/email', '/elsewhere']) {
    const fields = [{ to: 'email', pointer }];
    const connector = await post<Made>('/v1/connectors', { name: pointer, kind: 'generic', sourceId, fields });
    t.equal(connector.status, 201, connector.text);
    await send(connector.body.address, payload({ pointer }));
  }
  const form = await post<Made>('/v1/forms', {
    ...{ name: 'Newsletter', sourceId, consentText: 'I agree.', confirmationHours: 100 },
    fields: [
      { name: 'mail', to: 'email', required: true },
      { name: 'who', to: 'name' },
    ],
    confirmationUrl: 'https://www.acme.example/confirm?token={token}',
  });
  t.equal(form.status, 201, form.text);
  const capture = (await post<Made>('/v1/api-keys', { name: 'Page', kind: 'capture' })).body.token;
  const headers = { authorization: `Bearer ${capture}` };
  const values = { mail: EMAIL, who: `Erika ${MARK}` };
  t.equal((await call('POST', `/v1/forms/${form.body.id}/submissions`, values, { headers })).status, 201);
  const visitorId = `v-${MARK}`;
  await made('/v1/visitor-events', { visitorId, type: 'page_viewed', properties: { q: MARK } });
  await made('/v1/leads', { email: EMAIL, name: `Erika ${MARK}`, visitorId });
  await made('/v1/visitor-events', { visitorId, type: 'page_viewed', properties: { again: MARK } });
  await uploaded(`Name;E-Mail\nErika ${MARK};${EMAIL}\nOtto;otto@places.example\n`);
  const list = await uploaded('Name;E-Mail\nOtto;otto@places.example\n');
  await workspace.run(list.id);
  await sql(
    `insert into import_rows (workspace_id, import_id, row, outcome, code, detail, cells, at)
     values ($1, $2, 99, 'rejected', 'rule_refused', 'x', $3, now())`,
    [workspace.workspaceId, list.id, JSON.stringify(['Erika', ` ${MARK}@Places.example `])],
  );
  await post('/v1/leads', { email: 'otto@places.example', name: 'Otto' });
  const items = [{ email: EMAIL }, { email: 'otto@places.example' }];
  await made('/v1/leads/batch', { items });
  for (const format of ['csv', 'ndjson'])
    t.equal((await post('/v1/exports', { resource: 'leads', format })).status, 202);
  for (let started = 1; started > 0; ) {
    const turn = await service.apps[0]?.services.webhookDeliveries.startDue();
    started = turn?.started ?? 0;
    await turn?.ended;
  }
  await service.apps[0]?.services.exports.runDue();
  return workspace;
}

t.test(
  'an erasure leaves nothing in lists, payloads, waiting submissions, visits, files and stored answers',
  async (t) => {
    const { workspaceId, ended, get, post } = await plant(t);
    const before = await placesOf(workspaceId);
    for (const place of [
      'connector_payloads',
      'waiting_submissions',
      'import_blocks',
      'export_chunks',
      'import_rows',
      'webhook_attempts',
      'events',
      'leads',
      'idempotency_keys',
    ])
      t.ok(before.includes(place), `${place} of ${before}`);
    const { records, incompleteKinds } = (await post<Personal>('/v1/access-requests', { email: EMAIL })).body;
    const named = records.filter(({ content }) => JSON.stringify(content).toLowerCase().includes(MARK));
    const kinds = new Set(named.map(({ kind }) => kind));
    t.strictSame(
      before.filter((place) => !kinds.has(place) && !COPIES.includes(place)),
      [],
      'an access request has what an erasure removes, from the same places',
    );
    t.strictSame(incompleteKinds, []);
    t.notMatch(JSON.stringify(records), /otto/iu, 'nothing of others');
    const { state } = await ended('/v1/erasures', { email: EMAIL });
    t.equal(state, 'succeeded');
    t.strictSame(await placesOf(workspaceId), []);
    t.match(await listAll<LeadOut>(get, '/v1/leads'), [{ name: 'Otto' }]);
  },
);
