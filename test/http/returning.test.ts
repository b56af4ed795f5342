import t from 'tap';
import type { Static } from 'typebox';
import type { EngagementResult } from '../../src/http/schemas/engagement.js';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { NextActionSchema } from '../../src/http/schemas/timeline.js';
import { eventFaults, type LeadOut, listAll, openService, type ProblemOut } from './ingest-fixture.js';

type EventOut = Static<typeof EventSchema>;

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 15, 9, 30);
let now = START;
const service = await openService(t, { clock: () => now });
const at = (ms: number) => new Date(ms).toISOString();

const HOT = { purchaseTimeframeDays: 0, source: { channel: 'web_form', name: 'Contact form' } };
const HANDOFF = {
  automatic: ['sql'],
  acceptWithinHours: { mql: 24, sql: 4 },
  afterRejection: 'by_reason',
  afterTimeout: 'next_rep',
  maximumOffers: 3,
};

/** A workspace of a subtest's own with two reps, who get SQLs offered. */
async function makeWorkspace() {
  now = START;
  const { post, get, call } = await service.makeWorkspace();
  const rep = async (name: string) => (await post<{ id: string }>('/v1/reps', { name })).body.id;
  const [ann, ben] = [await rep('Ann'), await rep('Ben')];
  const members = [ann, ben].map((repId) => ({ repId, weight: 1 }));
  const team = await post<{ id: string }>('/v1/teams', { name: 'Sales', members });
  const publish = async (path: string, document: object) => {
    const { body } = await post<{ version: number }>(path, { name: 'Ours', document });
    t.equal((await post<object>(`${path}/${body.version}/publish`, {})).status, 200);
  };
  await publish('/v1/routing-policies', { rules: [], fallbackTeamId: team.body.id });
  await publish('/v1/handoff-policies', HANDOFF);
  let count = 0;
  /** A lead that was worked, and its e-mail address. */
  async function lead(facts: object = {}) {
    count += 1;
    const email = `buyer-${count}@mill.example`;
    return { ...(await post('/v1/leads', { email, need: 'Looms', ...facts })).body.lead, email };
  }
  const act = <Body = LeadOut>(id: string, what: string, body: object) => post<Body>(`/v1/leads/${id}/${what}`, body);
  const read = async (id: string, query = '') => (await get(`/v1/leads/${id}${query}`)).body;
  const engage = (leadId: string, type: string, more: object = {}) =>
    post<Static<typeof EngagementResult>>('/v1/engagement-events', { leadId, type, ...more });
  const eventsOf = async (id: string) => listAll<EventOut>(get, `/v1/events?subjectId=${id}`);
  return { post, get, call, publish, lead, act, read, engage, eventsOf, ann, ben };
}

t.test('a lost lead that wants to buy now is open again when its form is answered', async (t) => {
  const { post, get, lead, act, read, eventsOf } = await makeWorkspace();
  const { id, email, ownerId } = await lead();
  now += DAY;
  const lostAt = now;
  await act(id, 'lose', { reason: 'price', detail: 'Too dear', competitor: 'Rival' });
  now += DAY;
  const { body } = await post('/v1/leads', { email, ...HOT });
  const interest = {
    strength: 'strong',
    by: 'purchase_timeframe',
    action: 'reopen',
    category: 'lost',
    reason: 'price',
  };
  t.match(body, {
    outcome: 'matched',
    lead: {
      ...{ id, category: 'sql', temperature: 'hot', categoryDecidedBy: 'rule', ownerId, cycles: 1 },
      lastLoss: { lostAt: at(lostAt), reason: 'price', detail: 'Too dear', competitor: 'Rival' },
      returningInterest: { ...interest, at: at(now) },
      handoff: { status: 'offered' },
      recycledAt: at(now),
    },
  });
  t.notOk(body.lead.loss);
  const stored = await read(id);
  t.same(stored, body.lead);
  const action = await get<Static<typeof NextActionSchema>>(`/v1/leads/${id}/next-action`);
  t.equal(action.body.kind, 'accept_handoff');
  const events = await eventsOf(id);
  t.match(
    events.find(({ type }) => type === 'lead.returned'),
    {
      cause: 'touch',
      before: { category: 'lost', reason: 'Too dear', competitor: 'Rival' },
      after: { cycle: 1, funnelVersion: 1 },
    },
  );
  t.same(await eventFaults(service.sql), []);
  t.match(await read(id, `?asOf=${at(now - 1)}`), { category: 'lost', loss: { reason: 'price' } });
  t.match(await read(id, `?asOf=${at(now)}`), { category: 'sql', lastLoss: { reason: 'price' } });
});

