/** Metrics of records beside the steps of leads, by the dimensions that these records have. */
import t from 'tap';
import type { Static } from 'typebox';
import { isOfCosts, METRIC_NAMES, METRICS } from '../../src/core/metrics/catalogue.js';
import { COST_DIMENSIONS } from '../../src/core/metrics/cost-metrics.js';
import { LEAD_DIMENSIONS, RECORD_DIMENSIONS } from '../../src/core/metrics/dimensions.js';
import type { MetricCatalogue, ReportAnswer } from '../../src/http/schemas/metrics.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

type Answer = Static<typeof ReportAnswer>;

const DAY = 86_400_000;
const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 10, 9, 30);
let now = START;
const service = await openService(t, { clock: () => now });
const at = (ms: number) => new Date(ms).toISOString();

async function makeWorkspace() {
  now = START;
  const workspace = await service.makeWorkspace();
  const ask = async (question: object) => {
    const answer = await workspace.post<Answer>('/v1/reports/query', question);
    t.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  /** The values by the keys of the rows. */
  const table = async (question: object) =>
    Object.fromEntries(
      (await ask(question)).rows.map(({ keys, values }) => [
        keys.map(({ value, name }) => name ?? value ?? 'none').join('|'),
        values.map(({ value }) => value),
      ]),
    );
  const send = async <Body = { id: string }>(path: string, body?: object) => {
    const answer = await workspace.post<Body>(path, body);
    t.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  let made = 0;
  const makeLead = async (facts: object = {}) => {
    made += 1;
    return (await workspace.post('/v1/leads', { email: `p${made}@records.example`, ...facts })).body.lead;
  };
  const totals = async (...metrics: string[]) =>
    (await ask({ metrics, groupBy: ['currency'].filter(() => metrics.some((name) => MONEY.has(name))) })).totals.map(
      ({ value }) => value,
    );
  return { ...workspace, ask, table, send, makeLead, totals };
}

const MONEY: ReadonlySet<string> = new Set(METRIC_NAMES.filter((name) => METRICS[name].unit === 'amount'));

t.test('every metric can be grouped by every dimension that it has', async (t) => {
  const { ask, get } = await makeWorkspace();
  const { data, dimensions } = (await get<Static<typeof MetricCatalogue>>('/v1/metrics')).body;
  t.equal(dimensions.length, Object.keys({ ...LEAD_DIMENSIONS, ...RECORD_DIMENSIONS }).length);
  const own = new Map(data.map((one) => [one.metric, one.dimensions]));
  for (const { dimension, isCommon } of dimensions) {
    const metrics = METRIC_NAMES.filter((name) => isCommon || own.get(name)?.includes(dimension)).filter(
      (name) =>
        (dimension !== 'product' || METRICS[name].unit !== 'amount' || name === 'product_volume') &&
        (COST_DIMENSIONS.has(dimension) || !isOfCosts(name)),
    );
    t.ok(metrics.length > 0, dimension);
    for (let start = 0; start < metrics.length; start += 10) {
      const asked = metrics.slice(start, start + 10);
      const isMoney = dimension !== 'currency' && asked.some((name) => METRICS[name].unit === 'amount');
      await ask({ metrics: asked, groupBy: isMoney ? [dimension, 'currency'] : [dimension] });
    }
  }
});

t.test('a loss keeps its reason, competitor and score after the lead has come back', async (t) => {
  const { send, makeLead, table, ask } = await makeWorkspace();
  const [again, other, wrong] = [await makeLead(), await makeLead(), await makeLead({ products: ['Looms', 'Mills'] })];
  await send(`/v1/leads/${again.id}/lose`, { reason: 'price' });
  await send(`/v1/leads/${other.id}/lose`, { reason: 'competitor', competitor: 'Rival' });
  await send(`/v1/leads/${wrong.id}/disqualify`, { reason: 'wrong_fit' });
  now += 60 * DAY;
  await send(`/v1/leads/${again.id}/recycle`, { reason: 'Another line' });
  await send(`/v1/leads/${again.id}/lose`, { reason: 'timing', competitor: 'rival' });
  const byReason = { metrics: ['losses'], groupBy: ['reason', 'competitor'] };
  t.strictSame(await table(byReason), { 'competitor|Rival': [1], 'price|none': [1], 'timing|rival': [1] });
  // The competitors of two losses are spelled differently, and are one.
  t.strictSame(await table({ metrics: ['losses'], groupBy: ['competitor'] }), { Rival: [2], none: [1] });
  now += MINUTE;
  await send(`/v1/leads/${again.id}/lose`, { reason: 'no_budget' });
  t.strictSame(await table(byReason), { 'competitor|Rival': [1], 'price|none': [1], 'no_budget|none': [1] });
  t.strictSame(await table({ metrics: ['disqualifications'], groupBy: ['reason', 'product'] }), {
    'wrong_fit|Looms': [1],
    'wrong_fit|Mills': [1],
  });
  const bands = await ask({ metrics: ['losses'], groupBy: ['scoreBand'] });
  t.equal(
    bands.rows.reduce((sum, { values }) => sum + (values[0]?.value ?? 0), 0),
    3,
  );
});

t.test('a lead that is opened again is followed until it ends again', async (t) => {
  const { send, makeLead, table, totals } = await makeWorkspace();
  const [won, lost, once] = [await makeLead(), await makeLead(), await makeLead()];
  for (const { id } of [won, lost, once]) await send(`/v1/leads/${id}/lose`, { reason: 'price' });
  now += 60 * DAY;
  for (const { id } of [won, lost]) await send(`/v1/leads/${id}/recycle`, { reason: 'Contract ends' });
  await send(`/v1/leads/${won.id}/category`, { category: 'sql', reason: 'Called' });
  await send(`/v1/leads/${won.id}/conversion`, { deal: { currency: 'EUR', amount: '10' } });
  await send(`/v1/leads/${lost.id}/lose`, { reason: 'price' });
  now += 60 * DAY;
  await send(`/v1/leads/${lost.id}/recycle`, { reason: 'Once more' });
  await send(`/v1/leads/${lost.id}/category`, { category: 'mql', reason: 'Interested' });
  t.strictSame(await totals('recycled', 'recycled_mql_rate', 'recycled_sql_rate', 'recycled_customer_rate'), [
    ...[3, 2 / 3, 1 / 3, 1 / 3],
  ]);
  t.strictSame(await table({ metrics: ['recycled'], groupBy: ['type'] }), { lost: [3] });
  // A correction opens nothing.
  await send(`/v1/leads/${once.id}/category`, { category: 'lead', reason: 'Closed by mistake' });
  t.strictSame(await totals('recycled'), [3]);
  t.match(await table({ metrics: ['days_in_stage'], groupBy: ['stage'] }), { lost: [60] });
});

t.test('the work of reps is counted by rep, type and time', async (t) => {
  const { send, makeLead, table, totals } = await makeWorkspace();
  const rep = await send('/v1/reps', { name: 'Ada' });
  const { id } = await makeLead();
  const record = (activity: object) => send(`/v1/leads/${id}/activities`, { repId: rep.id, ...activity });
  await record({ kind: 'call', outcome: 'connected' });
  await record({ kind: 'call', outcome: 'no_answer' });
  await record({ kind: 'meeting', outcome: 'held' });
  await record({ kind: 'note', body: 'Kind' });
  t.strictSame(await totals('activities', 'calls', 'meetings', 'emails'), [4, 2, 1, 0]);
  t.strictSame(await table({ metrics: ['calls'], groupBy: ['ownerId', 'status'] }), {
    'Ada|connected': [1],
    'Ada|no_answer': [1],
  });
  const task = (dueAt: number) =>
    send('/v1/tasks', { leadId: id, kind: 'call', title: 'Call', dueAt: at(dueAt), repId: rep.id });
  const [early, late, open, skipped] = [
    ...[await task(now + DAY), await task(now + DAY), await task(now + DAY), await task(now + DAY)],
  ];
  await task(now + 40 * DAY);
  await send(`/v1/tasks/${early?.id}/complete`, { outcome: 'successful' });
  await send(`/v1/tasks/${skipped?.id}/skip`, { reason: 'Not needed' });
  now += 2 * DAY;
  await send(`/v1/tasks/${late?.id}/complete`, { outcome: 'successful' });
  t.ok(open);
  const tasks = await table({
    metrics: ['tasks_done', 'tasks_due', 'tasks_overdue', 'tasks_on_time'],
    groupBy: ['ownerId', 'type'],
  });
  t.strictSame(tasks, { 'Ada|call': [2, 3, 1, 1 / 3] });
});

t.test('deals are counted by product, customers by their purchases and the times they were away', async (t) => {
  const { send, table, totals, ask, makeLead } = await makeWorkspace();
  const customer = (name: string) => send('/v1/customers', { kind: 'organization', name });
  const [loyal, left, early] = [await customer('Loyal'), await customer('Left'), await customer('Early')];
  const sell = async (customerId: string, products: object[]) => {
    const deal = await send('/v1/deals', { customerId, currency: 'EUR', products });
    await send(`/v1/deals/${deal.id}/win`, {});
  };
  const line = (name: string, quantity: number, unitPrice: string) => ({ name, quantity, unitPrice });
  await sell(early.id, [line('Loom', 1, '5')]);
  now += 400 * DAY;
  const start = now;
  await sell(loyal.id, [line('Loom', 2, '100.10'), line('Service', 1, '0.20')]);
  await sell(left.id, [line('loom', 1, '50')]);
  now += 20 * DAY;
  await sell(loyal.id, [line('Service', 3, '1')]);
  const lost = await send('/v1/deals', { customerId: left.id, currency: 'EUR', amount: '7' });
  await send(`/v1/deals/${lost.id}/lose`, { reason: 'price', competitor: 'Rival' });
  const product = { metrics: ['product_volume', 'deals_won'], groupBy: ['product', 'currency'], from: at(start) };
  t.strictSame(await table(product), { 'Loom|EUR': [250.2, 2], 'Service|EUR': [3.2, 2] });
  t.strictSame((await ask(product)).totals[1]?.value, 3, 'a deal with two products is one deal');
  t.strictSame(await totals('deals_created', 'deals_lost', 'repeat_deal_share'), [4, 1, 1 / 3]);
  t.strictSame(await table({ metrics: ['lost_amount'], groupBy: ['currency', 'reason', 'competitor'] }), {
    'EUR|price|Rival': [7],
  });
  t.strictSame(await totals('new_buyers', 'repurchase_rate', 'days_to_repurchase'), [2, 1 / 2, 20]);
  await send(`/v1/customers/${left.id}/churn`, { reason: 'service' });
  now += DAY;
  const period = { from: at(start + DAY), before: at(now) };
  const retention = { metrics: ['retention_rate', 'churn_rate', 'churns'], ...period };
  t.strictSame(
    (await ask(retention)).totals.map(({ value }) => value),
    [2 / 3, 1 / 3, 1],
  );
  await send(`/v1/customers/${left.id}/return`, {});
  now += DAY;
  const later = { ...retention, before: at(now) };
  t.strictSame(
    (await ask(later)).totals.map(({ value }) => value),
    [1, 0, 1],
    'away in between, and back at the end',
  );
  t.strictSame(await table({ metrics: ['churns'], groupBy: ['reason'] }), { service: [1] });
  t.ok(await makeLead());
});

t.test('referrals are counted by referrer and depth, touches by the first and the last', async (t) => {
  const { send, makeLead, table, totals } = await makeWorkspace();
  const source = (name: string) => ({ source: { channel: 'web_form', name } });
  const [first, second, third] = [
    await makeLead(source('A')),
    await makeLead(source('A')),
    await makeLead(source('B')),
  ];
  await send('/v1/referrals', { referrer: { partner: 'Mill & Co' }, referredLeadId: first.id });
  await send('/v1/referrals', { referrer: { leadId: first.id }, referredLeadId: second.id });
  await send('/v1/referrals', { referrer: { leadId: second.id }, referredLeadId: third.id });
  await send(`/v1/leads/${second.id}/conversion`, { deal: { currency: 'EUR', amount: '10' } });
  await send(`/v1/leads/${third.id}/lose`, { reason: 'price' });
  t.strictSame(await table({ metrics: ['referrals', 'referral_conversion'], groupBy: ['depth', 'status'] }), {
    '1|open': [1, 0],
    '2|converted': [1, 1],
    '3|declined': [1, 0],
  });
  t.strictSame(await totals('referrals', 'referred_share'), [3, 1]);
  t.strictSame(await table({ metrics: ['leads_created'], groupBy: ['referrer'] }), {
    [first.id]: [1],
    [second.id]: [1],
    'Mill & Co': [1],
  });
  now += DAY;
  await makeLead(source('C'));
  await send('/v1/leads', { email: 'p1@records.example', ...source('C') });
  t.strictSame(await table({ metrics: ['leads_created'], groupBy: ['firstTouch.sourceId', 'lastTouch.sourceId'] }), {
    'A|A': [1],
    'A|C': [1],
    'B|B': [1],
    'C|C': [1],
  });
});

t.test('the first day of weeks is a setting of the workspace', async (t) => {
  const { ask, makeLead, patch, workspaceId, get } = await makeWorkspace();
  await makeLead();
  // The 10th of March 2026 is a Tuesday.
  for (const [weekStart, first] of [
    ['monday', '2026-03-09'],
    ['sunday', '2026-03-08'],
    ['saturday', '2026-03-07'],
  ]) {
    t.equal((await patch(`/v1/workspaces/${workspaceId}`, { weekStart })).status, 200);
    const answer = await ask({ metrics: ['leads_created'], groupBy: ['week'] });
    t.strictSame([answer.weekStart, answer.rows[0]?.keys[0]?.value], [weekStart, first]);
    t.match((await get<object>('/v1/metrics')).body, { weekStart });
  }
});

t.test('a dimension that no requested metric has, and amounts by product, are refused', async (t) => {
  const { post } = await makeWorkspace();
  const codes = async (question: object) => {
    const { status, body } = await post<ProblemOut>('/v1/reports/query', question);
    return [status, body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)];
  };
  t.strictSame(await codes({ metrics: ['leads_created'], groupBy: ['reason'] }), [422, ['/groupBy/0 value_invalid']]);
  t.strictSame(await codes({ metrics: ['sales_volume'], groupBy: ['product', 'currency'] }), [
    422,
    ['/metrics/0 value_invalid'],
  ]);
});

t.test('a number of deals is followed to its deals, also to those without a lead', async (t) => {
  const { send, post, makeLead, ask } = await makeWorkspace();
  const { id: customerId } = await send('/v1/customers', { kind: 'organization', name: 'Mill' });
  const win = async (body: object) => {
    const deal = await send('/v1/deals', { currency: 'EUR', amount: '5', ...body });
    await send(`/v1/deals/${deal.id}/win`, {});
    return deal.id;
  };
  const [one, two] = [await win({ customerId }), await win({ customerId, currency: 'USD' })];
  const lead = await makeLead();
  await send(`/v1/leads/${lead.id}/conversion`, { deal: { currency: 'EUR', amount: '10' } });
  const lost = await send('/v1/deals', { customerId, currency: 'EUR', amount: '7' });
  await send(`/v1/deals/${lost.id}/lose`, { reason: 'price' });
  const question = { metrics: ['sales_volume', 'win_rate_of_deals'], groupBy: ['currency'] };
  type Deals = { data: { id: string }[] };
  const behind = async (more: object) =>
    (await send<Deals>('/v1/reports/deals', { question, ...more })).data.map(({ id }) => id);
  const { rows } = await ask(question);
  t.equal(rows.length, 2);
  for (const { group, values } of rows) {
    const rate = values[1];
    t.equal((await behind({ metric: 'win_rate_of_deals', group })).length, rate?.denominator);
    t.equal((await behind({ metric: 'win_rate_of_deals', group, counted: true })).length, rate?.numerator);
  }
  const won = await behind({ metric: 'sales_volume' });
  t.equal(won.length, 3);
  t.ok(won.includes(one) && won.includes(two) && !won.includes(lost.id));
  const refused = await post<ProblemOut>('/v1/reports/deals', { question: { metrics: ['mqls'] }, metric: 'mqls' });
  t.strictSame([refused.status, refused.body.errors?.map(({ pointer }) => pointer)], [422, ['/metric']]);
});

t.test('a number is followed by a dimension that another metric of the question has', async (t) => {
  const { send, makeLead, ask } = await makeWorkspace();
  const { id } = await makeLead();
  await send(`/v1/leads/${id}/lose`, { reason: 'price' });
  const question = { metrics: ['leads_created', 'losses'], groupBy: ['reason'] };
  const { rows } = await ask(question);
  t.strictSame(
    rows.map(({ keys, values }) => [keys[0]?.value, ...values.map(({ value }) => value)]),
    [
      ['price', 0, 1],
      [null, 1, 0],
    ],
  );
  const body = { question, metric: 'leads_created', group: rows[1]?.group };
  t.equal((await send<{ data: object[] }>('/v1/reports/leads', body)).data.length, 1);
});

t.test('the file has the rows of the answer, and no text that a spreadsheet would compute', async (t) => {
  const { token, makeLead, ask } = await makeWorkspace();
  const source = (name: string) => ({ source: { channel: 'web_form', name } });
  await makeLead(source('=HYPERLINK("x")'));
  await makeLead(source('Plain, with a comma'));
  const question = {
    metrics: ['leads_created', 'conversion_rate'],
    groupBy: ['sourceId'],
    compareWith: 'previous_year',
  };
  const { rows } = await ask(question);
  const file = await fetch(`${service.urls[0]}/v1/reports/file`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  t.strictSame([file.status, file.headers.get('content-type')], [200, 'text/csv; charset=utf-8']);
  const [header, ...lines] = (await file.text()).trimEnd().split('\r\n');
  t.equal(
    header,
    'sourceId,sourceId.name,leads_created,leads_created.previous,conversion_rate,conversion_rate.numerator,conversion_rate.denominator,conversion_rate.previous',
  );
  const named = (name: string | undefined) => (name?.startsWith('=') ? `"'=HYPERLINK(""x"")"` : `"${name}"`);
  t.strictSame(
    lines,
    rows.map(({ keys }) => `${keys[0]?.value},${named(keys[0]?.name)},1,0,0,0,1,`),
  );
});
