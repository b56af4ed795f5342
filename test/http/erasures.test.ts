import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { sender } from './connector-fixture.js';
import { type LeadOut, listAll, openService, type ProblemOut, type Reply } from './ingest-fixture.js';
import { openReceiver } from './webhook-receiver.js';

const service = await openService(t);
const { sql, apps } = service;

interface Operation {
  id: string;
  state: string;
  erasure: { leads?: number; customers?: number; consents: number; suppressions: number };
}
interface Personal {
  isSuppressed: boolean;
  records: { kind: string; content: Record<string, unknown> }[];
}
interface Named {
  id: string;
}

let count = 0;
const PHONE = '+4930901820';

async function makeWorkspace() {
  const workspace = await service.makeWorkspace();
  const { get, workspaceId } = workspace;
  const planted = new Set<string>();
  const mark = () => {
    count += 1;
    const value = `canary${count}zq`;
    planted.add(value);
    return value;
  };
  const sent = async <Body = LeadOut>(t: Test, reply: Promise<Reply<Body>>): Promise<Body> => {
    const { status, text, body } = await reply;
    t.ok(status < 300, text);
    return body;
  };
  const post = <Body = LeadOut>(t: Test, path: string, body: object) =>
    sent<Body>(t, workspace.post<Body>(path, body, { headers: { 'idempotency-key': mark() } }));
  const erase = async (t: Test, body: object): Promise<Operation> => {
    const started = await sent<Operation>(t, workspace.post<Operation>('/v1/erasures', body));
    await apps[0]?.services.jobs.runDue();
    const { body: ended } = await get<Operation>(`/v1/operations/${started.id}`);
    t.equal(ended.state, 'succeeded', JSON.stringify(ended));
    return ended;
  };
  const access = (t: Test, body: object) => sent<Personal>(t, workspace.post<Personal>('/v1/access-requests', body));
  return { ...workspace, workspaceId, planted, mark, send: post, erase, access };
}

type Workspace = Awaited<ReturnType<typeof makeWorkspace>>;

/** Facts of the organization, which stay with it as a customer. */
const COMPANY = { organizationName: 'Mill Works', industry: 'Textiles', street: '1 Mill Lane', city: 'Leeds' };

/** A receiver of webhooks that refuses what it gets and repeats the planted values, as a page that shows an error does. */
const repeatsValues = ({ text }: { text: string }) => ({
  status: 500,
  body: (text.match(/canary\d+zq/gu) ?? []).join(' '),
});

/** A person with something personal on every road: submissions, visits, work, sales, consents, stored answers. */
async function plantPerson(t: Test, { send, post, mark, get }: Workspace) {
  const receiver = await openReceiver(t, repeatsValues);
  const endpoint = { url: receiver.url, types: ['lead.*'], payload: 'full' };
  t.equal((await post('/v1/webhook-endpoints', endpoint)).status, 201);
  const [email, other] = [`${mark()}@mill-works.com`, `${mark()}@mill-works.com`];
  const visitorId = mark();
  await send(t, '/v1/visitor-events', {
    visitorId,
    type: 'page_viewed',
    properties: { q: mark() },
    externalId: mark(),
  });
  await send(t, '/v1/consents', {
    ...{ email, channel: 'email', status: 'granted', basis: mark(), source: 'form' },
    proof: { text: mark(), form: mark(), address: mark(), reference: mark() },
  });
  const facts = {
    ...{ email, otherEmails: [other], phone: PHONE, visitorId, externalId: mark(), externalSystem: mark() },
    ...{ firstName: mark(), lastName: mark(), jobTitle: mark(), need: mark(), description: mark() },
    ...COMPANY,
    ...{
      products: [mark()],
      tags: [mark()],
      competitorProducts: [mark()],
      consentBasis: mark(),
      emailConsent: 'granted',
    },
    ...{ attributes: { note: mark(), [mark()]: mark() } },
  };
  const { lead } = await send<{ lead: LeadOut }>(t, '/v1/leads', facts);
  const leadId = lead.id;
  await send(t, '/v1/capture/leads', { email, description: mark(), emailConsent: 'granted', consentText: mark() });
  await send(t, '/v1/leads/batch', { items: [{ email, need: mark() }, { email: 'bystander@example.com' }] });
  await send(t, '/v1/engagement-events', {
    leadId,
    type: 'form_submitted',
    properties: { q: mark() },
    externalId: mark(),
  });
  await send(t, `/v1/leads/${leadId}/activities`, {
    kind: 'note',
    subject: mark(),
    body: mark(),
    metadata: { by: mark() },
  });
  const task = { leadId, kind: 'call', title: mark(), description: mark(), dueAt: '2030-01-01T00:00:00Z' };
  const { id: taskId } = await send<Named>(t, '/v1/tasks', task);
  await send(t, `/v1/tasks/${taskId}/skip`, { reason: mark() });
  await send(t, '/v1/referrals', { referrer: { partner: mark() }, referredLeadId: leadId, note: mark() });
  await send(t, `/v1/leads/${leadId}/category`, { category: 'mql', reason: mark() });
  await send(t, `/v1/leads/${leadId}/conversion`, {
    deal: { name: mark(), currency: 'EUR', amount: '9.00' },
    won: true,
  });
  for (let n = 0; n < 4; n++) {
    const properties = { q: mark(), page: mark() };
    await send(t, '/v1/engagement-events', { leadId, type: 'page_viewed', properties, externalId: mark() });
  }
  await send(t, '/v1/engagement-events', { leadId, type: 'email_unsubscribed' });
  for (let started = 1; started > 0; ) {
    const turn = await apps[0]?.services.webhookDeliveries.startDue();
    started = turn?.started ?? 0;
    await turn?.ended;
  }
  t.ok(receiver.received.length > 0, 'webhooks are sent');
  const events = await listAll<{ sequence: number }>(get, '/v1/events');
  return { leadId, email, other, sequences: events.map(({ sequence }) => sequence) };
}

