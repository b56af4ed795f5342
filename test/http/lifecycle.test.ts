import t from 'tap';
import type { Static } from 'typebox';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { StageHistory } from '../../src/http/schemas/lead-lifecycle.js';
import type { RecyclingReport } from '../../src/http/schemas/reports.js';
import type { TaskSchema } from '../../src/http/schemas/tasks.js';
import type { NextActionSchema } from '../../src/http/schemas/timeline.js';
import { eventFaults, type LeadOut, listAll, openService, type ProblemOut } from './ingest-fixture.js';

type EventOut = Static<typeof EventSchema>;
type Versioned = { version: number; rescoreId?: string };
type Task = Static<typeof TaskSchema>;
type Page = { data: LeadOut[] };

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 15, 9, 30);
let now = START;
const service = await openService(t, { instances: 2, clock: () => now });
const { apps, sql } = service;
const at = (ms: number) => new Date(ms).toISOString();

/** Fires until nothing is due, in both processes at once. */
async function fireAll(): Promise<void> {
  for (let more = true; more; ) {
    const rounds = await Promise.all(apps.map(({ services }) => services.timers.fireDue()));
    more = rounds.some(({ effective }) => effective > 0);
  }
}
const errorsOf = ({ errors = [] }: ProblemOut) => errors;

const named = (category: string, more: object = {}) => ({ key: category, name: category, category, ...more });
const OTHERS = ['suspect', 'mql', 'sql', 'customer', 'parked', 'disqualified', 'lost'].map((one) => named(one));
const FUNNEL = [
  ...OTHERS,
  named('lead', { ageingDays: 7 }),
  { key: 'discovery', name: 'Discovery', category: 'prospect', allowedNext: ['offer', 'lost'] },
  { key: 'offer', name: 'Offer', category: 'prospect', requiredFields: ['budgetAmount', 'jobTitle'], ageingDays: 3 },
];

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  now = START;
  // Timers that other subtests left would be due as well.
  await sql('delete from timers');
  const { post, get, call } = await service.makeWorkspace();
  let count = 0;
  async function lead(facts: object = {}): Promise<LeadOut> {
    count += 1;
    return (await post('/v1/leads', { email: `lead-${count}@life.example`, need: 'Looms', ...facts })).body.lead;
  }
  const read = async (id: string, query = '') => (await get(`/v1/leads/${id}${query}`)).body;
  const act = <Body = LeadOut>(id: string, what: string, body: object) => post<Body>(`/v1/leads/${id}/${what}`, body);
  const eventsOf = async (id: string) => listAll<EventOut>(get, `/v1/events?subjectId=${id}`);
  const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);
  /** Publishes a funnel, and has the leads that are there gone through. */
  async function publish(stages: object[], recycling = { maxCycles: 2, cooldownDays: 10 }): Promise<void> {
    const { body } = await post<Versioned>('/v1/funnels', { name: 'Ours', document: { stages, recycling } });
    await post<Versioned>(`/v1/funnels/${body.version}/publish`, {});
    await apps[0]?.services.jobs.runDue();
  }
  const makeTask = async (leadId: string, dueAt = now + DAY) =>
    (await post<Task>('/v1/tasks', { leadId, kind: 'call', title: 'Call', dueAt: at(dueAt) })).body;
  const taskNow = async ({ id }: { id: string }) => (await get<Task>(`/v1/tasks/${id}`)).body;
  return { lead, publish, act, call, get, read, post, eventsOf, typesOf, makeTask, taskNow };
}

