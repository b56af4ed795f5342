import t from 'tap';
import { type Converted, type Customer, openConversion, type Undone } from './conversion-fixture.js';
import { eventFaults, type LeadOut, listAll } from './ingest-fixture.js';

const statements: string[] = [];
const service = await openConversion(t, { onStatement: (name) => void statements.push(name) });
const PHONE = '+4930901820';
const NAME = 'Ada King';
const EMAIL = 'ada@engines.example';
const LIST = { channel: 'purchased_list', name: 'Bought' };
const WON = { deal: { currency: 'EUR', amount: '5' } };
const day = (n: number) => `2026-01-0${n}T12:00:00.000Z`;
const NOT_PURSUED = { category: 'disqualified', disqualification: { reason: 'existing_customer' } };

type Event = { type: string; cause: string; before?: object; after?: object };

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get, patch, call, undo, token } = await service.makeWorkspace();
  const submit = async (body: object) => {
    const { status, text, body: answer } = await post('/v1/leads', body);
    t.ok(status < 300, text);
    return answer.lead;
  };
  const create = async (more: object = {}) => {
    const { status, text, body } = await post<Customer>('/v1/customers', { kind: 'person', ...more });
    t.equal(status, 201, text);
    return body;
  };
  const convert = async (leadId: string, more: object = {}) => {
    const { status, text, body } = await post<Converted>(`/v1/leads/${leadId}/conversion`, { ...WON, ...more });
    t.ok(status < 300, text);
    const { customerId } = body.person ?? {};
    if (customerId === undefined) throw new Error('no person');
    return customerId;
  };
  const did = async (leadId: string, type: string, occurredAt: string) => {
    const { status, text } = await post('/v1/engagement-events', { leadId, type, occurredAt });
    t.equal(status, 201, text);
  };
  const lead = async (id: string, query = '') => (await get<LeadOut>(`/v1/leads/${id}${query}`)).body;
  const customer = async (id: string) => (await get<Customer>(`/v1/customers/${id}`)).body;
  const eventsOf = (id: string) => listAll<Event>(get, `/v1/events?subjectId=${id}`);
  return { post, get, patch, call, undo, token, submit, create, convert, did, lead, customer, eventsOf };
}

t.test('a lead that came before its customer is linked when the customer is created', async (t) => {
  const { post, get, submit, create, did, lead, customer, eventsOf } = await makeWorkspace();
  await post('/v1/reps', { name: 'Rosa' });
  const { id, category } = await submit({ name: NAME, email: EMAIL, need: 'Looms' });
  const { id: listed } = await submit({ name: NAME, email: 'ada@home.example', phone: PHONE, source: LIST });
  const { id: stranger } = await submit({ name: 'Bob Hill', email: 'bob@home.example', phone: PHONE, source: LIST });
  await did(id, 'email_unsubscribed', day(3));
  const before = await lead(listed);
  t.match(before, { category: 'suspect', customerId: undefined });
  const asOf = new Date().toISOString();
  const made = await create({ name: NAME, email: EMAIL, phone: PHONE, emailConsent: 'granted' });
  const objected = { emailConsent: 'denied', emailConsentAt: day(3) };
  t.match(made, objected, 'the objection of the lead counts');
  t.match(await customer(made.id), made);
  t.match(await lead(id), { customerId: made.id, category, ...objected });
  t.match(await lead(listed), { customerId: made.id, ...NOT_PURSUED, ...objected }, 'by phone and name');
  t.match(await lead(stranger), { customerId: undefined, category: 'suspect', emailConsent: undefined });
  t.match(await lead(listed, `?asOf=${asOf}`), { category: 'suspect', customerId: undefined }, 'what was stays');
  const { category: closed, queue, version, disqualification } = await lead(listed);
  const replayed = await lead(listed, `?asOf=${new Date().toISOString()}`);
  t.match(replayed, { customerId: made.id, category: closed, queue, version, disqualification });
  const events = await eventsOf(listed);
  const linked = events.findIndex(({ type }) => type === 'lead.customer_linked');
  t.match(events[linked], { cause: 'customer', after: { customerId: made.id, matchedBy: 'phone' } });
  t.strictSame(
    events.slice(linked).flatMap(({ type, cause }) => (cause === 'customer' ? [type] : [])),
    ['lead.customer_linked', 'lead.disqualified', 'lead.classified', 'lead.updated', 'lead.scored'],
  );
  t.match((await eventsOf(made.id)).at(-1), { type: 'customer.updated', cause: 'lead_linked' });
  const { body } = await get<{ data: { kind: string }[] }>(`/v1/leads/${listed}/timeline`);
  t.ok(body.data.length > 0);
  await did(listed, 'email_unsubscribed', day(4));
  for (const path of [id, listed]) t.equal((await lead(path)).emailConsentAt, day(4), 'shared from now on');
  t.same(await eventFaults(service.sql), []);
});

