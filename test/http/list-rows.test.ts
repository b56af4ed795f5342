import t from 'tap';
import type { Static } from 'typebox';
import type { SalesReportSchema } from '../../src/http/schemas/sales-report.js';
import { type Converted, type Customer, openConversion } from './conversion-fixture.js';
import { eventFaults, type LeadOut } from './ingest-fixture.js';

const service = await openConversion(t, {});
const LIST = { channel: 'purchased_list', name: 'Bought' };
const WON = { deal: { currency: 'EUR', amount: '5' } };
const NAME = 'Ada King';
const PHONE = '+4930901820';
const EMAIL = 'ada@engines.example';
const CLOSED = { category: 'disqualified', disqualification: { reason: 'existing_customer' } };
const AWAY = { reason: 'price' };

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get, patch, call } = await service.makeWorkspace();
  const ok = async <Body = LeadOut>(path: string, body: object = {}) => {
    const answer = await post<Body>(path, body);
    t.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const correct = async (path: string, body: object) => {
    const { status, text } = await patch<object>(path, body);
    t.equal(status, 200, text);
  };
  const submit = async (body: object) => {
    const { status, text, body: answer } = await post('/v1/leads', body);
    t.ok(status < 300, text);
    return answer.lead;
  };
  const row = (email = EMAIL, more: object = {}) => submit({ email, source: LIST, ...more });
  const create = (more: object = {}) => ok<Customer>('/v1/customers', { kind: 'person', email: EMAIL, ...more });
  const lead = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  const act = (id: string, what: string, body: object = {}) => ok<object>(`/v1/leads/${id}/${what}`, body);
  return { post, get, call, ok, correct, submit, row, create, lead, act };
}

t.test('the report counts leads that a link or a return closed', async (t) => {
  const { get, ok, row, create, lead } = await makeWorkspace();
  const disqualified = async () => {
    const { body } = await get<Static<typeof SalesReportSchema>>('/v1/reports/sales');
    return body.leads.disqualifiedLeads;
  };
  const { id } = await row();
  t.equal(await disqualified(), 0);
  const { id: customerId } = await create();
  t.match(await lead(id), CLOSED);
  t.equal(await disqualified(), 1, 'by the link');
  await ok(`/v1/customers/${customerId}/churn`, AWAY);
  await ok(`/v1/customers/${customerId}/return`);
  t.match(await lead(id), CLOSED);
  t.equal(await disqualified(), 2, 'by the return');
  t.same(await eventFaults(service.sql), []);
});

t.test('leads that rules open go to an owner with room only', async (t) => {
  const { get, ok, correct, submit, lead, act } = await makeWorkspace();
  const policy = '/v1/classification-policies';
  const { document } = (await get<{ document: { category: { rules: object[] } } }>(`${policy}/1`)).body;
  const when = { type: 'field', field: 'industry', operator: 'eq', value: 'Mining' };
  const unfit = { id: 'unfit', label: 'Unfit', when, category: 'disqualified' };
  for (const rule of [unfit, { ...unfit, reason: 'wrong_fit' }]) {
    const rep = await ok<{ id: string }>('/v1/reps', { name: 'Rosa' });
    const publish = async (version: number) => {
      await ok<object>(`${policy}/${version}/publish`);
      while ((await service.apps[0]?.services.jobs.runDue())?.ran);
    };
    const category = { ...document.category, rules: [rule, ...document.category.rules] };
    const draft = await ok<{ version: number }>(policy, { name: 'Ours', document: { ...document, category } });
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4]) {
      const { id } = await submit({ email: `${rep.id}-${n}@mill.example`, industry: 'Mining' });
      await act(id, 'owner', { repId: rep.id, reason: 'Hers' });
      ids.push(id);
    }
    const [patched = '', ...others] = ids;
    await publish(draft.version);
    for (const id of ids) t.match(await lead(id), { category: 'disqualified', ownerId: rep.id });
    await correct(`/v1/reps/${rep.id}`, { capacity: 1 });
    await correct(`/v1/leads/${patched}`, { industry: 'Mills' });
    t.match(await lead(patched), { category: 'suspect', ownerId: rep.id });
    await publish(1);
    for (const id of others) {
      const { category: opened, ownerId } = await lead(id);
      t.strictSame([opened, ownerId], ['suspect', undefined], 'it waits');
    }
    await correct(`/v1/reps/${rep.id}`, { active: false });
  }
  t.same(await eventFaults(service.sql), []);
});

t.test('a list row of a customer is closed once the rules decide about it again', async (t) => {
  const { ok, row, create, lead, act } = await makeWorkspace();
  const { id: customerId } = await create({ name: NAME, phone: PHONE });
  const [released, closed, away] = [
    await row(),
    await row('b@mill.example', { name: NAME, phone: PHONE }),
    await row('c@mill.example', { name: NAME, phone: PHONE }),
  ];
  for (const { id } of [released, closed, away]) t.match(await lead(id), CLOSED);
  await act(released.id, 'category', { category: 'lead', reason: 'Knows them' });
  t.equal((await lead(released.id)).category, 'lead');
  await act(released.id, 'category/release');
  t.match(await lead(released.id), CLOSED);
  await act(closed.id, 'disqualify', { reason: 'spam' });
  await act(closed.id, 'category/release');
  t.match(await lead(closed.id), CLOSED);
  const wakeWhen = { engagementTypes: ['email_opened'] };
  await act(closed.id, 'park', { reason: 'bad_timing', wakeWhen });
  await ok<object>('/v1/engagement-events', { leadId: closed.id, type: 'email_opened' });
  t.match(await lead(closed.id), { ...CLOSED, cycles: 1 }, 'it woke');
  await act(away.id, 'category', { category: 'lead', reason: 'Knows them' });
  await ok(`/v1/customers/${customerId}/churn`, AWAY);
  await act(away.id, 'category/release');
  t.equal((await lead(away.id)).category, 'suspect', 'the customer has left');
  t.same(await eventFaults(service.sql), []);
});

