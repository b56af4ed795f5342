/** Targets: progress against the records, and events that are emitted once. */
import t from 'tap';
import type { Static } from 'typebox';
import type {
  TargetList,
  TargetProgressList,
  TargetProgressSchema,
  TargetSchema,
} from '../../src/http/schemas/targets.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

type Target = Static<typeof TargetSchema>;
type Progress = Static<typeof TargetProgressSchema>;
const DAY = 86_400_000;
const MARCH = { period: 'month', from: '2026-03-01' };
let now = Date.UTC(2026, 2, 12, 9);
let people = 0;
const statements: string[] = [];
const onStatement = (text: string) => statements.push(text);
const service = await openService(t, { clock: () => now, instances: 2, onStatement });

async function makeWorkspace() {
  now = Date.UTC(2026, 2, 12, 9);
  const { post, patch, get } = await service.makeWorkspace();
  const make = async (terms: object) => {
    const made = await post<Target>('/v1/targets', { ...MARCH, ...terms });
    t.equal(made.status, 201, made.text);
    return made.body;
  };
  const progress = async (id: string) => (await get<Progress>(`/v1/targets/${id}/progress`)).body;
  const check = () => Promise.all(service.apps.map(({ services }) => services.targetChecks.runDue()));
  const events = async () => {
    const { body } = await get<{ data: { type: string; subjectId: string; after?: { actual: string } }[] }>(
      '/v1/events?limit=200',
    );
    return body.data.filter(({ type }) => type === 'target.reached' || type === 'target.missed');
  };
  const win = async (amount: string, changes: object = {}) => {
    people += 1;
    const person = { kind: 'person', name: 'Eve', email: `e${people}@mill.example` };
    const customer = await post<{ id: string }>('/v1/customers', person);
    const terms = { customerId: customer.body.id, currency: 'EUR', amount, ...changes };
    const deal = await post<{ id: string }>('/v1/deals', terms);
    t.equal(deal.status, 201, deal.text);
    const won = await post(`/v1/deals/${deal.body.id}/win`, {});
    t.equal(won.status, 200, won.text);
    return deal.body.id;
  };
  return { post, patch, get, make, progress, check, events, win };
}

t.test('the progress is what a report answers for the same period and scope', async (t) => {
  const { post, get, make, progress } = await makeWorkspace();
  const sources = [
    { channel: 'event', name: 'Fair' },
    { channel: 'web_form', name: 'Ads' },
  ] as const;
  const items = Array.from({ length: 40 }, (_, index) => ({
    ...{ externalId: `x${index}`, externalSystem: 'crm', name: `P ${index}`, source: sources[index % 2] },
    products: index % 4 === 0 ? ['Straße', 'Loom'] : ['Mill'],
    createdAt: new Date(Date.UTC(2026, 1, 25, 23) + index * 0.3 * DAY).toISOString(),
    stages:
      index % 3 === 0
        ? [{ stage: 'mql', at: new Date(Date.UTC(2026, 1, 26, 23) + index * 0.3 * DAY).toISOString() }]
        : [],
  }));
  t.equal((await post('/v1/leads/history', { items })).status, 207);
  const inMarch = (at: string | undefined) => at !== undefined && at >= '2026-03-01' && at < '2026-04-01';
  const fair = (await get<{ data: { id: string; name: string }[] }>('/v1/sources')).body.data.find(
    ({ name }) => name === 'Fair',
  );
  const all = await make({ metric: 'leads_created', value: '100' });
  const ofFair = await make({ metric: 'leads_created', value: '100', sourceId: fair?.id });
  const looms = await make({ metric: 'leads_created', value: '10', product: 'STRASSE' });
  const mqls = await make({ metric: 'mqls', value: '10' });
  const created = items.filter(({ createdAt }) => inMarch(createdAt));
  const wanted = [
    created.length,
    created.filter(({ source }) => source?.name === 'Fair').length,
    created.filter(({ products }) => products.includes('Loom')).length,
    items.filter(({ stages }) => inMarch(stages[0]?.at)).length,
  ];
  const found = await Promise.all([all, ofFair, looms, mqls].map(({ id }) => progress(id)));
  t.strictSame(
    found.map(({ actual }) => Number(actual)),
    wanted,
  );
  t.ok(wanted.every((count) => count > 0));
  t.match(found[1]?.target, { scope: 'source', sourceName: 'Fair' });
  const asked = await post<{ totals: { value: number }[] }>('/v1/reports/query', {
    ...{ metrics: ['leads_created', 'mqls'], from: '2026-03-01T00:00:00Z', before: '2026-04-01T00:00:00Z' },
  });
  t.strictSame(
    asked.body.totals.map(({ value }) => value),
    [wanted[0], wanted[3]],
  );
  const [one] = found;
  t.equal(one?.workdays, 22);
  t.equal(one?.workdaysElapsed, 8 + 9 / 24);
  t.equal(one?.expected, (100 * (8 + 9 / 24)) / 22);
  t.ok(
    one && one.low !== null && one.high !== null && one.low <= (one.projected ?? 0) && (one.projected ?? 0) <= one.high,
  );
  const page = await get<Static<typeof TargetProgressList>>('/v1/reports/targets?metric=leads_created&day=2026-03-31');
  t.strictSame(
    page.body.data.map(({ target, actual }) => [target.id, actual]),
    [
      [looms.id, String(wanted[2])],
      [ofFair.id, String(wanted[1])],
      [all.id, String(wanted[0])],
    ],
  );
  const none = await get<Static<typeof TargetList>>('/v1/targets?day=2026-04-01');
  t.strictSame(none.body.data, [], 'the day after the last is none of the period');
});