t.test('a lead is linked when a correction makes the customer its person', async (t) => {
  const { patch, submit, create, lead, customer } = await makeWorkspace();
  const { id: listed } = await submit({ name: NAME, email: EMAIL, emailConsent: 'granted', source: LIST });
  const { id: called } = await submit({ name: NAME, email: 'a@home.example', phone: PHONE, phoneConsent: 'denied' });
  const { id } = await create({ email: 'other@engines.example', emailConsent: 'denied', emailConsentAt: day(2) });
  t.notOk((await lead(listed)).customerId);
  t.equal((await patch(`/v1/customers/${id}`, { email: EMAIL })).status, 200);
  t.match(await lead(listed), { customerId: id, ...NOT_PURSUED, emailConsent: 'denied', emailConsentAt: day(2) });
  t.notOk((await lead(called)).customerId, 'its number is not known of the customer');
  await patch(`/v1/customers/${id}`, { name: NAME, phone: PHONE });
  t.match(await lead(called), { customerId: id, phoneConsent: 'denied', emailConsent: 'denied' });
  t.match(await customer(id), { phoneConsent: 'denied' });
  await patch(`/v1/customers/${id}`, { email: 'new@engines.example', otherEmails: [EMAIL] });
  for (const one of [listed, called]) t.equal((await lead(one)).customerId, id, 'a former address is a key too');
});

t.test(
  'a list row is linked by any number of e-mails, and pursued where the rule for new ones pursues it',
  async (t) => {
    const { post, get, submit, create, convert, did, lead } = await makeWorkspace();
    const rows: string[] = [];
    for (const n of [1, 2, 3, 4]) {
      rows.push((await submit({ name: NAME, phone: PHONE, email: `ada${n}@list.example`, source: LIST })).id);
    }
    const [first = '', second = '', third = '', fourth = ''] = rows;
    t.equal(
      (await listAll<LeadOut>(get, `/v1/leads?phone=${encodeURIComponent(PHONE)}`)).length,
      4,
      'found by the number',
    );
    await did(second, 'demo_requested', new Date().toISOString());
    await post(`/v1/leads/${third}/category`, { category: 'lead', reason: 'Knows them' });
    const customerId = await convert(first);
    for (const id of rows) t.equal((await lead(id)).customerId, customerId);
    t.not((await lead(second)).category, 'disqualified', 'it wants to buy');
    t.equal((await lead(third)).category, 'lead', 'a person decided');
    t.match(await lead(fourth), NOT_PURSUED);
    const { id: gone } = await submit({ email: 'bob@list.example', source: LIST });
    const { id: bob } = await create({ email: 'bob@engines.example' });
    await post<object>(`/v1/customers/${bob}/churn`, { reason: 'price' });
    const patched = await post<object>(`/v1/customers/${bob}/churn/undo`, undefined);
    t.equal(patched.status, 200);
    t.equal((await lead(gone)).category, 'suspect');
  },
);

t.test('leads of one request are linked by a customer of the same transaction', async (t) => {
  const { post, submit, lead, call } = await makeWorkspace();
  const emails = ['a', 'b', 'c', 'd'].map((name) => `${name}@group.example`);
  const [leads, customers] = [
    emails.map((email) => submit({ email })),
    [] as Promise<{ status: number; body: Customer }>[],
  ];
  for (const email of emails) customers.push(post<Customer>('/v1/customers', { kind: 'person', email }));
  const made = await Promise.all(customers);
  for (const [index, { id }] of (await Promise.all(leads)).entries()) {
    t.equal((await lead(id)).customerId, made[index]?.body.id, 'in either order');
  }
  const [first] = made;
  t.equal((await call('DELETE', `/v1/customers/${first?.body.id}`)).status, 204);
});

