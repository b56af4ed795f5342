import t from 'tap';
import type { Static } from 'typebox';
import type { ConsentRecordSchema } from '../../src/http/schemas/consents.js';
import type { NextActionSchema } from '../../src/http/schemas/timeline.js';
import { type LeadOut, listAll, openService, type ProblemOut } from './ingest-fixture.js';

type Entry = Static<typeof ConsentRecordSchema>;
type Next = Static<typeof NextActionSchema>;

const service = await openService(t);
const EMAIL = 'ada@mill.example';
const PHONE = '+4930901820';
const day = (n: number) => `2026-01-0${n}T12:00:00.000Z`;

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get, patch, call } = await service.makeWorkspace();
  const submit = async (body: object) => (await post('/v1/leads', body)).body.lead;
  const record = async (body: object) => {
    const answer = await post<Entry>('/v1/consents', { channel: 'email', ...body });
    t.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const did = (leadId: string, type: string, more: object = {}) =>
    post('/v1/engagement-events', { leadId, type, ...more });
  const leadAt = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  const entriesOf = (id: string) => listAll<Entry>(get, `/v1/leads/${id}/consents`);
  const remove = async (id: string) => t.equal((await call('DELETE', `/v1/leads/${id}`)).status, 204);
  return { post, get, patch, submit, record, did, leadAt, entriesOf, remove };
}

const briefly = (entries: readonly Entry[]) =>
  entries.map(({ channel, status, source, occurredAt }) =>
    [channel, status, source, occurredAt.slice(0, 10)].join(' '),
  );

t.test('every statement about a lead is an entry of the ledger, also one that does not count', async (t) => {
  const { submit, did, patch, entriesOf, leadAt } = await makeWorkspace();
  const { id } = await submit({ email: EMAIL, emailConsent: 'granted', consentBasis: 'form', occurredAt: day(1) });
  await did(id, 'email_unsubscribed', { occurredAt: day(5) });
  await submit({ email: EMAIL, emailConsent: 'granted', occurredAt: day(2) });
  await did(id, 'email_bounced', { occurredAt: day(6), properties: { bounceType: 'soft' } });
  await did(id, 'email_bounced', { occurredAt: day(6), properties: { bounceType: 'hard' } });
  await did(id, 'email_opened', { occurredAt: day(7) });
  t.equal((await leadAt(id)).emailConsent, 'denied');
  await patch(`/v1/leads/${id}`, { phone: PHONE, phoneConsent: 'granted' });
  await patch(`/v1/leads/${id}`, { phoneConsent: null });
  const today = new Date().toISOString().slice(0, 10);
  const entries = await entriesOf(id);
  t.strictSame(briefly(entries).reverse(), [
    'email granted submission 2026-01-01',
    'email withdrawn email_unsubscribed 2026-01-05',
    'email granted submission 2026-01-02',
    'email undeliverable engagement 2026-01-06',
    `email deliverable engagement ${today}`,
    `phone granted correction ${today}`,
    `phone removed correction ${today}`,
  ]);
  t.match(entries.at(-1), { leadId: id, purpose: 'marketing', basis: 'form', proof: { reference: String } });
});

t.test('a lead that is created for an address that said no before shows it', async (t) => {
  const { submit, record, post, leadAt, entriesOf, get } = await makeWorkspace();
  const entry = await record({
    ...{ email: ' Ada@Mill.example ', status: 'denied', source: 'letter', occurredAt: day(5) },
    proof: { text: 'No mail', address: '192.0.2.1' },
  });
  t.match(entry, { channel: 'email', status: 'denied', source: 'letter', occurredAt: day(5), purpose: 'marketing' });
  t.equal(entry.leadId, undefined);
  const { id } = await submit({ email: EMAIL, phone: PHONE, emailConsent: 'granted', occurredAt: day(2) });
  t.match(await leadAt(id), { emailConsent: 'denied', emailConsentAt: day(5) });
  const next = (await get<Next>(`/v1/leads/${id}/next-action`)).body;
  t.match(next.channels, [{ channel: 'email', status: 'denied' }]);
  t.not(next.taskKind, 'email');
  t.strictSame(briefly(await entriesOf(id)), ['email granted submission 2026-01-02']);
  const found = await listAll<Entry>(get, `/v1/consents?email=${encodeURIComponent(EMAIL)}`);
  t.equal(found.length, 2, 'the ledger finds entries from before the lead by their address');
  const batch = await post('/v1/leads/batch', {
    items: [{ email: 'b@mill.example', emailConsent: 'granted', occurredAt: day(9) }, { email: 'c@mill.example' }],
  });
  t.equal(batch.status, 207);
  t.equal((await submit({ email: EMAIL, emailConsent: 'granted', occurredAt: day(9) })).emailConsent, 'granted');
});

