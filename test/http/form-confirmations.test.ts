import t from 'tap';
import { type LeadOut, listAll, openService } from './ingest-fixture.js';

/** Double opt-in: submissions that become leads when the person confirms them by a link. */

let now = Date.now();
const service = await openService(t, { clock: () => now });
const HOUR = 3_600_000;
const FIELDS = [
  { name: 'email', to: 'email', required: true },
  { name: 'full name', to: 'name' },
  { name: 'phone', to: 'phone' },
  { name: 'news', to: 'emailConsent' },
  { name: 'visitorId', to: 'visitorId' },
];
const HTML = { 'content-type': 'application/x-www-form-urlencoded' };

interface Made {
  id: string;
  token: string;
}
interface Requested {
  subjectId: string;
  erasedAt?: string;
  after: { email?: string; name?: string; token: string; link?: string; expiresAt: string; formId: string };
}
interface Counted {
  confirmedSubmissions: number;
  expiredSubmissions: number;
}

async function makeForm() {
  const workspace = await service.makeWorkspace();
  const { post, get, call } = workspace;
  const sourceId = (await post<Made>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  const { token } = (await post<Made>('/v1/api-keys', { name: 'Page', kind: 'capture' })).body;
  const made = await post<Made>('/v1/forms', {
    ...{ name: 'Newsletter', sourceId, fields: FIELDS, consentText: 'I agree.', confirmationHours: 100 },
    confirmationUrl: 'https://www.acme.example/confirm?token={token}',
    confirmedUrl: 'https://www.acme.example/welcome',
  });
  t.equal(made.status, 201, made.text);
  const path = `/v1/forms/${made.body.id}`;
  const headers = { authorization: `Bearer ${token}` };
  const submit = (values: object) => call<{ touchId: string }>('POST', `${path}/submissions`, values, { headers });
  const confirm = (text: string) =>
    call<{ submissionId: string }>('POST', `${path}/confirmations`, { token: text }, { headers });
  const requests = () => listAll<Requested>(get, '/v1/events?type=form.confirmation_requested');
  const leads = () => listAll<LeadOut>(get, '/v1/leads');
  return { ...workspace, path, capture: token, submit, confirm, requests, leads, headers };
}

t.test('a submission becomes a lead when it is confirmed, with a proof of both instants', async (t) => {
  const { submit, confirm, requests, leads, get, path } = await makeForm();
  const submittedAt = new Date(now).toISOString();
  const values = { email: 'Ada@Engines.example', 'full name': 'Ada King', news: 'on' };
  t.match(await submit(values), { status: 201, body: { touchId: /^[0-9a-f-]{36}$/ } });
  t.strictSame(await leads(), [], 'nothing of a lead is stored');
  const [request] = await requests();
  t.match(request, { after: { email: 'Ada@Engines.example', name: 'Ada King' } });
  t.equal(request?.after.link, `https://www.acme.example/confirm?token=${request?.after.token}`);
  t.equal(new Date(request?.after.expiresAt ?? 0).getTime(), now + 100 * HOUR);
  now += 2 * HOUR;
  const answer = await confirm(request?.after.token ?? '');
  t.match(answer, { status: 200, body: { submissionId: request?.subjectId } }, answer.text);
  const [lead] = await leads();
  t.match(lead, { emailNormalized: 'ada@engines.example', name: 'Ada King', emailConsent: 'granted', touchCount: 1 });
  const [consent] = await listAll<{ proof: object }>(get, `/v1/leads/${lead?.id}/consents`);
  t.match(consent?.proof, { text: 'I agree.', textVersion: '1', form: path.slice(10), address: /^[\w-]{43}$/ });
  t.match(consent?.proof, { submittedAt, confirmedAt: new Date(now).toISOString() });
  t.match(await requests(), [{ erasedAt: String, after: { token: undefined, email: undefined } }]);
  t.match((await get<Counted>(path)).body, { confirmedSubmissions: 1, expiredSubmissions: 0 });
});

t.test('a second click gives the same answer, and two at once make one touch', async (t) => {
  const { submit, confirm, requests, leads, capture, path } = await makeForm();
  await submit({ email: 'ada@engines.example' });
  const token = (await requests())[0]?.after.token ?? '';
  const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(token)));
  const again = await confirm(token);
  for (const { status, text } of answers) t.strictSame([status, text], [200, again.text]);
  t.match(await leads(), [{ touchCount: 1 }]);
  const html = await fetch(`${service.urls[0]}${path}/confirmations?key=${capture}`, {
    ...{ method: 'POST', body: `token=${token}`, headers: HTML, redirect: 'manual' },
  });
  t.strictSame([html.status, html.headers.get('location')], [303, 'https://www.acme.example/welcome']);
  now += 101 * HOUR;
  t.equal((await confirm(token)).status, 422, 'the link ends after its hours');
});

