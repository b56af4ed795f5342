import t from 'tap';
import type { Static } from 'typebox';
import type { HandoffSchema } from '../../src/http/schemas/handoffs.js';
import { type Converted, type Customer, openConversion } from './conversion-fixture.js';
import { type LeadOut, listAll, type ProblemOut } from './ingest-fixture.js';

const service = await openConversion(t);
const PHONE = '+4930901820';
const day = (n: number) => `2026-01-0${n}T12:00:00.000Z`;
const WON = { deal: { currency: 'EUR', amount: '5' }, won: true };
const HARD = { properties: { bounceType: 'hard' } };

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get, patch, call, undo } = await service.makeWorkspace();
  const submit = async (body: object) => {
    const { status, text, body: answer } = await post('/v1/leads', body);
    t.ok(status < 300, text);
    return answer.lead;
  };
  const did = async (body: object, path = '/v1/engagement-events') => {
    const { status, text } = await post(path, body);
    t.equal(status, 201, text);
  };
  const convert = async (leadId: string, more: object = {}) => {
    const { status, text, body } = await post<Converted>(`/v1/leads/${leadId}/conversion`, { ...WON, ...more });
    t.ok(status < 300, text);
    const { customerId } = body.person ?? {};
    if (customerId === undefined) throw new Error('no person');
    return customerId;
  };
  const read = async (customerId: string) => (await get<Customer>(`/v1/customers/${customerId}`)).body;
  const change = async (customerId: string, body: object) =>
    (await patch<Customer>(`/v1/customers/${customerId}`, body)).body;
  return { post, get, patch, call, undo, submit, did, convert, read, change };
}

/** A lead who granted both consents on the second day, and its customer. */
async function makeCustomer(more: object = {}) {
  const workspace = await makeWorkspace();
  const email = 'ada@engines.example';
  const granted = { emailConsent: 'granted', phoneConsent: 'granted', occurredAt: day(2) };
  const { id: leadId } = await workspace.submit({ name: 'Ada King', email, phone: PHONE, ...granted, ...more });
  const customerId = await workspace.convert(leadId);
  return { ...workspace, email, leadId, customerId, customer: () => workspace.read(customerId) };
}

t.test('an offer shows by which channels the rep may contact the lead, wherever it is shown', async (t) => {
  const { post, get, submit, did } = await makeWorkspace();
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Rosa' });
  const person = { email: 'a@offers.example', phone: PHONE, phoneConsent: 'denied', occurredAt: day(3) };
  await submit(person);
  // An SQL is offered at once.
  const { id, handoff } = await submit({ email: person.email, purchaseTimeframeDays: 0 });
  const { id: other } = await submit({ email: 'b@offers.example', purchaseTimeframeDays: 0 });
  const email = { channel: 'email', status: 'allowed' };
  const phone = { channel: 'phone', status: 'denied', since: day(3) };
  t.strictSame(handoff?.channels, [email, phone]);
  await did({ leadId: other, type: 'email_bounced', occurredAt: day(4), ...HARD });
  await did({ leadId: id, type: 'email_unsubscribed', occurredAt: day(5) });
  const none = [{ channel: 'email', status: 'denied', since: day(5) }, phone];
  const bounced = [
    { channel: 'email', status: 'bounced', since: day(4) },
    { channel: 'phone', status: 'missing' },
  ];
  type Offer = Static<typeof HandoffSchema>;
  const offers = await listAll<Offer>(get, `/v1/handoffs?repId=${rep.id}&status=offered`);
  t.strictSame(
    new Map(offers.map(({ leadId, channels }) => [leadId, channels])),
    new Map([
      [other, bounced],
      [id, none],
    ]),
  );
  t.match(await listAll<Offer>(get, `/v1/leads/${id}/handoffs`), [{ channels: none }]);
  t.strictSame((await get<LeadOut>(`/v1/leads/${id}`)).body.handoff?.channels, none);
  const { body: next } = await get<{ channels: unknown }>(`/v1/leads/${id}/next-action`);
  t.strictSame(next.channels, none, 'the next action shows the same');
  const { body: accepted } = await post<LeadOut>(`/v1/leads/${id}/handoff/accept`, {});
  t.match(accepted.handoff, { status: 'accepted', channels: none });
});