t.test('nothing proposes or sends an e-mail to who said no before there was a lead', async (t) => {
  const { submit, record, post, get } = await makeWorkspace();
  const tasks = [
    { key: 'write', title: 'Write', kind: 'email', automatic: true, due: { after: 2, unit: 'calendar_hours' } },
  ];
  const entry = { id: 'a', label: 'A', category: 'suspect', guidance: 'Go', tasks };
  const draft = await post<{ version: number }>('/v1/playbooks', { name: 'Ours', document: { entries: [entry] } });
  await post(`/v1/playbooks/${draft.body.version}/publish`, undefined);
  await record({ email: EMAIL, status: 'denied', occurredAt: day(5) });
  const { id } = await submit({ email: EMAIL, phone: PHONE });
  const { id: other } = await submit({ email: 'eve@mill.example', phone: '+4930901821' });
  const kindsOf = async (leadId: string) =>
    (await listAll<{ kind: string }>(get, `/v1/tasks?leadId=${leadId}`)).map(({ kind }) => kind);
  t.strictSame([await kindsOf(id), await kindsOf(other)], [['call'], ['email']], 'tasks of the playbook');
  type Stays = { sequences: { comingSteps: { channel?: string; outcome: string }[] }[] };
  const sendsTo = async (leadId: string) =>
    (await get<Stays>(`/v1/leads/${leadId}/sequences`)).body.sequences
      .flatMap(({ comingSteps }) => comingSteps)
      .filter(({ channel, outcome }) => channel === 'email' && outcome === 'due').length;
  t.equal(await sendsTo(id), 0, 'sequences');
  t.ok((await sendsTo(other)) > 0, 'sequences of another lead');
  t.not((await get<Next>(`/v1/leads/${id}/next-action`)).body.taskKind, 'email', 'the next action');
  await post('/v1/reps', { name: 'Rosa' });
  const { handoff } = await submit({ email: EMAIL, purchaseTimeframeDays: 0 });
  t.match(handoff, { channels: [{ channel: 'email', status: 'denied' }, { channel: 'phone' }] }, 'hand-offs');
  const items = [{ email: 'h@mill.example', createdAt: '2025-02-03T09:00:00.000Z' }];
  await record({ email: 'h@mill.example', status: 'denied', occurredAt: day(5) });
  await post('/v1/leads/history', { items });
  const [past] = await listAll<LeadOut>(get, '/v1/leads?email=h@mill.example');
  t.equal(past?.emailConsent, 'denied', 'a recorded history');
});

t.test('of two statements at one instant the denial counts, in either order', async (t) => {
  for (const order of [
    ['granted', 'denied'],
    ['denied', 'granted'],
  ]) {
    const { submit, record } = await makeWorkspace();
    for (const status of order) await record({ email: EMAIL, status, occurredAt: day(3) });
    t.match(await submit({ email: EMAIL }), { emailConsent: 'denied', emailConsentAt: day(3) });
  }
});

t.test('a recorded consent counts for the lead at once; another purpose and an older one do not', async (t) => {
  const { submit, record, leadAt, get } = await makeWorkspace();
  const { id } = await submit({ email: EMAIL, phone: PHONE, emailConsent: 'granted', occurredAt: day(4) });
  const other = await record({ email: EMAIL, status: 'denied', purpose: 'events', occurredAt: day(8) });
  t.match(other, { leadId: id, purpose: 'events' });
  await record({ email: EMAIL, status: 'denied', occurredAt: day(3) });
  t.equal((await leadAt(id)).emailConsent, 'granted');
  await record({ leadId: id, status: 'withdrawn', occurredAt: day(6), basis: 'objection' });
  t.match(await leadAt(id), { emailConsent: 'denied', emailConsentAt: day(6), consentBasis: 'objection' });
  await record({ phone: PHONE, channel: 'phone', status: 'denied', occurredAt: day(6) });
  t.equal((await leadAt(id)).phoneConsent, 'denied');
  const events = await listAll<{ type: string; cause: string }>(get, `/v1/events?subjectId=${id}`);
  t.ok(events.some(({ type, cause }) => type === 'lead.updated' && cause === 'consent'));
  t.equal((await listAll<Entry>(get, `/v1/leads/${id}/consents?purpose=events`)).length, 1);
});

