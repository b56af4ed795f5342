import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Static } from 'typebox';
import type { ConnectorBackfillSchema } from '../../src/http/schemas/connector-backfills.js';
import { makeConnector } from './connector-fixture.js';
import { openService } from './ingest-fixture.js';

/** Leads of Meta that no notification named, by a fake server of the Graph API. */

type Backfill = Static<typeof ConnectorBackfillSchema>;
type Answer = { status: number; body: unknown };

const HOUR = 3_600_000;
let ahead = 0;
const service = await openService(t, { clock: () => Date.now() + ahead, instances: 2 });
const runDue = async (instance = 0) => (await service.apps[instance]?.services.connectorBackfills.runDue()) ?? 0;
const processDue = async () => (await service.apps[0]?.services.connectorPayloads.runDue()) ?? 0;
t.beforeEach(async () => {
  ahead = 0;
  await service.sql('delete from connector_backfills');
});

const FORM = '12312312312';
const TOKEN = 'Zq-token';

const leadOf = (id: string, minutesAgo: number) => ({
  ...{
    id,
    form_id: FORM,
    created_time: new Date(Date.now() - minutesAgo * 60_000).toISOString().replace('Z', '+0000'),
  },
  field_data: [
    { name: 'full_name', values: [`Person ${id}`] },
    { name: 'email', values: [`p${id}@engines.example`] },
  ],
});