t.test('a stage belongs to a category, and follows it', async (t) => {
  const { lead, publish, act, call, get, read } = await makeWorkspace();
  const plain = await lead();
  t.match(plain, { category: 'lead', stage: 'lead', stageSince: plain.categorySince });
  t.same(await sql('select lifecycle from leads where id = $1', [plain.id]), [{ lifecycle: null }], 'it costs nothing');
  await publish(FUNNEL);
  const one = await lead();
  const { body: moved } = await act(one.id, 'stage', { stage: 'discovery', reason: 'Wants a demo' });
  t.match(moved, {
    ...{ category: 'prospect', stage: 'discovery', categoryDecidedBy: 'person', moveReason: 'Wants a demo' },
    stageSince: at(now),
  });
  const again = await act(one.id, 'stage', { stage: 'discovery', reason: 'Wants a demo' });
  t.equal(again.body.version, moved.version, 'the same move again changes nothing');

  const elsewhere = await act<ProblemOut>(one.id, 'stage', { stage: 'mql', reason: 'Not yet' });
  t.match([elsewhere.status, elsewhere.body.detail], [422, /offer, lost/]);
  const unknown = await act<ProblemOut>(one.id, 'stage', { stage: 'nowhere', reason: 'Oops' });
  t.match([unknown.status, errorsOf(unknown.body)[0]?.pointer], [422, '/stage']);
  const missing = await act<ProblemOut>(one.id, 'stage', { stage: 'offer', reason: 'Asked for it' });
  t.equal(missing.status, 422);
  t.match(
    errorsOf(missing.body).map(({ detail }) => detail),
    [/no budgetAmount/, /no jobTitle/],
  );
  const stale = await call<ProblemOut>(
    'POST',
    `/v1/leads/${one.id}/stage`,
    { stage: 'lost', reason: 'No' },
    {
      headers: { 'if-match': '"1"' },
    },
  );
  t.equal(stale.status, 412);

  now += 2 * DAY;
  await call('PATCH', `/v1/leads/${one.id}`, { budgetAmount: '5000', budgetCurrency: 'EUR', jobTitle: 'CTO' });
  t.match((await act(one.id, 'stage', { stage: 'offer', reason: 'Asked for it' })).body, { stage: 'offer' });
  const offered = now;
  now += DAY;
  await act(one.id, 'lose', { reason: 'price', competitor: 'Difference Engines' });
  const { body: history } = await get<Static<typeof StageHistory>>(`/v1/leads/${one.id}/stage-history`);
  t.match(
    history.stays.map(({ stage, seconds, leftAt }) => ({ stage, seconds, leftAt })),
    [
      { stage: 'lead', seconds: 0, leftAt: at(START) },
      { stage: 'discovery', seconds: (2 * DAY) / 1000, leftAt: at(offered) },
      { stage: 'offer', seconds: DAY / 1000, leftAt: at(now) },
      { stage: 'lost', seconds: 0, leftAt: null },
    ],
  );
  t.match(await read(one.id, `?asOf=${at(offered)}`), {
    category: 'prospect',
    stage: 'offer',
    stageSince: at(offered),
  });
  const released = (await act(one.id, 'category/release', {})).body;
  t.match(released, { category: 'lead', stage: 'lead', stageSince: at(now) });
});

t.test('leads are found by stage; of a stage that a funnel no longer has they fall to the first', async (t) => {
  const { lead, act, get, post, publish, read, eventsOf } = await makeWorkspace();
  await publish(FUNNEL);
  const plain = await lead();
  const one = await lead({ budgetAmount: '1', jobTitle: 'CTO' });
  await act(one.id, 'stage', { stage: 'offer', reason: 'Asked for it' });
  const found = async (query: string) => (await get<Page>(`/v1/leads?${query}`)).body.data.map(({ id }) => id);
  t.same(await found('stage=offer'), [one.id]);
  t.notOk((await found('stage=prospect')).length, 'an unknown stage has no leads');
  t.same(await found('stage=lead'), [plain.id]);
  const search = await post<Page>('/v1/leads/search', { stage: 'offer' });
  t.same(
    search.body.data.map(({ id }) => id),
    [one.id],
  );
  await publish([...FUNNEL.slice(0, -2), { key: 'talks', name: 'Talks', category: 'prospect' }]);
  t.match(await read(one.id), { category: 'prospect', stage: 'talks', stageSince: at(now) });
  t.match((await eventsOf(one.id)).at(-1), {
    ...{ type: 'lead.stage_changed', cause: 'funnel', before: { stage: 'offer' } },
    after: { stage: 'talks', category: 'prospect' },
  });
  t.same(await found('stage=talks'), [one.id]);
  await publish(FUNNEL);
  t.match(await read(one.id), { stage: 'discovery' });
});