t.test('the undo of a conversion unlinks the leads that it linked, and gives their consents back', async (t) => {
  const { undo, submit, convert, lead, did, eventsOf, get } = await makeWorkspace();
  const { id } = await submit({ name: NAME, phone: PHONE, email: EMAIL, emailConsent: 'granted', occurredAt: day(2) });
  const { id: listed } = await submit({ name: NAME, phone: PHONE, email: 'ada@list.example', source: LIST });
  const { id: objector } = await submit({ name: NAME, phone: PHONE, email: 'ada@old.example' });
  await did(objector, 'email_unsubscribed', day(3));
  const states = async () => {
    const all = await Promise.all([id, listed, objector].map((one) => lead(one)));
    return all.map(({ category, customerId, emailConsent, emailConsentAt }) => [
      ...[category, customerId, emailConsent, emailConsentAt],
    ]);
  };
  const before = await states();
  const customerId = await convert(id);
  const denied = ['denied', day(3)];
  t.strictSame(await states(), [
    ['customer', customerId, ...denied],
    ['disqualified', customerId, ...denied],
    [before[2]?.[0], customerId, ...denied],
  ]);
  const undone = await undo<Undone>(id);
  t.equal(undone.status, 200, undone.text);
  t.strictSame(undone.body.kept, []);
  t.strictSame(await states(), before);
  t.notOk((await lead(listed)).disqualification);
  t.ok(
    (await eventsOf(listed)).some(
      ({ type, cause }) => type === 'lead.customer_unlinked' && cause === 'conversion_undone',
    ),
  );
  t.equal((await get(`/v1/customers/${customerId}`)).status, 404);
  await convert(id);
  await convert(listed);
  t.match(await undo(id), { status: 409 }, 'a linked lead that bought itself rests on the customer');
  t.same(await eventFaults(service.sql), []);
});

t.test('the undo of a conversion into the wrong customer takes its objection back from the other leads', async (t) => {
  const { undo, submit, create, convert, lead, customer, did, patch } = await makeWorkspace();
  const wrong = await create({ email: 'bea@engines.example', emailConsent: 'granted', emailConsentAt: day(2) });
  const { id: other } = await submit({ email: 'bea@engines.example', need: 'Looms' });
  const known = { emailConsent: 'granted', emailConsentAt: day(2) };
  t.match(await lead(other), { customerId: wrong.id, ...known });
  const { id } = await submit({ email: EMAIL, name: NAME });
  await did(id, 'email_unsubscribed', day(5));
  const convertWrongly = async () => {
    await convert(id, { customerId: wrong.id });
    t.match(await lead(other), { emailConsent: 'denied', emailConsentAt: day(5) });
  };
  await convertWrongly();
  t.strictSame((await undo<Undone>(id)).body.kept, []);
  t.match(await customer(wrong.id), known);
  t.match(await lead(other), known);
  t.match(
    await lead(id),
    { emailConsent: 'denied', emailConsentAt: day(5) },
    'the objection of the lead stays its own',
  );

  await convertWrongly();
  await did(other, 'email_unsubscribed', day(4));
  t.match(await lead(other), { emailConsentAt: day(5) });
  t.strictSame((await undo<Undone>(id)).body.kept, []);
  t.match(await lead(other), { emailConsent: 'denied', emailConsentAt: day(4) }, 'it objected itself meanwhile');

  await patch(`/v1/customers/${wrong.id}`, { emailConsent: 'granted', emailConsentAt: day(4) });
  await patch(`/v1/customers/${wrong.id}`, { emailConsent: null });
  await convertWrongly();
  await submit({ email: 'bea@engines.example', emailConsent: 'denied', occurredAt: day(3) });
  const kept = [{ subjectKind: 'lead', subjectId: other, fields: ['emailConsent'] }];
  t.match((await undo<Undone>(id)).body.kept, kept, 'a submission may have confirmed it');
  t.match(await lead(other), { emailConsent: 'denied' });
});