t.test('events that show strong interest reopen what a person closed, whatever the cooldown', async (t) => {
  const { lead, act, engage } = await makeWorkspace();
  for (const type of ['purchase_requested', 'demo_requested', 'price_requested']) {
    const { id } = await lead();
    await act(id, 'disqualify', { reason: 'only_asked', detail: 'For a school essay' });
    const { body } = await engage(id, type);
    t.match(body.lead, { category: 'sql', returningInterest: { by: type, strength: 'strong', action: 'reopen' } });
  }
  const { id } = await lead();
  await act(id, 'park', { reason: 'bought_competitor', wakeWhen: { at: at(now + 90 * DAY) } });
  t.match((await engage(id, 'price_requested')).body.lead, { category: 'sql' }, 'parked');
});

t.test('a disqualification of a lead that came back is shown as its last one', async (t) => {
  const { lead, act, engage, read } = await makeWorkspace();
  const { id } = await lead();
  await act(id, 'disqualify', { reason: 'wrong_fit', detail: 'Too small' });
  now += DAY;
  await engage(id, 'demo_requested');
  const back = await read(id);
  t.match(back, { category: 'sql', cycles: 1, lastDisqualification: { reason: 'wrong_fit', detail: 'Too small' } });
  t.notOk(back.disqualification);
});

t.test('spam, invalid contacts and duplicates stay closed and say why', async (t) => {
  const { post, lead, act, read, engage, eventsOf } = await makeWorkspace();
  for (const reason of ['spam', 'invalid_contact', 'duplicate']) {
    const { id, email } = await lead();
    await act(id, 'disqualify', { reason });
    const { body } = await post('/v1/leads', { email, ...HOT });
    t.match(body.lead, {
      ...{ category: 'disqualified', disqualification: { reason } },
      returningInterest: { action: 'stay_closed', reason, detail: /It stays disqualified \(.+\): the funnel keeps/ },
    });
    t.notOk(body.lead.cycles);
    const types = new Set((await eventsOf(id)).map(({ type }) => type));
    t.strictSame([types.has('lead.interest_shown'), types.has('lead.returned')], [true, false], 'it was not reopened');
  }
  const { id } = await lead({ email: 'no address' });
  await engage(id, 'demo_requested');
  const detail = /a rule of the classification policy/;
  t.match(await read(id), { category: 'disqualified', returningInterest: { action: 'stay_closed', detail } });
});

t.test('what is no fresh interest of the person leaves a lost lead lost', async (t) => {
  const { post, lead, act, engage, read } = await makeWorkspace();
  const { id, email } = await lead(HOT);
  const before = at(now);
  now += DAY;
  await act(id, 'lose', { reason: 'price' });
  now += DAY;
  await post('/v1/leads', { email, jobTitle: 'CEO' });
  await post('/v1/leads', { email, purchaseTimeframeDays: 0, source: { channel: 'purchased_list', name: 'L' } });
  await post('/v1/leads', { email, purchaseTimeframeDays: 0, source: { channel: 'import', name: 'I' } });
  await post('/v1/leads', { email, purchaseTimeframeDays: 0, occurredAt: before });
  await engage(id, 'page_viewed');
  await engage(id, 'demo_requested', { occurredAt: before });
  const lost = await read(id);
  t.match(lost, { category: 'lost', loss: { reason: 'price' } });
  t.notOk(lost.returningInterest);
});

t.test('the former owner gets a lead that comes back, or whom the rules name', async (t) => {
  const { call, publish, lead, act, engage, read, ann, ben } = await makeWorkspace();
  const other = (id: string | undefined) => (id === ann ? ben : ann);
  const gone = await lead();
  await act(gone.id, 'lose', { reason: 'timing' });
  await call('PATCH', `/v1/reps/${gone.ownerId}`, { active: false });
  await engage(gone.id, 'demo_requested');
  t.equal((await read(gone.id)).ownerId, other(gone.ownerId), 'the former owner has left');
  await call('PATCH', `/v1/reps/${gone.ownerId}`, { active: true });

  const { document } = (await call<{ document: { returning: object } }>('GET', '/v1/funnels/1')).body;
  const lost = { category: 'lost', interest: 'strong', action: 'reopen', owner: 'rules' };
  await publish('/v1/funnels', { ...document, returning: { ...document.returning, rules: [lost] } });
  const { id } = await lead();
  await act(id, 'lose', { reason: 'timing' });
  await engage(id, 'meeting_booked');
  t.equal((await read(id)).category, 'lost', 'clear interest has no rule any more');
  await engage(id, 'demo_requested');
  t.match(await read(id), { category: 'sql', cycles: 1 });
});

