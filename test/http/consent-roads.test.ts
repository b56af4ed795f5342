/** Every road on which a person is stored asks the suppression list and the ledger of consents. */
import t, { type Test } from 'tap';
import { type LeadOut, listAll, openService, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);
const EMAIL = 'robin@mill.example';
const PAST = '2025-02-03T09:00:00.000Z';

interface Named {
  id: string;
}
interface Customer {
  id: string;
  emailConsent?: string;
  emailConsentAt?: string;
}
interface Entry {
  status: string;
  source: string;
  basis?: string;
  leadId?: string;
}
interface Answer {
  code?: string;
  results?: { problem?: { code: string } }[];
}

async function makeWorkspace(t: Test) {
  const { post, patch, get, call } = await service.makeWorkspace();
  const made = async <Body = Named>(path: string, body: object): Promise<Body> => {
    const answer = await post<Body>(path, body);
    t.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const customers = () => listAll<Customer>(get, '/v1/customers');
  const entries = (email = EMAIL) => listAll<Entry>(get, `/v1/consents?email=${encodeURIComponent(email)}`);
  const deny = (email = EMAIL) =>
    made('/v1/consents', { email, channel: 'email', status: 'denied', occurredAt: '2026-01-05T12:00:00.000Z' });
  return { post, patch, get, call, made, customers, entries, deny };
}

t.test('no road stores a suppressed person, and each says so', async (t) => {
  const { post, patch, get, made, customers } = await makeWorkspace(t);
  await made('/v1/suppressions', { kind: 'email', value: EMAIL });
  await made('/v1/suppressions', { kind: 'domain', value: 'rival-works.de' });
  const { lead } = await made<{ lead: LeadOut }>('/v1/leads', { email: 'ada@mill.example' });
  const customer = await made('/v1/customers', { kind: 'person', name: 'Eve', email: 'eve@mill.example' });
  const person = { name: 'Robin Lee', email: EMAIL };
  const past = { createdAt: PAST };
  const roads: [string, object][] = [
    ['/v1/leads', person],
    ['/v1/leads', { name: 'A', otherEmails: [EMAIL] }],
    ['/v1/leads/batch', { items: [person] }],
    ['/v1/leads/history', { items: [{ ...person, ...past }] }],
    ['/v1/leads/batch-update', { items: [{ leadId: lead.id, otherEmails: [EMAIL] }] }],
    ['/v1/customers', { kind: 'person', ...person }],
    ['/v1/customers', { kind: 'organization', name: 'Rival', website: 'https://www.rival-works.de' }],
    ['/v1/customers/batch', { items: [{ kind: 'person', ...person }] }],
    ['/v1/referrals', { referrer: { partner: 'P' }, lead: person }],
  ];
  for (const [path, body] of roads) {
    const { body: answer, text } = await post<Answer>(path, body);
    t.equal(answer.code ?? answer.results?.[0]?.problem?.code, 'suppressed', `${path} ${text}`);
  }
  for (const path of [`/v1/leads/${lead.id}`, `/v1/customers/${customer.id}`]) {
    const refused = await patch<ProblemOut>(path, { email: EMAIL });
    t.match(refused, { status: 422, body: { code: 'suppressed' } }, path);
  }
  t.equal((await post('/v1/capture/leads', person)).status, 201, 'a visitor learns nothing');
  t.equal((await listAll<LeadOut>(get, '/v1/leads')).length, 1);
  t.equal((await customers()).length, 1);
});

t.test('a customer that had a value before it was suppressed can be changed', async (t) => {
  const { patch, made } = await makeWorkspace(t);
  const { id } = await made('/v1/customers', { kind: 'person', name: 'Robin', email: EMAIL });
  await made('/v1/suppressions', { kind: 'email', value: EMAIL });
  t.equal((await patch(`/v1/customers/${id}`, { city: 'Bonn' })).status, 200);
});

t.test('a customer begins with what its address stated before, also in a batch and by a correction', async (t) => {
  const { patch, made, customers, deny } = await makeWorkspace(t);
  for (const name of ['a', 'b', 'c']) await deny(`${name}@mill.example`);
  const granted = { emailConsent: 'granted', emailConsentAt: '2026-01-02T12:00:00.000Z' };
  await made('/v1/customers', { kind: 'person', name: 'Ann', email: 'a@mill.example', ...granted });
  await made('/v1/customers/batch', { items: [{ kind: 'person', name: 'Bob', email: 'b@mill.example' }] });
  const { id } = await made('/v1/customers', { kind: 'person', name: 'Cem' });
  t.match((await patch<Customer>(`/v1/customers/${id}`, { email: 'c@mill.example' })).body, { emailConsent: 'denied' });
  const denied = (await customers()).map(({ emailConsent, emailConsentAt }) => `${emailConsent} ${emailConsentAt}`);
  t.strictSame(new Set(denied), new Set(['denied 2026-01-05T12:00:00.000Z']));
});

t.test('what a customer states is in the ledger, and outlives the customer without its basis', async (t) => {
  const { patch, made, entries, call } = await makeWorkspace(t);
  const stated = { emailConsent: 'granted', emailConsentAt: '2026-01-02T12:00:00.000Z', consentBasis: 'Contract 7' };
  const { id } = await made('/v1/customers', { kind: 'person', name: 'Robin', email: EMAIL, ...stated });
  await patch(`/v1/customers/${id}`, { emailConsent: 'denied' });
  const briefly = async () => (await entries()).map(({ status, source, basis }) => [status, source, basis]);
  t.strictSame(await briefly(), [
    ['withdrawn', 'customer', 'Contract 7'],
    ['granted', 'customer', 'Contract 7'],
  ]);
  t.equal((await call('DELETE', `/v1/customers/${id}`)).status, 204);
  t.strictSame(await briefly(), [
    ['denied', 'removal', undefined],
    ['withdrawn', 'customer', undefined],
    ['granted', 'customer', undefined],
  ]);
  const { lead } = await made<{ lead: LeadOut }>('/v1/leads', { email: EMAIL });
  t.equal(lead.emailConsent, 'denied');
});

t.test('an objection and a submission that arrive together agree, in any order', async (t) => {
  for (let n = 0; n < 12; n++) {
    const { post, get, deny } = await makeWorkspace(t);
    const [, sent] = await Promise.all([
      deny(),
      post('/v1/leads', { email: EMAIL, name: 'Robin' }),
      deny('x@y.example'),
    ]);
    const { body } = await get<LeadOut>(`/v1/leads/${sent.body.lead.id}`);
    t.equal(body.emailConsent, 'denied');
  }
});

t.test('objections and hard bounces are in the ledger on every road of engagement, soft bounces on none', async (t) => {
  const roads: Record<
    string,
    (call: Awaited<ReturnType<typeof makeWorkspace>>, id: string, events: object[]) => object
  > = {
    single: ({ made }, leadId, events) =>
      Promise.all(events.map((event) => made('/v1/engagement-events', { leadId, ...event }))),
    batch: ({ made }, leadId, events) =>
      made('/v1/engagement-events/batch', { items: events.map((event) => ({ leadId, ...event })) }),
    history: ({ made }, _leadId, engagement) =>
      made('/v1/leads/history', { items: [{ email: EMAIL, createdAt: PAST, engagement }] }),
  };
  const bounced = (bounceType: string, day: number) => ({
    ...{ type: 'email_bounced', occurredAt: `2026-01-0${day}T12:00:00.000Z`, properties: { bounceType } },
  });
  for (const [road, send] of Object.entries(roads)) {
    const workspace = await makeWorkspace(t);
    const { lead } = await workspace.made<{ lead: LeadOut }>('/v1/leads', { email: EMAIL });
    await send(workspace, lead.id, [bounced('soft', 2)]);
    t.strictSame(await workspace.entries(), [], `${road}: a soft bounce`);
    await send(workspace, lead.id, [
      bounced('hard', 3),
      { type: 'spam_reported', occurredAt: '2026-01-04T12:00:00.000Z' },
    ]);
    const statuses = (await workspace.entries()).map(({ status, source }) => `${status} ${source}`);
    t.strictSame(statuses.sort(), ['undeliverable engagement', 'withdrawn spam_reported'], road);
    t.match((await workspace.get<LeadOut>(`/v1/leads/${lead.id}`)).body, { emailConsent: 'denied' }, road);
  }
});

t.test('a history that adds an address to a known lead brings its objection', async (t) => {
  const { made, deny, get } = await makeWorkspace(t);
  const ids = { externalId: 'crm-1', name: 'Robin' };
  const { lead } = await made<{ lead: LeadOut }>('/v1/leads', ids);
  await deny();
  await made('/v1/leads/history', { items: [{ ...ids, email: EMAIL, createdAt: PAST }] });
  t.match((await get<LeadOut>(`/v1/leads/${lead.id}`)).body, { emailNormalized: EMAIL, emailConsent: 'denied' });
});
