import t from 'tap';
import { runChild } from '../support/child.js';
import { type BatchOut, type Call, caller, openService, type ProblemOut, together } from './ingest-fixture.js';

interface KeyOut {
  id: string;
  token: string;
}

const service = await openService(t, { instances: 2 });
const { sql, urls } = service;
const countOf = async (text: string, ...values: unknown[]) => Number((await sql<{ n: string }>(text, values))[0]?.n);
const keyed = (key: string, instance = 0) => ({ headers: { 'idempotency-key': key }, instance });

async function task(call: Call, leadId: string, key: string, instance = 0) {
  const dueAt = '2027-01-01T00:00:00Z';
  return call<{ id: string }>(
    'POST',
    '/v1/tasks',
    { leadId, kind: 'call', title: 'Once', dueAt },
    keyed(key, instance),
  );
}

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get } = await service.makeWorkspace();
  async function makeKey(scopes: string[] = ['leads:read', 'leads:write'], kind = 'service') {
    const { body } = await post<KeyOut>('/v1/api-keys', { name: 'Principal', kind, scopes });
    return { ...body, call: caller(urls, body.token) };
  }
  async function rotate(id: string) {
    const { body } = await post<KeyOut>(`/v1/api-keys/${id}/rotate`, { overlapHours: 1 });
    return { ...body, call: caller(urls, body.token) };
  }
  async function leadOf(email: string): Promise<string> {
    return (await post('/v1/leads', { email })).body.lead.id;
  }
  return { makeKey, leadOf, rotate, post, get };
}

t.test('an Idempotency-Key outlives the rotation of the key that sent it, over any number of rotations', async (t) => {
  const { makeKey, leadOf, rotate } = await makeWorkspace();
  const key = await makeKey();
  const leadId = await leadOf('rotated@acme.example');
  const body = { email: 'once@acme.example' };
  const [first, made] = [
    await task(key.call, leadId, 'pay-1'),
    await key.call('POST', '/v1/leads', body, keyed('lead-1')),
  ];
  let current = key;
  for (let round = 0; round < 3; round += 1) {
    current = await rotate(current.id);
    const again = await task(current.call, leadId, 'pay-1');
    t.match(again, { status: first.status, text: first.text, headers: { 'idempotent-replayed': 'true' } });
    t.equal((await current.call('POST', '/v1/leads', body, keyed('lead-1'))).text, made.text, 'through the pipeline');
  }
  t.equal(await countOf('select count(*) as n from tasks where lead_id = $1', leadId), 1);
  const other = await current.call<ProblemOut>('POST', '/v1/leads', { email: 'two@acme.example' }, keyed('lead-1'));
  t.match(other, { status: 422, body: { code: 'idempotency_key_reused' } }, 'another request is still refused');
  const stranger = await makeKey();
  t.not((await task(stranger.call, leadId, 'pay-1')).text, first.text, 'another principal has its own');
});

t.test(
  'one Idempotency-Key at once under the old and the new secret acts once, whichever process they reach',
  async (t) => {
    const { makeKey, rotate, leadOf } = await makeWorkspace();
    const key = await makeKey();
    const next = await rotate(key.id);
    const leadId = await leadOf('racing@acme.example');
    const calls = [key.call, next.call];
    const tasks = await together(40, 40, (i) => task(calls[i % 2] ?? key.call, leadId, 'race', i % 4 < 2 ? 0 : 1));
    t.strictSame(new Set(tasks.map(({ status }) => status)), new Set([201]));
    t.equal(new Set(tasks.map(({ text }) => text)).size, 1);
    t.equal(await countOf('select count(*) as n from tasks where lead_id = $1', leadId), 1);
    const body = { items: [{ email: 'race1@acme.example' }, { email: 'race2@acme.example' }] };
    const batches = await together(40, 40, (i) =>
      (calls[i % 2] ?? key.call)<BatchOut>('POST', '/v1/leads/batch', body, keyed('race-batch', i % 4 < 2 ? 0 : 1)),
    );
    t.equal(new Set(batches.map(({ text }) => text)).size, 1);
    t.equal(await countOf(`select count(*) as n from touches where submission->>'email' like 'race_@acme.example'`), 2);
  },
);