/** The planted values that any row of any table has, as in a dump. */
async function found(values: Iterable<string>): Promise<string[]> {
  const tables = await sql<{ name: string }>(
    `select relname as name from pg_class join pg_namespace n on n.oid = relnamespace where nspname = 'public' and relkind = 'r'`,
  );
  const places: string[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ value: string }>(
      `select distinct planted.value from ${name} as stored, unnest($1::text[]) as planted(value)
        where strpos(lower(stored::text), planted.value) > 0`,
      [[...values]],
    );
    places.push(...rows.map(({ value }) => `${name}: ${value}`));
  }
  return places;
}

/** The planted values in the files of the database; undefined where this process may not read them. */
async function foundInFiles(values: Iterable<string>): Promise<string[] | undefined> {
  const [place] = await sql<{ folder: string; oid: string }>(
    `select current_setting('data_directory') as folder, oid::text from pg_database where datname = current_database()`,
  );
  if (place === undefined) return undefined;
  const folder = join(place.folder, 'base', place.oid);
  const wanted = [...values];
  try {
    return readdirSync(folder).flatMap((name) => {
      const content = readFileSync(join(folder, name)).toString('latin1').toLowerCase();
      return wanted.filter((value) => content.includes(value)).map((value) => `${name}: ${value}`);
    });
  } catch {
    return undefined;
  }
}

/** What is left after a vacuum. It keeps removed rows while an older snapshot is open, such as that of an automatic analyze. */
async function foundAfterVacuum(values: Iterable<string>): Promise<string[] | undefined> {
  const wanted = [...values];
  let left: string[] | undefined = wanted;
  for (let n = 0; n < 40 && left !== undefined && left.length > 0; n++) {
    if (n > 0) await sleep(250);
    for (const statement of ['vacuum full', 'checkpoint']) await sql(statement);
    left = await foundInFiles(wanted);
  }
  return left;
}

