import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import type { Static } from 'typebox';
import type { TouchSchema } from '../../src/http/schemas/touches.js';
import { type LeadOut, listAll, openService, type ProblemOut, type Reply, type Result } from './ingest-fixture.js';

/** What a publishable key can do: add and fill. It never overwrites, learns or grants. */

type Touch = Static<typeof TouchSchema>;
interface Receipt {
  touchId: string;
}

const { call } = await openService(t);

/** A workspace with a service key and the key of a public form. */
async function openForm() {
  const made = await call<{ workspace: { id: string }; apiKey: { token: string } }>('POST', '/v1/workspaces', {
    name: 'Form',
    defaultCountry: 'US',
  });
  const headers = { authorization: `Bearer ${made.body.apiKey.token}` };
  const issued = await call<{ id: string; token: string }>(
    'POST',
    '/v1/api-keys',
    { name: 'Form', kind: 'capture' },
    { headers },
  );
  const { id: keyId, token } = issued.body;
  const get = <Body>(path: string) => call<Body>('GET', path, undefined, { headers });
  return {
    keyId,
    get,
    patch: <Body = LeadOut>(path: string, body: unknown) => call<Body>('PATCH', path, body, { headers }),
    post: <Body = Result>(path: string, body: unknown) => call<Body>('POST', path, body, { headers }),
    capture: (body: object): Promise<Reply<Receipt>> =>
      call('POST', '/v1/capture/leads', body, { headers: { authorization: `Bearer ${token}` } }),
    asForm: <Body>(method: string, path: string, body?: unknown) =>
      call<Body>(method, path, body, { headers: { authorization: `Bearer ${token}` } }),
    lead: async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body,
    touches: (id: string) => listAll<Touch>(get, `/v1/leads/${id}/touches`),
  };
}

const GRACE = {
  firstName: 'Grace',
  lastName: 'Hopper',
  email: 'grace@navy.mil',
  phone: '+14155552671',
  organizationName: 'US Navy',
  jobTitle: 'Rear admiral',
  externalId: 'crm-1',
  externalSystem: 'salesforce',
  emailConsent: 'denied',
  consentBasis: 'opt-out 2026',
  budgetAmount: '1000.00',
  budgetCurrency: 'USD',
  products: ['COBOL'],
  tags: ['vip'],
  attributes: { vip: true },
};
const { email } = GRACE;
/** What a touch changes of a lead by being there; everything else is a fact or follows from facts. */
const stateOf = ({ version, touchCount, lastTouchAt, updatedAt, scoredAt, ...state }: LeadOut) => state;

const ATTACKS: [name: string, body: object, proposed: object | undefined][] = [
  [
    'another name',
    { email, firstName: 'Evil', lastName: 'Mallory' },
    { name: 'Evil Mallory', firstName: 'Evil', lastName: 'Mallory' },
  ],
  ['another phone', { email, phone: '+4915112345678' }, { otherPhones: ['+4915112345678'] }],
  ['another company', { email, organizationName: 'Evil Corp' }, { organizationName: 'Evil Corp' }],
  ['another job title', { email, jobTitle: 'Cook' }, { jobTitle: 'Cook' }],
  ['a consent where it was denied', { email, emailConsent: 'granted' }, { emailConsent: 'granted' }],
  [
    'a consent with a text where it was denied',
    { email, emailConsent: 'granted', consentText: 'I agree.' },
    { emailConsent: 'granted' },
  ],
  ['a consent without a text', { email, phoneConsent: 'granted' }, { phoneConsent: 'granted' }],
  ['a basis of a consent', { email, consentBasis: 'double opt-in' }, { consentBasis: 'double opt-in' }],
  [
    'another budget',
    { email, budgetAmount: '999999999.00', budgetCurrency: 'JPY' },
    { budgetAmount: '999999999.00', budgetCurrency: 'JPY' },
  ],
  ['another currency', { email, budgetCurrency: 'JPY' }, { budgetCurrency: 'JPY' }],
  ['another value of an attribute', { email, attributes: { vip: false } }, { attributes: { vip: false } }],
  ['further e-mails', { email, otherEmails: ['ceo@bigcorp.com'] }, { otherEmails: ['ceo@bigcorp.com'] }],
  ['further phones', { email, otherPhones: ['+4930123456'] }, { otherPhones: ['+4930123456'] }],
  [
    'a second e-mail by phone',
    { phone: GRACE.phone, otherEmails: ['ceo@bigcorp.com'] },
    { otherEmails: ['ceo@bigcorp.com'] },
  ],
  ['more tags', { email, tags: ['vip', 'blocked'] }, { tags: ['vip', 'blocked'] }],
  ['more products', { email, products: ['Malware'] }, { products: ['COBOL', 'Malware'] }],
  ['an organization in place of a person', { email, kind: 'organization' }, undefined],
  ['nothing but the address', { email }, undefined],
];