t.test('a page with a publishable key reopens a lead with the timeframe that it states', async (t) => {
  const { post, lead, act, read } = await makeWorkspace();
  const { id, email } = await lead({ purchaseTimeframeDays: 0 });
  await act(id, 'lose', { reason: 'timing' });
  now += 100 * DAY;
  const key = await post<{ token: string }>('/v1/api-keys', { name: 'Page', kind: 'capture' });
  const headers = { authorization: `Bearer ${key.body.token}` };
  const sent = await post<object>('/v1/capture/leads', { email, purchaseTimeframeDays: 0 }, { headers });
  t.equal(sent.status, 201);
  t.match(await read(id), { category: 'sql', temperature: 'hot', timeframeStatedAt: at(now) });
});

t.test('rules about interest name their own reasons and actions', async (t) => {
  const { post, get } = await makeWorkspace();
  const { document } = (await get<{ document: { returning: object } }>('/v1/funnels/1')).body;
  const rules = [
    { category: 'lost', reasons: ['spam'], interest: 'strong', action: 'reopen' },
    { category: 'lost', interest: 'strong', action: 'new_lead' },
    { category: 'customer', interest: 'strong', action: 'reopen' },
  ];
  const returning = { ...document.returning, rules };
  const { status, body } = await post<ProblemOut>('/v1/funnels', {
    name: 'Wrong',
    document: { ...document, returning },
  });
  t.equal(status, 422);
  t.same(
    body.errors?.map(({ pointer }) => pointer),
    [
      '/document/returning/rules/0/reasons/0',
      '/document/returning/rules/1/action',
      '/document/returning/rules/2/action',
    ],
  );
});

const DEAL = { deal: { amount: '100.00', currency: 'EUR' } };
const OFFER = { strength: 'strong', action: 'new_lead', category: 'customer' };

t.test('a customer who wants another product becomes a new lead of the same person', async (t) => {
  const { post, get, lead, act, read, engage, eventsOf } = await makeWorkspace();
  const bought = await lead({ name: 'Ada Mill', phone: '+4930901820', products: ['Looms'], ...HOT });
  const { id, email } = bought;
  await act(id, 'conversion', DEAL);
  const { conversion } = await read(id);
  now += 30 * DAY;
  await post('/v1/leads', { email, jobTitle: 'CEO' });
  t.match(await read(id), { touchCount: 2, category: 'customer' }, 'not all that a customer sends is interest');
  const { body, status } = await post('/v1/leads', { email, products: ['Mills'], ...HOT });
  const next = body.lead;
  t.equal(status, 201);
  t.match(body, { outcome: 'created', otherMatches: [{ leadId: id, by: 'email' }] });
  t.not(next.id, id);
  t.match(next, {
    ...{ category: 'sql', temperature: 'hot', customerId: conversion?.customerId, ownerId: bought.ownerId },
    ...{ name: 'Ada Mill', phone: '+4930901820', products: ['Mills'], touchCount: 1, handoff: { status: 'offered' } },
  });
  t.notOk(next.need);
  const old = await read(id);
  t.match(old, { category: 'customer', returningInterest: { ...OFFER, by: 'purchase_timeframe', leadId: next.id } });
  t.match((await eventsOf(id)).at(-1), { type: 'lead.interest_shown', after: { action: 'new_lead', leadId: next.id } });
  const { effort: _, ...stored } = await read(next.id);
  t.same(await read(next.id, `?asOf=${at(now)}`), stored);
  const decision = await get<{ decision: object }>(`/v1/leads/${next.id}/assignment`);
  t.match(decision.body.decision, { stickiness: 'contact', repId: bought.ownerId });

  const again = await post('/v1/leads', { email, ...HOT });
  t.match(again.body, { outcome: 'matched', lead: { id: next.id } }, 'the person is found by the new lead');
  t.equal((await post('/v1/leads', { phone: '+4930901820', jobTitle: 'CTO' })).body.lead.id, next.id);
  t.equal((await engage(id, 'demo_requested')).body.lead.id, next.id, 'interest belongs to the open purchase');
  t.equal((await engage(id, 'page_viewed')).body.lead.id, id);
  await act(next.id, 'conversion', DEAL);
  t.equal((await read(next.id)).conversion?.customerId, conversion?.customerId, 'one customer with two deals');
});