t.test(
  'a lead that the customer gained after a wrong conversion keeps the objection, and the undo lists it',
  async (t) => {
    const { undo, submit, create, convert, lead, did, call } = await makeWorkspace();
    const wrong = await create({ email: 'bea@engines.example', name: 'Bea Hill', phone: PHONE });
    const { id } = await submit({ email: EMAIL, name: NAME });
    await did(id, 'email_unsubscribed', day(5));
    await convert(id, { customerId: wrong.id });
    const { id: later } = await submit({ email: 'bea@home.example', name: 'Bea Hill', phone: PHONE });
    t.match(await lead(later), { emailConsent: 'denied', customerId: wrong.id });
    const { body } = await undo<Undone>(id);
    t.strictSame(body.kept, [{ subjectKind: 'lead', fields: ['emailConsent'], subjectId: later }]);
    t.equal((await lead(later)).emailConsent, 'denied');
    t.equal((await call('DELETE', `/v1/leads/${later}`)).status, 204);
    t.equal((await call('DELETE', `/v1/customers/${wrong.id}`)).status, 204);
  },
);

t.test('linked leads and their customer are erased like any', async (t) => {
  const { call, submit, create, lead, undo, convert } = await makeWorkspace();
  const { id: listed } = await submit({ name: NAME, email: EMAIL, phone: PHONE, source: LIST });
  const { id: kept } = await submit({ name: NAME, email: 'ada@home.example', phone: PHONE });
  const { id } = await create({ name: NAME, email: EMAIL, phone: PHONE });
  t.equal((await call('DELETE', `/v1/leads/${listed}`)).status, 204);
  t.equal((await call('DELETE', `/v1/customers/${id}`)).status, 204);
  t.notOk(JSON.stringify(await lead(kept)).includes(id));
  const { id: again } = await submit({ name: NAME, email: EMAIL, phone: PHONE, emailConsent: 'denied' });
  await convert(again);
  t.equal((await lead(kept)).emailConsent, 'denied');
  t.equal((await call('DELETE', `/v1/leads/${kept}`)).status, 204);
  t.equal((await undo(again)).status, 200, 'a linked lead that is gone hinders nothing');
});

t.test('a customer links its leads by a number of statements that does not grow with them', async (t) => {
  const { submit, create, lead } = await makeWorkspace();
  const linking = async (name: string, phone: string, rows: number) => {
    const ids: string[] = [];
    for (let n = 0; n < rows; n++) {
      ids.push((await submit({ name, phone, email: `${phone}-${n}@list.example`.slice(1), source: LIST })).id);
    }
    statements.length = 0;
    const { id } = await create({ name, phone, emailConsent: 'denied' });
    const count = statements.filter((one) => !/api_key/.test(one)).length;
    for (const one of ids) t.match(await lead(one), { customerId: id, emailConsent: 'denied' });
    return count;
  };
  const few = await linking('Ada King', PHONE, 1);
  const many = await linking('Bea Hill', '+4930901821', 12);
  t.ok(many <= few, `${many} statements, ${few} for one lead`);
});