for (const [name, body, proposed] of ATTACKS) {
  t.test(`a form that states ${name} of a known person changes nothing but its touches`, async (t) => {
    const form = await openForm();
    const known = (await form.post('/v1/leads', GRACE)).body.lead;
    const answer = await form.capture(body);
    t.equal(answer.status, 201);
    t.strictSame(Object.keys(answer.body), ['touchId']);
    const after = await form.lead(known.id);
    t.strictSame(stateOf(after), stateOf(known));
    t.equal(after.touchCount, 2);
    const [touch] = await form.touches(known.id);
    t.equal(touch?.id, answer.body.touchId);
    t.equal(touch?.publicKeyId, form.keyId);
    t.match(touch?.submission, body, 'what was sent is kept as it was sent');
    t.strictSame(touch?.proposal?.proposed, proposed);
    const waiting = await listAll<LeadOut>(form.get, '/v1/leads?hasProposal=true');
    t.strictSame(
      waiting.map(({ id }) => id),
      proposed ? [known.id] : [],
    );
    t.equal((await listAll(form.get, '/v1/leads?hasProposal=false')).length, proposed ? 0 : 1);
  });
}

const REFUSED: [name: string, body: object, pointer: string][] = [
  ['an external id', { email, externalId: 'crm-1' }, '/externalId'],
  ['a system of external ids', { email, externalSystem: 'salesforce' }, '/externalSystem'],
  ['an instant of the touch', { email, occurredAt: '2001-01-01T00:00:00Z' }, '/occurredAt'],
  ['an instant of the timeframe', { email, timeframeStatedAt: '9999-12-31T23:59:59Z' }, '/timeframeStatedAt'],
  ['a referrer', { email, referredBy: { partner: 'Mallory' } }, '/referredBy'],
  ['a category', { email, category: 'customer' }, '/category'],
  ['an owner', { email, ownerId: '0190a000-0000-7000-8000-000000000000' }, '/ownerId'],
  ['an empty consent text', { email, consentText: '  ' }, '/consentText'],
];

t.test('a form cannot state what is none of its business', async (t) => {
  const form = await openForm();
  const known = (await form.post('/v1/leads', GRACE)).body.lead;
  for (const [name, body, pointer] of REFUSED) {
    const { status, body: problem } = await form.asForm<ProblemOut>('POST', '/v1/capture/leads', body);
    t.equal(status, 400, name);
    t.match(problem.errors, [{ pointer }], name);
  }
  const anonymous = await form.asForm<ProblemOut>('POST', '/v1/capture/leads', { city: 'Paris' });
  t.equal(anonymous.status, 422);
  t.equal((await form.lead(known.id)).touchCount, 1);
});

t.test('a form fills what is empty', async (t) => {
  const form = await openForm();
  const known = (await form.post('/v1/leads', { email, firstName: 'Grace', attributes: { vip: true } })).body.lead;
  const stated = {
    jobTitle: 'Admiral',
    city: 'Arlington',
    budgetAmount: '5.00',
    budgetCurrency: 'USD',
    tags: ['navy'],
  };
  await form.capture({ email, ...stated, attributes: { plan: 'pro' }, phone: '+14155552671' });
  const after = await form.lead(known.id);
  t.match(after, { ...stated, firstName: 'Grace', attributes: { vip: true, plan: 'pro' } });
  t.equal(after.phone, undefined, 'an address of a known lead is proposed, as it would find the lead');
  const [touch] = await form.touches(known.id);
  t.strictSame(touch?.proposal, { current: {}, proposed: { phone: '+14155552671' } });
});

