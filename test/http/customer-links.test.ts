/** Links of leads to customers that conversions, their undo, and histories make or end. */
import t from 'tap';
import { type Converted, type Customer, openConversion, type Undone } from './conversion-fixture.js';
import { eventFaults, type LeadOut, listAll } from './ingest-fixture.js';

const service = await openConversion(t);
const NAME = 'Ada King';
const PHONE = '+4930901820';
const LIST = { channel: 'purchased_list', name: 'Bought' };
const WON = { deal: { currency: 'EUR', amount: '5' } };
const NOT_PURSUED = { category: 'disqualified', disqualification: { reason: 'existing_customer' } };
type Event = { type: string; cause: string; before?: object; after?: object };

async function makeWorkspace() {
  const { post, get, patch, call, undo } = await service.makeWorkspace();
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
    return body;
  };
  const lead = async (id: string, query = '') => (await get<LeadOut>(`/v1/leads/${id}${query}`)).body;
  const customer = async (id: string) => (await get<Customer>(`/v1/customers/${id}`)).body;
  const eventsOf = (id: string) => listAll<Event>(get, `/v1/events?subjectId=${id}`);
  const history = async (items: object[]) => {
    const { status, text, body } = await post<{ results: { id?: string }[] }>('/v1/leads/history', { items });
    t.equal(status, 207, text);
    return body.results.map(({ id = text }) => id);
  };
  return { post, get, patch, call, undo, submit, create, convert, lead, customer, eventsOf, history };
}

t.test(
  'a conversion that overwrites the keys of a customer ends and makes links, and its undo reverts them',
  async (t) => {
    const { undo, submit, create, convert, lead, customer, eventsOf } = await makeWorkspace();
    const denied = { emailConsent: 'denied', emailConsentAt: '2026-01-02T12:00:00.000Z' };
    const { id } = await create({ name: 'Bea Hill', email: 'bea@mill.example', phone: PHONE, ...denied });
    const { id: old } = await submit({ email: 'bea@mill.example', source: LIST });
    const { id: named } = await submit({ name: NAME, phone: PHONE, email: 'ada@list.example', source: LIST });
    t.match(await lead(old), { customerId: id, ...NOT_PURSUED, ...denied });
    t.notOk((await lead(named)).customerId);
    const { id: won } = await submit({ name: NAME, email: 'ada@engines.example', phone: '+4930901899' });
    await convert(won, { customerId: id, overwrite: true });
    t.match(await customer(id), { name: NAME, email: 'ada@engines.example' });
    const freed = await lead(old);
    t.match(freed, { customerId: undefined, category: 'suspect', ...denied }, 'its address said no');
    t.ok((await eventsOf(old)).some(({ type, cause }) => type === 'lead.customer_unlinked' && cause === 'corrected'));
    const undone = await undo<Undone>(won);
    t.equal(undone.status, 200, undone.text);
    t.match(await customer(id), { name: 'Bea Hill', email: 'bea@mill.example', phone: PHONE });
    t.match(await lead(old), { customerId: id, ...NOT_PURSUED, ...denied }, 'it is the lead of the customer again');
    t.same(await eventFaults(service.sql), []);
  },
);

t.test('leads that share a key with the customer only after a conversion are linked, until its undo', async (t) => {
  const { undo, submit, create, convert, lead } = await makeWorkspace();
  const { id } = await create({ name: 'Bea Hill', email: 'bea@mill.example' });
  const { id: listed } = await submit({ name: NAME, phone: PHONE, email: 'ada@list.example', source: LIST });
  const { id: won } = await submit({ name: NAME, phone: PHONE, email: 'ada@engines.example' });
  await convert(won, { customerId: id, overwrite: true });
  t.match(await lead(listed), { customerId: id, ...NOT_PURSUED });
  t.equal((await undo(won)).status, 200);
  t.match(await lead(listed), { customerId: undefined, category: 'suspect' });
});

t.test('a conversion that overwrites the domain of an organization ends the links of its people', async (t) => {
  const { undo, submit, create, convert, lead } = await makeWorkspace();
  const website = 'https://acme-mills.com';
  const { id } = await create({ kind: 'organization', name: 'Acme', website });
  const { id: person } = await submit({ email: 'carl@acme-mills.com' });
  t.equal((await lead(person)).customerOrganizationId, id);
  const { id: won } = await submit({ kind: 'organization', name: 'Acme Two', website: 'https://acme-looms.com' });
  await convert(won, { customerId: id, overwrite: true });
  t.notOk((await lead(person)).customerOrganizationId);
  t.equal((await undo(won)).status, 200);
});

const PAST = { createdAt: '2025-02-03T09:00:00.000Z' };
const WON_PAST = {
  ...PAST,
  outcome: { result: 'won', at: '2025-06-01T09:00:00.000Z' },
  deals: [{ status: 'won', amount: '1.00', currency: 'EUR', closedAt: '2025-06-01T09:00:00.000Z' }],
};

