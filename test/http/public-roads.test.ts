import t from 'tap';
import { listAll, openService, type ProblemOut, type Reply } from './ingest-fixture.js';

/** What a visitor learns on each public road: the same for known, unknown and suppressed people, in the answer and in the statements that it waits for. */

const statements: string[] = [];
const service = await openService(t, { onStatement: (name) => void statements.push(name) });
const FIELDS = [
  { name: 'email', to: 'email', required: true },
  { name: 'full name', to: 'name' },
  { name: 'plan', to: 'attribute', attribute: 'plan' },
  { name: 'news', to: 'emailConsent' },
];
const CONFIRMED = { confirmationHours: 100, confirmationUrl: 'https://www.acme.example/confirm?token={token}' };

interface Made {
  id: string;
  token: string;
}

async function makePage() {
  const workspace = await service.makeWorkspace();
  const { post, call } = workspace;
  const sourceId = (await post<Made>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  const { token } = (await post<Made>('/v1/api-keys', { name: 'Page', kind: 'capture' })).body;
  const headers = { authorization: `Bearer ${token}` };
  const asPage = (path: string, body: object) => call<Partial<ProblemOut>>('POST', path, body, { headers });
  const makeForm = async (more: object = {}) => {
    const form = { name: 'Newsletter', sourceId, fields: FIELDS, consentText: 'I agree.', ...more };
    const made = await post<Made>('/v1/forms', form);
    if (made.status !== 201) throw new Error(made.text);
    return `/v1/forms/${made.body.id}`;
  };
  const html = async (path: string, values: Record<string, string>) => {
    const answer = await fetch(`${service.urls[0]}${path}?key=${token}`, {
      ...{ method: 'POST', body: new URLSearchParams(values), redirect: 'manual' },
    });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  };
  return { ...workspace, asPage, makeForm, html };
}

/** What a visitor sees of an answer, without what is random in each. */
function seen({ status, headers, text }: Pick<Reply<unknown>, 'status' | 'headers' | 'text'>) {
  const { date, 'x-request-id': _, ...rest } = headers;
  return { status, headers: rest, text: text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID') };
}

t.test('an attribute that does not fit is refused for known and unknown people alike', async (t) => {
  const { post, asPage } = await makePage();
  await post('/v1/attribute-definitions', { name: 'seats', type: 'number' });
  await post('/v1/attribute-definitions', { name: 'referrer', type: 'lead' });
  await post('/v1/leads', { email: 'known@acme.example', lastName: 'Known', attributes: { seats: 3 } });
  const submit = (name: string, attributes: object) =>
    asPage('/v1/capture/leads', { email: `${name}@acme.example`, attributes });
  const known = await submit('known', { seats: 'some' });
  t.match(known, { status: 422, body: { errors: [{ pointer: '/attributes/seats', code: 'value_invalid' }] } });
  t.strictSame(seen(await submit('unknown', { seats: 'some' })), seen(known));
  t.equal((await submit('known', { seats: 5 })).status, 201);
});

t.test('a public submission does not tell which records exist, and stores no reference to none', async (t) => {
  const { post, asPage, get } = await makePage();
  await post('/v1/attribute-definitions', { name: 'friend', type: 'lead' });
  const { lead } = (await post('/v1/leads', { email: 'friend@acme.example', lastName: 'Friend' })).body;
  const submit = (name: string, friend: string) =>
    asPage('/v1/capture/leads', { email: `${name}@acme.example`, attributes: { friend } });
  const there = await submit('one', lead.id);
  const gone = await submit('two', lead.id.replace(/.{4}$/, '0000'));
  t.equal(there.status, 201, there.text);
  t.strictSame(seen(gone), seen(there));
  const [two, one] = await listAll<{ attributes?: object }>(get, '/v1/leads');
  t.strictSame([one?.attributes, two?.attributes ?? {}], [{ friend: lead.id }, {}]);
});

/**
 * The statements in which a new lead and a known one differ. The ledger of consents is looked up for addresses without a lead, beside other reads
 * and only where the workspace has entries.
 */
const OF_NEW = ['consents_of_addresses', 'insert_lead_keys', 'insert_leads'];
const OF_KNOWN = ['open_tasks', 'replace_leads'];
const WRITES = /^(insert|replace|write|update|delete)/;
const without = (all: string[], some: string[]) => all.filter((name) => !some.includes(name)).sort();

/** The answer and the statements of one call. */
async function watched(send: () => Promise<Pick<Reply<unknown>, 'status' | 'headers' | 'text'>>) {
  statements.length = 0;
  const answer = seen(await send());
  return { answer, statements: [...statements] };
}

t.test(
  'forms and capture do as much for known people as for unknown ones, and read as much for suppressed ones',
  async (t) => {
    const { post, asPage, makeForm, html } = await makePage();
    const form = `${await makeForm()}/submissions`;
    const held = `${await makeForm(CONFIRMED)}/submissions`;
    await post('/v1/attribute-definitions', { name: 'plan', type: 'text' });
    await post('/v1/suppressions', { kind: 'email', value: 'gone@gone.example' });
    const consent = { emailConsent: 'granted', consentText: 'I agree.' };
    const roads = {
      capture: (email: string) => asPage('/v1/capture/leads', { email, attributes: { plan: 'pro' }, ...consent }),
      form: (email: string) => asPage(form, { email, plan: 'pro', news: 'on' }),
      html: (email: string) => html(form, { email, plan: 'pro', news: 'on' }),
      held: (email: string) => asPage(held, { email, plan: 'pro', news: 'on' }),
    };
    for (const [road, send] of Object.entries(roads)) {
      await post('/v1/leads', { email: `${road}@known.example`, lastName: 'Known' });
      await send(`${road}@first.example`);
      const unknown = await watched(() => send(`${road}@unknown.example`));
      const known = await watched(() => send(`${road}@known.example`));
      const suppressed = await watched(() => send('gone@gone.example'));
      t.ok(
        unknown.statements.some((name) => WRITES.test(name)),
        `${road} stores`,
      );
      t.strictSame(known.answer, unknown.answer, road);
      t.strictSame(suppressed.answer, unknown.answer, road);
      t.equal(known.statements.length, unknown.statements.length, `${road}: as many statements`);
      t.strictSame(without(known.statements, OF_KNOWN), without(unknown.statements, OF_NEW), road);
      const reads = unknown.statements.filter((name) => !WRITES.test(name)).sort();
      t.strictSame([...suppressed.statements].sort(), reads, `${road}: the reads; the rest is a wait of as long`);
    }
  },
);

t.test('a confirmation does as much for a known person as for an unknown one', async (t) => {
  const { post, get, asPage, makeForm } = await makePage();
  const form = await makeForm(CONFIRMED);
  const people = ['first', 'known', 'unknown', 'gone'].map((name) => `${name}@${name}.example`);
  await post('/v1/leads', { email: 'known@known.example', lastName: 'Known' });
  for (const email of people) await asPage(`${form}/submissions`, { email, news: 'on' });
  await post('/v1/suppressions', { kind: 'email', value: 'gone@gone.example' });
  const requests = await listAll<{ after: { email: string; token: string } }>(
    get,
    '/v1/events?type=form.confirmation_requested',
  );
  const confirm = (name: string) => {
    const token = requests.find(({ after }) => after.email.startsWith(name))?.after.token;
    return watched(() => asPage(`${form}/confirmations`, { token: token ?? '' }));
  };
  await confirm('first');
  const unknown = await confirm('unknown');
  const known = await confirm('known');
  const suppressed = await confirm('gone');
  t.equal(unknown.answer.status, 200, unknown.answer.text);
  t.strictSame(known.answer, unknown.answer);
  t.strictSame(suppressed.answer, unknown.answer);
  t.strictSame(without(known.statements, OF_KNOWN), without(unknown.statements, OF_NEW));
});

t.test(
  'a visit of the visitor of a lead is answered as one of an unknown visitor, and costs two statements more',
  async (t) => {
    const { post, asPage } = await makePage();
    const visit = (visitorId: string) =>
      watched(() => asPage('/v1/capture/visitor-events', { visitorId, url: 'https://www.acme.example/' }));
    await post('/v1/leads', { email: 'known@known.example', lastName: 'Known', visitorId: 'known' });
    await visit('first');
    const unknown = await visit('unknown');
    const known = await visit('known');
    t.strictSame(known.answer, unknown.answer);
    const moved = ['insert_engagement_events', 'insert_visitor_events'];
    t.ok(unknown.statements.some((name) => moved.includes(name)));
    t.strictSame(without(known.statements, [...OF_KNOWN, ...moved]), without(unknown.statements, moved));
    t.equal(known.statements.length, unknown.statements.length + 2);
  },
);