/** A form with leads, newest first and two a page, as the Graph API lists them. `before` can answer in its place. */
async function openGraph(t: { teardown(close: () => unknown): unknown }, leads: ReturnType<typeof leadOf>[]) {
  const requests: URL[] = [];
  const graph = {
    ...{ requests, baseUrl: '', token: TOKEN },
    before: (_url: URL): Promise<Answer | undefined> => Promise.resolve(undefined),
  };
  const listed = (url: URL): Answer => {
    const error = (code: number) => ({ status: 400, body: { error: { code, message: 'of p1@engines.example' } } });
    if (url.searchParams.get('access_token') !== graph.token) return error(190);
    const [, , id, list] = url.pathname.split('/');
    if (list === undefined) return { status: 200, body: leads.find((lead) => lead.id === id) };
    if (id !== FORM) return error(100);
    const [{ value }] = JSON.parse(url.searchParams.get('filtering') ?? '[{}]') as [{ value: number }];
    const since = leads.filter(({ created_time }) => Date.parse(created_time) > value * 1_000);
    const start = Number(url.searchParams.get('after') ?? 0);
    const end = start + 2;
    // The address of the next page names another host: it is never used.
    const next = end < since.length ? { next: `http://127.0.0.1:9/?after=${end}` } : {};
    return { status: 200, body: { data: since.slice(start, end), paging: { cursors: { after: `${end}` }, ...next } } };
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://graph.test');
    requests.push(url);
    const { status, body } = (await graph.before(url)) ?? listed(url);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  graph.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v24.0`;
  return graph;
}

async function openMeta(
  t: { teardown(close: () => unknown): unknown },
  leads: ReturnType<typeof leadOf>[],
  settings: object = {},
) {
  const graph = await openGraph(t, leads);
  const platform = { kind: 'meta_lead_ads', fields: [], secret: 'app-secret', accessToken: TOKEN };
  const made = await makeConnector(service, { ...platform, baseUrl: graph.baseUrl, ...settings });
  const path = `${made.path}/backfill`;
  const value = (leadgen_id: string) => ({ leadgen_id, form_id: FORM });
  const notice = (id: string) => ({ object: 'page', entry: [{ changes: [{ field: 'leadgen', value: value(id) }] }] });
  return {
    ...{ ...made, graph },
    start: (body: object = { formIds: [FORM] }) => made.post<Backfill>(path, body),
    state: async () => (await made.get<Backfill>(path)).body,
    /** A lead whose notification arrived. */
    received: (id: string) => made.post(`${made.path}/payloads`, { text: JSON.stringify(notice(id)) }),
    names: async () => (await made.leads()).map(({ name }) => name).sort(),
    pages: () => graph.requests.filter(({ pathname }) => pathname.endsWith('/leads')).length,
  };
}

const FOUR = () => [leadOf('4', 10), leadOf('3', 20), leadOf('2', 30), leadOf('1', 40)];
const PERSONS = ['Person 1', 'Person 2', 'Person 3', 'Person 4'];

t.test('a missed lead amid others is received, once, from the second page', async (t) => {
  const { start, state, received, names, payloads, leads, pages } = await openMeta(t, FOUR());
  for (const id of ['1', '3', '4']) await received(id);
  t.strictSame(await names(), ['Person 1', 'Person 3', 'Person 4']);
  t.match(await start(), { status: 202, body: { formIds: [FORM], completedAt: null, leadsRead: 0 } });
  t.equal(await runDue(), 1);
  t.match(await state(), { pagesRead: 2, leadsRead: 4, payloadsAdded: 1, completedAt: String, nextAttemptAt: null });
  t.equal(await processDue(), 1);
  t.strictSame(await names(), PERSONS);
  t.match(await leads(), Array(4).fill({ touchCount: 1, externalSystem: 'meta_lead_ads' }));
  t.equal(pages(), 2);
  t.equal(await runDue(), 0);
  await received('2');
  await start();
  await runDue();
  t.match(await state(), { leadsRead: 4, payloadsAdded: 0 }, 'again, and after its notification came late');
  t.equal((await payloads()).length, 4);
  t.match(await leads(), Array(4).fill({ touchCount: 1 }));
});

t.test('the list has the whole lead: it is not asked for again', async (t) => {
  const { start, names, graph } = await openMeta(t, FOUR());
  await start();
  await runDue();
  await processDue();
  t.strictSame(await names(), PERSONS);
  t.strictSame(
    graph.requests.map(({ pathname }) => pathname),
    Array(2).fill(`/v24.0/${FORM}/leads`),
  );
  t.match(graph.requests[0]?.searchParams.get('fields'), /field_data/);
});

t.test('an expired token is shown and nothing is lost: another token goes on at once', async (t) => {
  const { start, state, graph, change, names } = await openMeta(t, FOUR());
  graph.token = 'Zq-new';
  await start();
  await runDue();
  const waiting = await state();
  t.match(waiting, { completedAt: null, attempts: 1, lastError: { code: 'token_expired', formId: FORM } });
  t.notMatch(JSON.stringify(waiting), /engines\.example|Zq-/, 'without what the platform wrote');
  t.equal(await runDue(), 0, 'it waits');
  t.equal((await change({ accessToken: 'Zq-new' })).status, 200);
  t.equal(await runDue(), 1);
  const ended = await state();
  t.match(ended, { payloadsAdded: 4, completedAt: String, attempts: 0 });
  t.equal(ended.lastError, undefined);
  await processDue();
  t.strictSame(await names(), PERSONS);
});

t.test('a limit of the platform makes it wait, and it goes on with the same page', async (t) => {
  const { start, state, graph, pages } = await openMeta(t, FOUR());
  const limited = { status: 400, body: { error: { code: 613 } } };
  graph.before = async (url) => (url.searchParams.has('after') ? limited : undefined);
  await start();
  await runDue();
  t.match(await state(), { pagesRead: 1, payloadsAdded: 2, attempts: 1, lastError: { code: 'rate_limited' } });
  ahead = HOUR / 5;
  t.equal(await runDue(), 0);
  graph.before = async () => undefined;
  ahead = HOUR / 3;
  t.equal(await runDue(), 1);
  t.match(await state(), { pagesRead: 2, payloadsAdded: 4, completedAt: String });
  t.equal(pages(), 3);
});

t.test('a process that ends between two pages: another one goes on with the second', async (t) => {
  const { start, state, graph, pages } = await openMeta(t, FOUR());
  let reached = () => {};
  let release = () => {};
  const atSecond = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  graph.before = async (url) => {
    if (!url.searchParams.has('after')) return undefined;
    reached();
    await released;
    return undefined;
  };
  await start();
  const hung = runDue(0);
  await atSecond;
  graph.before = async () => undefined;
  t.match(await state(), { pagesRead: 1, payloadsAdded: 2, completedAt: null });
  t.equal(await runDue(1), 0, 'not while it is worked on');
  ahead = 61_000;
  t.equal(await runDue(1), 1);
  const ended = await state();
  t.match(ended, { pagesRead: 2, leadsRead: 4, payloadsAdded: 4, completedAt: String });
  t.equal(pages(), 3, 'the first page once');
  release();
  await hung;
  t.strictSame(await state(), ended, 'a process that comes back late changes nothing');
});

t.test('with forms of its own it starts by itself every hour', async (t) => {
  const missed = FOUR();
  const listed = missed.slice(2);
  const { state, names, change, issued } = await openMeta(t, listed, { formIds: [FORM] });
  t.strictSame(issued.formIds, [FORM]);
  t.equal(await runDue(), 1);
  t.match(await state(), { payloadsAdded: 2, completedAt: String, nextAttemptAt: String });
  t.equal(await runDue(), 0);
  listed.unshift(...missed.slice(0, 2));
  ahead = HOUR + 1_000;
  t.equal(await runDue(), 1);
  t.match(await state(), { leadsRead: 4, payloadsAdded: 2 });
  await processDue();
  t.strictSame(await names(), PERSONS);
  await change({ enabled: false });
  ahead = 3 * HOUR;
  await runDue();
  t.match(await state(), { nextAttemptAt: null }, 'a disabled connector reads nothing');
  await change({ enabled: true });
  t.equal(await runDue(), 1);
});

t.test('a form that the platform does not show is named, and the others are read', async (t) => {
  const { start, state } = await openMeta(t, FOUR());
  await start({ formIds: ['99', FORM] });
  await runDue();
  t.match(await state(), { payloadsAdded: 4, completedAt: String, lastError: { code: 'form_refused', formId: '99' } });
});

t.test('only leads since an instant, of the last 30 days, and only for Meta', async (t) => {
  const { start, state, get, path, change } = await openMeta(t, FOUR());
  t.equal((await get(`${path}/backfill`)).status, 404, 'there is none yet');
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const pointer = (name: string) => ({ status: 422, body: { errors: [{ pointer: name }] } });
  t.match(await start({ formIds: [FORM], since: ago(31 * 1_440) }), pointer('/since'));
  t.match(await start({}), pointer('/formIds'));
  t.match(await start({ formIds: ['../me'] }), { status: 400, body: { errors: [{ pointer: '/formIds/0' }] } });
  t.equal((await start({ formIds: [FORM], since: ago(25) })).status, 202);
  await runDue();
  t.match(await state(), { leadsRead: 2, payloadsAdded: 2 });
  await change({ enabled: false });
  t.match(await start(), { status: 409 });
  const google = await makeConnector(service, { kind: 'google_lead_form', secret: 'key', fields: [] });
  t.match(await google.post(`${google.path}/backfill`, {}), { status: 422, body: { detail: /meta_lead_ads/ } });
  t.match(await google.patch(google.path, { formIds: [FORM] }), pointer('/formIds'));
});