t.test('a lead that is corrected or completed into a customer is linked, and the objection reaches it', async (t) => {
  const { post, patch, submit, create, lead } = await makeWorkspace();
  const { id: customerId } = await create({ name: NAME, email: EMAIL, phone: PHONE, emailConsent: 'denied' });
  const linked = { customerId, emailConsent: 'denied' };
  const { id: typo } = await submit({ name: NAME, email: 'ada@engins.example' });
  t.notOk((await lead(typo)).customerId);
  const corrected = await patch<LeadOut>(`/v1/leads/${typo}`, { email: EMAIL });
  t.match(corrected.body, linked, corrected.text);
  const { id: listed } = await submit({ name: 'Ada K', phone: PHONE, email: 'ak@home.example', source: LIST });
  t.notOk((await lead(listed)).customerId, 'another name');
  await patch(`/v1/leads/${listed}`, { name: NAME });
  t.match(await lead(listed), { ...linked, ...NOT_PURSUED });
  const { id: joined } = await submit({ name: NAME, email: 'ada@work.example', emailConsent: 'granted' });
  await submit({ email: 'ada@work.example', otherEmails: [EMAIL] });
  t.match(await lead(joined), linked);
  const { id: completed } = await submit({ name: NAME, externalId: 'crm-1' });
  await submit({ externalId: 'crm-1', phone: PHONE });
  t.match(await lead(completed), linked);
  const { id: batched } = await submit({ name: 'Bob Hill', externalId: 'crm-2' });
  const { id: bobId } = await create({ name: 'Bob Hill', email: 'bob@engines.example', emailConsent: 'denied' });
  await post('/v1/leads/batch-update', { items: [{ leadId: batched, email: 'bob@engines.example' }] });
  t.match(await lead(batched), { customerId: bobId, emailConsent: 'denied' });
  const { id: other } = await submit({ name: 'Bob Hill', externalId: 'crm-3' });
  await patch(`/v1/leads/${other}`, { phone: PHONE });
  t.notOk((await lead(other)).customerId, 'a shared number is no proof');
  t.same(await eventFaults(service.sql), []);
});

t.test('a link that a correction of the customer shows to be wrong ends, and the lead is decided anew', async (t) => {
  const { patch, submit, create, lead, customer, did, eventsOf } = await makeWorkspace();
  const { id } = await create({
    name: NAME,
    email: 'bea@mill.example',
    emailConsent: 'denied',
    emailConsentAt: day(2),
  });
  const { id: listed } = await submit({
    email: 'bea@mill.example',
    emailConsent: 'granted',
    source: LIST,
    occurredAt: day(1),
  });
  const { id: called } = await submit({ name: NAME, phone: PHONE, email: 'ada@home.example' });
  await patch(`/v1/customers/${id}`, { phone: PHONE });
  t.match(await lead(listed), { customerId: id, ...NOT_PURSUED, emailConsent: 'denied' });
  t.match(await lead(called), { customerId: id, emailConsent: 'denied' });
  t.equal((await patch(`/v1/customers/${id}`, { email: EMAIL })).status, 200);
  const freed = await lead(listed);
  t.match(freed, { category: 'suspect', emailConsent: 'denied', emailConsentAt: day(2) }, 'its address said no');
  t.notOk(freed.customerId ?? freed.disqualification);
  t.equal((await lead(called)).customerId, id, 'number and name still fit');
  const ended = (await eventsOf(listed)).filter(({ cause }) => cause === 'corrected');
  t.equal(ended[0]?.type, 'lead.customer_unlinked', 'its facts stay');
  const { category, version, emailConsent } = await lead(listed, `?asOf=${new Date().toISOString()}`);
  t.strictSame([category, version, emailConsent], [freed.category, freed.version, 'denied'], 'the log says the same');
  await submit({ email: 'bea@mill.example', emailConsent: 'granted' });
  t.match(await customer(id), { emailConsent: 'denied', emailConsentAt: day(2) }, 'the lead is another person');
  await did(called, 'email_unsubscribed', day(3));
  t.equal((await customer(id)).emailConsentAt, day(3), 'the other one is not');
  t.same(await eventFaults(service.sql), []);
});