t.test('a funnel that cannot work is refused, each place named', async (t) => {
  const { post } = await makeWorkspace();
  const stages = [...FUNNEL.slice(1), named('mql'), { key: 'won', name: 'Won', category: 'customer', ageingDays: 3 }];
  stages.push({ key: 'x', name: 'X', category: 'lead', requiredFields: ['shoeSize'], allowedNext: ['y'] } as never);
  const document = { stages, recycling: { maxCycles: 1, cooldownDays: 0 } };
  const { status, body } = await post<ProblemOut>('/v1/funnels', { name: 'Broken', document });
  t.equal(status, 422);
  t.same(
    errorsOf(body)
      .map(({ code }) => code)
      .sort(),
    ['category_missing', 'duplicate_key', 'field_unknown', 'stage_unknown', 'value_invalid'],
  );
});

t.test('a lead rots without activity, not by its age, and activity revives it', async (t) => {
  const { lead, post, read, get, eventsOf, typesOf, publish } = await makeWorkspace();
  await publish(FUNNEL);
  const [quiet, lively] = [await lead(), await lead()];
  t.equal(quiet.rotsAt, at(now + 7 * DAY));
  now += 6 * DAY;
  await post('/v1/engagement-events', { leadId: lively.id, type: 'page_viewed' });
  now += DAY;
  await fireAll();
  t.equal((await read(quiet.id)).rottedAt, at(now));
  t.equal((await read(lively.id)).rottedAt, undefined);
  const rotten = (await get<Page>('/v1/leads?rotted=true&limit=200')).body.data.map(({ id }) => id);
  t.ok(rotten.includes(quiet.id) && !rotten.includes(lively.id));
  t.match((await eventsOf(quiet.id)).at(-1), { type: 'lead.rotted', actorId: 'timers', after: { ageingDays: 7 } });
  const version = (await read(quiet.id)).version;
  await fireAll();
  t.equal((await read(quiet.id)).version, version, 'it rots once');
  await post('/v1/leads', { email: quiet.email });
  const revived = await read(quiet.id);
  t.same([revived.rottedAt, revived.rotsAt], [undefined, at(now + 7 * DAY)]);
  t.ok((await typesOf(quiet.id)).includes('lead.revived'));
  now += 6 * DAY;
  await fireAll();
  t.equal((await read(lively.id)).rottedAt, at(now), 'a week after it was last seen');
});

t.test('a lead is disqualified with a reason of the list', async (t) => {
  const { lead, act, publish } = await makeWorkspace();
  await publish(FUNNEL);
  const one = await lead();
  const { body } = await act(one.id, 'disqualify', { reason: 'only_asked', detail: 'A student' });
  t.match(body, {
    ...{ category: 'disqualified', stage: 'disqualified', moveReason: 'A student', categoryDecidedBy: 'person' },
    disqualification: { at: at(now), reason: 'only_asked', detail: 'A student' },
  });
  t.equal((await act(one.id, 'disqualify', { reason: 'only_asked', detail: 'A student' })).body.version, body.version);
  t.equal((await act<ProblemOut>(one.id, 'disqualify', { reason: 'ugly' })).status, 400);
  const back = await act(one.id, 'category/release', {});
  t.equal(back.body.disqualification, undefined);
  const won = await lead();
  await act(won.id, 'conversion', DEAL);
  t.equal((await act<ProblemOut>(won.id, 'disqualify', { reason: 'spam' })).status, 409);
});

const DEAL = { deal: { amount: '10', currency: 'EUR' } };
const PARK = { reason: 'bad_timing', competitor: 'Difference Engines' };

