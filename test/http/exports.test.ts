/** Files of rows: their content, their rights, and how long they stay. */
import { gunzipSync } from 'node:zlib';
import papa from 'papaparse';
import t from 'tap';
import { COMPUTED_TEXT } from '../../src/core/exports/cells.js';
import { type Operation, openAssignment } from './assignment-fixture.js';
import type { LeadOut, ProblemOut } from './ingest-fixture.js';

const service = await openAssignment(t);
const { apps, sql } = service;

type Row = Record<string, string>;

async function runExports(): Promise<void> {
  while ((await Promise.all(apps.map(({ services }) => services.exports.runDue()))).some(({ ran }) => ran > 0));
}

/** A workspace, and the calls that the subtests share. */
async function makeWorkspace() {
  const workspace = await service.makeWorkspace();
  const { post, get, token } = workspace;
  const start = (body: object) => post<Operation>('/v1/exports', body);
  const ended = async (body: object) => {
    const requested = await start(body);
    t.equal(requested.status, 202, requested.text);
    await runExports();
    const { body: operation } = await get<Operation>(`/v1/operations/${requested.body.id}`);
    t.equal(operation.state, 'succeeded', JSON.stringify(operation.error));
    return operation;
  };
  const download = async (id: string, headers: Record<string, string> = {}) => {
    const url = `${service.urls[0]}/v1/exports/${id}/file`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}`, ...headers } });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const file = async (body: object) => {
    const operation = await ended(body);
    const answer = await download(operation.id);
    t.equal(answer.status, 200);
    return { operation, ...answer, text: answer.bytes.toString() };
  };
  const rows = async (body: object) => {
    const { text } = await file(body);
    return papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data;
  };
  const create = async (body: object) => (await post('/v1/leads', body)).body.lead;
  return { ...workspace, start, ended, download, file, rows, create };
}

const ADA = {
  ...{ name: 'Ada King', email: 'ada@engines.example', phone: '+49 30 901820', organizationName: '=Engines, "A"' },
  ...{ tags: ['a', 'b'], products: ['x;y'], annualRevenue: '12500.50', attributes: { plan: 'gold', seats: 3 } },
  source: { channel: 'event', name: 'Fair', campaign: 'Spring' },
};

t.test(
  'a CSV file of leads has the fields of the API, names beside ids, and one column for each attribute',
  async (t) => {
    const { create, file, get } = await makeWorkspace();
    const lead = await create(ADA);
    await create({ email: 'b@engines.example', attributes: { tier: true } });
    const { text, headers, operation } = await file({ resource: 'leads' });
    t.match(operation, { progress: { done: 2, total: 2 }, links: { file: `/v1/exports/${operation.id}/file` } });
    t.match(operation.export, { resource: 'leads', rows: 2, bytes: text.length, format: 'csv' });
    t.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
    t.match(headers.get('content-disposition'), /^attachment; filename="leads-\d{4}-\d\d-\d\dT\d{6}Z\.csv"$/);
    t.equal(Number(headers.get('content-length')), Buffer.byteLength(text));
    const { data } = papa.parse<Row>(text, { header: true, skipEmptyLines: true });
    t.equal(data.length, 2);
    const [row] = data;
    const known = (await get<LeadOut>(`/v1/leads/${lead.id}`)).body;
    t.match(row, {
      ...{ id: known.id, email: 'ada@engines.example', phone: "'+49 30 901820", organizationName: `'=Engines, "A"` },
      ...{ tags: 'a; b', products: '["x;y"]', annualRevenue: '12500.50', createdAt: known.createdAt },
      ...{
        'score.total': String(known.score.total),
        sourceId: known.sourceId,
        sourceName: 'Fair',
        campaignName: 'Spring',
      },
      ...{ 'source.channel': 'event', 'source.name': 'Fair', 'source.campaign': 'Spring' },
      ...{ 'attributes.plan': 'gold', 'attributes.seats': '3', 'attributes.tier': '' },
    });
    t.equal(data[1]?.['attributes.tier'], 'true');
    const columns = Object.keys(row ?? {});
    t.ok(columns.length > 100, `${columns.length} columns`);
    t.notOk(columns.some((name) => name.startsWith('links') || name.startsWith('included')));
    for (const cell of Object.values(row ?? {})) t.notMatch(cell, new RegExp(`^${COMPUTED_TEXT.source.slice(3)}`));
  },
);