t.test('a form binds no person to a lead: their own enquiries make leads of their own', async (t) => {
  const form = await openForm();
  const grace = (await form.post('/v1/leads', { email, firstName: 'Grace' })).body.lead;
  await form.capture({ email, otherEmails: ['ceo@bigcorp.com'], phone: '+4930123456', otherPhones: ['+4930654321'] });
  await form.capture({ email: 'mallory@evil.com', firstName: 'Mallory', otherEmails: ['cto@bigcorp.com'] });
  for (const enquiry of [
    { email: 'ceo@bigcorp.com', firstName: 'Carol' },
    { email: 'cto@bigcorp.com', firstName: 'Carl' },
    { phone: '+4930123456' },
    { phone: '+4930654321' },
  ]) {
    const { body } = await form.post('/v1/leads', enquiry);
    t.equal(body.outcome, 'created', JSON.stringify(enquiry));
    t.equal(body.lead.firstName, enquiry.firstName);
  }
  await form.patch(`/v1/leads/${grace.id}`, { jobTitle: 'Admiral' });
  t.equal((await form.post('/v1/leads', { email: 'ceo@bigcorp.com' })).body.outcome, 'matched');
  t.equal((await form.lead(grace.id)).touchCount, 2);
});

t.test('an address that a form stated first belongs to the trusted submission that brings it', async (t) => {
  const form = await openForm();
  const grace = (await form.post('/v1/leads', { email })).body.lead;
  const { touchId } = (await form.capture({ email, otherEmails: ['hopper@yale.edu'] })).body;
  const own = await form.post('/v1/leads', { email, otherEmails: ['hopper@yale.edu'] });
  t.strictSame([own.body.lead.id, own.body.lead.otherEmails], [grace.id, ['hopper@yale.edu']]);
  t.equal((await form.post('/v1/leads', { email: 'hopper@yale.edu' })).body.lead.id, grace.id);
  const touch = (await form.touches(grace.id)).find(({ id }) => id === touchId);
  t.equal(touch?.proposal, undefined, 'there is nothing left to decide');
});

t.test('the e-mail decides when the phone is that of another lead; neither is changed', async (t) => {
  const form = await openForm();
  const a = (await form.post('/v1/leads', { email: 'a@navy.mil', firstName: 'A' })).body.lead;
  const b = (await form.post('/v1/leads', { phone: '+14155552671', firstName: 'B' })).body.lead;
  await form.capture({ email: 'a@navy.mil', phone: '+14155552671' });
  t.strictSame(stateOf(await form.lead(a.id)), stateOf(a));
  t.strictSame({ ...(await form.lead(b.id)), scoredAt: b.scoredAt }, b);
  t.equal((await form.lead(a.id)).touchCount, 2);
});

t.test('a consent is granted with the text that the form showed, and anybody can opt out', async (t) => {
  const form = await openForm();
  const text = 'I agree to receive the newsletter by e-mail.';
  await form.capture({ email, emailConsent: 'granted', phoneConsent: 'granted' });
  const [lead] = await listAll<LeadOut>(form.get, '/v1/leads');
  const id = lead?.id ?? '';
  t.equal(lead?.emailConsent, undefined, 'not without a text, also of a new lead');
  await form.capture({ email, emailConsent: 'granted', consentText: text });
  t.equal((await form.lead(id)).emailConsent, 'granted');
  await form.capture({ email, emailConsent: 'denied' });
  t.equal((await form.lead(id)).emailConsent, 'denied');
  await form.capture({ email, emailConsent: 'granted', consentText: text });
  t.equal((await form.lead(id)).emailConsent, 'denied', 'a form that anybody can send lifts no opt-out');
  const touches = await form.touches(id);
  t.strictSame(
    touches.map(({ consents }) => consents),
    [undefined, [{ channel: 'email', consent: 'denied' }], [{ channel: 'email', consent: 'granted', text }], undefined],
  );
  t.ok(touches.every(({ publicKeyId }) => publicKeyId === form.keyId));
});

