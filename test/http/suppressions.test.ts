import { createHash } from 'node:crypto';
import t from 'tap';
import { type BatchOut, type LeadOut, listAll, openService, type Page, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);
const EMAIL = 'robin@mill.example';

interface Entry {
  id: string;
  kind: string;
}

async function makeWorkspace() {
  const workspace = await service.makeWorkspace();
  const { post, get } = workspace;
  const suppress = async (kind: string, value: string, more: object = {}) => {
    const answer = await post<Entry>('/v1/suppressions', { kind, value, ...more });
    t.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const codeOf = async (body: object) => {
    const answer = await post<ProblemOut>('/v1/leads', body);
    return answer.status < 300 ? answer.status : `${answer.status} ${answer.body.code}`;
  };
  const leads = () => listAll<LeadOut>(get, '/v1/leads');
  return { ...workspace, suppress, codeOf, leads };
}

t.test('a submission with a suppressed value is refused, whatever its form', async (t) => {
  const { suppress, codeOf, leads } = await makeWorkspace();
  t.equal(await codeOf({ email: 'before@mill.example' }), 201);
  await suppress('email', ' Robin@Mill.example ');
  await suppress('domain', 'Rival.example');
  await suppress('domain', 'rival-works.de');
  await suppress('phone', '+49 30 901820');
  await suppress('external_id', 'X-1');
  await suppress('external_id', 'X-2', { externalSystem: 'crm' });
  const refused = [
    { email: EMAIL },
    { email: 'a@other.example', otherEmails: ['ROBIN@mill.example'] },
    { email: 'any@rival.example' },
    { email: 'any@sales.rival.example' },
    { name: 'A', website: 'https://www.rival-works.de/about', email: 'a@free.example' },
    { phone: '+4930901820', name: 'Bob' },
    { externalId: 'X-1', name: 'Bob' },
    { externalId: 'X-1', externalSystem: 'crm', name: 'Bob' },
    { externalId: 'X-2', externalSystem: 'crm', name: 'Bob' },
  ];
  for (const body of refused) t.equal(await codeOf(body), '422 suppressed', JSON.stringify(body));
  const taken = [
    { email: 'robin2@mill.example' },
    { email: 'a@notrival.example' },
    { externalId: 'X-2', externalSystem: 'shop', name: 'Bob' },
  ];
  for (const body of taken) t.equal(await codeOf(body), 201, JSON.stringify(body));
  t.equal((await leads()).length, 1 + taken.length);
});

t.test('nothing of a suppressed person is stored, and a page for visitors answers as always', async (t) => {
  const { suppress, post, leads, workspaceId } = await makeWorkspace();
  await suppress('email', EMAIL);
  const headers = { 'idempotency-key': 'suppressed-1' };
  const body = { email: EMAIL, name: 'Robin Canaryzq' };
  const first = await post<{ touchId: string }>('/v1/capture/leads', body, { headers });
  const other = await post<{ touchId: string }>('/v1/capture/leads', { email: 'someone@mill.example' });
  t.equal(first.status, other.status);
  t.strictSame(Object.keys(first.body), Object.keys(other.body));
  t.strictSame((await post('/v1/capture/leads', body, { headers })).body, first.body);
  t.equal((await leads()).length, 1);
  await post('/v1/leads', body);
  const tables = await service.sql<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`,
  );
  t.ok(tables.length > 40);
  for (const { name } of tables) {
    const rows = await service.sql(`select 1 from "${name}" t where t::text ilike '%canaryzq%' or t::text ilike $1`, [
      `%${EMAIL}%`,
    ]);
    t.equal(rows.length, 0, `${name} of ${workspaceId}`);
  }
});

t.test('a correction adds no suppressed value, and a lead that had one before can be corrected', async (t) => {
  const { suppress, post, patch } = await makeWorkspace();
  const { body } = await post('/v1/leads', { email: EMAIL });
  await suppress('email', EMAIL);
  await suppress('email', 'eve@mill.example');
  t.equal((await patch(`/v1/leads/${body.lead.id}`, { city: 'Bonn' })).status, 200);
  const refused = await patch<ProblemOut>(`/v1/leads/${body.lead.id}`, { email: 'eve@mill.example' });
  t.match(refused, { status: 422, body: { code: 'suppressed' } });
  const items = [{ leadId: body.lead.id, otherEmails: ['eve@mill.example'] }];
  const batch = await post<BatchOut>('/v1/leads/batch-update', { items });
  t.match(batch.body.results[0], { status: 422, problem: { code: 'suppressed' } });
});

t.test('batches refuse the suppressed item only, and count it', async (t) => {
  const { suppress, post, leads } = await makeWorkspace();
  await suppress('domain', 'rival.example');
  const source = { channel: 'purchased_list', name: 'Bought' };
  const items = [{ email: 'a@rival.example' }, { email: EMAIL }, { need: 'x' }].map((one) => ({ ...one, source }));
  const { body } = await post<BatchOut & { suppressed: number }>('/v1/leads/batch', { items });
  t.match(body, { created: 1, refused: 2, suppressed: 1 });
  t.match(body.results[0], { status: 422, problem: { code: 'suppressed' } });
  t.equal((await leads()).length, 1);
  const atomic = await post<ProblemOut>('/v1/leads/batch', { mode: 'atomic', items: items.slice(0, 2) });
  t.match(atomic, { status: 422, body: { errors: [{ pointer: '/items/0', code: 'suppressed' }] } });
  const history = await post<BatchOut>('/v1/leads/history', {
    items: [{ email: 'b@rival.example', createdAt: '2025-02-03T09:00:00.000Z' }],
  });
  t.match(history.body.results[0], { status: 422, problem: { code: 'suppressed' } });
});

t.test('the list: what is on it keeps its entry, can be checked and taken off', async (t) => {
  const { suppress, post, get, call, codeOf } = await makeWorkspace();
  const first = await suppress('email', EMAIL);
  t.equal((await suppress('email', EMAIL.toUpperCase())).id, first.id);
  const batch = await post<{ results: { status: number }[] }>('/v1/suppressions/batch', {
    items: [
      { kind: 'email', value: EMAIL },
      { kind: 'phone', value: 'none' },
      { kind: 'domain', value: 'rival.example' },
      { kind: 'domain', value: 'rival.example' },
    ],
  });
  t.strictSame(
    batch.body.results.map(({ status }) => status),
    [200, 422, 201, 200],
  );
  const check = async (kind: string, value: string) =>
    (await post<{ suppressed: boolean }>('/v1/suppressions/check', { kind, value })).body.suppressed;
  t.equal(await check('email', EMAIL), true);
  t.equal(await check('email', 'x@rival.example'), true);
  t.equal(await check('email', 'x@mill.example'), false);
  const list = (await get<Page<Entry>>('/v1/suppressions?kind=email')).body.data;
  t.strictSame(
    list.map(({ id }) => id),
    [first.id],
  );
  t.notOk(JSON.stringify(list).includes('robin'));
  t.equal((await call('DELETE', `/v1/suppressions/${first.id}`)).status, 204);
  t.equal((await call('DELETE', `/v1/suppressions/${first.id}`)).status, 404);
  t.equal(await codeOf({ email: EMAIL }), 201);
  const events = await listAll<{ type: string }>(get, '/v1/events?types=suppression.*');
  t.strictSame(
    events.map(({ type }) => type),
    ['suppression.created', 'suppression.created', 'suppression.deleted'],
  );
});

t.test('an e-mail is suppressed by the hash that another system has exported', async (t) => {
  const { post } = await service.makeWorkspace();
  const value = createHash('sha256').update('robin@hashed.example').digest('hex').toUpperCase();
  const items = [
    { kind: 'email_sha256', value },
    { kind: 'email_sha256', value: 'robin@hashed.example' },
  ];
  const listed = await post<object>('/v1/suppressions/batch', { items });
  t.match(listed.body, {
    created: 1,
    refused: 1,
    results: [{ status: 201 }, { problem: { errors: [{ pointer: '/items/1/value' }] } }],
  });
  t.match(await post('/v1/leads', { email: 'Robin@Hashed.example' }), { status: 422, body: { code: 'suppressed' } });
  t.equal((await post('/v1/leads', { email: 'robina@hashed.example' })).status, 201);
  const known = await post<object>('/v1/suppressions/check', { kind: 'email', value: 'robin@hashed.example' });
  t.match(known.body, { suppressed: true, entry: { kind: 'email_sha256' } });
  for (const domain of ['münchen.example', 'xn--kln-sna.example']) {
    const hash = createHash('sha256').update(`robin@${domain}`).digest('hex');
    t.equal((await post('/v1/suppressions', { kind: 'email_sha256', value: hash })).status, 201);
  }
  for (const domain of ['münchen.example', 'xn--mnchen-3ya.example', 'köln.example'])
    t.equal((await post('/v1/leads', { email: `robin@${domain}` })).status, 422, domain);
});

t.test('an e-mail field with several addresses is split, and each of them is asked about', async (t) => {
  const { post } = await service.makeWorkspace();
  const made = await post('/v1/leads', { email: 'Ada@split.example; ada@home.example' });
  t.match(made.body.lead, { email: 'Ada@split.example', otherEmails: ['ada@home.example'] }, made.text);
  t.match(await post('/v1/leads', { email: 'ada@home.example' }), {
    status: 200,
    body: { lead: { id: made.body.lead.id } },
  });
  await post('/v1/suppressions', { kind: 'email', value: 'eve@split.example' });
  t.equal((await post('/v1/leads', { email: 'bob@split.example, eve@split.example' })).status, 422);
  const named = 'Bob King <bob@split.example>, Eve <eve@split.example>';
  t.equal((await post('/v1/leads', { email: named })).status, 422, 'as programs for e-mail write them');
  const typed = await post('/v1/leads', { email: 'Carl Carl@split.example' });
  t.match(typed.body.lead, { email: 'Carl Carl@split.example' }, 'another text stays as it was given');
});
