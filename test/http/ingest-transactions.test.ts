import t from 'tap';
import { unseen } from '../../src/db/arrays.js';
import { createClient } from '../../src/db/client.js';
import {
  type BatchOut,
  eventFaults,
  type LeadOut,
  openService,
  type Page,
  type ProblemOut,
  together,
} from './ingest-fixture.js';

const UNKNOWN_ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
const statements: string[] = [];
const service = await openService(t, {
  onStatement: (name) => void statements.push(name),
});
const { sql, databaseUrl } = service;

/** The statements that `work` makes the service send, counted by name; not those that look a key up again now and then. */
async function counted(work: () => Promise<unknown>): Promise<Map<string, number>> {
  statements.length = 0;
  await work();
  const counts = new Map<string, number>();
  for (const name of statements) {
    if (!/api_key/.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
const total = (counts: Map<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0);

t.test('refusals that a retry would meet again are remembered with their key', async (t) => {
  const { post, call, get } = await service.makeWorkspace();
  const { body: made } = await post('/v1/leads', { email: 'refusals@keys.example' });
  const path = `/v1/leads/${made.lead.id}`;
  const stale = { 'if-match': '"7"' };
  const cases: [string, number, string, string, object, Record<string, string>?][] = [
    ['nobody', 422, 'POST', '/v1/leads', { tags: ['x'] }],
    ['atomic batch', 422, 'POST', '/v1/leads/batch', { mode: 'atomic', items: [{ tags: ['x'] }] }],
    ['two names', 422, 'POST', '/v1/engagement-events', { leadId: UNKNOWN_ID, email: 'a@b.example', type: 'other' }],
    ['unknown lead', 404, 'POST', '/v1/engagement-events', { leadId: UNKNOWN_ID, type: 'page_viewed' }],
    ['unknown lead, patch', 404, 'PATCH', `/v1/leads/${UNKNOWN_ID}`, { name: 'A' }],
    ['old version', 412, 'PATCH', path, { name: 'A' }, stale],
    ['nothing left', 422, 'PATCH', path, { email: null }],
  ];
  for (const [name, status, method, url, body, headers = {}] of cases) {
    const send = (sent: object) =>
      call<ProblemOut>(method, url, sent, { headers: { ...headers, 'idempotency-key': name.replace(/\W+/g, '-') } });
    const first = await send(body);
    t.equal(first.status, status, name);
    const again = await send(body);
    t.equal(again.text, first.text, `${name}: the same bytes, the first request id included`);
    t.equal(again.headers['idempotent-replayed'], 'true');
    t.equal(again.headers.etag, first.headers.etag);
    const other = await send({ ...body, description: 'x' });
    t.match(other.body.code, /^(idempotency_key_reused|validation_failed)$/, 'another body');
  }
  t.match((await get(path)).body, { version: 1 }, 'none of it changed the lead');
});

t.test('what the next try may pass is not remembered', async (t) => {
  const { post } = await service.makeWorkspace();
  const headers = { 'idempotency-key': 'second-try' };
  t.equal((await post('/v1/leads', { email: 3 }, { headers })).status, 400);
  const unknown = { authorization: 'Bearer hw_live_admin_unknown', ...headers };
  t.equal((await post('/v1/leads', { email: 'second@try.example' }, { headers: unknown })).status, 401);
  t.equal((await post('/v1/leads', { email: 'second@try.example' }, { headers })).status, 201);
});

t.test('a key belongs to the principal that used it', async (t) => {
  const { post } = await service.makeWorkspace();
  const { body: key } = await post<{ token: string }>('/v1/api-keys', {
    kind: 'service',
    name: 'Another',
    scopes: ['leads:write'],
  });
  const headers = { 'idempotency-key': 'whose' };
  const first = await post('/v1/leads', { email: 'whose@keys.example' }, { headers });
  const theirs = { ...headers, authorization: `Bearer ${key.token}` };
  const second = await post('/v1/leads', { email: 'whose@keys.example' }, { headers: theirs });
  t.equal(first.body.outcome, 'created');
  t.equal(second.body.outcome, 'matched', 'not a replay');
});

t.test('one unit that the database refuses does not harm those it shares a transaction with', async (t) => {
  const { post } = await service.makeWorkspace();
  await sql(`alter table leads add constraint poison check (city <> 'Poison') not valid`);
  const items = (i: number) => ({ email: `neighbour${i}@poison.example`, ...(i % 8 === 3 ? { city: 'Poison' } : {}) });
  const answers = await together(32, 32, (i) =>
    post('/v1/leads', items(i), { headers: { 'idempotency-key': `poison-${i}` } }),
  );
  t.strictSame(
    answers.map(({ status }) => status),
    answers.map((_, i) => (i % 8 === 3 ? 500 : 201)),
  );
  const stored = await sql<{ n: string }>(`select count(*) as n from leads where email like '%@poison.example'`);
  t.equal(stored[0]?.n, '28');
  const source = { channel: 'event', name: 'Poisoned fair' };
  const failed = await post('/v1/leads', { ...items(3), source });
  t.equal(failed.status, 500);
  await sql('alter table leads drop constraint poison');
  t.equal((await post('/v1/leads', { ...items(3), source })).status, 201, 'and nothing of the failure lingers');
  const healed = await post('/v1/leads', items(11), { headers: { 'idempotency-key': 'poison-11' } });
  t.equal(healed.status, 201, 'a fault is not remembered');
  t.strictSame(await eventFaults(sql), []);
});

t.test('a batch costs a fixed number of statements, and as many again as it has slices', async (t) => {
  const { post } = await service.makeWorkspace();
  const items = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      email: `${name}${i}@counted.example`,
      phone: `+49 30 ${90_000_000 + i}`,
      otherEmails: [`${name}${i}@home.example`],
    }));
  const send = (name: string, count: number) => async () => {
    const { body } = await post<BatchOut>('/v1/leads/batch', { items: items(name, count) });
    t.equal(body.results.length, count);
  };
  await send('first', 1)();
  const two = await counted(send('two', 2));
  const thousand = await counted(send('thousand', 1000));
  t.ok(total(two) <= 16, `${total(two)} statements`);
  t.equal(thousand.get('insert_leads'), 4, 'a thousand leads are four slices');
  t.ok(total(thousand) <= total(two) + 4 * 5, `${total(thousand)} statements`);
  t.ok(total(await counted(send('thousand', 1000))) <= total(thousand), 'joining costs no more');
});

