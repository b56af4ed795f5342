import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import type { Static } from 'typebox';
import type { EventList } from '../../src/http/schemas/events.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

type Feed = Static<typeof EventList>;

const service = await openService(t, { instances: 2 });
const { sql } = service;

async function makeWorkspace() {
  const { workspaceId, post, get } = await service.makeWorkspace();
  const addRep = async (name: string) => t.equal((await post('/v1/reps', { name })).status, 201);
  const addLead = async (email: string) => {
    const { status, body } = await post('/v1/leads', { email });
    t.equal(status, 201);
    return body.lead.id;
  };
  const read = <Body = Feed>(query = '', instance = 0) => get<Body>(`/v1/events?${query}`, { instance });
  return { workspaceId, addRep, addLead, read, post };
}

const typesOf = ({ body }: { body: Feed }) => [...new Set(body.data.map(({ type }) => type))].sort();
const after = ({ body }: { body: Feed }) => `&cursor=${encodeURIComponent(body.nextCursor ?? '')}`;

t.test('types are selected by name and by noun', async (t) => {
  const { addLead, addRep, read } = await makeWorkspace();
  await addRep('Ann');
  await addLead('one@filter.test');
  const leads = await read('types=lead.*&limit=200');
  t.ok(leads.body.data.length > 0);
  t.ok(leads.body.data.every(({ type }) => type.startsWith('lead.')));
  t.same(typesOf(await read('types=rep.created,lead.created')), ['lead.created', 'rep.created']);
  const unknown = await read<ProblemOut>('types=lead.created,lead.exploded');
  t.match(unknown, { status: 400, body: { errors: [{ parameter: 'types', detail: /lead\.exploded/ }] } });
  t.match(await read<ProblemOut>('types=*'), { status: 400, body: { errors: [{ parameter: 'types' }] } });
  const many = `types=${Array.from({ length: 51 }, () => 'rep.*').join(',')}`;
  t.match(await read<ProblemOut>(many), { status: 400, body: { errors: [{ parameter: 'types', detail: /50/ }] } });
});

t.test('the feed begins and ends at an instant, wherever that is in the log', async (t) => {
  const { workspaceId, addRep, read } = await makeWorkspace();
  for (const name of ['A', 'B', 'C', 'D', 'E']) await addRep(name);
  // One hour between events: more than clocks of processes differ.
  await sql(
    `update events set occurred_at = '2026-01-01T00:00:00Z'::timestamptz + sequence * interval '1 hour' where workspace_id = $1`,
    [workspaceId],
  );
  const all = (await read('limit=200')).body.data;
  t.ok(all.length > 5);
  for (const [index, { occurredAt }] of all.entries()) {
    const { body } = await read(`limit=200&occurredFrom=${occurredAt}`);
    t.same(
      body.data.map(({ sequence }) => sequence),
      all.slice(index).map(({ sequence }) => sequence),
      occurredAt,
    );
    const { body: before } = await read(`limit=200&occurredBefore=${occurredAt}`);
    t.same(
      before.data.map(({ sequence }) => sequence),
      all.slice(0, index).map(({ sequence }) => sequence),
      `before ${occurredAt}`,
    );
    t.equal(before.hasMore, false);
  }
  t.match((await read('occurredBefore=1990-01-01T00:00:00Z')).body, { data: [], hasMore: false, nextCursor: String });
  const { body } = await read('occurredFrom=2027-01-01T00:00:00Z');
  t.match(body, { data: [], hasMore: false, nextCursor: String });
});

t.test('the cursor of a filter moves past what the filter does not select, and continues exactly', async (t) => {
  const { workspaceId, addRep, read } = await makeWorkspace();
  await addRep('First');
  // More events than one page reads.
  await sql(
    `insert into events (workspace_id, sequence, id, type, subject_kind, subject_id, actor_kind, actor_id, request_id, cause, occurred_at, data)
     select $1, w.event_sequence + n, gen_random_uuid(), 'source.updated', 'source', 's', 'system', 'test', 'r', 'api', now(), '{}'
       from workspaces w, generate_series(1, 45000) n where w.id = $1`,
    [workspaceId],
  );
  await sql('update workspaces set event_sequence = event_sequence + 45000 where id = $1', [workspaceId]);
  await addRep('Last');
  const found: string[] = [];
  let page = await read('types=rep.*');
  let pages = 1;
  for (; page.body.hasMore; pages++) {
    for (const { after } of page.body.data) found.push(String(after?.name));
    page = await read(`types=rep.*${after(page)}`);
    if (pages > 10) throw new Error('the feed does not end');
  }
  for (const { after } of page.body.data) found.push(String(after?.name));
  t.same(found, ['First', 'Last']);
  t.equal(pages, 3, '20,000 events are read for a page at most');
  const end = await read(`types=rep.*${after(page)}`);
  t.match(end.body, { data: [], hasMore: false });
});