t.test('a parked lead wakes by itself: at a date, a score, something it does, a condition', async (t) => {
  const { lead, act, eventsOf, call, read, post, publish } = await makeWorkspace();
  await publish(FUNNEL);
  const [dated, scored, seen, asked, aged] = [await lead(), await lead(), await lead(), await lead(), await lead()];
  const bought = { type: 'field', field: 'country', operator: 'eq', value: 'DE' };
  const old = { type: 'field', field: 'createdAt', operator: 'older_than', value: 20 };
  const park = (id: string, wakeWhen: object) => act(id, 'park', { ...PARK, wakeWhen });
  const parked = (await park(dated.id, { at: at(now + 30 * DAY) })).body;
  t.match(parked, { category: 'parked', parked: { ...PARK, since: at(now), wakeAt: at(now + 30 * DAY) } });
  const again = await park(dated.id, { at: at(now + 30 * DAY).replace('Z', '+00:00') });
  t.same([again.status, again.body], [200, parked], 'said again in the same words it changes nothing');
  const emitted = (await eventsOf(dated.id)).filter(({ type }) => type === 'lead.parked');
  t.equal(emitted.length, 1);
  const section = { since: at(now), wakeWhen: { at: at(now + 30 * DAY) } };
  t.match(emitted[0]?.after, { lifecycle: { parked: section } }, 'events have instants in the usual format');
  const before = (await park(scored.id, { minimumScore: 19 })).body;
  const otherwise = (await park(scored.id, { minimumScore: 20 })).body;
  t.ok(otherwise.version > before.version, 'to be woken by something else is a change');
  await park(seen.id, { engagementTypes: ['pricing_viewed'] });
  await park(asked.id, { condition: bought });
  await park(aged.id, { condition: old });

  await call('PATCH', `/v1/leads/${asked.id}`, { country: 'DE' });
  t.match(await read(asked.id), { category: 'lead', categoryDecidedBy: 'rule', cycles: 1, parked: undefined });
  await post('/v1/engagement-events', { leadId: seen.id, type: 'page_viewed' });
  t.equal((await read(seen.id)).category, 'parked', 'not by something else');
  await post('/v1/engagement-events', { leadId: seen.id, type: 'pricing_viewed', occurredAt: at(now - DAY) });
  t.equal((await read(seen.id)).category, 'parked', 'nor by what happened before');
  now += 1000;
  await post('/v1/engagement-events', { leadId: seen.id, type: 'pricing_viewed' });
  t.equal((await read(seen.id)).category, 'lead');
  await post('/v1/engagement-events', { leadId: scored.id, type: 'demo_requested' });
  t.match(await read(scored.id), { category: 'sql', cycles: 1 });

  now += 29 * DAY;
  await fireAll();
  t.equal((await read(dated.id)).category, 'parked', 'not a day too early');
  t.match(await read(aged.id), { category: 'lead', parked: undefined }, 'time alone made the condition true');
  now += DAY;
  await fireAll();
  t.match(await read(dated.id), { category: 'lead', cycles: 1, recycledAt: at(now) });
  const woken = (await eventsOf(dated.id)).filter(({ type }) => type === 'lead.woken');
  t.match(woken, [{ cause: 'date', actorId: 'timers', before: { parked: PARK }, after: { cycle: 1 } }]);
});

t.test('what would wake a lead at once, and conditions that cannot work, are refused', async (t) => {
  const { lead, act, read } = await makeWorkspace();
  const one = await lead();
  const pointers = async (wakeWhen: object) => {
    const { status, body } = await act<ProblemOut>(one.id, 'park', { ...PARK, wakeWhen });
    return [status, ...errorsOf(body).map(({ pointer }) => pointer)];
  };
  t.same(await pointers({ at: at(now) }), [422, '/wakeWhen/at']);
  t.same(await pointers({ minimumScore: 0 }), [422, '/wakeWhen/minimumScore']);
  const known = { type: 'field', field: 'need', operator: 'exists' };
  t.same(await pointers({ condition: known }), [422, '/wakeWhen/condition']);
  t.same(await pointers({ condition: { ...known, field: 'nothing' } }), [422, '/wakeWhen/condition/field']);
  t.equal((await pointers({}))[0], 400);
  t.equal((await read(one.id)).version, one.version);
  await act(one.id, 'park', { ...PARK, wakeWhen: { minimumScore: 99 } });
  const moved = await act(one.id, 'category', { category: 'prospect', reason: 'Called us' });
  t.equal(moved.body.parked, undefined, 'who is moved elsewhere is not parked any more');
});