t.test('sixty-four creates at once share their statements', async (t) => {
  const { post } = await service.makeWorkspace();
  await together(64, 64, (i) => post('/v1/leads', { email: `warm${i}@together.example` }));
  const counts = await counted(() =>
    together(64, 64, (i) => post('/v1/leads', { email: `cold${i}@together.example` })),
  );
  const transactions = counts.get('lock_workspace') ?? 0;
  t.ok(transactions <= 16, `${transactions} transactions`);
  t.ok(total(counts) <= 20 * transactions, `${total(counts)} statements`);
});

t.test('lists ask a fixed number of times', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const items = Array.from({ length: 200 }, (_, i) => ({ email: `listed${i}@lists.example` }));
  await post('/v1/leads/batch', { items });
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Rep' });
  await together(12, 1, (i) => post('/v1/teams', { name: `Team ${i}`, members: [{ repId: rep.id, weight: 1 }] }));
  const paths = ['/v1/leads', '/v1/teams', '/v1/reps', '/v1/sources', '/v1/events', '/v1/api-keys'];
  for (const path of paths) {
    await get(path);
    const one = await counted(() => get(`${path}?limit=1`));
    const many = await counted(() => get(`${path}?limit=200`));
    t.equal(total(many), total(one), path);
    t.ok(total(many) <= 3, `${path}: ${total(many)} statements`);
  }
  t.equal((await get<Page<LeadOut>>('/v1/leads?limit=200')).body.data.length, 200);
});