t.test('an erased person is found in no table and no file of the database, and the numbers stay', async (t) => {
  const workspace = await makeWorkspace();
  const { planted, erase, get } = workspace;
  const { email, sequences, leadId } = await plantPerson(t, workspace);
  t.ok(planted.size >= 60, `${planted.size} values are planted`);
  const places = await found(planted);
  t.ok(places.length > 100, `the search finds them before: ${places.length}`);
  const answered = places.filter((place) => place.startsWith('webhook_attempts'));
  t.ok(answered.length > 10, `answers of receivers have them: ${answered.length}`);
  const report = async () => (await get<{ groups: unknown; leads: unknown }>(SALES)).body;
  const before = await report();
  const { erasure } = await erase(t, { email });
  t.match(erasure, { leads: 1, customers: 1 });
  t.ok(erasure.consents >= 4 && erasure.suppressions >= 3, JSON.stringify(erasure));
  t.strictSame(await found(planted), []);
  t.strictSame((await report()).groups, before.groups, 'the deal is counted as before');
  const after = await listAll<{ sequence: number; subjectId: string }>(get, '/v1/events');
  t.strictSame(
    after.map(({ sequence }) => sequence).slice(0, sequences.length),
    sequences,
    'each event keeps its number',
  );
  t.ok(after.some(({ subjectId }) => subjectId === leadId));
  const inFiles = await foundAfterVacuum(planted);
  if (inFiles === undefined) t.comment('the files of the database cannot be read here');
  else t.strictSame(inFiles, []);
});

const SALES = '/v1/reports/sales?from=2020-01-01T00:00:00Z&before=2099-01-01T00:00:00Z&currency=EUR';

t.test('K9: events and a repeated request show nothing of an erased person', async (t) => {
  const { post, erase, get } = await makeWorkspace();
  const body = { email: 'erika.beispiel@acme.example', name: 'Erika Beispiel', phone: PHONE };
  const headers = { 'idempotency-key': 'k' };
  const first = await post('/v1/leads', body, { headers });
  await erase(t, { email: body.email });
  const events = await get(`/v1/events?subjectId=${first.body.lead.id}`);
  t.notMatch(events.text, /erika|beispiel|901820/iu);
  const again = await post<ProblemOut>('/v1/leads', body, { headers });
  t.match(again, { status: 410, body: { code: 'answer_erased' } });
});

t.test('an erased person does not come back, unless the request says so', async (t) => {
  const { post, erase } = await makeWorkspace();
  const email = 'ada@mill.example';
  const submit = (more: object = {}) => post<ProblemOut>('/v1/leads', { email, ...more });
  await submit({ externalId: 'crm-7' });
  const { erasure } = await erase(t, { email, suppress: false });
  t.match(erasure, { leads: 1, suppressions: 0 });
  t.equal((await submit({ externalId: 'crm-7' })).status, 201);
  await erase(t, { email: 'ADA@mill.example' });
  t.equal((await submit()).body.code, 'suppressed');
  t.equal((await post<ProblemOut>('/v1/leads', { name: 'Ada', externalId: 'crm-7' })).body.code, 'suppressed');
  t.match((await erase(t, { email: 'never@mill.example' })).erasure, { leads: 0, customers: 0, suppressions: 1 });
});

t.test('a shared phone number names nobody; a lead stands for the records with its e-mail', async (t) => {
  const { post, erase, get } = await makeWorkspace();
  for (const name of ['Ada King', 'Bob Lee']) await post('/v1/leads', { name, phone: PHONE });
  const refused = await post<ProblemOut>('/v1/erasures', { phone: PHONE });
  t.match(refused, { status: 409, body: { errors: [{ pointer: '/phone' }] } });
  const { body } = await post('/v1/leads', { email: 'ada@mill.example', name: 'Ada Byron' });
  await post('/v1/customers', { kind: 'person', name: 'Ada Byron', email: 'ada@mill.example' });
  t.match((await erase(t, { leadId: body.lead.id })).erasure, { leads: 1, customers: 1 });
  t.equal((await listAll<LeadOut>(get, '/v1/leads')).length, 2, 'the others stay');
  const other = await makeWorkspace();
  const { body: theirs } = await other.post('/v1/leads', { email: 'ada@mill.example' });
  for (const path of ['/v1/erasures', '/v1/access-requests']) {
    const unknown = await post<ProblemOut>(path, { leadId: theirs.lead.id });
    t.match(unknown, { status: 422, body: { code: 'reference_not_found', errors: [{ pointer: '/leadId' }] } });
    t.equal((await post<ProblemOut>(path, {})).status, 422);
  }
});