t.test('a conversion is not undone while a lead of the next purchase rests on its customer', async (t) => {
  const { post, get, call, lead, act } = await makeWorkspace();
  const { id, email } = await lead();
  const converted = await act<{ lead: LeadOut }>(id, 'conversion', { deal: { currency: 'EUR', amount: '1' } });
  now += DAY;
  const next = (await post('/v1/leads', { email, ...HOT })).body.lead;
  t.match(next, { customerId: converted.body.lead.customerId });
  const { status, body } = await act<ProblemOut>(id, 'conversion/undo', {});
  t.equal(status, 409);
  t.match(body.detail, `The lead ${next.id} rests on the customer ${next.customerId}`);
  t.equal((await get(`/v1/customers/${next.customerId}`)).status, 200);
  t.equal((await call('DELETE', `/v1/leads/${next.id}`)).status, 204);
  t.equal((await act(id, 'conversion/undo', {})).status, 200, 'without that lead nothing rests on it');
});

t.test('an event by which a customer asks to buy opens a lead that has the event', async (t) => {
  const { get, lead, act, read, engage } = await makeWorkspace();
  const { id } = await lead();
  await act(id, 'conversion', DEAL);
  now += DAY;
  const { body } = await engage(id, 'purchase_requested', { externalId: 'e1' });
  t.match(body.lead, { category: 'sql', temperature: 'hot' });
  t.not(body.lead.id, id);
  const page = await get<{ data: object[] }>(`/v1/leads/${body.lead.id}/engagement-events`);
  t.match(page.body.data, [{ id: body.id, type: 'purchase_requested' }]);
  const next = await read(body.lead.id);
  t.match(await get<object>(`/v1/sources/${next.sourceId}`), { body: { channel: 'customer_feedback' } });
  t.same((await read(next.id, `?asOf=${at(now)}`)).score, next.score);
  const repeated = await engage(id, 'purchase_requested', { externalId: 'e1' });
  t.match(repeated, { status: 200, body: { duplicate: true, lead: { id: next.id } } });
  t.equal((await engage(id, 'purchase_requested')).body.lead.id, next.id, 'no third lead');
});

t.test(
  'a customer who asks to buy as a visitor gets the new lead as well, from then on with its visitor id',
  async (t) => {
    const { post, get, lead, act, read } = await makeWorkspace();
    interface Visited {
      id: string;
      leadId?: string;
    }
    const visit = async (visitorId: string, type: string) =>
      (await post<Visited>('/v1/visitor-events', { visitorId, type })).body;
    const didOf = async (id: string) =>
      (await get<{ data: { id: string }[] }>(`/v1/leads/${id}/engagement-events`)).body.data.map((event) => event.id);
    const { id } = await lead({ visitorId: 'known' });
    await act(id, 'conversion', DEAL);
    const { conversion } = await read(id);
    now += DAY;
    t.equal((await visit('known', 'page_viewed')).leadId, id, 'not all that a customer does is interest');
    const asked = await visit('known', 'demo_requested');
    t.ok(asked.leadId && asked.leadId !== id);
    const next = await read(asked.leadId ?? '');
    t.match(next, { category: 'sql', temperature: 'hot', customerId: conversion?.customerId });
    t.match(await read(id), {
      category: 'customer',
      returningInterest: { ...OFFER, by: 'demo_requested', leadId: next.id },
    });
    t.same(await didOf(next.id), [asked.id]);
    t.equal((await visit('known', 'page_viewed')).leadId, next.id);

    const other = await lead();
    await act(other.id, 'conversion', DEAL);
    now += DAY;
    const before = await visit('unknown', 'price_requested');
    t.notOk(before.leadId);
    const named = await post('/v1/leads', { email: other.email, visitorId: 'unknown' });
    t.match(named, { status: 201, body: { outcome: 'created', otherMatches: [{ leadId: other.id }] } });
    t.equal((await didOf(named.body.lead.id)).length, 1);
    t.same(await didOf(other.id), []);
  },
);