t.test('a second workspace shares nothing with the first', async (t) => {
  const [first, second] = [await service.makeWorkspace(), await service.makeWorkspace()];
  const input = { email: 'shared@two.example', externalId: 'W-1', phone: '+49 30 901890' };
  const [mine, theirs] = await Promise.all([first.post('/v1/leads', input), second.post('/v1/leads', input)]);
  t.strictSame([mine?.body.outcome, theirs?.body.outcome], ['created', 'created'], 'the same person, unknown there');
  t.equal((await first.get(`/v1/leads/${theirs?.body.lead.id}`)).status, 404);
  t.equal((await first.patch(`/v1/leads/${theirs?.body.lead.id}`, { name: 'X' })).status, 404);
});

t.test('an answer given is durable: a database cut off in mid-transaction keeps all or nothing', async (t) => {
  const { post } = await service.makeWorkspace();
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()`;
  const sent = together(200, 16, (i) =>
    post('/v1/leads', { email: `cut${i}@cut.example` }, { headers: { 'idempotency-key': `cut-${i}` } }),
  );
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    await sql(cut);
  }
  const answers = await sent;
  const odd = answers.filter(({ status }) => status !== 201 && status !== 503).map(({ status }) => status);
  t.strictSame(odd, [], 'accepted, or refused with a retry');
  const retried = await together(200, 16, (i) =>
    post('/v1/leads', { email: `cut${i}@cut.example` }, { headers: { 'idempotency-key': `cut-${i}` } }),
  );
  t.strictSame(new Set(retried.map(({ status }) => status)), new Set([201]));
  answers.forEach((answer, i) => {
    if (answer.status === 201) t.equal(retried[i]?.text, answer.text);
  });
  const rows = await sql<{ n: string }>(`select count(*) as n from touches where submission->>'email' like 'cut%'`);
  t.equal(rows[0]?.n, '200', 'each once');
  t.strictSame(await eventFaults(sql), []);
});

t.test('a batch in which each lead names another referrer costs no statement for each', async (t) => {
  const { post } = await service.makeWorkspace();
  const people = (count: number) => Array.from({ length: count }, (_, index) => index);
  const reps: string[] = [];
  const customers: string[] = [];
  for (const index of people(40)) {
    reps.push((await post<{ id: string }>('/v1/reps', { name: `Rep ${index}` })).body.id);
    customers.push((await post<{ id: string }>('/v1/customers', { kind: 'person', name: `Known ${index}` })).body.id);
  }
  const referredBy = (index: number) =>
    index % 2 === 0 ? { repId: reps[index / 2] } : { customerId: customers[(index - 1) / 2] };
  const items = (name: string, count: number) =>
    people(count).map((index) => ({ email: `${name}${index}@named.example`, referredBy: referredBy(index) }));
  const few = await counted(async () => {
    t.equal((await post('/v1/leads/batch', { items: items('few', 2) })).status, 207);
  });
  const many = await counted(async () => {
    t.equal((await post('/v1/leads/batch', { items: items('many', 80) })).status, 207);
  });
  t.ok(total(many) <= total(few) + 4, `${total(few)} statements for two, ${total(many)} for eighty`);
});

t.test('a look-up of one is planned once for all, not anew each time', async (t) => {
  const client = createClient(databaseUrl);
  await client.connect();
  t.teardown(() => client.end());
  const text = `select l.id from unnest(${unseen('$1', 'uuid')}) as wanted(id)
    cross join lateral (select id from leads where id = wanted.id limit 1) l`;
  for (let count = 0; count < 12; count++) await client.query({ name: 'look_up', text, values: [[UNKNOWN_ID]] });
  const { rows } = await client.query<{ kept: number }>(
    `select generic_plans::int as kept from pg_prepared_statements where name = 'look_up'`,
  );
  t.ok((rows[0]?.kept ?? 0) > 0, 'the plan that fits any length is taken');
});