t.test('a visitor of another lead stays there, and a form raises no score but its own', async (t) => {
  const form = await openForm();
  const ada = (await form.post('/v1/leads', { email: 'ada@navy.mil', visitorId: 'cookie' })).body.lead;
  const known = (await form.post('/v1/leads', GRACE)).body.lead;
  await form.capture({ email, visitorId: 'cookie' });
  await form.post('/v1/visitor-events', { visitorId: 'cookie', type: 'demo_requested' });
  t.strictSame(stateOf(await form.lead(known.id)), stateOf(known));
  t.ok((await form.lead(ada.id)).score.engagement > ada.score.engagement);
  for (const path of ['/v1/visitor-events', '/v1/engagement-events', '/v1/leads', '/v1/referrals']) {
    t.equal((await form.asForm('POST', path, { visitorId: 'cookie', type: 'demo_requested' })).status, 403, path);
  }
});

t.test('a form uses sources and campaigns, and creates none', async (t) => {
  const form = await openForm();
  interface Named {
    id: string;
    channel: string;
    name: string;
  }
  const fair = (await form.post<Named>('/v1/sources', { channel: 'event', name: 'Spring fair' })).body;
  for (let n = 0; n < 5; n++) {
    const source = { channel: n % 2 ? 'event' : 'web_form', name: `Made up ${n}`, campaign: `Made up ${n}` };
    await form.capture({ email: `a${n}@navy.mil`, source });
  }
  await form.capture({ email, source: { channel: 'event', name: 'spring FAIR', campaign: 'Made up' } });
  await form.capture({ email: 'unnamed@navy.mil' });
  const sources = await listAll<Named>(form.get, '/v1/sources');
  t.strictSame(sources.map(({ channel, name }) => `${channel}: ${name}`).sort(), [
    'event: Public form',
    'event: Spring fair',
    'web_form: Public form',
  ]);
  t.equal((await listAll(form.get, '/v1/campaigns')).length, 0);
  const [lead] = await listAll<LeadOut>(form.get, `/v1/leads?email=${email}`);
  t.strictSame([lead?.sourceId, lead?.campaignId], [fair.id, undefined]);
});

t.test('the answer is the same whether the person is known or not', async (t) => {
  const form = await openForm();
  await form.post('/v1/leads', GRACE);
  const [known, unknown] = [
    await form.capture(GRACE_ON_A_FORM),
    await form.capture({ ...GRACE_ON_A_FORM, email: 'x@navy.mil' }),
  ];
  t.equal(known.status, unknown.status);
  t.strictSame(Object.keys(known.body), Object.keys(unknown.body));
  t.strictSame(Object.keys(known.headers).sort(), Object.keys(unknown.headers).sort());
  t.equal(known.text.length, unknown.text.length);
});
const GRACE_ON_A_FORM = { email, firstName: 'Grace', emailConsent: 'granted' };

