import t from 'tap';
import type { Static } from 'typebox';
import type { HistoricLeadBatchResult } from '../../src/http/schemas/lead-history.js';
import type { StageHistory } from '../../src/http/schemas/lead-lifecycle.js';
import type { OperationSchema } from '../../src/http/schemas/operations.js';
import type { SalesReportSchema } from '../../src/http/schemas/sales-report.js';
import { eventFaults, type LeadOut, openService, type Page, type ProblemOut } from './ingest-fixture.js';

type Recorded = Static<typeof HistoricLeadBatchResult>;
interface Event {
  type: string;
  cause: string;
  subjectId: string;
  data: { after: Record<string, unknown> };
}

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 15, 9);
let now = NOW;
const on = (day: string) => `${day}T09:00:00.000Z`;
const service = await openService(t, { clock: () => now });
const { sql, apps } = service;

const SPRING = { channel: 'event', name: 'Spring fair', campaign: '2025' };
const MAIL = { channel: 'email_marketing', name: 'Newsletter' };
const LOST = {
  ...{ externalId: 'crm-1', name: 'Ada Byron', email: 'ada@mill.example', industry: 'Textiles', products: ['Looms'] },
  source: SPRING,
  createdAt: on('2025-02-03'),
  stages: [
    { stage: 'lead', at: on('2025-02-03') },
    { stage: 'sql', at: on('2025-02-13') },
    { stage: 'prospect', at: on('2025-03-05') },
  ],
  outcome: { result: 'lost', at: on('2025-04-04'), reason: 'competitor', detail: 'Price', competitor: 'Rival' },
  touches: [{ source: MAIL, occurredAt: on('2025-02-20') }],
  engagement: [
    { type: 'pricing_viewed', occurredAt: on('2025-02-10'), externalId: 'e-1', properties: { page: '/prices' } },
    { type: 'demo_requested', occurredAt: on('2025-02-12') },
  ],
  activities: [{ kind: 'call', outcome: 'connected', occurredAt: on('2025-02-14'), externalId: 'a-1' }],
  deals: [
    {
      name: 'Looms',
      status: 'lost',
      amount: '900.00',
      currency: 'EUR',
      openedAt: on('2025-03-06'),
      closedAt: on('2025-04-04'),
    },
  ],
};
const WON = {
  ...{
    externalId: 'crm-2',
    name: 'Charles Babbage',
    email: 'charles@engines.example',
    organizationName: 'Engines Ltd',
  },
  source: SPRING,
  createdAt: on('2025-05-01'),
  stages: [{ stage: 'sql', at: on('2025-05-10') }],
  outcome: { result: 'won', at: on('2025-06-01') },
  deals: [
    {
      name: 'Engine',
      status: 'won',
      amount: '1200.00',
      currency: 'EUR',
      closedAt: on('2025-06-01'),
      competitor: 'Rival',
    },
    { name: 'Service', status: 'open', amount: '100.00', currency: 'EUR', expectedCloseOn: '2026-09-01' },
  ],
};

async function makeWorkspace() {
  now = NOW;
  const { post, get } = await service.makeWorkspace();
  const record = async (items: object[], mode = 'partial') => {
    const answer = await post<Recorded>('/v1/leads/history', { items, mode });
    return { ...answer, ids: answer.body.results?.map(({ id = '' }) => id) };
  };
  const events = async () => (await get<Page<Event>>('/v1/events?limit=200')).body.data;
  const rep = async (name: string, more: object = {}) =>
    (await post<{ id: string }>('/v1/reps', { name, email: `${name}@sales.example`, ...more })).body.id;
  return { post, get, record, events, rep };
}