t.test('NDJSON has the leads as the API shows them, gzip is a gzip file', async (t) => {
  const { create, get, ended, download } = await makeWorkspace();
  const { id } = await create(ADA);
  const operation = await ended({ resource: 'leads', format: 'ndjson', compression: 'gzip' });
  const { headers, bytes } = await download(operation.id, { 'accept-encoding': 'gzip' });
  t.equal(headers.get('content-type'), 'application/gzip');
  t.equal(headers.get('content-encoding'), null);
  const lines = gunzipSync(bytes).toString().trimEnd().split('\n');
  t.equal(lines.length, 1);
  const { links: _, scoredAt: _at, ...known } = (await get<LeadOut & { scoredAt: string }>(`/v1/leads/${id}`)).body;
  t.match(JSON.parse(lines[0] ?? ''), { ...known, source: ADA.source });
});

t.test('conditions, short filters and fields select what is written', async (t) => {
  const { create, rows } = await makeWorkspace();
  await create({ email: 'a@a.example', country: 'DE' });
  await create({ email: 'b@b.example', country: 'FR' });
  await create({ email: 'c@c.example', country: 'DE', tags: ['x'] });
  const where = { type: 'field', field: 'tags', operator: 'contains', value: 'x' };
  t.strictSame(await rows({ resource: 'leads', country: 'Germany', where, fields: ['email', 'country'] }), [
    { email: 'c@c.example', country: 'DE' },
  ]);
  t.equal((await rows({ resource: 'leads', country: 'DE', fields: ['email'] })).length, 2);
  t.equal((await rows({ resource: 'leads', stage: 'nowhere', fields: ['email'] })).length, 0);
});

t.test('each resource has a file with all of its rows', async (t) => {
  const { create, post, rows, get } = await makeWorkspace();
  const { id } = await create({ ...ADA, occurredAt: '2026-01-02T03:04:05Z' });
  await post('/v1/engagement-events', { leadId: id, type: 'demo_requested', properties: { page: '=a' } });
  await post(`/v1/leads/${id}/activities`, { kind: 'note', body: '-1' });
  await post('/v1/customers', { kind: 'person', name: 'Bea', attributes: { vip: true } });
  await post('/v1/deals', { leadId: id, name: 'Engine', currency: 'EUR', amount: '10.50' });
  t.match(await rows({ resource: 'touches' }), [
    { leadId: id, occurredAt: '2026-01-02T03:04:05.000Z', sourceName: 'Fair' },
  ]);
  t.match(await rows({ resource: 'engagement_events' }), [{ leadId: id, properties: '{"page":"=a"}' }]);
  t.match(await rows({ resource: 'activities' }), [{ leadId: id, body: "'-1" }]);
  t.match(await rows({ resource: 'customers' }), [{ name: 'Bea', 'attributes.vip': 'true' }]);
  t.match(await rows({ resource: 'deals' }), [{ leadId: id, amount: '10.50', currency: 'EUR' }]);
  const events = await rows({ resource: 'events', types: ['lead.*'] });
  const { body } = await get<{ data: object[] }>('/v1/events?types=lead.*&limit=200');
  t.equal(events.length, body.data.length);
  t.ok(events.length > 0);
});

t.test('all rows are as they were at one instant, however many pages they are', async (t) => {
  const { post, ended, download } = await makeWorkspace();
  for (let batch = 0; batch < 3; batch++) {
    const items = Array.from({ length: 900 }, (_, index) => ({ email: `p${batch}-${index}@s.example`, tags: ['old'] }));
    await post('/v1/leads/batch', { items });
  }
  const requested = ended({ resource: 'leads', fields: ['id', 'email', 'tags'] });
  const adding = post('/v1/leads/batch', { items: [{ email: 'later@s.example' }] });
  const [operation] = await Promise.all([requested, adding]);
  const text = (await download(operation.id)).bytes.toString();
  const { data } = papa.parse<Row>(text, { header: true, skipEmptyLines: true });
  t.equal(new Set(data.map(({ id }) => id)).size, data.length, 'no row twice');
  t.ok(data.filter(({ tags }) => tags === 'old').length === 2_700);
});