t.test('a source that was merged counts with what it was merged into, for targets of either', async (t) => {
  const { post, get, make, progress } = await makeWorkspace();
  for (const [email, name] of [
    ['a@mill.example', 'Fair'],
    ['b@mill.example', 'Fare'],
  ])
    await post('/v1/leads', { email, source: { channel: 'event', name } });
  const sources = (await get<{ data: { id: string; name: string }[] }>('/v1/sources')).body.data;
  const [fare, fair] = ['Fare', 'Fair'].map((name) => sources.find((source) => source.name === name)?.id);
  const terms = { metric: 'leads_created', value: '5' };
  const [misspelt, right] = [await make({ ...terms, sourceId: fare }), await make({ ...terms, sourceId: fair })];
  const actual = async () => [(await progress(misspelt.id)).actual, (await progress(right.id)).actual];
  t.strictSame(await actual(), ['1', '1']);
  const merged = await post(`/v1/sources/${fare}/merge`, { into: fair });
  t.equal(merged.status, 200, merged.text);
  t.strictSame(await actual(), ['2', '2']);
  t.equal((await get<Static<typeof TargetList>>(`/v1/targets?sourceId=${fair}`)).body.data.length, 2);
  await post(`/v1/sources/${fare}/unmerge`, {});
  t.strictSame(await actual(), ['1', '1']);
});

t.test('amounts count in their currency, by rep and team of the deal', async (t) => {
  const { post, make, progress, win } = await makeWorkspace();
  const rep = await post<{ id: string }>('/v1/reps', { name: 'Ada', active: false });
  await win('1000.50', { ownerId: rep.body.id });
  await win('200.25', { products: [{ name: 'Loom', quantity: 1, unitPrice: '200.25' }] });
  await win('5000', { currency: 'USD', ownerId: rep.body.id });
  const terms = { metric: 'sales_volume', currency: 'EUR', value: '2000' };
  const all = await make(terms);
  const ofRep = await make({ ...terms, repId: rep.body.id });
  const looms = await make({ ...terms, product: 'loom' });
  const actual = async ({ id }: Target) => (await progress(id)).actual;
  t.strictSame(await Promise.all([all, ofRep, looms].map(actual)), ['1200.75', '1000.50', '200.25']);
  t.match(await progress(ofRep.id), {
    attainment: 0.50025,
    target: { repName: 'Ada', scope: 'rep', value: '2000.00' },
  });
});

t.test('a page of targets takes one statement for each population, however many there are', async (t) => {
  const { get, make } = await makeWorkspace();
  for (let value = 1; value <= 6; value += 1) {
    await make({ metric: 'leads_created', value: String(value) });
    await make({ metric: 'deals_won', value: String(value) });
    await make({ metric: 'sales_volume', currency: 'EUR', value: String(value) });
  }
  statements.length = 0;
  const page = await get<Static<typeof TargetProgressList>>('/v1/reports/targets');
  t.equal(page.body.data.length, 18);
  t.equal(statements.filter((text) => text.includes('wanted')).length, 2, 'leads, and won deals by number and amount');
  t.ok(statements.length < 12, `${statements.length} statements`);
});