t.test('the past of a lost lead is answered as if it had happened here', async (t) => {
  const { record, get, rep } = await makeWorkspace();
  const repId = await rep('Grace');
  const { status, body, ids } = await record([{ ...LOST, ownerEmail: 'grace@sales.example' }]);
  const [id] = ids;
  t.match([status, body.created, body.refused], [207, 1, 0], JSON.stringify(body));
  t.strictSame(body.results[0]?.added, { touches: 2, engagement: 2, activities: 1, deals: 1 });
  const { body: lead } = await get(`/v1/leads/${id}`);
  t.match(lead, {
    ...{ category: 'lost', categoryDecidedBy: 'person', createdAt: on('2025-02-03'), ownerId: repId, version: 1 },
    ...{ firstTouchAt: on('2025-02-03'), lastTouchAt: on('2025-02-20'), touchCount: 2 },
    lastEngagedAt: on('2025-02-12'),
    loss: { reason: 'competitor', detail: 'Price', competitor: 'Rival', lostAt: on('2025-04-04') },
  });
  const asOf = async (day: string) => (await get<LeadOut>(`/v1/leads/${id}?asOf=${on(day)}`)).body;
  const categories = ['2025-02-04', '2025-02-20', '2025-03-06', '2025-04-05'].map(asOf);
  t.strictSame(
    (await Promise.all(categories)).map(({ category }) => category),
    ['lead', 'sql', 'prospect', 'lost'],
  );
  t.equal((await get(`/v1/leads/${id}?asOf=${on('2025-02-02')}`)).status, 404, 'before it was known');
  const [early, later] = [await asOf('2025-02-04'), await asOf('2025-02-13')];
  t.ok(later.score.engagement > early.score.engagement, 'its events count from when they happened');
  t.strictSame([early.touchCount, early.lastEngagedAt], [1, undefined]);
  const today = new Date(NOW).toISOString();
  t.strictSame((await get(`/v1/leads/${id}?asOf=${today}`)).body, lead, 'replay makes the stored lead');
  const { stays } = (await get<Static<typeof StageHistory>>(`/v1/leads/${id}/stage-history`)).body;
  t.strictSame(
    stays.map(({ stage, enteredAt, seconds }) => [stage, enteredAt, seconds / 86_400]),
    [
      ['lead', on('2025-02-03'), 10],
      ['sql', on('2025-02-13'), 20],
      ['prospect', on('2025-03-05'), 30],
      ['lost', on('2025-04-04'), (NOW - Date.parse(on('2025-04-04'))) / DAY],
    ],
  );
  const list = async (what: string) => (await get<Page<object>>(`/v1/leads/${id}/${what}`)).body.data;
  t.match(await list('engagement-events'), [
    { type: 'demo_requested' },
    { externalId: 'e-1', properties: { page: '/prices' } },
  ]);
  t.match(await list('activities'), [{ kind: 'call', direction: 'outgoing', occurredAt: on('2025-02-14') }]);
  t.equal((await list('touches')).length, 2);
  t.ok((await list('timeline')).length >= 2);
});

t.test('reports count wins and losses in the months of their dates', async (t) => {
  const { record, get } = await makeWorkspace();
  const { ids } = await record([LOST, WON]);
  const report = async (from: string, before: string, query = '') =>
    (await get<Static<typeof SalesReportSchema>>(`/v1/reports/sales?from=${on(from)}&before=${on(before)}${query}`))
      .body;
  t.match((await report('2025-04-01', '2025-05-01')).leads, { wonLeads: 0, lostLeads: 1 });
  const june = await report('2025-05-20', '2025-06-20', '&groupBy=source');
  t.match(june.leads, { wonLeads: 1, lostLeads: 0 });
  t.match(JSON.stringify(june), /1200/);
  const { body: won } = await get(`/v1/leads/${ids[1]}`);
  t.match(won, { category: 'customer', conversion: { convertedAt: on('2025-06-01') } });
  const { body: customers } = await get<Page<object>>('/v1/customers');
  t.match(
    customers.data.map((one) => Reflect.get(one, 'createdAt')),
    [on('2025-06-01'), on('2025-06-01')],
    'the person and its organization',
  );
  const { body: deals } = await get<Page<{ status: string; customerId?: string }>>('/v1/deals');
  t.strictSame(deals.data.map(({ status, customerId }) => [status, customerId !== undefined]).sort(), [
    ['lost', false],
    ['open', true],
    ['won', true],
  ]);
});