t.test('a rotation amid requests with one Idempotency-Key lets none of them act twice', async (t) => {
  const { makeKey, leadOf, rotate } = await makeWorkspace();
  const key = await makeKey();
  const leadId = await leadOf('amid@acme.example');
  const before = together(10, 10, (i) => task(key.call, leadId, 'amid', i % 2));
  const next = await rotate(key.id);
  const after = together(10, 10, (i) => task(next.call, leadId, 'amid', i % 2));
  const answers = [...(await before), ...(await after)];
  t.equal(new Set(answers.map(({ text }) => text)).size, 1);
  t.equal(await countOf('select count(*) as n from tasks where lead_id = $1', leadId), 1);
});

t.test('two visitors of one publishable key who choose the same Idempotency-Key do not meet', async (t) => {
  const { makeKey } = await makeWorkspace();
  const form = await makeKey(['leads:capture'], 'capture');
  const submit = (email: string, instance = 0) =>
    form.call<object>('POST', '/v1/capture/leads', { email }, keyed('submit-1', instance));
  const [ada, grace] = [await submit('ada@visitors.example'), await submit('grace@visitors.example', 1)];
  t.ok(ada.status < 300 && grace.status < 300, `${ada.status} ${grace.status}`);
  t.equal(grace.headers['idempotent-replayed'], undefined, 'the second visitor does not learn that the key was used');
  const again = await submit('ada@visitors.example', 1);
  t.match(again, { status: ada.status, text: ada.text, headers: { 'idempotent-replayed': 'true' } });
  for (const email of ['ada@visitors.example', 'grace@visitors.example']) {
    t.equal(await countOf(`select count(*) as n from touches where submission->>'email' = $1`, email), 1, email);
  }
  const race = await together(20, 20, (i) => submit(`racer${i % 2}@visitors.example`, i % 2));
  t.strictSame(
    race.filter(({ status }) => status >= 300),
    [],
  );
  t.equal(await countOf(`select count(*) as n from touches where submission->>'email' like 'racer%'`), 2);
});

t.test('a revoked key works in none of three processes after five seconds', async (t) => {
  const { makeKey, post, get } = await makeWorkspace();
  const children = [0, 1, 2].map(() => runChild('serving-child.ts', service.databaseUrl));
  t.teardown(async () => {
    for (const child of children) child.process.kill('SIGKILL');
    await Promise.all(children.map(({ ended }) => ended));
  });
  const ports = await Promise.all(children.map(({ firstLine }) => firstLine));
  const key = await makeKey(['leads:read']);
  const call = caller(
    ports.map((port) => `http://127.0.0.1:${port}`),
    key.token,
  );
  const statuses = () =>
    Promise.all([0, 1, 2].map(async (instance) => (await call('GET', '/v1/leads', undefined, { instance })).status));
  // Known to each process just before: the worst case for what they remember.
  t.strictSame(await statuses(), [200, 200, 200]);
  t.equal((await post(`/v1/api-keys/${key.id}/revoke`, {})).status, 200);
  const revokedAt = performance.now();
  const worked: number[] = [];
  while (performance.now() - revokedAt < 7_000) {
    const sentAt = performance.now() - revokedAt;
    if ((await statuses()).includes(200)) worked.push(sentAt);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  t.comment(`last accepted ${Math.round(worked.at(-1) ?? 0)} ms after the revocation`);
  t.ok((worked.at(-1) ?? 0) < 5_000, `last accepted ${Math.round(worked.at(-1) ?? 0)} ms after the revocation`);
  t.strictSame(await statuses(), [401, 401, 401]);
  t.equal((await get('/v1/leads')).status, 200, 'other keys go on');
});