t.test('reached and missed are emitted once each, also when the number goes back and forth', async (t) => {
  const { post, get, make, progress, check, events, win } = await makeWorkspace();
  const volume = await make({ metric: 'sales_volume', currency: 'EUR', value: '1000' });
  const never = await make({ metric: 'leads_created', value: '50' });
  await check();
  t.strictSame(await events(), []);
  const dealId = await win('1000');
  now += 60_000;
  await check();
  now += 60_000;
  await check();
  t.match(await events(), [{ type: 'target.reached', subjectId: volume.id, after: { actual: '1000.00' } }]);
  t.match((await progress(volume.id)).target, { reachedAt: '2026-03-12T09:01:00.000Z', closedAt: null, missed: null });
  await post(`/v1/deals/${dealId}/reopen`, {});
  now += 60_000;
  await check();
  await post(`/v1/deals/${dealId}/win`, {});
  now += 60_000;
  await check();
  await post(`/v1/deals/${dealId}/reopen`, {});
  t.equal((await events()).length, 1);
  t.equal((await progress(volume.id)).actual, '0.00');
  now = Date.UTC(2026, 3, 1) - 1;
  await check();
  t.equal((await events()).length, 1, 'the last millisecond of the period');
  now += 1;
  await check();
  now += 600_000;
  await check();
  t.strictSame(
    (await events()).map(({ type, subjectId, after }) => `${type} ${subjectId} ${after?.actual}`).sort(),
    [`target.reached ${volume.id} 1000.00`, `target.missed ${volume.id} 0.00`, `target.missed ${never.id} 0`].sort(),
  );
  t.match((await get<Target>(`/v1/targets/${never.id}`)).body, { closedAt: '2026-04-01T00:00:00.000Z', missed: true });
});

t.test('another value is checked anew; a closed target keeps its own', async (t) => {
  const { patch, make, check, events, win } = await makeWorkspace();
  const made = await make({ metric: 'deals_won', value: '1' });
  await win('10');
  await check();
  const same = await patch<Target>(`/v1/targets/${made.id}`, { value: '1.00' });
  t.strictSame([same.body.version, (await events()).length], [1, 1]);
  const raised = await patch<Target>(`/v1/targets/${made.id}`, { value: '2' });
  t.match(raised.body, { version: 2, value: '2', reachedAt: null });
  await win('10');
  now += 60_000;
  await check();
  t.equal((await events()).length, 2);
  now = Date.UTC(2026, 3, 1);
  await check();
  t.equal((await events()).length, 2, 'reached, so not missed');
  const late = await patch<ProblemOut>(`/v1/targets/${made.id}`, { value: '3' });
  t.equal(late.status, 409);
});

t.test('a target of a moved clock is closed by it, and one of the past at once', async (t) => {
  const { make, check, events } = await makeWorkspace();
  const past = await make({ metric: 'leads_created', value: '1', from: '2026-01-01' });
  const future = await make({ metric: 'leads_created', value: '1', from: '2026-05-01' });
  await check();
  t.strictSame(
    (await events()).map(({ type, subjectId }) => [type, subjectId]),
    [['target.missed', past.id]],
  );
  now = Date.UTC(2026, 4, 1);
  await check();
  now = Date.UTC(2026, 5, 1);
  await check();
  t.strictSame(
    (await events()).map(({ subjectId }) => subjectId),
    [past.id, future.id],
  );
});

t.test('references and values are checked by field', async (t) => {
  const { post } = await makeWorkspace();
  const refused = async (terms: object) => {
    const answer = await post<ProblemOut>('/v1/targets', { metric: 'mqls', ...MARCH, value: '5', ...terms });
    return [answer.status, answer.body.errors?.map(({ pointer }) => pointer)];
  };
  const unknown = '0199d0c4-7c00-7a3b-8f2e-5d6c7b8a9012';
  t.strictSame(await refused({ repId: unknown }), [422, ['/repId']]);
  t.strictSame(await refused({ sourceId: unknown }), [422, ['/sourceId']]);
  t.strictSame(await refused({ value: '0' }), [422, ['/value']]);
  t.strictSame(await refused({ metric: 'sales_volume', currency: 'XXQ' }), [422, ['/currency']]);
});