t.test('nothing is done about a past, and the feed has one event for each record', async (t) => {
  const { post, get, record, events, rep } = await makeWorkspace();
  const repId = await rep('Full', { capacity: 1 });
  await post('/v1/leads', { email: 'live@mill.example', purchaseTimeframeDays: 0 });
  const offers = async () => (await get<Page<object>>('/v1/handoffs')).body.data.length;
  const before = [(await events()).length, await offers()];
  const open = { name: 'Open', createdAt: on('2026-01-10'), stages: [{ stage: 'sql', at: on('2026-02-10') }] };
  const items = [
    { ...open, email: 'owned@mill.example', ownerId: repId },
    { ...open, email: 'waits@mill.example' },
    { ...LOST, ownerId: repId },
    WON,
    { ...open, email: 'rerun@mill.example' },
  ];
  const { ids } = await record(items);
  const added = (await events()).slice(before[0]);
  t.strictSame([...new Set(added.map(({ type }) => type))].sort(), [
    'campaign.created',
    'customer.history_recorded',
    'deal.history_recorded',
    'lead.history_recorded',
    'source.created',
  ]);
  t.equal(added.filter(({ type }) => type === 'lead.history_recorded').length, 5);
  const [owned, waits] = await Promise.all(ids.slice(0, 2).map(async (id) => (await get(`/v1/leads/${id}`)).body));
  t.match([owned?.ownerId, owned?.queue], [repId, undefined]);
  t.match(waits?.queue, { reason: 'history' });
  const { body: full } = await get<{ openLeads: number }>(`/v1/reps/${repId}`);
  t.equal(full.openLeads, 2, 'the live one and the open one: limits refuse no history');
  t.strictSame((await get<Page<object>>('/v1/tasks')).body.data, []);
  t.equal(await offers(), before[1]);
  await apps[0]?.services.timers.fireDue();
  t.match((await get(`/v1/leads/${ids[1]}`)).body.queue, { reason: 'history' }, 'timers do not route it');
  await rep('Free');
  t.match((await get(`/v1/leads/${ids[1]}`)).body.queue, { reason: 'history' }, 'a free rep does not get it');
  now += 60_000;
  await post('/v1/leads', { email: 'waits@mill.example', purchaseTimeframeDays: 0 });
  t.ok((await get(`/v1/leads/${ids[1]}`)).body.ownerId, 'something new about it routes it');
  const where = { type: 'field', field: 'queue.reason', operator: 'eq', value: 'history' };
  t.equal((await post('/v1/leads/reassign', { where })).status, 202);
  while (((await apps[0]?.services.jobs.runDue())?.ran ?? 0) > 0);
  t.ok((await get(`/v1/leads/${ids[4]}`)).body.ownerId, 'the rules run again route it');
  t.same(await eventFaults(sql), []);
});

t.test('the same batch again changes nothing, and a known lead gets only what it lacks', async (t) => {
  const { post, get, record, events } = await makeWorkspace();
  await record([LOST, WON]);
  const before = [(await events()).length, (await get('/v1/leads?limit=10')).text];
  const { body } = await record([LOST, WON]);
  t.match(body, { created: 0, completed: 0, unchanged: 2, refused: 0 });
  t.strictSame([(await events()).length, (await get('/v1/leads?limit=10')).text], before);
  const { body: live } = await post('/v1/leads', { email: 'live@mill.example', purchaseTimeframeDays: 0 });
  const known = { ...LOST, externalId: 'crm-9', email: 'live@mill.example', name: 'Live' };
  const more = {
    ...known,
    engagement: [{ type: 'pricing_viewed', occurredAt: on('2025-02-10'), externalId: 'e-9' }],
    activities: [],
  };
  const first = (await record([more])).body.results[0];
  t.match(first, { outcome: 'completed', matchedBy: 'email', added: { touches: 2, engagement: 1, deals: 1 } });
  t.strictSame(first?.ignored, ['stages', 'outcome']);
  const { body: completed } = await get(`/v1/leads/${live.lead.id}`);
  const { category, createdAt, ownerId } = live.lead;
  t.match(completed, { category, createdAt, ownerId, industry: 'Textiles', firstTouchAt: on('2025-02-03') });
  t.equal((await record([more])).body.results[0]?.outcome, 'unchanged');
  const past = (await get(`/v1/leads/${live.lead.id}?asOf=${live.lead.updatedAt}`)).body;
  t.equal(past.category, category, 'what was recorded later does not reorder its log');
});

