import t from 'tap';
import { type LeadOut, openService, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);
const CATEGORIES = ['suspect', 'lead', 'mql', 'sql', 'prospect', 'customer', 'parked', 'disqualified', 'lost'];
const deal = { currency: 'EUR', amount: '10' };
const NEXT_MONTH = new Date(Date.now() + 30 * 86_400_000).toISOString();

/** Every command by which a person moves a lead, with the category that it leads to. */
const ROADS: [category: string, path: string, body: object][] = [
  ['prospect', 'stage', { stage: 'prospect', reason: 'Wants a demo' }],
  ['prospect', 'category', { category: 'prospect', reason: 'Wants a demo' }],
  ['customer', 'conversion', { deal }],
  ['lost', 'stage', { stage: 'lost', reason: 'Price' }],
  ['lost', 'lose', { reason: 'price' }],
  ['parked', 'park', { reason: 'other', wakeWhen: { at: NEXT_MONTH } }],
  ['disqualified', 'stage', { stage: 'disqualified', reason: 'A student' }],
  ['disqualified', 'disqualify', { reason: 'only_asked' }],
];

/** A workspace whose funnel has these settings in the stage of each category. */
async function makeWorkspace(stageOf: (category: string) => object) {
  const workspace = await service.makeWorkspace();
  const stages = CATEGORIES.map((key) => ({ key, name: key, category: key, ...stageOf(key) }));
  const document = { stages, recycling: { maxCycles: 3, cooldownDays: 0 } };
  const draft = await workspace.post<{ version: number }>('/v1/funnels', { name: 'Guarded', document });
  t.equal(draft.status, 201, draft.text);
  t.equal((await workspace.post(`/v1/funnels/${draft.body.version}/publish`, undefined)).status, 200);
  return workspace;
}

t.test('a field that a stage requires is required on every road to it', async (t) => {
  const { post, patch, get } = await makeWorkspace(() => ({ requiredFields: ['city'] }));
  for (const [index, [category, path, body]] of ROADS.entries()) {
    const { id } = (await post('/v1/leads', { email: `required${index}@guards.example` })).body.lead;
    const refused = await post<ProblemOut>(`/v1/leads/${id}/${path}`, body);
    t.match(refused, { status: 422, body: { errors: [{ code: 'field_missing' }] } }, `${path} to ${category}`);
    const { version } = (await get<LeadOut>(`/v1/leads/${id}`)).body;
    t.equal(version, 1, 'nothing has changed');
    await patch(`/v1/leads/${id}`, { city: 'Bonn' });
    const done = await post(`/v1/leads/${id}/${path}`, body);
    t.ok(done.status < 300, `${path} to ${category}: ${done.text}`);
    t.equal((await get<LeadOut>(`/v1/leads/${id}`)).body.category, category);
  }
});

t.test('an attribute that is declared as required for a stage is required on every road to it', async (t) => {
  const { post, patch } = await makeWorkspace(() => ({}));
  const stages = [...new Set(ROADS.map(([category]) => category))];
  const definition = { name: 'contractEnd', type: 'date', requiredForStages: stages };
  t.match(await post('/v1/attribute-definitions', definition), { status: 201 });
  for (const [index, [category, path, body]] of ROADS.entries()) {
    const { id } = (await post('/v1/leads', { email: `attribute${index}@guards.example` })).body.lead;
    const refused = await post<ProblemOut>(`/v1/leads/${id}/${path}`, body);
    t.match(refused, { status: 422, body: { errors: [{ code: 'field_missing' }] } }, `${path} to ${category}`);
    await patch(`/v1/leads/${id}`, { attributes: { contractEnd: '2026-05-31' } });
    const done = await post(`/v1/leads/${id}/${path}`, body);
    t.ok(done.status < 300, `${path} to ${category}: ${done.text}`);
  }
});

t.test('a stage that is not allowed from the current one is allowed on no road', async (t) => {
  const { post } = await makeWorkspace(() => ({ allowedNext: [] }));
  for (const [index, [category, path, body]] of ROADS.entries()) {
    const { id } = (await post('/v1/leads', { email: `next${index}@guards.example` })).body.lead;
    const refused = await post<ProblemOut>(`/v1/leads/${id}/${path}`, body);
    t.match(refused, { status: 422, body: { detail: /a lead may go to: nowhere/ } }, `${path} to ${category}`);
  }
});

/** A lead that is offered to a rep, who accepts it with `accept`. */
async function offerLead({ post, get }: Awaited<ReturnType<typeof makeWorkspace>>, email: string) {
  const repId = (await post<{ id: string }>('/v1/reps', { name: 'Rep' })).body.id;
  const { id } = (await post('/v1/leads', { email, purchaseTimeframeDays: 0 })).body.lead;
  const read = async () => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  const { version, ownerId, category, handoff } = await read();
  const offered = { version, ownerId, category, handoff };
  t.match(offered, { ownerId: repId, category: 'sql', handoff: { status: 'offered', repId } });
  return { id, offered, read, accept: () => post<ProblemOut>(`/v1/leads/${id}/handoff/accept`, {}) };
}