t.test('a new customer has the consents of its lead, with their instants and the bounce', async (t) => {
  const { leadId, did, get, customer, post } = await makeCustomer();
  t.match(await customer(), { emailConsent: 'granted', emailConsentAt: day(2), phoneConsentAt: day(2) });
  t.equal((await customer()).emailBouncedAt, undefined);
  await did({ leadId, type: 'email_bounced', occurredAt: day(3), ...HARD });
  t.equal((await customer()).emailBouncedAt, day(3));
  await did({ leadId, type: 'email_opened', occurredAt: day(4) });
  t.equal((await customer()).emailBouncedAt, undefined, 'mail was received later');
  await did({ leadId, type: 'email_bounced', occurredAt: day(5), ...HARD });
  const { body } = await get<{ data: Customer[] }>(`/v1/customers?leadId=${leadId}`);
  t.match(body.data, [{ emailBouncedAt: day(5), phoneConsentAt: day(2) }]);
  const { body: other } = await post('/v1/leads', { email: 'c@engines.example', emailConsent: 'denied' });
  const preview = await post<Converted>(`/v1/leads/${other.lead.id}/conversion/preview`, WON);
  t.equal(preview.body.person?.after.emailConsentAt, other.lead.emailConsentAt, 'a preview shows them');
});

t.test('of all statements the one made last counts, by whichever road it comes', async (t) => {
  const { leadId, did, customer, change, patch, submit, email } = await makeCustomer({ visitorId: 'v1' });
  await did({ leadId, type: 'email_unsubscribed', occurredAt: day(1) });
  t.match(await customer(), { emailConsent: 'granted', emailConsentAt: day(2) }, 'made before the grant');
  await did({ visitorId: 'v1', type: 'spam_reported', occurredAt: day(4) }, '/v1/visitor-events');
  t.match(await customer(), { emailConsent: 'denied', emailConsentAt: day(4) }, 'through its visitor id');
  await change((await customer()).id, { emailConsent: 'granted', emailConsentAt: day(7) });
  t.match(await customer(), { emailConsent: 'granted', emailConsentAt: day(7) }, 'of the customer');
  await did({ leadId, type: 'email_unsubscribed', occurredAt: day(6) });
  t.match(await customer(), { emailConsent: 'granted', emailConsentAt: day(7) }, 'arrives late');
  await did({ email, type: 'email_unsubscribed', occurredAt: day(8) });
  t.match(await customer(), { emailConsent: 'denied', emailConsentAt: day(8) }, 'by its address');
  await submit({ email, phoneConsent: 'denied', consentBasis: 'call', occurredAt: day(3) });
  t.match(await customer(), { phoneConsent: 'denied', phoneConsentAt: day(3), consentBasis: 'call' }, 'a submission');
  await patch(`/v1/leads/${leadId}`, { phoneConsent: 'granted' });
  const { phoneConsent, phoneConsentAt = '' } = await customer();
  t.equal(phoneConsent, 'granted', 'a correction of the lead');
  t.ok(phoneConsentAt > day(9));
  const { version } = await customer();
  const source = { channel: 'purchased_list', name: 'Bought' };
  await submit({ email, emailConsent: 'granted', source, occurredAt: day(9) });
  await did({ leadId, type: 'page_viewed', occurredAt: day(9) });
  t.equal((await customer()).version, version, 'a purchased grant and a visit change nothing');
});

t.test('an objection by the address reaches the customer after its next lead has begun', async (t) => {
  const { leadId, did, customer, submit, email } = await makeCustomer();
  const next = await submit({ email, purchaseTimeframeDays: 0 });
  t.not(next.id, leadId);
  await did({ email, type: 'email_unsubscribed', occurredAt: day(5) });
  t.match(await customer(), { emailConsent: 'denied', emailConsentAt: day(5) });
  await did({ leadId, type: 'email_bounced', occurredAt: day(6), ...HARD });
  t.equal((await customer()).emailBouncedAt, day(6), 'the old lead still counts');
});

t.test('a submission of a known customer without a lead states its consent', async (t) => {
  const { post, submit, read } = await makeWorkspace();
  const known = { kind: 'person', name: 'Ada King', email: 'ada@engines.example' };
  const created = await post<Customer>('/v1/customers', { ...known, emailConsent: 'granted', emailConsentAt: day(2) });
  t.match(created, { status: 201, body: { emailConsent: 'granted', emailConsentAt: day(2) } });
  await submit({ email: known.email, emailConsent: 'denied', occurredAt: day(1) });
  t.equal((await read(created.body.id)).emailConsent, 'granted');
  await submit({ email: known.email, emailConsent: 'denied', occurredAt: day(3) });
  t.match(await read(created.body.id), { emailConsent: 'denied', emailConsentAt: day(3) });
});

