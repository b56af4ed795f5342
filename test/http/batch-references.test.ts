import t from 'tap';
import { operations } from '../../src/http/api.js';
import { resolver, type Schema } from '../contract/document.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);
const { apps } = service;
const UNKNOWN_ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';

/** Batches whose items name no other record. */
const WITHOUT_REFERENCES: ReadonlySet<string> = new Set(['createSuppressionBatch']);

const COST = { from: '2026-03-01', before: '2026-04-01', amount: '1.50', currency: 'EUR', kind: 'list' };

interface BatchAnswer {
  results: { status: number; problem?: ProblemOut }[];
}

interface Items {
  good: (n: number) => object;
  /** What an item needs beside the reference with that path. */
  beside: (n: number, reference: readonly string[]) => object;
}

/** Items of each batch operation, about a known lead and open tasks. */
const itemsFor = (leadId: string, taskIds: readonly string[]): Record<string, Items> => ({
  createCustomerBatch: {
    good: (n) => ({ kind: 'person', name: 'Good', email: `customer${n}@references.example` }),
    beside: (n) => ({ kind: 'person', name: 'Bad', email: `no-customer${n}@references.example` }),
  },
  createSuppressionBatch: {
    good: (n) => ({ kind: 'email', value: `suppressed${n}@references.example` }),
    beside: (n) => ({ kind: 'email', value: `not-suppressed${n}@references.example` }),
  },
  createCostBatch: {
    good: () => ({ leadId, ...COST }),
    beside: () => COST,
  },
  createReferralBatch: {
    good: (n) => ({ referrer: { partner: 'Partner' }, lead: { email: `referred${n}@references.example` } }),
    beside: (n, [first]) => ({
      ...(first === 'referrer' ? {} : { referrer: { partner: 'Partner' } }),
      ...(first === 'referredLeadId' ? {} : { lead: { email: `not-referred${n}@references.example` } }),
    }),
  },
  completeTaskBatch: {
    good: (n) => ({ taskId: taskIds[n % taskIds.length], outcome: 'successful' }),
    beside: () => ({ taskId: taskIds[0], activity: { kind: 'note', body: 'Bad' } }),
  },
  updateLeadBatch: {
    good: (n) => ({ leadId, city: `City ${n}` }),
    beside: () => ({ leadId, city: 'None' }),
  },
  recordActivityBatch: {
    good: () => ({ leadId, kind: 'note', body: 'Good' }),
    beside: () => ({ leadId, kind: 'note', body: 'Bad' }),
  },
  createTaskBatch: {
    good: () => ({ leadId, kind: 'call', title: 'Good', dueAt: '2027-01-01T00:00:00Z' }),
    beside: () => ({ leadId, kind: 'call', title: 'Bad', dueAt: '2027-01-01T00:00:00Z' }),
  },
  createDealBatch: {
    good: () => ({ leadId, currency: 'EUR' }),
    beside: () => ({ leadId, currency: 'EUR' }),
  },
  createLeadBatch: {
    good: (n) => ({ email: `good${n}@references.example` }),
    beside: (n) => ({ email: `bad${n}@references.example` }),
  },
  recordLeadHistory: {
    good: (n) => ({ email: `past${n}@references.example`, createdAt: '2025-01-01T00:00:00Z' }),
    beside: (n) => ({ email: `other${n}@references.example`, createdAt: '2025-01-01T00:00:00Z' }),
  },
  createEngagementEventBatch: {
    good: () => ({ email: 'known@references.example', type: 'page_viewed' }),
    beside: () => ({ type: 'page_viewed' }),
  },
});

/** Every property of an item that is the id of something else, as a path of names. */
function referencesIn(reference: Schema, resolve: (schema: Schema) => Schema): string[][] {
  const { properties = {} } = resolve(reference);
  return Object.entries(properties).flatMap(([name, property]) => {
    const schema = resolve(property);
    if (schema.format === 'uuid') return [[name]];
    return referencesIn(schema, resolve).map((path) => [name, ...path]);
  });
}

/** The item with the value at a path. */
function withValue(item: object, [name = '', ...rest]: readonly string[], value: unknown): object {
  const inner: unknown = Reflect.get(item, name) ?? {};
  return { ...item, [name]: rest.length === 0 ? value : withValue(Object(inner), rest, value) };
}