t.test('a proposal is accepted field by field, or dismissed', async (t) => {
  const form = await openForm();
  const known = (await form.post('/v1/leads', GRACE)).body.lead;
  const stated = {
    email,
    jobTitle: 'Captain',
    phone: '+12025550123',
    emailConsent: 'granted',
    attributes: { vip: false },
  };
  const { touchId } = (await form.capture(stated)).body;
  const touch = `/v1/leads/${known.id}/touches/${touchId}`;
  const accepted = await form.post<LeadOut>(`${touch}/accept`, { fields: ['jobTitle', 'otherPhones'] });
  t.equal(accepted.status, 200);
  t.match(accepted.body, { jobTitle: 'Captain', otherPhones: ['+12025550123'], emailConsent: 'denied', version: 3 });
  t.equal(
    (await form.post('/v1/leads', { phone: '+12025550123' })).body.lead.id,
    known.id,
    'an accepted address finds it',
  );
  const open = (await form.touches(known.id)).find(({ id }) => id === touchId);
  t.strictSame(open?.proposal, {
    current: { emailConsent: 'denied', attributes: { vip: true } },
    proposed: { emailConsent: 'granted', attributes: { vip: false } },
  });
  const dismissed = await form.post<Touch>(`${touch}/dismiss`, { fields: ['emailConsent'] });
  t.strictSame(dismissed.body.proposal, {
    current: { attributes: { vip: true } },
    proposed: { attributes: { vip: false } },
  });
  const rest = await form.post<LeadOut>(`${touch}/accept`, {});
  t.match(rest.body, { attributes: { vip: false }, emailConsent: 'denied' });
  t.equal((await form.post<LeadOut>(`${touch}/accept`, {})).body.version, rest.body.version, 'again: nothing is left');
  t.equal((await listAll(form.get, '/v1/leads?hasProposal=true')).length, 0);
});

t.test('accepting a proposal grants nothing that the person has denied since, unless it is named', async (t) => {
  const form = await openForm();
  const { lead } = (await form.post('/v1/leads', GRACE)).body;
  await form.capture({ email: GRACE.email, jobTitle: 'Admiral', emailConsent: 'granted' });
  await setTimeout(2);
  await form.post('/v1/engagement-events', { leadId: lead.id, type: 'email_unsubscribed' });
  const [touch] = await form.touches(lead.id);
  t.match(touch?.proposal, { current: { emailConsent: 'denied' }, proposed: { emailConsent: 'granted' } });
  const accept = `/v1/leads/${lead.id}/touches/${touch?.id}/accept`;
  t.match((await form.post<LeadOut>(accept, {})).body, { jobTitle: 'Admiral', emailConsent: 'denied' });
  t.match((await form.touches(lead.id))[0]?.proposal?.proposed, { emailConsent: 'granted' }, 'it stays a proposal');
  t.match((await form.post<LeadOut>(accept, { fields: ['emailConsent'] })).body, { emailConsent: 'granted' });
});

t.test('an accepted proposal that shows a lead to be a customer links it', async (t) => {
  const form = await openForm();
  const known = { name: 'Ada King', phone: '+14155552671', emailConsent: 'denied' };
  const customer = await form.post<{ id: string }>('/v1/customers', { kind: 'person', ...known });
  const source = { channel: 'purchased_list', name: 'Bought' };
  const { lead } = (await form.post('/v1/leads', { name: 'Ada King', email: 'ada@engines.example', source })).body;
  const { touchId } = (await form.capture({ email: 'ada@engines.example', phone: known.phone })).body;
  t.notOk((await form.lead(lead.id)).customerId);
  const accepted = await form.post<LeadOut>(`/v1/leads/${lead.id}/touches/${touchId}/accept`, {});
  t.equal(accepted.status, 200, accepted.text);
  const linked = { customerId: customer.body.id, category: 'disqualified', emailConsent: 'denied' };
  t.match(accepted.body, linked);
  t.match(await form.lead(lead.id), linked);
});

t.test('accepting does not take an address from another lead', async (t) => {
  const form = await openForm();
  const known = (await form.post('/v1/leads', GRACE)).body.lead;
  await form.post('/v1/leads', { email: 'ceo@bigcorp.com' });
  const { touchId } = (await form.capture({ email, otherEmails: ['ceo@bigcorp.com'] })).body;
  const refused = await form.post<ProblemOut>(`/v1/leads/${known.id}/touches/${touchId}/accept`, {});
  t.equal(refused.status, 422);
  t.match(refused.body.errors, [{ pointer: '/otherEmails' }]);
  t.ok((await form.touches(known.id))[0]?.proposal, 'it is still open');
  const unknown = await form.post<ProblemOut>(`/v1/leads/${known.id}/touches/${known.id}/accept`, {});
  t.equal(unknown.status, 404);
});