t.test('a lead that wakes goes to its owner while active, else to another rep', async (t) => {
  const { post, lead, act, call, read } = await makeWorkspace();
  const reps = await Promise.all(['Ada', 'Grace'].map((name) => post<{ id: string }>('/v1/reps', { name })));
  const [ada, grace] = reps.map(({ body }) => body.id);
  const team = await post<{ id: string }>('/v1/teams', {
    name: 'Looms',
    members: [
      { repId: ada, weight: 1 },
      { repId: grace, weight: 1 },
    ],
  });
  const document = { rules: [], fallbackTeamId: team.body.id };
  const policy = await post<Versioned>('/v1/routing-policies', { name: 'All', document });
  await post(`/v1/routing-policies/${policy.body.version}/publish`, {});
  const [kept, given] = [await lead(), await lead()];
  const other = kept.ownerId === ada ? grace : ada;
  t.not(kept.ownerId, given.ownerId);
  for (const { id } of [kept, given]) await act(id, 'park', { ...PARK, wakeWhen: { at: at(now + DAY) } });
  await call('PATCH', `/v1/reps/${other}`, { active: false });
  now += DAY;
  await fireAll();
  t.equal((await read(kept.id)).ownerId, kept.ownerId);
  t.equal((await read(given.id)).ownerId, kept.ownerId, 'the other is not there any more');
  await call('PATCH', `/v1/reps/${other}`, { active: true });
});

t.test('lost, parked and disqualified leads are recycled, not too soon and not too often', async (t) => {
  const { lead, act, eventsOf, publish } = await makeWorkspace();
  await publish(FUNNEL);
  const one = await lead();
  const recycle = () => act<LeadOut & ProblemOut>(one.id, 'recycle', { reason: 'Their contract ends' });
  t.match((await recycle()).body.detail, /Only lost, parked and disqualified/);
  for (const cycle of [1, 2]) {
    await act(one.id, 'lose', { reason: 'other', detail: 'Price', competitor: 'Difference Engines' });
    t.match((await recycle()).body.detail, /10 days pass/);
    now += 10 * DAY;
    const { status, body } = await recycle();
    t.match([status, body], [200, { category: 'lead', cycles: cycle, categoryDecidedBy: 'rule' }]);
  }
  await act(one.id, 'disqualify', { reason: 'wrong_fit' });
  now += 10 * DAY;
  t.match((await recycle()).body.detail, /taken up 2 times, and the funnel allows 2/);
  const recycled = (await eventsOf(one.id)).find(({ type }) => type === 'lead.recycled');
  t.match(recycled?.before, { category: 'lost', reason: 'Price', competitor: 'Difference Engines' });

  const closed = await lead({ purchaseIntent: 'none' });
  t.equal(closed.category, 'disqualified');
  now += 10 * DAY;
  const back = await act(closed.id, 'recycle', { reason: 'It was a mistake' });
  t.match(back.body, { category: 'lead', categoryDecidedBy: 'person' }, 'rules would close it at once');
});

t.test('a win-back pitches another product, as a touch of its own channel', async (t) => {
  const { lead, act, get, publish } = await makeWorkspace();
  await publish(FUNNEL);
  const one = await lead({ products: ['Looms'] });
  await act(one.id, 'lose', { reason: 'price' });
  now += 10 * DAY;
  const { body } = await act(one.id, 'recycle', { reason: 'New line', product: 'Mills', campaign: 'Spring' });
  t.match(body, { products: ['Looms', 'Mills'], touchCount: 2, cycles: 1, lastTouchAt: at(now) });
  const touches = await get<{ data: { sourceId: string; campaignId?: string }[] }>(`/v1/leads/${one.id}/touches`);
  const [touch] = touches.body.data;
  t.match((await get<object>(`/v1/sources/${touch?.sourceId}`)).body, { channel: 'win_back', name: 'Win-back' });
  t.match((await get<object>(`/v1/campaigns/${touch?.campaignId}`)).body, { name: 'Spring' });
  await act(one.id, 'conversion', DEAL);
});

t.test('the recycling report counts how many recycled leads convert', async (t) => {
  const { lead, act, get, publish } = await makeWorkspace();
  await publish(FUNNEL);
  const [recycled, won, direct] = [await lead(), await lead(), await lead()];
  await lead();
  for (const { id } of [recycled, won]) await act(id, 'lose', { reason: 'price' });
  now += 10 * DAY;
  for (const { id } of [recycled, won]) await act(id, 'recycle', { reason: 'Their contract ends' });
  for (const { id } of [won, direct]) await act(id, 'conversion', DEAL);
  const { body } = await get<Static<typeof RecyclingReport>>('/v1/reports/recycling');
  t.strictSame(
    body.definitions.map(({ name }) => name),
    [...Object.keys(body.total), 'conversionRate'],
  );
  const first = { leads: 4, firstCycleConverted: 1, firstCycleConversionRate: 1 / 4 };
  const again = { recycled: 2, recycledConverted: 1, recycledConversionRate: 1 / 2 };
  t.strictSame(body.total, { ...first, ...again, recyclingUplift: 1 / 4 });
  t.strictSame(body.groups, [
    { key: '0', leads: 4, converted: 1, conversionRate: 1 / 4 },
    { key: '1', leads: 2, converted: 1, conversionRate: 1 / 2 },
  ]);
  const later = await get<Static<typeof RecyclingReport>>(`/v1/reports/recycling?from=${at(now + DAY)}`);
  t.strictSame(later.body.groups, [{ key: '0', leads: 0, converted: 0, conversionRate: null }]);
  t.equal(later.body.total.recyclingUplift, null);
});