t.test('an item with an unknown reference is refused alone, whatever it refers to', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const document = JSON.parse((await apps[0]?.server.inject('/openapi.json'))?.body ?? '{}');
  const resolve = resolver(document);
  const { body: known } = await post('/v1/leads', { email: 'known@references.example' });
  const tasks = Array.from({ length: 40 }, () => ({
    ...{ leadId: known.lead.id, kind: 'call', title: 'Call', dueAt: '2027-01-01T00:00:00Z' },
  }));
  const made = await post<{ results: { id: string }[] }>('/v1/tasks/batch', { items: tasks });
  const all = itemsFor(
    known.lead.id,
    made.body.results.map((one) => one.id),
  );
  let n = 0;
  for (const { id, path, perItem } of operations) {
    if (perItem === undefined) continue;
    const items = all[id];
    if (items === undefined) throw new Error(`${id} has no items in this test`);
    const body = document.paths[path].post.requestBody.content['application/json'].schema;
    const list = resolve(resolve(body).properties?.[perItem] ?? {});
    const references = referencesIn(list.items ?? {}, resolve);
    t.ok(references.length > 0 || WITHOUT_REFERENCES.has(id), `${id} has references`);
    for (const reference of references) {
      n++;
      const bad = withValue(items.beside(n, reference), reference, UNKNOWN_ID);
      const name = `${id}: ${reference.join('/')}`;
      const sent = { [perItem]: [bad, items.good(n), bad], mode: 'partial' };
      const { status, body: answer } = await post<BatchAnswer>(path, sent);
      t.equal(status, 207, name);
      const [first, second, third] = answer.results ?? [];
      t.ok(second && second.status < 300, `${name}: the good one is taken`);
      for (const refused of [first, third]) t.match(refused?.problem?.code, /^(reference_not_found|not_found)$/, name);
      t.equal((await post<BatchAnswer>(path, { ...sent, mode: 'atomic' })).status, 422, `${name}: atomic`);
    }
    if (resolve(list.items ?? {}).properties?.occurredAt === undefined) continue;
    const late = { ...items.good(0), occurredAt: '9999-12-31T23:59:59Z' };
    const { body: answer } = await post<BatchAnswer>(path, { [perItem]: [late, items.good(0)] });
    t.match(answer.results?.[0]?.problem, { errors: [{ pointer: `/${perItem}/0/occurredAt`, code: 'too_late' }] }, id);
    t.ok((answer.results?.[1]?.status ?? 500) < 300, `${id}: a bad date harms no other item`);
  }
  t.equal(n, 25);
  const { body: stored } = await get<{ data: object[] }>('/v1/leads?limit=200');
  t.equal(stored.data.length, 10, 'those known before and the good ones');
});

t.test('a refused item is refused alone, or refuses all, and is named by its place in the body', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const leadOf = async (email: string) => (await post('/v1/leads', { email, name: `Muster ${email}` })).body.lead.id;
  const [a, c] = [await leadOf('a@acme.example'), await leadOf('c@acme.example')];
  await post('/v1/referrals', { referrer: { leadId: a }, referredLeadId: c });
  const circle = { email: 'a@acme.example', referredBy: { leadId: c } };
  const unknown = { email: 'x@acme.example', referredBy: { leadId: UNKNOWN_ID } };
  const twoNames = { email: 'y@acme.example', referredBy: { leadId: a, partner: 'Partner' } };
  const refused = [
    [circle, '/items/1/referredBy'],
    [unknown, '/items/1/referredBy/leadId'],
    [twoNames, '/items/1/referredBy'],
    [{ email: 5 }, '/items/1/email'],
    [{ email: 'z@acme.example', unknown: 1 }, '/items/1/unknown'],
    [{ email: 'z@acme.example', attributes: large() }, '/items/1/attributes'],
  ] as const;
  for (const [n, [item, pointer]] of refused.entries()) {
    const items = [{ email: `g${n}@acme.example` }, item, { email: `h${n}@acme.example` }];
    const all = await post<ProblemOut>('/v1/leads/batch', { mode: 'atomic', items });
    t.match(all, { status: 422, body: { code: 'rule_refused', errors: [{ pointer }] } }, `atomic ${pointer}`);
    const { status, body } = await post<BatchAnswer>('/v1/leads/batch', { mode: 'partial', items });
    t.equal(status, 207);
    t.strictSame([body.results[0]?.status, body.results[2]?.status], [201, 201], 'new: the atomic batch wrote nothing');
    t.match(body.results[1]?.problem?.errors, [{ pointer }], pointer);
  }
  const events = [{ email: 'a@acme.example', type: 'bogus' }];
  for (const mode of ['atomic', 'partial']) {
    const { body } = await post<ProblemOut & BatchAnswer>('/v1/engagement-events/batch', { mode, items: events });
    t.match(body.errors ?? body.results[0]?.problem?.errors, [{ pointer: '/items/0/type' }], mode);
  }
  t.equal((await get<{ data: object[] }>('/v1/leads?limit=200')).body.data.length, 2 + 2 * refused.length);
});