t.test('a token is of one submission and one form; a wrong one tells nothing', async (t) => {
  const { submit, confirm, requests, leads, call } = await makeForm();
  const other = await makeForm();
  await submit({ email: 'ada@engines.example' });
  const token = (await requests())[0]?.after.token ?? '';
  const altered = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  const unknown = (await confirm('x')).text.replace(/"requestId":"[^"]*"/, '');
  for (const wrong of [altered, token.slice(0, 30), `${token}A`, '-'.repeat(54)]) {
    const answer = await confirm(wrong);
    t.strictSame([answer.status, answer.text.replace(/"requestId":"[^"]*"/, '')], [422, unknown]);
  }
  t.equal((await other.confirm(token)).status, 422);
  const head = await call('GET', `${other.path}/confirmations?token=${token}`, undefined);
  t.equal(head.status, 405, 'a program that opens the links of e-mails confirms nothing');
  t.strictSame(await leads(), []);
  t.equal((await confirm(token)).status, 200);
});

t.test('what is not confirmed in time leaves a count', async (t) => {
  const { submit, confirm, requests, leads, get, path, workspaceId } = await makeForm();
  await submit({ email: 'ada@engines.example' });
  const token = (await requests())[0]?.after.token ?? '';
  const before = (await get(path)).headers.etag;
  now += 100 * HOUR + 1;
  t.ok((await service.apps[0]?.services.timers.fireDue())?.effective);
  t.equal((await confirm(token)).status, 422);
  t.strictSame(await leads(), []);
  t.match((await get<Counted>(path)).body, { confirmedSubmissions: 0, expiredSubmissions: 1 });
  t.not((await get(path)).headers.etag, before, 'counts change the tag');
  t.match(await requests(), [{ erasedAt: String, after: { email: undefined, token: undefined } }]);
  const left = await service.sql('select * from waiting_submissions where workspace_id = $1', [workspaceId]);
  t.strictSame(left, []);
});

t.test('nobody is flooded with e-mails, and a suppressed person gets none', async (t) => {
  const { submit, requests, post } = await makeForm();
  for (let i = 0; i < 5; i++) t.equal((await submit({ email: 'ada@engines.example' })).status, 201);
  t.equal((await requests()).length, 3);
  await post('/v1/suppressions', { kind: 'email', value: 'grace@navy.example' });
  const answer = await submit({ email: 'grace@navy.example' });
  t.strictSame([answer.status, Object.keys(answer.body)], [201, ['touchId']]);
  t.equal((await requests()).length, 3);
  t.match(await submit({ email: 'nobody' }), { status: 422, body: { errors: [{ pointer: '/email' }] } });
});

t.test('waiting submissions are in the answer of an access request, and an erasure removes them', async (t) => {
  const { submit, confirm, requests, post, leads, path, call } = await makeForm();
  await submit({ email: 'ada@engines.example', phone: '+14155552671', 'full name': 'Ada King' });
  await submit({ email: 'grace@navy.example' });
  const [ofAda] = await requests();
  const token = ofAda?.after.token ?? '';
  const access = async (person: object) =>
    (await post<{ data: { kind: string; data: object }[] }>('/v1/access-requests', person)).text;
  for (const person of [{ email: 'ada@engines.example' }, { phone: '+14155552671' }]) {
    const text = await access(person);
    t.match(text, /waiting_submissions/);
    t.match(text, /Ada King/);
    t.notMatch(text, new RegExp(`grace|${token}`));
  }
  t.equal((await post<object>('/v1/erasures', { email: 'ada@engines.example' })).status, 202);
  t.equal((await confirm(token)).status, 422);
  t.notMatch(JSON.stringify(await requests()), /ada|Ada/);
  t.match(await requests(), [{ erasedAt: String }, { after: { email: 'grace@navy.example' } }]);
  t.equal((await call('DELETE', path)).status, 204);
  t.notMatch(JSON.stringify(await requests()), /grace/, 'a deleted form takes what waits for it along');
  t.strictSame(await leads(), []);
});

t.test('the link goes to the one address that the lead gets', async (t) => {
  const { submit, confirm, requests, leads } = await makeForm();
  const typed = [
    'victim@engines.example, attacker@evil.example',
    'victim@engines.example\nBcc: attacker@evil.example',
    'Ada <victim@engines.example>',
  ];
  for (const email of typed) t.equal((await submit({ email, news: 'on' })).status, 201);
  const requested = await requests();
  t.strictSame(
    requested.map(({ after }) => after.email),
    typed.map(() => 'victim@engines.example'),
  );
  for (const { after } of requested) t.equal((await confirm(after.token)).status, 200);
  t.match(await leads(), [{ email: 'victim@engines.example', emailConsent: 'granted', touchCount: 3 }]);
});

t.test('a name for the greeting is no advertisement', async (t) => {
  const { submit, requests } = await makeForm();
  const names = ['Win at https://evil.example', 'www.evil.example', '<b>Ada</b>', 'Ada King'];
  for (const [index, name] of names.entries())
    t.equal((await submit({ email: `a${index}@engines.example`, 'full name': name })).status, 201);
  const greetings = (await requests()).map(({ after }) => after.name);
  t.strictSame(greetings, [undefined, undefined, undefined, 'Ada King']);
});

t.test('who was suppressed since the submission gets the usual answer, and is not stored', async (t) => {
  const { submit, confirm, requests, leads, post } = await makeForm();
  await submit({ email: 'ada@engines.example' });
  await submit({ email: 'grace@navy.example' });
  const [ada, grace] = await requests();
  t.equal((await post('/v1/suppressions', { kind: 'email', value: 'ada@engines.example' })).status, 201);
  const id = /[0-9a-f-]{36}/;
  const texts = [];
  for (const token of [ada?.after.token, grace?.after.token, ada?.after.token]) {
    const { status, text } = await confirm(token ?? '');
    texts.push(`${status} ${text.replace(id, '')}`);
  }
  t.equal(new Set(texts).size, 1, texts.join());
  t.match(await leads(), [{ email: 'grace@navy.example' }]);
});

t.test('the key of the page grants no consent without the form', async (t) => {
  const { call, leads, headers } = await makeForm();
  const body = { email: 'victim@engines.example', emailConsent: 'granted', consentText: 'I agree.' };
  t.equal((await call('POST', '/v1/capture/leads', body, { headers })).status, 201);
  const [lead] = await leads();
  t.match(lead, { email: 'victim@engines.example' });
  t.notMatch(lead, { emailConsent: 'granted' });
  const denied = { email: 'victim@engines.example', emailConsent: 'denied' };
  t.equal((await call('POST', '/v1/capture/leads', denied, { headers })).status, 201);
  t.match(await leads(), [{ emailConsent: 'denied' }], 'opting out works at once');
});

/** Submits as a form with confirmation does, and confirms. */
async function submitConfirmed({ submit, confirm, requests }: Awaited<ReturnType<typeof makeForm>>, values: object) {
  t.equal((await submit(values)).status, 201);
  const last = (await requests()).find(({ after }) => after.token !== undefined);
  return confirm(last?.after.token ?? '');
}

t.test('a confirmed grant replaces an earlier objection to e-mail, and none to calls', async (t) => {
  const form = await makeForm();
  const { post, leads } = form;
  await post('/v1/leads', { email: 'ada@engines.example', emailConsent: 'denied', phoneConsent: 'denied' });
  now += HOUR;
  const values = { email: 'ada@engines.example', news: 'on', phone: '+4930901820' };
  t.equal((await submitConfirmed(form, values)).status, 200);
  t.match(await leads(), [{ emailConsent: 'granted', phoneConsent: 'denied' }]);
  now += HOUR;
  await post('/v1/engagement-events', { email: 'ada@engines.example', type: 'email_unsubscribed' });
  t.match(await leads(), [{ emailConsent: 'denied' }], 'the latest statement counts');
});

t.test('a confirmed grant counts for a person who objected before there was a lead', async (t) => {
  const form = await makeForm();
  await form.post('/v1/consents', { email: 'ada@engines.example', channel: 'email', status: 'denied' });
  now += HOUR;
  await submitConfirmed(form, { email: 'ada@engines.example', news: 'on' });
  t.match(await form.leads(), [{ emailConsent: 'granted' }]);
});

t.test('a confirmation proves nothing about another e-mail of the lead', async (t) => {
  const form = await makeForm();
  const known = { email: 'ada@engines.example', phone: '+4930901820', emailConsent: 'denied' };
  await form.post('/v1/leads', known);
  now += HOUR;
  await submitConfirmed(form, { email: 'eve@engines.example', phone: '+4930901820', news: 'on' });
  const [ada] = (await form.leads()).filter(({ email }) => email === 'ada@engines.example');
  t.match(ada, { emailConsent: 'denied' });
});

t.test('a confirmation grants nothing to a lead that has not got the e-mail', async (t) => {
  const form = await makeForm();
  const known = await form.post<{ lead: LeadOut }>('/v1/leads', { name: 'Ada King', phone: '+4930901820' });
  const values = { email: 'eve@engines.example', 'full name': 'Ada King', phone: '+4930901820', news: 'on' };
  await submitConfirmed(form, values);
  const [ada] = await form.leads();
  t.match(ada, { id: known.body.lead.id, touchCount: 2 }, 'found by the number');
  t.notOk(ada?.email ?? ada?.emailConsent, 'both are proposed');
  const [touch] = await listAll<{ proposal: unknown }>(form.get, `/v1/leads/${ada?.id}/touches`);
  t.match(touch, { proposal: { proposed: { email: 'eve@engines.example', emailConsent: 'granted' } } });
});

t.test('a confirmation of another e-mail replaces no objection of a customer', async (t) => {
  const form = await makeForm();
  const known = { name: 'Ada King', phone: '+4930901820', email: 'ada@engines.example', emailConsent: 'denied' };
  const made = await form.post<Made>('/v1/customers', { kind: 'person', ...known });
  t.equal(made.status, 201, made.text);
  now += HOUR;
  const values = { email: 'eve@engines.example', 'full name': 'Ada King', phone: '+4930901820', news: 'on' };
  await submitConfirmed(form, values);
  t.match((await form.get(`/v1/customers/${made.body.id}`)).body, { emailConsent: 'denied' });
});

t.test('no form, capture or connector grants a channel that needs double opt-in', async (t) => {
  const { post, patch, call, leads, headers, workspaceId, send } = await makePlainForm();
  const set = await patch(`/v1/workspaces/${workspaceId}`, { doubleOptIn: ['email'] });
  t.match(set, { status: 200, body: { doubleOptIn: ['email'] } }, set.text);
  const granted = { emailConsent: 'granted', phoneConsent: 'granted', consentText: 'I agree.' };
  await send({ email: 'form@engines.example', phone: '+4930901821', news: 'on', calls: 'on' });
  await call('POST', '/v1/capture/leads', { email: 'page@engines.example', ...granted }, { headers });
  const stored = await leads();
  t.equal(stored.length, 2);
  for (const lead of stored) {
    t.notMatch(lead, { emailConsent: 'granted' });
    t.match(lead, { phoneConsent: 'granted' }, 'the other channel is granted');
  }
  await post('/v1/leads', { email: 'own@engines.example', emailConsent: 'granted' });
  t.match(
    (await leads())[0],
    { email: 'own@engines.example', emailConsent: 'granted' },
    'a caller with a key states it',
  );
  await patch(`/v1/workspaces/${workspaceId}`, { doubleOptIn: [] });
  await send({ email: 'later@engines.example', news: 'on' });
  t.match((await leads())[0], { emailConsent: 'granted' });
});

t.test('a form without confirmation is no way round one with it', async (t) => {
  const { post, leads, send, sourceId } = await makePlainForm();
  await post('/v1/forms', {
    ...{ name: 'Confirmed', sourceId, fields: FIELDS, consentText: 'I agree.', confirmationHours: 1 },
    confirmationUrl: 'https://www.acme.example/confirm?token={token}',
  });
  await send({ email: 'victim@engines.example', news: 'on' });
  t.notMatch((await leads())[0], { emailConsent: 'granted' });
});

t.test('an attribute that does not fit is refused at the submission, with the pointer of its input', async (t) => {
  const { post, patch, path, submit, requests } = await makeForm();
  t.equal((await post('/v1/attribute-definitions', { name: 'seats', type: 'number' })).status, 201);
  const fields = [...FIELDS, { name: 'how many', to: 'attribute', attribute: 'seats' }];
  t.equal((await patch(path, { fields })).status, 200);
  const refused = await submit({ email: 'ada@engines.example', 'how many': 'some' });
  t.match(refused, { status: 422, body: { errors: [{ pointer: '/how many' }] } });
  t.strictSame(await requests(), []);
});

/** A workspace with a form that asks for no confirmation. */
async function makePlainForm() {
  const workspace = await service.makeWorkspace();
  const { post, call, get } = workspace;
  const sourceId = (await post<Made>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  const { token } = (await post<Made>('/v1/api-keys', { name: 'Page', kind: 'capture' })).body;
  const fields = [...FIELDS, { name: 'calls', to: 'phoneConsent' }];
  const form = await post<Made>('/v1/forms', { name: 'Plain', sourceId, fields, consentText: 'I agree.' });
  const headers = { authorization: `Bearer ${token}` };
  const send = async (values: object) => {
    now += 1_000;
    const reply = await call('POST', `/v1/forms/${form.body.id}/submissions`, values, { headers });
    if (reply.status !== 201) throw new Error(reply.text);
  };
  return { ...workspace, sourceId, headers, send, leads: () => listAll<LeadOut>(get, '/v1/leads') };
}