t.test('a waiting request is answered by the next event that it selects, from any process', async (t) => {
  const { addRep, addLead, read } = await makeWorkspace();
  const start = await read('limit=200&types=rep.*');
  const startedAt = performance.now();
  const waiting = read(`types=rep.*&wait=20${after(start)}`);
  await delay(300);
  await addLead('not@selected.test');
  await delay(600);
  await addRep('Awaited');
  const { body } = await waiting;
  t.match(body.data, [{ type: 'rep.created', after: { name: 'Awaited' } }]);
  t.ok(performance.now() - startedAt < 15_000);
});

t.test('each filter selects the same events when it reads as when it waits', async (t) => {
  const { addRep, addLead, read, post } = await makeWorkspace();
  const leadId = await addLead('subject@filters.test');
  await addRep('Filtered');
  const { data } = (await read('limit=200')).body;
  const [first] = data;
  const keyId = data.find(({ type }) => type === 'rep.created')?.actorId ?? '';
  const filters: [query: string, selects: (event: Feed['data'][number]) => boolean][] = [
    ['type=lead.created', ({ type }) => type === 'lead.created'],
    ['types=rep.*,lead.created', ({ type }) => type.startsWith('rep.') || type === 'lead.created'],
    ['subjectKind=rep', ({ subjectKind }) => subjectKind === 'rep'],
    [`subjectId=${leadId}`, ({ subjectId }) => subjectId === leadId],
    ['actorKind=api_key', ({ actorKind }) => actorKind === 'api_key'],
    [`actorId=${keyId}&subjectKind=lead`, ({ actorId, subjectKind }) => actorId === keyId && subjectKind === 'lead'],
    [`occurredFrom=${first?.occurredAt}&types=rep.*`, ({ type }) => type.startsWith('rep.')],
  ];
  for (const [query, selects] of filters) {
    const expected = data.filter(selects).map(({ sequence }) => sequence);
    t.ok(expected.length > 0, query);
    t.same(
      (await read(`limit=200&${query}`)).body.data.map(({ sequence }) => sequence),
      expected,
      query,
    );
  }
  const starts = await Promise.all(filters.map(([query]) => read(`limit=200&${query}`)));
  const other = await read('limit=200&types=deal.*');
  const waiting = filters.map(([query], index) => read(`limit=200&${query}&wait=20${after(starts[index] ?? other)}`));
  const inVain = read(`types=deal.*&wait=2${after(other)}`);
  await delay(300);
  const startedAt = performance.now();
  await addRep('Later');
  await addLead('later@filters.test');
  await post('/v1/leads', { email: 'subject@filters.test', city: 'Graz' });
  for (const [index, { body }] of (await Promise.all(waiting)).entries()) {
    const [query = '', selects] = filters[index] ?? [];
    t.ok(body.data.length > 0 && selects && body.data.every(selects), query);
  }
  t.ok(performance.now() - startedAt < 15_000, 'no request waits to its end');
  t.match((await inVain).body, { data: [], nextCursor: String });
});

t.test('without an event the answer comes after the time, with a cursor', async (t) => {
  const { read } = await makeWorkspace();
  const start = await read('limit=200');
  const startedAt = performance.now();
  const { status, body } = await read(`wait=1${after(start)}`);
  t.equal(status, 200);
  t.ok(performance.now() - startedAt >= 950);
  t.match(body, { data: [], hasMore: false, nextCursor: String });
  t.match(await read<ProblemOut>('wait=26'), { status: 400, body: { errors: [{ parameter: 'wait' }] } });
});

t.test('waiting requests hold no capacity, and too many of them are answered at once', async (t) => {
  const { addRep, read } = await makeWorkspace();
  const start = await read('limit=200');
  const waiting = Array.from({ length: 130 }, () => read(`wait=10${after(start)}`, 1));
  const early = Promise.race(waiting);
  t.match((await early).body, { data: [] }, 'more than 100 wait');
  // The gate admits 96 requests: others would wait here.
  const startedAt = performance.now();
  await addRep('While they wait');
  t.equal((await read('limit=1', 1)).status, 200);
  t.ok(performance.now() - startedAt < 5_000);
  const answers = await Promise.all(waiting);
  t.ok(answers.every(({ status }) => status === 200));
  t.ok(answers.filter(({ body }) => body.data.length > 0).length >= 90);
});

t.test('a server that closes answers the requests that wait', async (t) => {
  const { read } = await makeWorkspace();
  const start = await read('limit=200');
  const startedAt = performance.now();
  const waiting = read(`wait=25${after(start)}`, 1);
  await delay(400);
  service.apps[1]?.server.startDraining();
  t.match(await waiting, { status: 200, body: { data: [] } });
  t.ok(performance.now() - startedAt < 10_000);
});