t.test('a known customer on a purchased list is known and not pursued', async (t) => {
  const { post, read, engage, ann } = await makeWorkspace();
  const source = { channel: 'purchased_list', name: 'Mills of Europe' };
  const known = { kind: 'person', name: 'Bob Mill', email: 'bob@mill.example' };
  const customer = await post<{ id: string }>('/v1/customers', { ...known, ownerId: ann });
  const customerId = customer.body.id;
  const { body } = await post('/v1/leads', { email: 'bob@mill.example', source });
  t.match(body.lead, {
    ...{ customerId, category: 'disqualified', disqualification: { reason: 'existing_customer' } },
    queue: { reason: 'closed' },
  });
  t.notOk(body.lead.ownerId);
  const { id } = body.lead;
  await engage(id, 'email_replied');
  t.equal((await read(id)).category, 'disqualified', 'no rule opens it');
  t.match(await read(id, `?asOf=${at(now)}`), { customerId, category: 'disqualified' });
  await engage(id, 'demo_requested');
  t.match(await read(id), { customerId, category: 'sql', lastDisqualification: { reason: 'existing_customer' } });
  const stranger = await post('/v1/leads', { email: 'eve@mill.example', source });
  t.match(stranger.body.lead, { category: 'suspect' });
  t.notOk(stranger.body.lead.customerId);

  const left = await post<{ id: string }>('/v1/customers', { kind: 'person', email: 'carl@mill.example' });
  await post<object>(`/v1/customers/${left.body.id}/churn`, { reason: 'price' });
  const gone = await post('/v1/leads', { email: 'carl@mill.example', source });
  t.match(gone.body.lead, { customerId: left.body.id, category: 'suspect' }, 'a customer who left can be won back');
});

t.test('a customer on a purchased list is known by phone and name too, and colleagues are no customers', async (t) => {
  const { post, call, get, act, read, lead } = await makeWorkspace();
  const source = { channel: 'purchased_list', name: 'Mills of Europe' };
  const [name, phone] = ['Dr. Bob Mill', '+4930901820'];
  const known = await post<{ id: string }>('/v1/customers', { kind: 'person', name, email: 'bob@mill.example', phone });
  const customerId = known.body.id;
  const listed = await post('/v1/leads', { name: 'BOB MILL', phone, email: 'bob@home.example', source });
  t.match(listed.body.lead, { customerId, disqualification: { reason: 'existing_customer' } }, 'another e-mail');
  for (const [email, more] of Object.entries({ 'eve@home.example': { name: 'Eve Mill' }, 'x@home.example': {} })) {
    const other = await post('/v1/leads', { phone, email, ...more, source });
    t.match(other.body.lead, { category: 'suspect' }, 'another person at that number');
    t.notOk(other.body.lead.customerId);
  }
  await act(listed.body.lead.id, 'recycle', { reason: 'Asked again' });
  const deal = { deal: { currency: 'EUR', amount: '1' } };
  const converted = await act<{ lead: LeadOut }>(listed.body.lead.id, 'conversion', deal);
  t.match(converted, { status: 200, body: { lead: { customerId } } }, 'it joins the customer');

  const acme = await post<{ id: string }>('/v1/customers', {
    ...{ kind: 'organization', name: 'Acme', website: 'https://acme-mills.com' },
  });
  const customerOrganizationId = acme.body.id;
  const colleague = { email: 'carl@acme-mills.com', source };
  const cold = (await post('/v1/leads', colleague)).body.lead;
  t.match(cold, { category: 'suspect', customerOrganizationId }, 'another person of a customer may buy');
  t.notOk(cold.customerId);
  const hot = await lead({ email: 'dora@acme-mills.com', name: 'Dora Hill', ...HOT });
  t.match(hot, { category: 'sql', customerOrganizationId });
  t.match(await read(hot.id, `?asOf=${at(now)}`), { customerOrganizationId });
  const bought = await act<{ lead: LeadOut }>(hot.id, 'conversion', deal);
  t.match(bought.body.lead, { customerId: customerOrganizationId, customerOrganizationId: undefined });
  t.equal((await call('DELETE', `/v1/customers/${customerOrganizationId}`)).status, 204);
  for (const { id } of [cold, hot]) {
    t.notOk(JSON.stringify((await get(`/v1/leads/${id}`)).body).includes(customerOrganizationId), 'deleted');
  }
  const later = (await post('/v1/leads', { email: 'fay@acme-mills.com', source })).body.lead;
  t.notOk(later.customerOrganizationId);

  const made = await lead({ email: 'gus@other-mills.com', name: 'Gus Hill', organizationName: 'Other Mills' });
  t.equal((await act<object>(made.id, 'conversion', deal)).status, 200);
  const friend = (await post('/v1/leads', { email: 'hal@other-mills.com', source })).body.lead;
  t.ok(friend.customerOrganizationId);
  t.equal((await act(made.id, 'conversion/undo', {})).status, 200);
  t.notOk((await read(friend.id)).customerOrganizationId, 'the organization is none of the customers any more');
});