t.test(
  'a customer that a history makes has the leads of the same person, and the undo of its conversion frees them',
  async (t) => {
    const { post, undo, submit, lead, customer, history } = await makeWorkspace();
    const denied = { emailConsent: 'denied' };
    await post('/v1/reps', { name: 'Rosa' });
    const { id: early } = await submit({ name: NAME, phone: PHONE, email: 'ada@list.example', source: LIST });
    const { id: objector } = await submit({ name: NAME, phone: PHONE, email: 'ada@old.example', ...denied });
    const [won = ''] = await history([{ name: NAME, phone: PHONE, email: 'ada@engines.example', ...WON_PAST }]);
    const { customerId = '', ...bought } = await lead(won);
    t.match(await customer(customerId), { ...denied, email: 'ada@engines.example' });
    t.match(bought, { category: 'customer', ...denied });
    t.match(await lead(early), { customerId, ...NOT_PURSUED, ...denied });
    t.match(await lead(objector), { customerId });
    const { version, emailConsentAt } = bought;
    t.match(await lead(won, `?asOf=${new Date().toISOString()}`), { customerId, version, emailConsentAt });
    t.equal((await undo(won)).status, 200);
    t.match(await lead(early), { customerId: undefined, category: 'suspect', emailConsent: undefined });
    t.notOk((await lead(objector)).customerId);
    t.same(await eventFaults(service.sql), []);
  },
);

t.test(
  'a lead that comes with its history is linked to the customer that is known, and nothing else happens',
  async (t) => {
    const { post, get, create, lead, customer, submit, history, eventsOf } = await makeWorkspace();
    await post('/v1/reps', { name: 'Rosa' });
    const { id: customerId } = await create({
      name: NAME,
      email: 'ada@engines.example',
      phone: PHONE,
      phoneConsent: 'denied',
    });
    const acme = await create({ kind: 'organization', name: 'Acme', website: 'https://acme-mills.com' });
    const stages = [{ stage: 'sql', at: PAST.createdAt }];
    const denied = { emailConsent: 'denied' };
    const [open = '', listed = '', colleague = '', stranger = ''] = await history([
      { email: 'ada@engines.example', ...PAST, stages, ...denied },
      { name: NAME, phone: PHONE, email: 'ada@list.example', source: LIST, ...PAST },
      { email: 'carl@acme-mills.com', ...PAST },
      { name: 'Cy Fox', phone: PHONE, email: 'cy@list.example', ...PAST },
    ]);
    const known = await lead(open);
    t.match(known, { customerId, category: 'sql', version: 1, handoff: undefined, phoneConsent: 'denied', ...denied });
    const asNow = await lead(open, `?asOf=${new Date().toISOString()}`);
    t.strictSame({ ...asNow, scoredAt: known.scoredAt }, known, 'the log says the same');
    t.notOk((await lead(open, '?asOf=2025-03-01T00:00:00.000Z')).customerId, 'it was not known then');
    t.match(await customer(customerId), { emailConsent: 'denied' }, 'its objection counts');
    t.match(await lead(listed), { customerId, ...NOT_PURSUED, emailConsent: 'denied' });
    t.match(await lead(colleague), { customerId: undefined, customerOrganizationId: acme.id });
    t.notOk((await lead(stranger)).customerId);
    for (const id of [open, listed, colleague]) {
      t.strictSame(
        (await eventsOf(id)).map(({ type }) => type),
        ['lead.history_recorded'],
      );
      t.strictSame(await listAll(get, `/v1/tasks?leadId=${id}`), []);
    }
    const { id: nameless } = await submit({ externalId: 'crm-1', name: NAME });
    t.notOk((await lead(nameless)).customerId);
    await history([{ externalId: 'crm-1', phone: PHONE, ...PAST }]);
    t.match(await lead(nameless), { customerId, emailConsent: 'denied' }, 'a known lead that is completed, too');
    t.same(await eventFaults(service.sql), []);
  },
);

t.test('histories of one batch are linked in any order', async (t) => {
  const { history, lead } = await makeWorkspace();
  const listed = { name: NAME, phone: PHONE, source: LIST, ...PAST };
  const [before = '', won = '', after = ''] = await history([
    { ...listed, email: 'a@list.example' },
    { name: NAME, phone: PHONE, email: 'ada@engines.example', ...WON_PAST },
    { ...listed, email: 'b@list.example' },
  ]);
  const { customerId } = await lead(won);
  t.ok(customerId);
  for (const id of [before, after]) t.match(await lead(id), { customerId, ...NOT_PURSUED });
});

t.test('a number with a name that two customers have links a lead to neither, until one of them is gone', async (t) => {
  const { call, post, submit, create, convert, lead, patch, history } = await makeWorkspace();
  const shared = { name: NAME, phone: PHONE };
  const { id: early } = await submit({ ...shared, email: 'early@list.example' });
  const { id: father } = await create({ ...shared, email: 'father@king.example' });
  const { id: son } = await create({ ...shared, email: 'son@king.example' });
  t.equal((await lead(early)).customerId, father, 'a link that was made when there was one stays');
  const { id, category } = await submit({ ...shared, email: 'a@list.example', source: LIST });
  t.match([category, (await lead(id)).customerId], ['suspect', undefined]);
  const [past = ''] = await history([{ ...shared, email: 'past@list.example', ...PAST }]);
  t.notOk((await lead(past)).customerId);
  t.equal((await submit({ ...shared, email: 'son@king.example' })).customerId, son, 'the e-mail decides');
  const preview = await post<Converted>(`/v1/leads/${id}/conversion/preview`, WON);
  t.match(preview.body, { person: { action: 'created' }, candidateIds: [father, son] });
  t.equal((await convert(id, { customerId: son })).person?.customerId, son);
  const { id: corrected } = await submit({ name: 'A. K.', email: 'b@list.example', phone: PHONE });
  await patch(`/v1/leads/${corrected}`, { name: NAME });
  t.notOk((await lead(corrected)).customerId);
  t.equal((await call('DELETE', `/v1/customers/${father}`)).status, 204);
  const { id: later } = await submit({ ...shared, email: 'c@list.example' });
  t.equal((await lead(later)).customerId, son);
  t.same(await eventFaults(service.sql), []);
});