t.test('what does not fit is refused with its place', async (t) => {
  const { start } = await makeWorkspace();
  const refused = async (body: object, status: number) => {
    const answer = (await start(body)) as unknown as { status: number; body: ProblemOut };
    t.equal(answer.status, status);
    return answer.body.errors?.map(({ pointer }) => pointer);
  };
  const where = { type: 'field', field: 'nowhere', operator: 'eq', value: 'DE' };
  t.strictSame(await refused({ resource: 'deals', where, country: 'DE', types: ['a.b'] }, 422), [
    '/where',
    '/types',
    '/country',
  ]);
  t.strictSame(await refused({ resource: 'leads', fields: ['email', 'mail'] }, 422), ['/fields/1']);
  t.strictSame(await refused({ resource: 'leads', where }, 422), ['/where/field']);
  t.strictSame(await refused({ resource: 'events', types: ['lead.unknown'] }, 422), ['/types']);
  t.strictSame(await refused({ resource: 'invoices' }, 400), ['/resource']);
});

t.test('a key exports and reads only what it may read otherwise', async (t) => {
  const { post, call, ended, download } = await makeWorkspace();
  const { id } = await ended({ resource: 'leads' });
  const keyWith = async (...scopes: string[]) => {
    const made = await post<{ token: string }>('/v1/api-keys', { name: scopes.join(), kind: 'service', scopes });
    return { headers: { authorization: `Bearer ${made.body.token}` } };
  };
  const deals = await keyWith('exports:read', 'exports:write', 'deals:read');
  t.equal((await call('POST', '/v1/exports', { resource: 'leads' }, deals)).status, 403);
  t.equal((await call('POST', '/v1/exports', { resource: 'deals' }, deals)).status, 202);
  t.equal((await call('GET', `/v1/exports/${id}/file`, undefined, deals)).status, 403);
  t.equal((await call('DELETE', `/v1/exports/${id}/file`, undefined, deals)).status, 403);
  const leads = await keyWith('exports:read', 'leads:read');
  t.equal((await download(id, leads.headers)).status, 200);
  t.equal((await call('POST', '/v1/exports', { resource: 'leads' }, leads)).status, 403);
  const other = await makeWorkspace();
  t.equal((await other.download(id)).status, 404);
});

t.test('a file goes when a lead or customer is deleted, when it is deleted, and after a day', async (t) => {
  const { create, ended, download, call, post, workspaceId } = await makeWorkspace();
  const { id: leadId } = await create(ADA);
  const stored = () => sql('select 1 from export_chunks where workspace_id = $1', [workspaceId]);
  const first = await ended({ resource: 'leads' });
  t.equal((await stored()).length, 1);
  t.equal((await call('DELETE', `/v1/leads/${leadId}`)).status, 204);
  t.equal((await download(first.id)).status, 410);
  t.strictSame(await stored(), []);

  const { body: customer } = await post<{ id: string }>('/v1/customers', { kind: 'person', name: 'Bea' });
  const second = await ended({ resource: 'customers' });
  t.equal((await call('DELETE', `/v1/customers/${customer.id}`)).status, 204);
  t.equal((await download(second.id)).status, 410);

  const third = await ended({ resource: 'leads' });
  t.equal((await call('DELETE', `/v1/exports/${third.id}/file`)).status, 204);
  t.equal((await download(third.id)).status, 410);
  t.equal((await call('DELETE', `/v1/exports/${third.id}/file`)).status, 410);

  const fourth = await ended({ resource: 'leads' });
  await sql(`update export_files set expires_at = '2026-01-01' where id = $1`, [fourth.id]);
  t.equal((await download(fourth.id)).status, 410);
  t.equal(await apps[0]?.services.maintenance.purgeExportFiles(), 1);
  t.strictSame(await stored(), []);
});

t.test('a file that is read again is not sent again, and is not there before the end', async (t) => {
  const { start, download, token } = await makeWorkspace();
  const auth = { authorization: `Bearer ${token}` };
  const { body } = await start({ resource: 'leads' });
  t.equal((await download(body.id)).status, 409);
  await runExports();
  const { headers } = await download(body.id);
  const again = await download(body.id, { 'if-none-match': headers.get('etag') ?? '' });
  t.equal(again.status, 304);
  const head = await fetch(`${service.urls[0]}/v1/exports/${body.id}/file`, { method: 'HEAD', headers: auth });
  t.strictSame([head.status, head.headers.get('content-length')], [200, headers.get('content-length')]);
});