t.test(
  'a conversion into a known customer takes later statements, and its undo gives the known ones back',
  async (t) => {
    const { post, submit, convert, undo, read, did } = await makeWorkspace();
    const consents = { emailConsent: 'denied', emailConsentAt: day(3), phoneConsent: 'denied', phoneConsentAt: day(6) };
    const known = { kind: 'person', name: 'Ada King', ...consents };
    const { body: customer } = await post<Customer>('/v1/customers', known);
    const lead = { name: 'Ada King', email: 'ada@engines.example', phone: PHONE };
    const { id: leadId } = await submit({
      ...{ ...lead, emailConsent: 'granted', phoneConsent: 'granted', occurredAt: day(5) },
    });
    await did({ leadId, type: 'email_bounced', occurredAt: day(5), ...HARD });
    t.equal(await convert(leadId, { customerId: customer.id }), customer.id);
    const after = { ...consents, emailConsent: 'granted', emailConsentAt: day(5), emailBouncedAt: day(5) };
    t.match(await read(customer.id), after);
    t.equal((await undo(leadId)).status, 200);
    t.match(await read(customer.id), consents);
    t.equal((await read(customer.id)).emailBouncedAt, undefined);
    await convert(leadId, { customerId: customer.id });
    await did({ leadId, type: 'email_unsubscribed', occurredAt: day(7) });
    const undone = await undo(leadId);
    t.match(undone, { status: 200, body: { kept: [{ fields: ['emailConsent', 'emailConsentAt'] }] } });
    t.match(await read(customer.id), { emailConsent: 'denied', emailConsentAt: day(7) }, 'stated since: it stays');
  },
);

t.test('an objection does not hinder the undo that removes the customer, and stays with the lead', async (t) => {
  const { leadId, customerId, did, undo, get, customer, change, convert, read } = await makeCustomer();
  await did({ leadId, type: 'email_unsubscribed', occurredAt: day(4) });
  t.equal((await customer()).emailConsent, 'denied');
  const undone = await undo(leadId);
  t.equal(undone.status, 200, undone.text);
  t.equal((await get(`/v1/customers/${customerId}`)).status, 404);
  const objected = { emailConsent: 'denied', emailConsentAt: day(4), phoneConsentAt: day(2) };
  t.match((await get(`/v1/leads/${leadId}`)).body, objected);
  const again = await convert(leadId);
  t.match(await read(again), objected);
  await change(again, { phoneConsent: 'denied' });
  t.equal((await undo(leadId)).status, 200, 'the lead has what was stated to the customer');
  t.equal((await get<LeadOut>(`/v1/leads/${leadId}`)).body.phoneConsent, 'denied');
  await change(await convert(leadId), { city: 'Bonn' });
  const refused = await undo<ProblemOut>(leadId);
  t.equal(refused.status, 409);
  t.match(refused.body.detail, /facts/);
});

t.test('a correction of a customer states its consent now, or when it says', async (t) => {
  const { customerId, change, patch, customer } = await makeCustomer();
  const earlier = await change(customerId, { emailConsent: 'denied', emailConsentAt: day(1) });
  t.match(earlier, { version: 1, emailConsent: 'granted', emailConsentAt: day(2) }, 'made before');
  const later = await change(customerId, { emailConsent: 'denied', emailConsentAt: day(3), phoneConsentAt: null });
  t.match(later, { version: 2, emailConsentAt: day(3), phoneConsentAt: day(2) });
  t.match(await change(customerId, { city: 'Bonn' }), { emailConsentAt: day(3), phoneConsentAt: day(2) });
  const now = await change(customerId, { emailConsent: 'granted' });
  t.equal(now.emailConsent, 'granted');
  t.ok((now.emailConsentAt ?? '') > day(9));
  const pointer = '/phoneConsentAt';
  for (const body of [{ phoneConsentAt: day(4) }, { phoneConsent: 'unknown', phoneConsentAt: day(4) }]) {
    const refused = await patch<ProblemOut>(`/v1/customers/${customerId}`, body);
    t.match(refused, { status: 422, body: { errors: [{ pointer }] } });
  }
  const removed = await change(customerId, { phoneConsent: null });
  t.strictSame([removed.phoneConsent, removed.phoneConsentAt], [undefined, undefined]);
  t.match(await customer(), { emailConsentAt: now.emailConsentAt });
});