t.test('no lead names a customer that was deleted, and its person is a plain lead from then on', async (t) => {
  const { post, call, lead, act, read, eventsOf } = await makeWorkspace();
  const { id, email } = await lead();
  const converted = await act<{ lead: LeadOut }>(id, 'conversion', { deal: { currency: 'EUR', amount: '1' } });
  const { customerId } = converted.body.lead;
  const bought = at(now);
  now += DAY;
  const next = (await post('/v1/leads', { email, ...HOT })).body.lead;
  t.match(next, { customerId });
  const { version } = await read(id);
  t.equal((await call('DELETE', `/v1/customers/${customerId}`)).status, 204);
  const old = await read(id);
  t.match(old, { category: 'customer', conversion: { convertedAt: bought }, version: version + 1 });
  for (const one of [old, await read(next.id)]) t.notOk(JSON.stringify(one).includes(`${customerId}`));
  t.match((await eventsOf(id)).at(-1), {
    type: 'lead.customer_deleted',
    cause: 'customer_deleted',
    before: { customerId },
  });
  t.match(await read(id, `?asOf=${bought}`), { customerId }, 'what was stays in the history');
  const now1 = await read(id, `?asOf=${at(now)}`);
  t.match(now1, { category: 'customer', conversion: { convertedAt: bought } });
  t.notOk(now1.customerId);
  const joined = await post('/v1/leads', { email, need: 'Mills' });
  t.match(joined.body, { outcome: 'matched', lead: { id: next.id } }, 'found by the ordinary keys');
  const { status } = await act<object>(next.id, 'conversion', { deal: { currency: 'EUR', amount: '2' } });
  t.equal(status, 200);
  t.not((await read(next.id)).customerId, customerId);
  t.match(
    (await act<ProblemOut>(id, 'conversion', { deal: { currency: 'EUR' } })).body.detail,
    /converted already: undo/,
  );
  t.equal((await act(id, 'conversion/undo', {})).status, 200);
  t.notOk((await read(id)).customerId);
});

t.test('a converted lead whose only customer was deleted opens a plain lead when it wants to buy', async (t) => {
  const { post, call, lead, act, read } = await makeWorkspace();
  const { id, email } = await lead({ name: 'Bob Mill', organizationName: 'Mill & Co' });
  type Parts = { person: { customerId: string }; organization: { customerId: string } };
  const { body } = await act<Parts>(id, 'conversion', { deal: { currency: 'EUR', amount: '1' } });
  const [person, organization] = [body.person.customerId, body.organization.customerId];
  t.equal((await call('DELETE', `/v1/customers/${organization}`)).status, 204);
  t.match(await read(id), { customerId: person, conversion: { customerId: undefined, contactId: person } });
  now += DAY;
  const next = (await post('/v1/leads', { email, ...HOT })).body.lead;
  t.match(next, { customerId: person });
  t.equal((await call('DELETE', `/v1/customers/${person}`)).status, 204);
  for (const one of [await read(id), await read(next.id)]) {
    t.notOk([person, organization].some((gone) => JSON.stringify(one).includes(gone)));
  }
  t.equal((await call('DELETE', `/v1/leads/${next.id}`)).status, 204);
  now += DAY;
  const later = (await post('/v1/leads', { email, ...HOT })).body;
  t.match(later, { outcome: 'created', lead: { category: 'sql' } });
  t.notOk(later.lead.customerId);
});

t.test('a customer who never was a lead becomes one that is linked, with who looks after the customer', async (t) => {
  const { post, ben } = await makeWorkspace();
  const email = 'dora@mill.example';
  const customer = await post<{ id: string }>('/v1/customers', { kind: 'person', email, ownerId: ben });
  const { body } = await post('/v1/leads', { email, ...HOT });
  t.match(body.lead, { customerId: customer.body.id, category: 'sql', ownerId: ben });
});