/** More attributes than a lead holds. */
const large = () => Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`a${n}`, 'x'.repeat(1_900)]));

t.test('an item that an earlier item makes wrong refuses an atomic batch, and nothing of it is written', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const leadOf = async (email: string) => (await post('/v1/leads', { email, name: `Muster ${email}` })).body.lead.id;
  const [a, c] = [await leadOf('a@acme.example'), await leadOf('c@acme.example')];
  const items = [
    { email: 'c@acme.example', referredBy: { leadId: a } },
    { email: 'new@acme.example' },
    { email: 'a@acme.example', referredBy: { leadId: c } },
  ];
  const headers = { 'idempotency-key': 'midway' };
  const sent = () => post<ProblemOut>('/v1/leads/batch', { mode: 'atomic', items }, { headers });
  const beside = Array.from({ length: 5 }, (_, n) => post('/v1/leads', { email: `beside${n}@acme.example` }));
  t.match(await sent(), { status: 422, body: { errors: [{ pointer: '/items/2/referredBy', code: 'rule_refused' }] } });
  for (const { status } of await Promise.all(beside)) t.equal(status, 201, 'requests of the same moment are written');
  t.equal((await sent()).status, 422, 'again');
  t.equal((await get<{ data: object[] }>('/v1/leads?limit=200')).body.data.length, 7);
  t.strictSame((await get<{ data: object[] }>('/v1/referrals')).body.data, []);
  const partial = await post<BatchAnswer>('/v1/leads/batch', { mode: 'partial', items });
  t.strictSame(
    partial.body.results.map(({ status }) => status),
    [200, 201, 422],
  );
});

t.test('corrections of one batch may exchange values: the state after all of them counts, in both modes', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const [E1, E2, E3] = ['a@acme.example', 'b@acme.example', 'c@acme.example'] as const;
  const leadOf = async (email: string, n: number) =>
    (await post('/v1/leads', { email, phone: `+4930901820${n}`, externalId: `crm-${n}` })).body.lead.id;
  const [a, b, c] = [await leadOf(E1, 1), await leadOf(E2, 2), await leadOf(E3, 3)];
  const send = async (mode: string, items: object[]) => {
    const answer = await post<BatchAnswer & ProblemOut>('/v1/leads/batch-update', { mode, items });
    return answer.body.results?.map(({ status }) => status) ?? answer.body.errors?.map(({ pointer }) => pointer);
  };
  const owners = async () =>
    Promise.all(
      [E1, E2, E3].map(async (email) => {
        const { body } = await get<{ data: { id: string }[] }>(`/v1/leads?email=${email}`);
        return body.data.map(({ id }) => id).join();
      }),
    );
  t.strictSame(
    await send('atomic', [
      { leadId: a, email: E2 },
      { leadId: b, email: E1 },
    ]),
    [200, 200],
  );
  t.strictSame(await owners(), [b, a, c]);
  const { body: met } = await post('/v1/leads', { email: E1 });
  t.equal(met.lead.id, b, 'a submission finds it by its new address');
  t.strictSame(
    await send('partial', [
      { leadId: a, email: E1 },
      { leadId: b, email: E2 },
    ]),
    [200, 200],
  );
  t.strictSame(await owners(), [a, b, c]);
  const circle = [a, b, c].map((leadId, n) => ({
    leadId,
    email: [E2, E3, E1][n],
    phone: `+4930901820${((n + 1) % 3) + 1}`,
  }));
  t.strictSame(await send('atomic', circle.slice(0, 2)), ['/items/0/email', '/items/1/email']);
  t.strictSame(await send('partial', circle.slice(0, 2)), [422, 422]);
  t.strictSame(
    await owners(),
    [a, b, c],
    'the second takes what the third keeps, so the first takes what the second keeps',
  );
  t.strictSame(await send('atomic', circle), [200, 200, 200]);
  t.strictSame(await owners(), [c, a, b]);
  const steps = [
    { leadId: a, email: 'x@acme.example' },
    { leadId: c, email: E2 },
    { leadId: a, email: E1 },
  ];
  t.strictSame(await send('atomic', steps), [200, 200, 200], 'by a third value');
  t.strictSame(await owners(), [a, c, b]);
  const stale = [
    { leadId: a, email: E2 },
    { leadId: c, email: E1, ifVersion: 1 },
  ];
  t.strictSame(await send('partial', stale), [422, 412], 'a refused correction gives up nothing');
  const both = [
    { leadId: a, email: 'y@acme.example' },
    { leadId: b, email: 'y@acme.example' },
  ];
  t.strictSame(await send('atomic', both), ['/items/1/email']);
  t.strictSame(await owners(), [a, c, b]);
});