/** What callers do to a lead before ten days pass, and afterwards. */
const HISTORIES: [before: [path: string, body: object][], afterwards?: [path: string, body: object]][] = [
  [[]],
  [[['lose', { reason: 'price' }]], ['recycle', { reason: 'Again', product: 'Mills' }]],
  [[['disqualify', { reason: 'wrong_fit' }]], ['category/release', {}]],
  [[['lose', { reason: 'price' }]]],
  [[['park', { ...PARK, wakeWhen: { at: at(START + 5 * DAY) } }]]],
  [[['park', { ...PARK, wakeWhen: { minimumScore: 99 } }]]],
  [[['stage', { stage: 'discovery', reason: 'Wants a demo' }]], ['category/release', {}]],
  [[['stage', { stage: 'discovery', reason: 'Wants a demo' }]]],
  [[['conversion', DEAL]]],
  [[['conversion', DEAL]], ['conversion/undo', {}]],
];

t.test('every lead as of now is what it is: replayed from its events', async (t) => {
  const { lead, act, get, read, publish } = await makeWorkspace();
  await publish(FUNNEL);
  const ids: string[] = [];
  for (const [before] of HISTORIES) {
    const { id } = await lead({ organizationName: 'Looms & Co' });
    ids.push(id);
    for (const [path, body] of before) t.equal((await act(id, path, body)).status, 200, path);
  }
  now += 10 * DAY;
  await fireAll();
  for (const [index, [, afterwards]] of HISTORIES.entries()) {
    const [path, body] = afterwards ?? [];
    if (path !== undefined && body !== undefined) t.equal((await act(ids[index] ?? '', path, body)).status, 200, path);
  }
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  t.equal(leads.length, HISTORIES.length);
  for (const { rotsAt: _, effort: __, queue: ___, ...known } of leads) {
    const { effort: ____, queue: _____, ...replayed } = await read(known.id, `?asOf=${at(now)}`);
    t.same(replayed, { ...known, scoredAt: at(now) });
  }
});

const CLOSINGS: [how: string, path: string, body: object][] = [
  ['disqualified', 'disqualify', { reason: 'spam' }],
  ['lost', 'lose', { reason: 'price' }],
  ['moved to a stage', 'stage', { stage: 'disqualified', reason: 'A student' }],
  ['classified by a rule', '', { purchaseIntent: 'none' }],
];

t.test('a lead that is lost or disqualified has no open task left', async (t) => {
  const { lead, makeTask, post, get, call, act, read, taskNow, eventsOf, publish } = await makeWorkspace();
  await publish(FUNNEL);
  for (const [how, path, body] of CLOSINGS) {
    const { id } = await lead();
    const [late, soon, done] = [await makeTask(id, now - DAY), await makeTask(id), await makeTask(id)];
    await fireAll();
    await post(`/v1/tasks/${done.id}/complete`, {});
    t.match((await get(`/v1/leads/${id}/next-action`)).body, { kind: 'overdue_task' });
    if (path === '') await call('PATCH', `/v1/leads/${id}`, body);
    else await act(id, path, body);
    t.match(await read(id), { category: /lost|disqualified/ }, how);
    for (const task of [late, soon]) {
      const version = task === late ? 3 : 2;
      t.match(await taskNow(task), { status: 'skipped', note: 'lead_closed', closedAt: at(now), version }, how);
      const emitted = (await eventsOf(task.id)).at(-1);
      t.match(emitted, { type: 'task.skipped', cause: 'lead_closed', after: { leadId: id, reason: 'lead_closed' } });
      t.equal(emitted?.requestId, (await eventsOf(id)).at(-1)?.requestId, 'by the request that closed the lead');
    }
    t.equal((await taskNow(done)).status, 'done');
    t.same(await sql('select from timers where subject_id = any($1::uuid[])', [[late.id, soon.id]]), []);
    const next = (await get<Static<typeof NextActionSchema>>(`/v1/leads/${id}/next-action`)).body;
    t.equal(next.kind, how === 'disqualified' ? 'nothing' : 'playbook_task', 'none for spam');
    const afterwards = await makeTask(id);
    now += 20 * DAY;
    await act(id, 'recycle', { reason: 'Asked again' });
    t.match(await read(id), { cycles: 1 });
    t.equal((await taskNow(soon)).status, 'skipped', 'taken up again, it begins anew');
    t.equal((await taskNow(afterwards)).status, 'open', 'what was made afterwards stays');
  }
});