t.test('instants in the future or out of order, and what does not fit together, are refused by item', async (t) => {
  const { record, rep } = await makeWorkspace();
  const gone = await rep('Gone', { active: false });
  const future = new Date(NOW + 60_000).toISOString();
  const wrong: [object, string][] = [
    [{ createdAt: future }, '/createdAt'],
    [{ createdAt: on('2030-01-01') }, '/createdAt'],
    [{ stages: [{ stage: 'sql', at: on('2025-01-01') }] }, '/stages/0/at'],
    [{ stages: [LOST.stages[2], LOST.stages[1]] }, '/stages/1/at'],
    [{ stages: [{ stage: 'nowhere', at: on('2025-03-01') }] }, '/stages/0/stage'],
    [{ stages: [{ stage: 'lost', at: on('2025-03-01') }] }, '/stages/0/stage'],
    [{ outcome: { result: 'lost', at: on('2025-03-01') } }, '/outcome/at'],
    [{ outcome: { result: 'lost', at: future } }, '/outcome/at'],
    [{ outcome: { result: 'lost', at: on('2025-04-04'), reason: 'spam' } }, '/outcome/reason'],
    [{ outcome: { result: 'parked', at: on('2025-04-04'), until: on('2025-09-01') } }, '/outcome/until'],
    [{ outcome: { result: 'won', at: on('2025-04-04') } }, '/deals'],
    [{ touches: [{ source: MAIL, occurredAt: future }] }, '/touches/0/occurredAt'],
    [{ engagement: [{ type: 'demo_requested', occurredAt: future }] }, '/engagement/0/occurredAt'],
    [{ activities: [{ kind: 'note', occurredAt: on('2025-03-01') }] }, '/activities/0/body'],
    [{ deals: [{ ...LOST.deals[0], closedAt: on('2025-03-01') }] }, '/deals/0/closedAt'],
    [{ deals: [{ status: 'won', amount: '1', currency: 'EUR', closedAt: on('2025-04-04') }] }, '/deals/0/status'],
    [{ ownerEmail: 'nobody@sales.example' }, '/ownerEmail'],
    [{ ownerId: gone, outcome: undefined }, '/ownerId'],
    [{ email: 5 }, '/email'],
  ];
  const items = wrong.map(([change], index) => ({
    ...LOST,
    externalId: `w-${index}`,
    email: `w${index}@mill.example`,
    ...change,
  }));
  const { body } = await record([...items, WON]);
  t.strictSame([body.created, body.refused], [1, wrong.length]);
  for (const [index, [, pointer]] of wrong.entries()) {
    const { status = 0, problem } = body.results[index] ?? {};
    t.ok(status === 422 || status === 400, `${status} ${pointer}`);
    t.equal(problem?.errors?.[0]?.pointer, `/items/${index}${pointer}`, JSON.stringify(problem?.errors));
  }
  const atomic = await record(
    [
      { ...LOST, createdAt: future },
      { ...WON, externalId: 'x', email: 'x@x.example' },
    ],
    'atomic',
  );
  const { errors } = atomic.body as unknown as ProblemOut;
  t.match([atomic.status, errors?.[0]?.pointer], [422, '/items/0/createdAt']);
});

t.test('parked and disqualified leads keep why and since when', async (t) => {
  const { record, get } = await makeWorkspace();
  const past = { createdAt: on('2025-02-03') };
  const { ids } = await record([
    {
      ...past,
      email: 'p@x.example',
      outcome: { result: 'parked', at: on('2025-05-01'), reason: 'no_budget', until: on('2026-09-01') },
    },
    { ...past, email: 'd@x.example', outcome: { result: 'disqualified', at: on('2025-05-02'), reason: 'wrong_fit' } },
  ]);
  const [parked, disqualified] = await Promise.all(ids.map(async (id) => (await get(`/v1/leads/${id}`)).body));
  t.match(parked, {
    category: 'parked',
    parked: { since: on('2025-05-01'), reason: 'no_budget', wakeAt: on('2026-09-01') },
  });
  t.match(disqualified, { category: 'disqualified', disqualification: { at: on('2025-05-02'), reason: 'wrong_fit' } });
});

t.test('a prediction model is trained right after the history came in', async (t) => {
  const { record, post, get } = await makeWorkspace();
  const items = Array.from({ length: 300 }, (_, n) => {
    const isWon = n % 3 === 0;
    const at = on('2025-10-01');
    const amount = { amount: '10', currency: 'EUR' };
    return {
      ...{ externalId: `t-${n}`, email: `t${n}@train.example`, name: `T ${n}` },
      industry: isWon !== (n % 10 === 9) ? 'Textiles' : 'Retail',
      createdAt: on(`2025-0${1 + (n % 8)}-1${n % 9}`),
      outcome: isWon ? { result: 'won', at } : { result: 'lost', at, reason: 'price' },
      deals: isWon ? [{ status: 'won', closedAt: at, ...amount }] : [],
    };
  });
  t.equal((await record(items)).body.created, 300);
  const { body: queued } = await post<Static<typeof OperationSchema>>('/v1/prediction-models', undefined);
  while (((await apps[0]?.services.jobs.runDue())?.ran ?? 0) > 0);
  const { body } = await get<Static<typeof OperationSchema>>(`/v1/operations/${queued.id}`);
  t.match(body, { state: 'succeeded', trainPrediction: { verdict: 'ok', published: true } });
  const { body: model } = await get<{ outcomes: object; fields: string[] }>('/v1/prediction-models/1');
  t.match(model.outcomes, { won: 100, lost: 200 });
  t.ok(model.fields.includes('industry'));
});