t.test(
  'a consent that was stated by mistake is removed from the customer and all its leads, by either road',
  async (t) => {
    const { leadId, customerId, change, patch, get, submit, email, did } = await makeCustomer();
    const { id: next } = await submit({ email, purchaseTimeframeDays: 0 });
    const paths = [`/v1/customers/${customerId}`, `/v1/leads/${leadId}`, `/v1/leads/${next}`];
    const held = (channel: 'email' | 'phone') =>
      Promise.all(
        paths.map(async (path) => {
          const { body } = await get<Customer>(path);
          return [body[`${channel}Consent`], body[`${channel}ConsentAt`]];
        }),
      );
    const all = (...one: unknown[]) => paths.map(() => [one[0], one[1]]);
    for (const [index, path] of paths.entries()) {
      await change(customerId, { emailConsent: 'granted', emailConsentAt: day(4) });
      t.strictSame(await held('email'), all('granted', day(4)), path);
      t.equal((await patch(path, { emailConsent: null })).status, 200);
      t.strictSame(await held('email'), all(), `${path}: a grant`);
      await change(customerId, { phoneConsent: 'denied' });
      t.equal((await patch(path, { phoneConsent: index === 1 ? 'unknown' : null })).status, 200);
      t.strictSame(await held('phone'), all(index === 1 ? 'unknown' : undefined), `${path}: an objection`);
    }
    await did({ leadId, type: 'email_unsubscribed', occurredAt: day(5) });
    const source = { channel: 'purchased_list', name: 'Bought' };
    await submit({ email, emailConsent: 'granted', source, occurredAt: day(9) });
    await patch(`/v1/customers/${customerId}`, { phoneConsent: null });
    t.strictSame(await held('email'), all('denied', day(5)), 'another channel keeps its objection');
  },
);

t.test('an objection through one lead of a customer counts for all its leads', async (t) => {
  const { leadId, did, get, customer, submit, email, post } = await makeCustomer();
  await post('/v1/reps', { name: 'Rosa' });
  const next = await submit({ email, purchaseTimeframeDays: 0 });
  const lead = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  t.match(await lead(next.id), { emailConsent: 'granted', customerId: (await customer()).id });
  await did({ leadId, type: 'email_unsubscribed', occurredAt: day(5) });
  const objected = { emailConsent: 'denied', emailConsentAt: day(5), phoneConsent: 'granted' };
  t.match(await lead(next.id), objected, 'an objection through the old lead');
  const email0 = { channel: 'email', status: 'denied', since: day(5) };
  const phone0 = { channel: 'phone', status: 'allowed' };
  t.strictSame((await lead(next.id)).handoff?.channels, [email0, phone0]);
  t.match((await get<object>(`/v1/leads/${next.id}/next-action`)).body, { channels: [email0, phone0] });
  type Event = { type: string; cause: string; after: object };
  const events = await listAll<Event>(get, `/v1/events?subjectId=${next.id}`);
  t.match(
    events.filter(({ cause }) => cause === 'customer').map(({ type, after }) => ({ type, after })),
    [{ type: 'lead.updated', after: { emailConsent: 'denied' } }],
  );
  await submit({ email, phoneConsent: 'denied', occurredAt: day(6) });
  t.match(await lead(leadId), { ...objected, phoneConsent: 'denied', phoneConsentAt: day(6) }, 'through the next lead');
  await did({ leadId: next.id, type: 'email_bounced', occurredAt: day(7), ...HARD });
  t.equal((await lead(leadId)).emailBouncedAt, day(7));
  await did({ leadId, type: 'email_opened', occurredAt: day(8) });
  t.equal((await lead(next.id)).emailBouncedAt, undefined, 'mail was received later');
  await submit({ email, emailConsent: 'granted', occurredAt: day(4) });
  for (const id of [leadId, next.id]) t.equal((await lead(id)).emailConsent, 'denied', 'granted before');
  await submit({ email, emailConsent: 'granted', occurredAt: day(9) });
  for (const id of [leadId, next.id]) t.match(await lead(id), { emailConsent: 'granted', emailConsentAt: day(9) });
});