t.test('a converted lead keeps what is to be done, also when that is undone', async (t) => {
  const { lead, act, makeTask, taskNow, read } = await makeWorkspace();
  const closings: [category: string, close: (id: string) => Promise<unknown>][] = [
    ['mql', (id) => act(id, 'category', { category: 'mql', reason: 'So it is' })],
    ['lost', (id) => act(id, 'lose', { reason: 'price' })],
  ];
  for (const [category, close] of closings) {
    const { id } = await lead({ organizationName: 'Looms & Co' });
    await close(id);
    const task = await makeTask(id);
    t.equal((await act(id, 'conversion', { deal: { amount: '10', currency: 'EUR' } })).status, 200);
    t.equal((await taskNow(task)).status, 'open', category);
    await act(id, 'conversion/undo', {});
    t.equal((await read(id)).category, category);
    t.equal((await taskNow(task)).status, 'open', category);
  }
});

t.test('closing a lead and completing its task race: the task ends once', async (t) => {
  const { lead, makeTask, act, post, eventsOf } = await makeWorkspace();
  for (let round = 0; round < 8; round++) {
    const { id } = await lead();
    const { id: taskId } = await makeTask(id);
    const lose = () => act(id, 'lose', { reason: 'price' });
    const complete = () => post(`/v1/tasks/${taskId}/complete`, {}, { instance: round % 2 });
    const both = round % 4 < 2 ? [lose(), complete()] : [complete(), lose()];
    const statuses = (await Promise.all<{ status: number }>(both)).map(({ status }) => status);
    const ends = (await eventsOf(taskId)).map(({ type }) => type).filter((type) => type !== 'task.created');
    t.strictSame(ends, [statuses.includes(409) ? 'task.skipped' : 'task.completed']);
  }
});

t.test('tasks of the playbook for closed leads are made after the open ones have ended', async (t) => {
  const { post, lead, act, get } = await makeWorkspace();
  const template = { key: 'ring', title: 'Ring', kind: 'call', due: { after: 1, unit: 'calendar_hours' } };
  const tasks = [{ ...template, automatic: true }];
  const entries = ['mql', 'lost'].map((id) => ({ id, label: id, category: id, guidance: 'Go', tasks }));
  const { body } = await post<Versioned>('/v1/playbooks', { name: 'Ours', document: { entries } });
  await post(`/v1/playbooks/${body.version}/publish`, undefined);
  const { id } = await lead();
  const made = async () => (await listAll<Task>(get, `/v1/tasks?leadId=${id}`)).map(({ status }) => status);
  await act(id, 'category', { category: 'mql', reason: 'Moved' });
  t.strictSame(await made(), ['open']);
  await act(id, 'lose', { reason: 'price' });
  t.strictSame((await made()).sort(), ['open', 'skipped']);
  await act(id, 'category', { category: 'mql', reason: 'Moved' });
  t.strictSame((await made()).sort(), ['open', 'skipped'], 'none is made where one is open');
  await act(id, 'disqualify', { reason: 'wrong_fit' });
  t.strictSame(await made(), ['skipped', 'skipped']);
  await act(id, 'category', { category: 'mql', reason: 'Moved' });
  t.strictSame((await made()).sort(), ['open', 'skipped', 'skipped']);
  t.same(await eventFaults(sql), []);
});