t.test('a link that a correction of the lead shows to be wrong ends, by any road', async (t) => {
  const { post, patch, submit, create, lead, customer } = await makeWorkspace();
  const { id } = await create({
    name: NAME,
    email: EMAIL,
    phone: PHONE,
    emailConsent: 'denied',
    emailConsentAt: day(2),
  });
  const granted = { emailConsent: 'granted' };
  const { id: bob } = await create({ email: 'bob@mill.example', ...granted, emailConsentAt: day(5) });
  const { id: moved } = await submit({ email: EMAIL, source: LIST });
  t.match(await lead(moved), { customerId: id, ...NOT_PURSUED, emailConsent: 'denied' });
  await patch(`/v1/leads/${moved}`, { email: 'bob@mill.example', emailConsent: 'granted' });
  t.match(await lead(moved), { customerId: bob, ...granted, ...NOT_PURSUED }, 'it is the lead of another customer');
  t.match(
    await customer(id),
    { emailConsent: 'denied', emailConsentAt: day(2) },
    'what it states is not about the first',
  );
  const { id: renamed } = await submit({
    name: NAME,
    phone: PHONE,
    email: 'a@mill.example',
    ...granted,
    occurredAt: day(1),
  });
  t.match(await lead(renamed), { customerId: id, emailConsent: 'denied' });
  await post('/v1/leads/batch-update', { items: [{ leadId: renamed, name: 'Cy Hill' }] });
  const own = await lead(renamed);
  t.match(own, { ...granted, emailConsentAt: day(1) });
  t.notOk(own.customerId);
  const { id: coded } = await submit({
    name: 'Di Fox',
    externalId: 'crm-1',
    emailConsent: 'denied',
    occurredAt: day(1),
  });
  const { id: cid } = await create({
    name: 'Di Fox',
    externalId: 'crm-1',
    emailConsent: 'granted',
    emailConsentAt: day(3),
  });
  t.match(await lead(coded), { customerId: cid, emailConsent: 'denied' }, 'an objection holds');
  await patch(`/v1/leads/${coded}`, { externalId: 'crm-2', email: 'di@mill.example' });
  t.match(await lead(coded), { customerId: undefined, emailConsent: 'denied' });
});

t.test('what a lead stated beside a later statement of its customer counts again when the link ends', async (t) => {
  const { patch, submit, create, lead, did } = await makeWorkspace();
  await create({
    email: EMAIL,
    emailConsent: 'denied',
    emailConsentAt: day(6),
    phoneConsent: 'granted',
    phoneConsentAt: day(6),
  });
  const { id } = await submit({
    email: EMAIL,
    externalId: 'crm-1',
    emailConsent: 'granted',
    phoneConsent: 'granted',
    occurredAt: day(1),
  });
  t.match(await lead(id), { emailConsentAt: day(6), phoneConsentAt: day(6) });
  await submit({ externalId: 'crm-1', phoneConsent: 'denied', occurredAt: day(3) });
  await did(id, 'email_unsubscribed', day(4));
  t.match(await lead(id), { emailConsentAt: day(6), phoneConsent: 'granted' });
  await patch(`/v1/leads/${id}`, { email: 'other@engines.example' });
  t.match(await lead(id), {
    // The ledger knew of its first address that it said no.
    ...{ emailConsent: 'denied', emailConsentAt: day(6) },
    ...{ phoneConsent: 'denied', phoneConsentAt: day(3) },
  });
});

t.test(
  'the link of a lead that bought to its own customer outlives corrections, and so do links by that lead',
  async (t) => {
    const { patch, submit, convert, lead, did } = await makeWorkspace();
    const { id } = await submit({ name: NAME, email: EMAIL });
    const customerId = await convert(id);
    await did(id, 'purchase_requested', new Date().toISOString());
    const { id: next } = await submit({ email: EMAIL });
    t.not(next, id);
    await patch(`/v1/customers/${customerId}`, { name: 'Ada Queen', email: 'ada@new.example' });
    for (const one of [id, next]) t.equal((await lead(one)).customerId, customerId);
    await patch(`/v1/leads/${id}`, { email: 'third@engines.example', name: 'A. King' });
    t.equal((await lead(id)).customerId, customerId);
  },
);

