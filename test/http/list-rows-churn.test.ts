import t from 'tap';
import type { Static } from 'typebox';
import type { SalesReportSchema } from '../../src/http/schemas/sales-report.js';
import { type Customer, openConversion } from './conversion-fixture.js';
import { eventFaults, type LeadOut, listAll } from './ingest-fixture.js';

const service = await openConversion(t, {});
const LIST = { channel: 'purchased_list', name: 'Bought' };
const EMAIL = 'ada@engines.example';
const AWAY = { reason: 'price' };
const OFFERED = { purchaseTimeframeDays: 0 };

/** A workspace with a rep, a customer, and the row of a list about that customer, which is not pursued. */
async function makeWorkspace() {
  const { post, get, call } = await service.makeWorkspace();
  const ok = async <Body = LeadOut>(path: string, body: object = {}) => {
    const answer = await post<Body>(path, body);
    t.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const rep = await ok<{ id: string }>('/v1/reps', { name: 'Rosa' });
  const { id: customerId } = await ok<Customer>('/v1/customers', { kind: 'person', email: EMAIL });
  const row = async (more: object = {}) => (await post('/v1/leads', { email: EMAIL, source: LIST, ...more })).body.lead;
  const customer = (what: string, body: object = {}) => ok<object>(`/v1/customers/${customerId}/${what}`, body);
  const read = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  const disqualified = async () =>
    (await get<Static<typeof SalesReportSchema>>('/v1/reports/sales')).body.leads.disqualifiedLeads;
  const eventsOf = async (id: string) =>
    (await listAll<{ type: string }>(get, `/v1/events?subjectId=${id}`)).map(({ type }) => type);
  return { post, get, call, ok, rep, customerId, row, customer, read, disqualified, eventsOf };
}

/** What an undo restores: all that callers see, except what states when the lead was decided last. */
function standing(lead: LeadOut) {
  const { version: _, updatedAt: __, scoredAt: ___, sla: ____, links: _____, ...rest } = lead;
  return rest;
}

t.test('the undo of a churn leaves list rows as they were before it', async (t) => {
  const { get, ok, rep, row, customer, read, disqualified, eventsOf } = await makeWorkspace();
  const { id } = await row(OFFERED);
  for (const ownerId of [undefined, rep.id]) {
    if (ownerId) await ok<object>(`/v1/leads/${id}/owner`, { repId: ownerId, reason: 'Hers' });
    const before = await read(id);
    t.match(before, { category: 'disqualified', disqualification: { reason: 'existing_customer' }, ownerId });
    t.equal(await disqualified(), 1);
    await customer('churn', AWAY);
    t.match(await read(id), { category: 'sql', cycles: 1, ownerId: rep.id, handoff: { status: 'offered' } });
    await customer('churn/undo');
    t.strictSame(standing(await read(id)), standing(before));
    t.equal(await disqualified(), 1, 'its only outcome');
  }
  const types = await eventsOf(id);
  for (const type of ['lead.returned', 'lead.restored']) t.equal(types.filter((one) => one === type).length, 2, type);
  t.equal((await get<{ openLeads: number }>(`/v1/reps/${rep.id}`)).body.openLeads, 0);
  t.same(await eventFaults(service.sql), []);
});

t.test('a row that a rule closed while the customer was away has its first reason again', async (t) => {
  const { call, row, customer, read, disqualified } = await makeWorkspace();
  const { id } = await row();
  const before = await read(id);
  await customer('churn', AWAY);
  t.equal((await call('PATCH', `/v1/leads/${id}`, { purchaseIntent: 'information_only' })).status, 200);
  t.match(await read(id), { category: 'disqualified', disqualification: { reason: 'only_asked' } });
  await customer('churn/undo');
  const { cycles, disqualification, lastDisqualification } = await read(id);
  t.strictSame([cycles, disqualification, lastDisqualification], [undefined, before.disqualification, undefined]);
  t.equal(await disqualified(), 1);
  t.same(await eventFaults(service.sql), []);
});

t.test('the undo of a churn leaves a row that a person decided about, or that showed interest', async (t) => {
  const { post, ok, row, customer, read } = await makeWorkspace();
  const { id } = await row();
  await customer('churn', AWAY);
  await ok<object>(`/v1/leads/${id}/category`, { category: 'mql', reason: 'Qualified by phone' });
  await customer('churn/undo');
  t.match(await read(id), { category: 'mql', cycles: 1 });
  await ok<object>(`/v1/leads/${id}/category/release`);
  t.match(await read(id), { category: 'disqualified', disqualification: { reason: 'existing_customer' } });
  await customer('churn', AWAY);
  await post('/v1/engagement-events', { leadId: id, type: 'demo_requested' });
  await customer('churn/undo');
  t.match(await read(id), { category: 'sql', cycles: 2 });
  t.same(await eventFaults(service.sql), []);
});

t.test('a deal that is reopened opens the rows that its win had closed, in the same cycle', async (t) => {
  const { ok, row, customer, customerId, read, disqualified } = await makeWorkspace();
  const { id } = await row(OFFERED);
  const first = await read(id);
  await customer('churn', AWAY);
  const open = await read(id);
  const deal = await ok<{ id: string }>('/v1/deals', { customerId, currency: 'EUR', amount: '5' });
  for (let round = 1; round <= 2; round++) {
    await ok<object>(`/v1/deals/${deal.id}/win`);
    t.match(await read(id), { category: 'disqualified', disqualification: { reason: 'existing_customer' } });
    t.equal(await disqualified(), 2, 'the row, and its second end');
    await ok<object>(`/v1/deals/${deal.id}/reopen`);
    const { handoff: _, ...again } = standing(await read(id));
    const { handoff: __, ...was } = standing(open);
    t.strictSame(again, was);
    t.equal(await disqualified(), 1);
  }
  await customer('churn/undo');
  t.strictSame(standing(await read(id)), standing(first), 'the churn of before is undone as well');
  t.equal(await disqualified(), 1);
  t.same(await eventFaults(service.sql), []);
});

t.test('a row that is linked to another customer since is not restored to what it was with the first', async (t) => {
  const { ok, call, row, customer, read, disqualified } = await makeWorkspace();
  const { id } = await row();
  await customer('churn', AWAY);
  const second = await ok<Customer>('/v1/customers', { kind: 'person', email: 'bob@engines.example' });
  await ok<object>(`/v1/customers/${second.id}/churn`, AWAY);
  t.equal((await call('PATCH', `/v1/leads/${id}`, { email: 'bob@engines.example' })).status, 200);
  t.match(await read(id), { customerId: second.id, category: 'suspect' });
  await ok<object>(`/v1/customers/${second.id}/churn/undo`);
  t.match(await read(id), { customerId: second.id, category: 'disqualified', cycles: 1 });
  t.equal(await disqualified(), 2, 'not pursued for either customer');
  t.same(await eventFaults(service.sql), []);
});