t.test('an access request has everything that is stored about the person, and nothing of others', async (t) => {
  const workspace = await makeWorkspace();
  const { planted, access, post, erase } = workspace;
  const { email, other, leadId } = await plantPerson(t, workspace);
  await post('/v1/leads', { email: 'someone@else.example', need: 'canaryofsomeoneelse' });
  for (const body of [{ email }, { email: other }, { leadId }]) {
    const { records, isSuppressed } = await access(t, body);
    const text = JSON.stringify(records).toLowerCase();
    const missing = [...planted].filter((value) => !text.includes(value));
    t.strictSame(missing, [], `nothing is missing for ${Object.keys(body)[0]}`);
    t.notOk(text.includes('someone'), 'nobody else');
    t.notOk(/workspaceid|subjecthashes/iu.test(text));
    t.equal(isSuppressed, false);
    const kinds = new Set(records.map(({ kind }) => kind));
    for (const kind of [
      'leads',
      'customers',
      'touches',
      'engagement_events',
      'activities',
      'tasks',
      'deals',
      'consents',
    ]) {
      t.ok(kinds.has(kind), kind);
    }
  }
  await erase(t, { email });
  const { records, isSuppressed } = await access(t, { email });
  t.equal(isSuppressed, true);
  t.strictSame([...new Set(records.map(({ kind }) => kind))], ['consents'], 'the objection stays');
});

t.test('an access request has no answers about others that merely name the person', async (t) => {
  const { access, call } = await makeWorkspace();
  let count = 0;
  const send = async (path: string, body: object) => {
    count += 1;
    const headers = { 'idempotency-key': `key-${count}` };
    const reply = await call<{ lead: LeadOut }>('POST', path, body, { headers });
    t.ok(reply.status < 300, reply.text);
    return reply.body;
  };
  const phone = '+14155550123';
  const { lead } = await send('/v1/leads', { name: 'Ann Mill', email: 'ann@mill.example', phone });
  const others = [
    { name: 'Someone Referred', email: 'someone@else.example', referredBy: { leadId: lead.id } },
    { name: 'Someone Near', email: 'near.someone@else.example', phone },
  ];
  const known: string[] = [lead.id];
  for (const one of others) known.push((await send('/v1/leads', one)).lead.id);
  const items = others.map((one) => ({ ...one, email: `batch.${one.email}` }));
  await send('/v1/leads/batch', { items: [...items, { email: 'ann@mill.example', jobTitle: 'Miller' }] });
  const { records } = await access(t, { email: 'ann@mill.example' });
  const answers = records.filter(({ kind }) => kind === 'idempotency_keys').map((one) => JSON.stringify(one));
  t.equal(answers.filter((text) => text.includes(`"id":"${lead.id}"`)).length, 2, 'her own are there');
  t.notMatch(JSON.stringify(records), /someone/iu);
  for (const id of known.slice(1)) t.notMatch(answers.join(), `"id":"${id}"`);
  t.notMatch(answers.join(), /"index":[01],/u, 'nor are items about others');
});

t.test('an access request has no other people of a payload that lists several', async (t) => {
  const { access, send } = await makeWorkspace();
  const { id: sourceId } = await send<{ id: string }>(t, '/v1/sources', { channel: 'web_form', name: 'Partner' });
  const sendPayload = sender(service.urls[0] ?? '');
  const fields = [{ to: 'email', pointer: '/email' }];
  const made = { name: 'Partner', kind: 'generic', sourceId, fields };
  const { address } = await send<{ address: string }>(t, '/v1/connectors', made);
  const people = [
    { name: 'Ann Mill', mail: 'Ann@mill.example' },
    { name: 'Someone Near', mail: 'someone@else.example' },
    { name: 'Someone Far', tel: '+1 415 555 0123' },
  ];
  const answers = [{ text: 'canary of hers' }, { email: 'ann@mill.example' }];
  const { length } = people;
  for (const more of [{}, { email: 'ann@mill.example' }])
    t.equal((await sendPayload(address, JSON.stringify({ people, answers, length, ...more }))).status, 200);
  const { records } = await access(t, { email: 'ann@mill.example' });
  const payloads = records.filter(({ kind }) => kind === 'connector_payloads').map((one) => JSON.stringify(one));
  t.equal(payloads.length, 2, 'with a lead and without');
  for (const text of payloads) t.match(text, /Ann Mill.*canary of hers/u);
  t.notMatch(payloads.join(), /someone|0123/iu);
});