t.test('list rows of a customer are open again while it is away', async (t) => {
  const { post, submit, create, convert, did, lead, eventsOf } = await makeWorkspace();
  const { id: customerId } = await create({ name: NAME, email: EMAIL, phone: PHONE });
  const { id } = await submit({ email: EMAIL, source: LIST });
  const { id: asked } = await submit({ name: NAME, phone: PHONE, email: 'a@mill.example', source: LIST });
  const { id: spam } = await submit({ name: NAME, phone: PHONE, email: 'b@mill.example', source: LIST });
  await post(`/v1/leads/${spam}/disqualify`, { reason: 'spam' });
  const change = async (path: string, body: object = {}) => {
    const { status, text } = await post<object>(`/v1/customers/${customerId}/${path}`, body);
    t.equal(status, 200, text);
  };
  const categories = async () => Promise.all([id, asked, spam].map(async (one) => (await lead(one)).category));
  const [OPEN, CLOSED, AWAY] = ['suspect', 'disqualified', { reason: 'price' }] as const;
  t.strictSame(await categories(), [CLOSED, CLOSED, CLOSED]);
  await change('churn', AWAY);
  t.strictSame(await categories(), [OPEN, OPEN, CLOSED], 'what a person decided stays');
  const open = await lead(id);
  t.match(open, { customerId, cycles: 1, lastDisqualification: { reason: 'existing_customer' } });
  t.notOk(open.disqualification);
  t.match(await lead(id, `?asOf=${new Date().toISOString()}`), { category: OPEN, cycles: 1, version: open.version });
  const isReturn = ({ type, cause }: Event) => type === 'lead.returned' && cause === 'customer_churned';
  t.ok((await eventsOf(id)).some(isReturn));
  await change('churn/undo');
  t.strictSame(await categories(), [CLOSED, CLOSED, CLOSED]);
  t.match(await lead(id), NOT_PURSUED);
  await change('churn', AWAY);
  await did(asked, 'demo_requested', new Date().toISOString());
  await change('return');
  t.strictSame(
    [(await lead(id)).category, (await lead(asked)).category === CLOSED],
    [CLOSED, false],
    'it wants to buy',
  );
  await change('churn', AWAY);
  t.equal((await lead(id)).category, OPEN);
  await convert(asked);
  t.match(await lead(id), NOT_PURSUED, 'the customer has come back by the deal');
  await post(`/v1/leads/${asked}/conversion/undo`, {});
  t.equal((await lead(id)).category, OPEN);
  const deal = await post<{ id: string }>('/v1/deals', { customerId, currency: 'EUR', amount: '1' });
  t.equal(deal.status, 201, deal.text);
  await post(`/v1/deals/${deal.body.id}/win`, {});
  t.match(await lead(id), NOT_PURSUED);
  await post(`/v1/deals/${deal.body.id}/reopen`, {});
  t.equal((await lead(id)).category, OPEN);
  t.same(await eventFaults(service.sql), []);
});

t.test('two customers with one phone number are both known by number and name', async (t) => {
  const { submit, create, convert, lead } = await makeWorkspace();
  const { id: first } = await create({ name: 'Bob Hill', email: 'bob@mill.example', phone: PHONE });
  const { id: before } = await submit({ name: NAME, phone: PHONE, email: 'a@list.example', source: LIST });
  t.notOk((await lead(before)).customerId);
  const { id: second } = await create({ name: NAME, email: EMAIL, phone: PHONE });
  t.match(await lead(before), { customerId: second, ...NOT_PURSUED });
  const { id: listed } = await submit({ name: NAME, phone: PHONE, email: 'b@list.example', source: LIST });
  t.match(await lead(listed), { customerId: second, ...NOT_PURSUED });
  const { id: other } = await submit({ name: 'Bob Hill', phone: PHONE, email: 'c@list.example', source: LIST });
  t.match(await lead(other), { customerId: first, ...NOT_PURSUED });
  const { id: stranger } = await submit({ name: 'Cy Fox', phone: PHONE, email: 'd@list.example' });
  const { id: bought } = await submit({ name: 'Cy Fox', phone: PHONE, email: 'e@list.example' });
  const third = await convert(stranger);
  t.equal(await convert(bought), third, 'a conversion joins it');
});

t.test('a lead of a shared number that an earlier version stored gets its key with its next submission', async (t) => {
  const { submit, create, lead } = await makeWorkspace();
  const rows: string[] = [];
  for (const n of [1, 2, 3]) rows.push((await submit({ name: NAME, phone: PHONE, email: `${n}@list.example` })).id);
  const [, , last = ''] = rows;
  await service.sql(`delete from lead_keys where lead_id = '${last}' and kind = 'shared_phone'`);
  await submit({ name: NAME, phone: PHONE, email: '3@list.example' });
  const { id: customerId } = await create({ name: NAME, phone: PHONE });
  for (const one of rows) t.equal((await lead(one)).customerId, customerId);
});