t.test('the rows of a deleted customer are open again', async (t) => {
  const { call, row, create, lead, act } = await makeWorkspace();
  const { id: customerId } = await create({ name: NAME, phone: PHONE });
  const { id } = await row();
  const { id: decided } = await row('b@mill.example', { name: NAME, phone: PHONE });
  await act(decided, 'disqualify', { reason: 'spam' });
  t.equal((await call('DELETE', `/v1/customers/${customerId}`)).status, 204);
  const open = await lead(id);
  t.equal(open.category, 'suspect');
  t.notOk(open.disqualification ?? open.customerId);
  t.equal((await lead(decided)).category, 'disqualified', 'a person decided');
  t.match(await row(EMAIL, { source: { channel: 'web_form', name: 'Form' } }), { id, category: 'suspect' });
  t.same(await eventFaults(service.sql), []);
});

t.test('the undo of a conversion opens list rows that were closed again meanwhile', async (t) => {
  const { ok, correct, submit, row, lead, act } = await makeWorkspace();
  const { id } = await submit({ name: NAME, email: EMAIL, phone: PHONE });
  const rows = [
    await row('b@mill.example', { name: NAME, phone: PHONE }),
    await row('c@mill.example', { name: NAME, phone: PHONE }),
  ];
  const { person } = await ok<Converted>(`/v1/leads/${id}/conversion`, WON);
  for (const one of rows) t.match(await lead(one.id), CLOSED);
  await ok(`/v1/customers/${person?.customerId}/churn`, AWAY);
  await ok(`/v1/customers/${person?.customerId}/churn/undo`);
  const [, second] = rows;
  await correct(`/v1/leads/${second?.id}`, { name: 'Bob Hill' });
  t.equal((await lead(second?.id ?? '')).category, 'suspect');
  await correct(`/v1/leads/${second?.id}`, { name: NAME });
  for (const one of rows) t.match(await lead(one.id), CLOSED);
  await act(id, 'conversion/undo');
  for (const one of rows) {
    const { category, customerId } = await lead(one.id);
    t.strictSame([category, customerId], ['suspect', undefined]);
  }
  t.same(await eventFaults(service.sql), []);
});

t.test('a wrong link ends whichever of the customer and its lead is corrected last', async (t) => {
  for (const isCustomerFirst of [true, false]) {
    const { ok, correct, submit, lead } = await makeWorkspace();
    const { id } = await submit({ name: NAME, email: EMAIL, phone: PHONE });
    const { id: other } = await submit({ name: NAME, email: 'b@mill.example', phone: PHONE });
    const { person } = await ok<Converted>(`/v1/leads/${id}/conversion`, WON);
    t.equal((await lead(other)).customerId, person?.customerId);
    const right = { phone: '+4930901999' };
    const steps = [
      () => correct(`/v1/customers/${person?.customerId}`, right),
      () => correct(`/v1/leads/${id}`, right),
    ];
    for (const step of isCustomerFirst ? steps : [...steps].reverse()) await step();
    t.notOk((await lead(other)).customerId);
    t.equal((await lead(id)).customerId, person?.customerId);
  }
});

t.test('a list row that is sent twice with a timeframe shows no interest', async (t) => {
  const { row, submit, create, lead } = await makeWorkspace();
  const HOT = { purchaseTimeframeDays: 30 };
  const { id } = await row(EMAIL, HOT);
  await row(EMAIL, HOT);
  await submit({ email: EMAIL, ...HOT, source: { channel: 'import', name: 'File' } });
  const { id: asked } = await row('b@mill.example', { name: NAME, phone: PHONE });
  await submit({ email: 'b@mill.example', ...HOT });
  await create({ name: NAME, phone: PHONE });
  t.match(await lead(id), CLOSED);
  const { category, customerId } = await lead(asked);
  t.ok(customerId);
  t.not(category, 'disqualified', 'its person stated it');
});

t.test('who has no true contact, or is contacted as a customer, is not asked for recommendations', async (t) => {
  const { get, submit, row, create, act } = await makeWorkspace();
  const next = async (id: string) =>
    (await get<{ kind: string; templateKey?: string }>(`/v1/leads/${id}/next-action`)).body;
  await create();
  const { id: known } = await row();
  t.match(await next(known), { kind: 'nothing', templateKey: undefined });
  for (const [reason, templateKey] of [
    ['spam', undefined],
    ['invalid_contact', undefined],
    ['duplicate', undefined],
    ['wrong_fit', 'ask_for_recommendations'],
    ['only_asked', 'ask_for_recommendations'],
  ] as const) {
    const { id } = await submit({ email: `${reason}@rows.example` });
    await act(id, 'disqualify', { reason });
    t.match(await next(id), { templateKey }, reason);
  }
});