t.test('what a customer states by other roads reaches its leads, also those of one request', async (t) => {
  const { leadId, get, customerId, change, submit, email, convert, undo, post } = await makeCustomer();
  const { id: next } = await submit({ email, purchaseTimeframeDays: 0 });
  const consentOf = async (id: string) => {
    const { emailConsent, phoneConsent } = (await get<LeadOut>(`/v1/leads/${id}`)).body;
    return [emailConsent, phoneConsent];
  };
  await change(customerId, { phoneConsent: 'denied', phoneConsentAt: day(3) });
  for (const id of [leadId, next])
    t.strictSame(await consentOf(id), ['granted', 'denied'], 'a correction of the customer');
  const items = [
    { leadId: next, type: 'page_viewed' },
    { leadId, type: 'email_unsubscribed', occurredAt: day(5) },
    { leadId: next, type: 'pricing_viewed' },
  ];
  const batch = await post<{ results: { status: number }[] }>('/v1/engagement-events/batch', { items });
  t.match(batch.body.results, [{ status: 201 }, { status: 201 }, { status: 201 }]);
  for (const id of [leadId, next]) t.strictSame(await consentOf(id), ['denied', 'denied'], 'events of one request');
  const other = await submit({
    name: 'Ada King',
    email: 'ada@home.example',
    emailConsent: 'granted',
    occurredAt: day(4),
  });
  await convert(other.id, { customerId });
  t.strictSame(await consentOf(other.id), ['denied', 'denied'], 'a lead that joins the customer');
  t.equal((await undo(other.id)).status, 200);
  const later = await submit({ email: 'ada@home.example', emailConsent: 'granted', occurredAt: day(6) });
  await convert(later.id, { customerId });
  for (const id of [leadId, next, later.id]) t.equal((await consentOf(id))[0], 'granted', 'its later statement');
});

t.test('a new lead of a customer who objected begins with the objection', async (t) => {
  const { post, submit, get } = await makeWorkspace();
  const known = { kind: 'person', email: 'ada@engines.example', emailConsent: 'denied', emailConsentAt: day(2) };
  await post<Customer>('/v1/customers', known);
  const { email } = known;
  const source = { channel: 'purchased_list', name: 'Bought' };
  const listed = await submit({ email, emailConsent: 'granted', occurredAt: day(9), source });
  t.match(listed, { emailConsent: 'denied', emailConsentAt: day(2) }, 'a purchased list grants nothing');
  await post<Customer>('/v1/customers', { ...known, email: 'bea@engines.example' });
  const items = [
    { email: 'bea@engines.example', need: 'Looms' },
    { email: 'bea@engines.example', emailConsent: 'granted', occurredAt: day(1) },
  ];
  const { body } = await post<{ results: { result: { lead: LeadOut } }[] }>('/v1/leads/batch', { items });
  const [first, second] = body.results.map(({ result }) => result.lead.id);
  t.equal(first, second);
  t.match((await get(`/v1/leads/${first}`)).body, { emailConsent: 'denied', emailConsentAt: day(2) });
  const granted = await submit({ email: 'bea@engines.example', emailConsent: 'granted', occurredAt: day(3) });
  t.match((await get(`/v1/leads/${granted.id}`)).body, { emailConsent: 'granted', emailConsentAt: day(3) });
});

t.test('an objection counts for the person and not for colleagues of the organization', async (t) => {
  const { post, submit, did, get } = await makeWorkspace();
  const organizationName = 'Engines Ltd';
  const [ada, bob] = [
    await submit({ name: 'Ada King', email: 'ada@engines.example', organizationName, emailConsent: 'granted' }),
    await submit({ name: 'Bob Hill', email: 'bob@engines.example', organizationName, emailConsent: 'granted' }),
  ];
  const first = await post<Converted>(`/v1/leads/${ada.id}/conversion`, WON);
  const customerId = first.body.organization?.customerId;
  await post<Converted>(`/v1/leads/${bob.id}/conversion`, { ...WON, customerId });
  const next = await submit({ email: 'ada@engines.example', purchaseTimeframeDays: 0 });
  t.equal(next.customerId, customerId);
  await did({ leadId: next.id, type: 'email_unsubscribed' });
  const consentOf = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body.emailConsent;
  t.strictSame(
    [await consentOf(ada.id), await consentOf(next.id), await consentOf(bob.id)],
    ['denied', 'denied', 'granted'],
  );
});

t.test('a deleted customer keeps no instant of consent', async (t) => {
  const { customerId, leadId, did, call } = await makeCustomer();
  await did({ leadId, type: 'email_bounced', occurredAt: day(3), ...HARD });
  const stored = () =>
    service
      .sql<{ facts: object }>('select facts from customers where id = $1', [customerId])
      .then(([row]) => row?.facts);
  t.ok('emailBouncedAt' in ((await stored()) ?? {}));
  t.equal((await call('DELETE', `/v1/customers/${customerId}`)).status, 204);
  t.strictSame(await stored(), { kind: 'person' });
  await did({ leadId, type: 'email_unsubscribed' });
  t.strictSame(await stored(), { kind: 'person' }, 'an objection through the old lead leaves it erased');
});