t.test('a rep accepts no lead without a field that the stage requires, and the offer stays open', async (t) => {
  const workspace = await makeWorkspace((key) => (key === 'prospect' ? { requiredFields: ['city'] } : {}));
  const { id, offered, read, accept } = await offerLead(workspace, 'accept-required@guards.example');
  const detail = 'The stage "prospect" requires fields that the lead does not have: city.';
  t.match(await accept(), { status: 422, body: { detail, errors: [{ code: 'field_missing', detail: /no city/ }] } });
  t.match(await read(), offered, 'nothing has changed');
  await workspace.patch(`/v1/leads/${id}`, { city: 'Bonn' });
  t.equal((await accept()).status, 200);
  t.match(await read(), { category: 'prospect', ownerId: offered.ownerId, handoff: { status: 'accepted' } });
});

t.test('a rep accepts no lead whose stage does not allow the move', async (t) => {
  const workspace = await makeWorkspace((key) => (key === 'sql' ? { allowedNext: ['lost'] } : {}));
  const { offered, read, accept } = await offerLead(workspace, 'accept-next@guards.example');
  t.match(await accept(), { status: 422, body: { detail: 'From "sql" a lead may go to: lost.' } });
  t.match(await read(), offered, 'nothing has changed');
});

t.test('a closed category has a call of its own, which the refusal of a move names', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const { id } = (await post('/v1/leads', { email: 'own-call@guards.example' })).body.lead;
  const calls = { customer: 'conversion', lost: 'lose', disqualified: 'disqualify', parked: 'park' };
  for (const [category, call] of Object.entries(calls)) {
    const refused = await post<ProblemOut>(`/v1/leads/${id}/category`, { category, reason: 'So it is' });
    const detail = `A lead becomes ${category} by POST /v1/leads/{leadId}/${call}.`;
    t.match(refused, { status: 422, body: { detail, errors: [{ pointer: '/category' }] } });
  }
  const staged = await post<ProblemOut>(`/v1/leads/${id}/stage`, { stage: 'customer', reason: 'Signed' });
  t.match(staged, { status: 422, body: { detail: /conversion/, errors: [{ pointer: '/stage' }] } });
  t.equal((await get<LeadOut>(`/v1/leads/${id}`)).body.version, 1, 'nothing has changed');
});

t.test('a closed lead leaves its category by no stage: the refusal names the call, whose cooldown binds', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const closings = ROADS.filter(([category]) => ['lost', 'parked', 'disqualified'].includes(category));
  t.equal(closings.length, 5);
  for (const [index, [category, path, body]] of closings.entries()) {
    const { id } = (await post('/v1/leads', { email: `closed${index}@guards.example` })).body.lead;
    t.equal((await post(`/v1/leads/${id}/${path}`, body)).status, 200);
    const { version } = (await get<LeadOut>(`/v1/leads/${id}`)).body;
    const move = (stage: string) => post<ProblemOut>(`/v1/leads/${id}/stage`, { stage, reason: 'Wants it now' });
    const errors = [{ pointer: '/stage' }];
    for (const stage of CATEGORIES.slice(0, 5)) {
      const detail = `The lead is ${category}: it is opened again by POST /v1/leads/{leadId}/recycle.`;
      t.match(await move(stage), { status: 422, body: { detail, errors } }, `${category} to ${stage}`);
    }
    const [other, call] = category === 'lost' ? ['parked', 'park'] : ['lost', 'lose'];
    t.match(await move(other), { status: 422, body: { detail: new RegExp(`/${call}\\.$`), errors } });
    t.match(await post<ProblemOut>(`/v1/leads/${id}/recycle`, { reason: 'Now' }), { body: { detail: /30 days/ } });
    t.match((await get<LeadOut>(`/v1/leads/${id}`)).body, { category, version, cycles: undefined });
    t.equal((await move(category)).status, 200, 'a stage of its category');
  }
});

t.test('who is a customer is one in each report: of sales, of referrals, of recycling', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const referrer = (await post('/v1/leads', { email: 'referrer@guards.example' })).body.lead;
  const referred = { email: 'referred@guards.example', referredBy: { leadId: referrer.id } };
  const { id } = (await post('/v1/leads', referred)).body.lead;
  t.equal((await post(`/v1/leads/${id}/conversion`, { deal })).status, 200);
  const sales = await get<{ leads: { wonLeads: number } }>('/v1/reports/sales');
  const recycling = await get<{ total: { firstCycleConversionRate: number } }>('/v1/reports/recycling');
  const rate = recycling.body.total.firstCycleConversionRate;
  const referrals = await get<{ data: object[] }>('/v1/referrals?status=converted');
  t.same([sales.body.leads.wonLeads, rate, referrals.body.data.length], [1, 1 / 2, 1]);
});