t.test('200 submissions do not grow a lead beyond its limits, from a form or from a trusted caller', async (t) => {
  const form = await openForm();
  const lists = (k: number) => ({
    otherEmails: Array.from({ length: 10 }, (_, n) => `x${k}-${n}@y.com`),
    otherPhones: Array.from({ length: 10 }, (_, n) => `+49301${String(k * 10 + n).padStart(6, '0')}`),
    tags: Array.from({ length: 50 }, (_, n) => `t${k}-${n}`),
    products: Array.from({ length: 50 }, (_, n) => `p${k}-${n}`),
    attributes: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`a${k}-${n}`, 'x'.repeat(100)])),
  });
  const sizes = (lead: LeadOut) => [
    ...[lead.otherEmails, lead.otherPhones, lead.tags, lead.products].map((list = []) => list.length),
    Object.keys(lead.attributes ?? {}).length,
  ];
  const grace = (await form.post('/v1/leads', { email, tags: [] })).body.lead;
  for (let k = 0; k < 100; k++) t.equal((await form.capture({ email, ...lists(k) })).status, 201);
  t.strictSame(sizes(await form.lead(grace.id)), [0, 0, 25, 25, 50], 'a form uses half of what a lead holds');
  const results: Result[] = [];
  for (let k = 100; k < 200; k++) results.push((await form.post('/v1/leads', { email, ...lists(k) })).body);
  const after = await form.lead(grace.id);
  t.strictSame(sizes(after), [10, 10, 50, 50, 100]);
  t.equal(after.touchCount, 201, 'no touch is lost');
  t.strictSame(
    results.at(-1)?.notes.map(({ field, code }) => `${field} ${code}`),
    ['otherEmails', 'otherPhones', 'products', 'tags', 'attributes'].map((field) => `${field} limit_reached`),
  );
  const [touch] = await form.touches(grace.id);
  t.ok(touch?.proposal?.proposed.tags?.includes('t199-0'), 'the surplus is kept with the touch');
  t.equal((await form.post('/v1/leads', { email: 'x199-0@y.com' })).body.outcome, 'created', 'and matches no lead');
  t.ok(JSON.stringify(after).length < 40_000);
});

t.test('a correction or a batch does not exceed the limits either', async (t) => {
  const form = await openForm();
  const many = (prefix: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}${n}`, true]));
  const { lead } = (await form.post('/v1/leads', { email, attributes: many('a', 100) })).body;
  const refused = await form.patch<ProblemOut>(`/v1/leads/${lead.id}`, { attributes: { one: true } });
  t.equal(refused.status, 422);
  t.match(refused.body.errors, [{ pointer: '/attributes' }]);
  t.equal((await form.patch(`/v1/leads/${lead.id}`, { attributes: { a0: null, one: true } })).status, 200);
  const large = { attributes: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`b${n}`, 'x'.repeat(2000)])) };
  const own = (await form.post('/v1/leads', { email: 'large@navy.mil' })).body.lead;
  t.match((await form.patch<ProblemOut>(`/v1/leads/${own.id}`, large)).body.errors, [{ pointer: '/attributes' }]);
  const sent = await form.post<ProblemOut>('/v1/leads', { email: 'larger@navy.mil', ...large });
  t.equal(sent.status, 422);
  t.match(sent.body.errors, [{ pointer: '/attributes', code: 'too_large' }]);
  const tooMany = await form.patch<ProblemOut>(`/v1/leads/${own.id}`, { tags: Array.from({ length: 51 }, String) });
  t.equal(tooMany.status, 400);
  const items = [0, 1, 2].map((n) => ({ email, tags: Array.from({ length: 50 }, (_, k) => `${n}-${k}`) }));
  const batch = await form.post<{ matched: number; results: { result: Result }[] }>('/v1/leads/batch', { items });
  t.equal(batch.body.matched, 3);
  t.match(batch.body.results[2]?.result.notes, [{ field: 'tags', code: 'limit_reached' }]);
  t.equal((await form.lead(lead.id)).tags?.length, 50);
});