interface Batch {
  results: { status: number; id: string; version?: number; activityId?: string; referredLeadId?: string }[];
}

t.test('customers, referrals and completed tasks of a batch are as those of single calls', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const grantedAt = '2026-01-15T09:00:00.000Z';
  const statement = { emailConsent: 'granted', emailConsentAt: grantedAt, phone: '+49 30 1234567' };
  const made = await post<Batch>('/v1/customers/batch', {
    items: [
      { kind: 'organization', name: 'Analytical Engines', website: 'https://analytical-engines.com' },
      { kind: 'person', name: 'Ada', email: 'ada@analytical.example', ...statement },
      { kind: 'person', name: 'Bob', emailConsentAt: grantedAt },
    ],
  });
  const [organization, ada, bob] = made.body.results;
  t.strictSame([organization?.status, ada?.status, bob?.status], [201, 201, 422]);
  t.match((await get<object>(`/v1/customers/${organization?.id}`)).body, { domain: 'analytical-engines.com' });
  t.match((await get<object>(`/v1/customers/${ada?.id}`)).body, {
    ...{ phoneNormalized: '+49301234567', emailConsent: 'granted', emailConsentAt: grantedAt },
  });
  const rep = (await post<{ id: string }>('/v1/reps', { name: 'Grace', email: 'grace@acme.example' })).body.id;
  const referred = await post<Batch>('/v1/referrals/batch', {
    items: [
      { referrer: { customerId: ada?.id }, lead: { email: 'new@acme.example' } },
      { referrer: { repId: rep }, lead: { email: 'other@acme.example' }, note: 'Met at the fair' },
      { referrer: { customerId: ada?.id }, lead: { email: 'ada@analytical.example' } },
    ],
  });
  const [first, second, herself] = referred.body.results;
  t.strictSame([first?.status, second?.status, (herself?.status ?? 0) >= 400], [201, 201, true]);
  t.match((await get<object>(`/v1/referrals/${second?.id}`)).body, {
    note: 'Met at the fair',
    referrer: { repId: rep },
  });
  const leadId = first?.referredLeadId;
  t.match((await get<object>(`/v1/leads/${leadId}`)).body, { email: 'new@acme.example' });
  const task = { leadId, kind: 'call', title: 'Call', dueAt: '2027-01-01T00:00:00Z' };
  const tasks = (await post<Batch>('/v1/tasks/batch', { items: [task, task, task] })).body.results.map(({ id }) => id);
  const activity = { kind: 'call', outcome: 'connected' };
  const items = [
    { taskId: tasks[0], outcome: 'successful', activity },
    { taskId: tasks[1], ifVersion: 7 },
    { taskId: tasks[0] },
    { taskId: tasks[2], ifVersion: 1 },
  ];
  const done = await post<Batch>('/v1/tasks/batch-complete', { items });
  t.strictSame(
    done.body.results.map(({ status }) => status),
    [200, 412, 409, 200],
  );
  const { activityId } = done.body.results[0] ?? {};
  t.match((await get<object>(`/v1/tasks/${tasks[0]}`)).body, { status: 'done', outcome: 'successful', activityId });
  t.match((await get<object>(`/v1/leads/${leadId}/activities/${activityId}`)).body, { outcome: 'connected' });
  t.match((await get<object>(`/v1/tasks/${tasks[1]}`)).body, { status: 'open' });
});
