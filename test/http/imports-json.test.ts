/** Records of JSON in the shape of the body of `POST /v1/leads`, and what purchased lists do to known leads. */
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

const service = await openAssignment(t);
const NDJSON = { type: 'application/x-ndjson' };

const BODY = {
  ...{ name: 'Ada Abt', firstName: 'Ada', lastName: 'Abt', email: 'ada@native.example', jobTitle: 'Engineer' },
  ...{ externalId: '0042', externalSystem: 'crm', otherEmails: ['ada.abt@native.example'], tags: ['a, b', 'c'] },
  ...{
    purchaseIntent: 'buying',
    competitorContractEndsOn: '2026-05-04',
    employeeCount: 1200,
    annualRevenue: '1200000.50',
  },
  ...{
    emailConsent: 'granted',
    products: ['Loom', 'Press'],
    description: 'Calls; back',
    occurredAt: '2025-03-04T05:06:07.000Z',
  },
  attributes: { phone: 'red', score: 7, rate: 1.234, code: '007', digits: '12', vip: true, kinds: ['x, y', 'z'] },
  source: { channel: 'web_form', name: 'Landing page', campaign: 'Spring' },
};

t.test('records in the shape of POST /v1/leads make the same leads as the call', async (t) => {
  const { uploaded, run, get, post } = await importWorkspace(service);
  const made = await uploaded(`${JSON.stringify(BODY)}\n${JSON.stringify({ email: 'bea@native.example' })}\n`, NDJSON);
  t.match(await run(made.id), { import: { created: 2, rejected: 0 } });
  const leads = await listAll<LeadOut>(get, '/v1/leads');
  const imported = leads.find(({ email }) => email === BODY.email);
  const other = await importWorkspace(service);
  await other.post('/v1/leads', BODY);
  const [posted] = await listAll<LeadOut>(other.get, '/v1/leads');
  const facts = Object.keys(BODY).filter((name) => name !== 'source' && name !== 'occurredAt') as (keyof LeadOut)[];
  for (const name of [...facts, 'firstTouchAt', 'sourceName', 'campaignName'] as (keyof LeadOut)[])
    t.strictSame(imported?.[name], posted?.[name], name);
  t.strictSame(imported?.attributes, BODY.attributes);
  t.ok(
    (await post('/v1/leads', { name: 'Ada Abt', externalId: '0042', externalSystem: 'crm' })).status === 200,
    'by its id',
  );
});

t.test('numbers and texts of JSON stay what they are, and texts of CSV that are codes stay texts', async (t) => {
  const { uploaded, run, get } = await importWorkspace(service);
  const lines = [
    { mail: 'jo@types.example', seats: 12, badge: '12', member: false },
    { mail: 'li@types.example', seats: 7.5, badge: '13', member: true },
  ];
  await run((await uploaded(lines.map((line) => JSON.stringify(line)).join('\n'), NDJSON)).id);
  await run((await uploaded('Email,Badge,Seats\ncsv@types.example,007,12\ncsv2@types.example,010,13\n')).id);
  const leads = new Map((await listAll<LeadOut>(get, '/v1/leads')).map((lead) => [lead.email, lead.attributes]));
  t.strictSame(leads.get('jo@types.example'), { seats: 12, badge: '12', member: false });
  t.strictSame(leads.get('li@types.example'), { seats: 7.5, badge: '13', member: true });
  t.strictSame(leads.get('csv@types.example'), { Badge: '007', Seats: 12 });
});

t.test('a purchased list fills gaps and overwrites nothing, whatever source and channel it names', async (t) => {
  const { uploaded, run, get, post } = await importWorkspace(service);
  await post('/v1/leads', { email: 'known@bought.example', name: 'Known Kern', jobTitle: 'Director' });
  const made = await uploaded(
    'Name,Email,Title,City,Lead Source\nOther Name,known@bought.example,Clerk,Ulm,Website\nNew Neu,new@bought.example,Clerk,Ulm,Website\n',
    { query: '?listKind=purchased_list&channel=web_form' },
  );
  t.match(await run(made.id), { import: { created: 1, joined: 1 } });
  const lead = (await listAll<LeadOut>(get, '/v1/leads')).find(({ email }) => email === 'known@bought.example');
  t.match(lead, { name: 'Known Kern', jobTitle: 'Director', city: 'Ulm' });
});

t.test('the answer about a file of 2,000 columns stays small, and its mapping has every column', async (t) => {
  const { upload, patch } = await importWorkspace(service);
  const names = Array.from({ length: 1_998 }, (_, index) => `Measure ${index}`);
  const values = names.map((_, index) => (index < 150 ? 'x'.repeat(1_000) : ''));
  const answer = await upload(`Name,Email,${names.join(',')}\nAda,ada@wide.example,${values.join(',')}\n`);
  t.equal(answer.status, 201);
  t.equal(answer.body.mapping.columns.length, 2_000);
  t.ok(answer.text.length < 400_000, `${answer.text.length} bytes`);
  t.equal((await patch(`/v1/imports/${answer.body.id}`, { mapping: answer.body.mapping })).status, 200);
});