t.test('an objection outlives its lead, and a deleted lead leaves nothing that names it', async (t) => {
  const { submit, did, remove, get, record } = await makeWorkspace();
  const { id } = await submit({ email: EMAIL, emailConsent: 'granted', consentBasis: 'Form 7', occurredAt: day(1) });
  await record({ leadId: id, status: 'granted', occurredAt: day(2), proof: { address: '192.0.2.7' } });
  await did(id, 'email_unsubscribed', { occurredAt: day(5) });
  await remove(id);
  const entries = await listAll<Entry>(get, '/v1/consents');
  t.ok(entries.length >= 3);
  for (const entry of entries) t.match(entry, { leadId: undefined, basis: undefined, proof: undefined });
  t.match(await submit({ email: EMAIL }), { emailConsent: 'denied', emailConsentAt: day(5) });
  const list = { channel: 'purchased_list', name: 'Bought' };
  const bought = await submit({ email: EMAIL, emailConsent: 'granted', source: list });
  t.equal(bought.emailConsent, 'denied');
});

t.test('an address that a correction adds brings its objection, and no grant', async (t) => {
  const { submit, record, patch } = await makeWorkspace();
  await record({ email: 'no@mill.example', status: 'denied', occurredAt: day(5) });
  await record({ email: 'yes@mill.example', status: 'granted', occurredAt: day(5) });
  const { id } = await submit({ phone: PHONE, name: 'Ada King' });
  t.equal((await patch(`/v1/leads/${id}`, { email: 'yes@mill.example' })).body.emailConsent, undefined);
  t.equal((await patch(`/v1/leads/${id}`, { email: 'no@mill.example' })).body.emailConsent, 'denied');
});

t.test('a phone number that several people have denies for them, and grants for none', async (t) => {
  const { submit, record } = await makeWorkspace();
  await record({ phone: PHONE, channel: 'phone', status: 'granted', occurredAt: day(5) });
  t.equal((await submit({ phone: PHONE, name: 'Ada King' })).phoneConsent, undefined);
  await record({ phone: '+4930901821', channel: 'phone', status: 'denied', occurredAt: day(5) });
  t.equal((await submit({ phone: '+4930901821', name: 'Bob Lee' })).phoneConsent, 'denied');
});

t.test('a public form never grants what its address denied before there was a lead', async (t) => {
  const { record, post, get } = await makeWorkspace();
  await record({ email: EMAIL, status: 'denied', occurredAt: day(5) });
  const sent = await post('/v1/capture/leads', { email: EMAIL, emailConsent: 'granted', consentText: 'Yes' });
  t.equal(sent.status, 201);
  const [lead] = await listAll<LeadOut>(get, `/v1/leads?email=${encodeURIComponent(EMAIL)}`);
  t.equal(lead?.emailConsent, 'denied');
});

t.test('an objection of a customer without a lead counts for the customer', async (t) => {
  const { record, post, get } = await makeWorkspace();
  const { body } = await post<{ id: string }>('/v1/customers', { kind: 'person', name: 'Ada King', email: EMAIL });
  await record({ email: EMAIL, status: 'denied', occurredAt: day(5) });
  const customer = await get<{ emailConsent?: string }>(`/v1/customers/${body.id}`);
  t.equal(customer.body.emailConsent, 'denied');
});

t.test('what names no person, no address or another workspace is refused with its field', async (t) => {
  const { post } = await makeWorkspace();
  const other = await makeWorkspace();
  const { id } = await other.submit({ email: EMAIL });
  const refusalOf = async (body: object) => {
    const { status, body: problem } = await post<ProblemOut>('/v1/consents', {
      ...{ channel: 'email', status: 'denied' },
      ...body,
    });
    return [status, problem.code, problem.errors?.[0]?.pointer];
  };
  t.strictSame(await refusalOf({}), [422, 'rule_refused', undefined]);
  t.strictSame(await refusalOf({ email: 'nobody' }), [422, 'rule_refused', '/email']);
  t.strictSame(await refusalOf({ phone: '12' }), [422, 'rule_refused', '/phone']);
  t.strictSame(await refusalOf({ leadId: id }), [422, 'reference_not_found', '/leadId']);
  t.strictSame((await refusalOf({ email: EMAIL, purpose: 'No!' }))[0], 400);
  t.strictSame((await refusalOf({ email: EMAIL, status: 'undeliverable' }))[0], 400);
});
