/** Attribution over HTTP, against an independent calculation from the records that the API shows. */
import t, { type Test } from 'tap';
import type { Static } from 'typebox';
import type { AttributionReportBody } from '../../src/http/schemas/attribution.js';
import type { CreditedConversionList } from '../../src/http/schemas/attribution-credits.js';
import type { ReportAnswer } from '../../src/http/schemas/metrics.js';
import { DAY, exported, iso, pastLead, randoms, SOURCES, sharesOf } from './attribution-journeys.js';
import { listAll, openService, type ProblemOut } from './ingest-fixture.js';

type Report = Static<typeof AttributionReportBody>;
type Credits = Static<typeof CreditedConversionList>;
const NOW = Date.UTC(2026, 5, 15, 9);
let now = NOW;
const statements: string[] = [];
const service = await openService(t, { clock: () => now, onStatement: (statement) => statements.push(statement) });
const ALL = ['first', 'last', 'last_before_step', 'linear', 'position_based', 'time_decay', 'w_shaped'] as const;
const EVER = { from: '2020-01-01T00:00:00Z', before: '2026-06-15T10:00:00Z' };

async function makeWorkspace(t: Test) {
  now = NOW;
  const workspace = await service.makeWorkspace();
  const { post, get } = workspace;
  const ask = async (question: object): Promise<Report> => {
    const answer = await post<Report>('/v1/reports/attribution', { ...EVER, ...question });
    t.equal(answer.status, 200, answer.text.slice(0, 2_000));
    return answer.body;
  };
  const refused = async (question: object) => {
    const answer = await post<ProblemOut>('/v1/reports/attribution', { ...EVER, ...question });
    return [answer.status, answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)];
  };
  const record = async (seed: number, count: number) => {
    const random = randoms(seed);
    const items = Array.from({ length: count }, (_, index) => pastLead(random, index));
    const recorded = await post<{ created: number }>('/v1/leads/history', { items });
    t.equal(recorded.body.created, count, recorded.text.slice(0, 1_000));
  };
  /** All credits behind a row, page by page. */
  const behind = async (body: object) => {
    const found: Credits['data'] = [];
    for (let cursor: string | null = null, page = 0; page === 0 || cursor !== null; page++) {
      const answer: { status: number; text: string; body: Credits } = await post<Credits>(
        '/v1/reports/attribution/credits',
        {
          ...body,
          limit: 7,
          ...(cursor && { cursor }),
        },
      );
      if (answer.status !== 200) throw new Error(answer.text);
      found.push(...answer.body.data);
      cursor = answer.body.nextCursor;
    }
    return found;
  };
  return { ...workspace, get, ask, refused, record, behind };
}

t.test('every credit is that of an independent calculation, by source, campaign and month', async (t) => {
  const workspace = await makeWorkspace(t);
  await workspace.record(5, 260);
  const journeys = await exported(workspace.get);
  t.ok(journeys.length > 60 && journeys.some(({ points }) => points.length > 4));
  const report = await workspace.ask({ models: ALL, groupBy: ['sourceId', 'campaignId'] });
  t.equal(report.sample.conversions, journeys.length);
  t.equal(report.sample.restated, 0, 'a recorded history was known with its lead');
  t.equal(
    report.sample.touchPoints,
    journeys.reduce((sum, { points }) => sum + points.length, 0),
  );
  const customers = await workspace.post<Static<typeof ReportAnswer>>('/v1/reports/query', {
    metrics: ['customers'],
    ...EVER,
  });
  t.equal(customers.body.totals[0]?.value, journeys.length, 'as many as the catalogue counts');
  for (const [index, model] of ALL.entries()) {
    const expected = new Map<string, { conversions: number; EUR: number; USD: number }>();
    for (const journey of journeys) {
      for (const [place, share] of sharesOf(model, journey).entries()) {
        const { source = '', campaign = null } = journey.points[place] ?? {};
        const sum = expected.get(`${source}|${campaign}`) ?? { conversions: 0, EUR: 0, USD: 0 };
        sum.conversions += share;
        sum.EUR += share * (journey.revenue.EUR ?? 0);
        sum.USD += share * (journey.revenue.USD ?? 0);
        expected.set(`${source}|${campaign}`, sum);
      }
    }
    for (const { keys, values } of report.rows) {
      const { conversions, revenue } = values[index] ?? { conversions: '', revenue: [] };
      const wanted = expected.get(keys.map(({ value }) => String(value)).join('|')) ?? {
        conversions: 0,
        EUR: 0,
        USD: 0,
      };
      t.ok(
        Math.abs(Number(conversions) - wanted.conversions) < 1e-6,
        `${model}: ${conversions}, ${wanted.conversions}`,
      );
      for (const currency of ['EUR', 'USD'] as const) {
        const amount = Number(revenue.find((one) => one.currency === currency)?.amount ?? 0);
        t.ok(Math.abs(amount - wanted[currency]) < 0.02, `${model}: ${currency} ${amount}, ${wanted[currency]}`);
      }
    }
    t.equal(
      exactSum(report.rows.map(({ values }) => values[index]?.conversions ?? '')),
      BigInt(journeys.length) * 10n ** 9n,
    );
    t.equal(report.totals[index]?.conversions, String(journeys.length));
    for (const { currency, amount } of report.totals[index]?.revenue ?? [])
      t.equal(
        exactSum(
          report.rows
            .flatMap(({ values }) => values[index]?.revenue ?? [])
            .flatMap((one) => (one.currency === currency ? one.amount : [])),
        ),
        exactSum([amount]),
      );
  }
  const names = new Set(report.rows.map(({ keys }) => keys.map(({ name }) => name).join('|')));
  for (const name of ['Fair|Spring', 'Newsletter|', 'Ads|Brand', 'Site|', 'Blog|']) t.ok(names.has(name), name);
  t.match(report.definitions[5], { model: 'time_decay', formula: /7 days/ });

  const monthly = await workspace.ask({ models: ['first'], groupBy: ['month'] });
  for (const { keys, values } of monthly.rows)
    t.equal(
      values[0]?.conversions,
      String(journeys.filter(({ at }) => `${iso(at).slice(0, 7)}-01` === keys[0]?.value).length),
    );
  const cohort = { window: 'cohort', from: '2024-03-01T00:00:00Z', before: '2024-09-01T00:00:00Z' };
  const ofCohort = await workspace.ask({ models: ['linear'], groupBy: ['month'], ...cohort });
  const made = ofCohort.rows.map(({ keys, values }) => [keys[0]?.value, values[0]?.conversions]);
  t.ok(made.length > 3);
  for (const [month, conversions] of made)
    t.equal(conversions, String(journeys.filter(({ lead }) => `${lead.createdAt.slice(0, 7)}-01` === month).length));
  t.equal(
    ofCohort.sample.conversions,
    journeys.filter(({ lead }) => lead.createdAt >= cohort.from && lead.createdAt < cohort.before).length,
  );
  const german = { type: 'field', field: 'country', operator: 'eq', value: 'DE' };
  t.equal(
    (await workspace.ask({ models: ['last'], where: german, groupBy: [] })).totals[0]?.conversions,
    String(journeys.filter(({ lead }) => lead.country === 'DE').length),
  );
});

const exactSum = (texts: string[]): bigint =>
  texts.reduce((sum, text) => {
    const [whole = '0', fraction = ''] = text.split('.');
    return sum + BigInt(whole) * 10n ** 9n + BigInt(fraction.padEnd(9, '0'));
  }, 0n);

t.test('each credit is followed to its conversions and touches', async (t) => {
  const workspace = await makeWorkspace(t);
  await workspace.record(9, 90);
  const question = { models: ['linear', 'time_decay'], groupBy: ['channel', 'month'], conversion: 'won_deal', ...EVER };
  const report = await workspace.ask({ ...question, orderBy: { model: 'linear' } });
  const values = report.rows.map(({ values }) => Number(values[0]?.conversions));
  t.strictSame(
    values,
    [...values].sort((a, b) => b - a),
  );
  for (const { group, values, keys } of [...report.rows.slice(0, 4), ...report.rows.slice(-3)]) {
    for (const { model, conversions } of values) {
      const found = await workspace.behind({ question, model, group });
      t.equal(exactSum(found.map(({ credit }) => credit)), exactSum([conversions]));
      t.equal(new Set(found.map(({ dealId }) => dealId)).size, found.length);
      t.ok(found.every(({ convertedAt }) => `${convertedAt.slice(0, 7)}-01` === keys[1]?.value));
      for (const { touchPoints, credit, convertedAt } of found) {
        t.equal(exactSum(touchPoints.map((point) => point.credit)), 10n ** 9n);
        const inRow = touchPoints.filter((point) => point.inRow);
        t.equal(exactSum(inRow.map((point) => point.credit)), exactSum([credit]));
        t.ok(inRow.every(({ channel }) => channel === keys[0]?.value));
        t.ok(touchPoints.every(({ occurredAt, sourceName }) => occurredAt <= convertedAt && sourceName));
      }
    }
  }
  const all = await workspace.behind({ question, model: 'linear' });
  t.equal(all.length, report.sample.conversions);
  const wrong = await workspace.post<ProblemOut>('/v1/reports/attribution/credits', {
    question,
    model: 'linear',
    group: 'eA',
  });
  t.strictSame([wrong.status, wrong.body.errors?.map(({ pointer }) => pointer)], [422, ['/group']]);
});

t.test('statements do not grow with the conversions', async (t) => {
  const counts: number[] = [];
  for (const leads of [20, 150]) {
    const workspace = await makeWorkspace(t);
    await workspace.record(3, leads);
    await workspace.ask({ models: ALL });
    statements.length = 0;
    const { sample } = await workspace.ask({ models: ALL });
    t.ok(sample.conversions > leads / 4);
    counts.push(statements.length);
  }
  t.equal(counts[0], counts[1]);
  t.ok((counts[0] ?? 99) < 12, String(counts[0]));
});

t.test('the data-driven model learns from the journeys of the workspace, and refuses too few', async (t) => {
  const workspace = await makeWorkspace(t);
  await workspace.record(21, 60);
  const question = { models: ['first', 'data_driven'], groupBy: ['channel'] };
  t.strictSame(await workspace.refused(question), [422, ['/models/1 too_few_journeys']]);
  await workspace.post('/v1/leads/history', {
    items: Array.from({ length: 500 }, (_, index) => pastLead(randoms(index + 1), 1_000 + index)),
  });
  const report = await workspace.ask(question);
  const { chain } = report;
  t.ok(chain && chain.convertedJourneys >= 100 && chain.otherJourneys >= 100);
  t.equal(chain?.convertedJourneys, report.sample.conversions - report.sample.withoutTouchPoints);
  t.equal(
    (chain?.convertedJourneys ?? 0) + (chain?.otherJourneys ?? 0),
    (await listAll(workspace.get, '/v1/leads')).length,
  );
  t.strictSame(chain?.removalEffects.map(({ state }) => state).sort(), [
    ...['email_marketing', 'event', 'inbound_content', 'web_form'],
  ]);
  const effects = new Map(chain?.removalEffects.map(({ state, effect }) => [state, effect]));
  t.equal(
    exactSum(report.rows.map(({ values }) => values[1]?.conversions ?? '')),
    BigInt(report.sample.conversions) * 10n ** 9n,
  );
  for (const { touchPoints } of (
    await workspace.behind({ question: { ...EVER, groupBy: [], models: ['first'] }, model: 'data_driven' })
  ).slice(0, 40)) {
    const channels = touchPoints.map(({ channel }) => channel ?? '');
    const weights = channels.map(
      (channel) => (effects.get(channel) ?? 0) / channels.filter((one) => one === channel).length,
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    for (const [index, { credit }] of touchPoints.entries())
      t.ok(Math.abs(Number(credit) - (weights[index] ?? 0) / sum) < 1e-6);
  }
  const bySource = await workspace.ask({ ...question, groupBy: ['sourceId'], states: 'source' });
  t.strictSame(bySource.chain?.removalEffects.map(({ name }) => name).sort(), [
    'Ads',
    'Blog',
    'Fair',
    'Newsletter',
    'Site',
  ]);
});

t.test('each row has its cost, and by each model the return on it', async (t) => {
  const { ask, post } = await makeWorkspace(t);
  const made = await post('/v1/leads', {
    email: 'a@costs.example',
    source: SOURCES[1],
    occurredAt: iso(now - 9 * DAY),
  });
  await post('/v1/leads', { email: 'a@costs.example', source: SOURCES[3], occurredAt: iso(now - 8 * DAY) });
  const idOf = async (name: string, channel: string) =>
    (await post<{ id: string }>('/v1/sources', { name, channel })).body.id;
  const idle = await idOf('Idle', 'event');
  const cost = (sourceId: string, from: string, before: string, amount: string) =>
    post('/v1/costs', { sourceId, from, before, amount, currency: 'EUR', kind: 'media' });
  // Of ten days the first seven are before the period.
  t.equal((await cost(made.body.lead.sourceId, '2026-05-25', '2026-06-04', '100.01')).status, 201);
  t.equal((await cost(idle, '2026-06-02', '2026-06-03', '7')).status, 201);
  const deal = { currency: 'EUR', products: [{ name: 'Engine', quantity: 1, unitPrice: '140.00' }] };
  t.equal((await post(`/v1/leads/${made.body.lead.id}/conversion`, { deal })).status, 200);
  const period = { from: '2026-06-01T00:00:00Z', before: iso(now + DAY) };
  const report = await ask({ models: ['first', 'linear'], ...period });
  // 100.01 * 7 / 10 is 70.007, which the days before the period have.
  const spent = 100.01 - 70.007;
  t.match(report.cost, [{ currency: 'EUR', amount: '37.003' }]);
  const rows = new Map(report.rows.map(({ keys, values, cost }) => [keys[0]?.name, { values, cost }]));
  t.match(rows.get('Idle'), {
    cost: [{ amount: '7.00' }],
    values: [{ conversions: '0', roi: -1, costPerConversion: null }, {}],
  });
  t.match(rows.get('Site'), { cost: [], values: [{ roi: null, costPerConversion: null }, {}] });
  const [first, linear] = rows.get('Newsletter')?.values ?? [];
  t.match([first?.costPerConversion, linear?.costPerConversion], ['30.003', '60.006']);
  t.ok(Math.abs((first?.roi ?? 0) - (140 - spent) / spent) < 1e-9);
  t.ok(Math.abs((linear?.roi ?? 0) - (70 - spent) / spent) < 1e-9);
  const german = { type: 'field', field: 'country', operator: 'eq', value: 'DE' };
  t.equal((await ask({ models: ['first'], where: german, ...period })).cost, undefined);
});

t.test('sources that were merged are credited as one', async (t) => {
  const { record, ask, post, get } = await makeWorkspace(t);
  await record(13, 80);
  const question = { models: ['linear', 'last'], groupBy: ['sourceId'] };
  const namesOf = ({ rows }: Report) =>
    new Map(rows.map(({ keys, values }) => [keys[0]?.name, values.map(({ conversions }) => exactSum([conversions]))]));
  const before = namesOf(await ask(question));
  const sources = await listAll<{ id: string; name: string }>(get, '/v1/sources');
  const idOf = (name: string) => sources.find((one) => one.name === name)?.id ?? '';
  t.equal((await post(`/v1/sources/${idOf('Site')}/merge`, { into: idOf('Ads') })).status, 200);
  const after = namesOf(await ask(question));
  t.equal(after.has('Site'), false);
  t.strictSame(
    after.get('Ads'),
    before.get('Ads')?.map((parts, index) => parts + (before.get('Site')?.[index] ?? 0n)),
  );
  t.equal((await post(`/v1/sources/${idOf('Site')}/unmerge`, undefined)).status, 200);
  t.strictSame(namesOf(await ask(question)), before);
});

t.test(
  'visits from before the lead was known are credited, and a touch that arrives late moves the credit',
  async (t) => {
    const { post, ask, get } = await makeWorkspace(t);
    const visit = {
      visitorId: 'v',
      type: 'page_viewed',
      source: { channel: 'inbound_content', name: 'Blog', campaign: 'Guide' },
    };
    t.equal((await post('/v1/visitor-events', { ...visit, occurredAt: iso(now - 9 * DAY) })).status, 201);
    const made = await post('/v1/leads', {
      email: 'v@visits.example',
      visitorId: 'v',
      source: SOURCES[1],
      occurredAt: iso(now - 8 * DAY),
    });
    const { id } = made.body.lead;
    const deal = { currency: 'EUR', products: [{ name: 'Engine', quantity: 1, unitPrice: '10.01' }] };
    now += DAY;
    t.equal((await post(`/v1/leads/${id}/conversion`, { deal })).status, 200);
    const before = iso(now + 20 * DAY);
    const rowsOf = ({ rows }: Report) =>
      Object.fromEntries(
        rows.map(({ keys, values }) => [
          keys[0]?.name ?? 'none',
          values.map(({ conversions, revenue }) => [conversions, revenue[0]?.amount]),
        ]),
      );
    const question = { models: ['first', 'linear'], before };
    const first = await ask(question);
    t.strictSame(rowsOf(first), {
      Blog: [
        ['1', '10.01'],
        ['0.5', '5.005'],
      ],
      Newsletter: [
        ['0', undefined],
        ['0.5', '5.005'],
      ],
    });
    t.equal(first.sample.restated, 0);
    t.match(
      (await ask({ ...question, groupBy: ['campaignId'] })).rows.map(({ keys }) => keys[0]?.name),
      ['Guide', undefined],
      'a visit keeps its campaign',
    );
    now += DAY;
    await post('/v1/leads', { email: 'v@visits.example', source: SOURCES[3] });
    t.strictSame(rowsOf(await ask(question)), rowsOf(first), 'a touch after the conversion gets nothing');
    await post('/v1/leads', { email: 'v@visits.example', source: SOURCES[0], occurredAt: iso(now - 30 * DAY) });
    const restated = await ask(question);
    t.match(rowsOf(restated), {
      Fair: [
        ['1', '10.01'],
        ['0.333333334', '3.3367'],
      ],
      Blog: [
        ['0', undefined],
        ['0.333333333', '3.3367'],
      ],
    });
    t.equal(restated.sample.restated, 1);
    const lead = (await get(`/v1/leads/${id}`)).body;
    t.equal(lead.firstTouchAt, iso(now - 30 * DAY));
    t.equal((await get<{ name: string }>(`/v1/sources/${lead.sourceId}`)).body.name, 'Fair');

    t.equal((await post(`/v1/leads/${id}/conversion/undo`, undefined)).status, 200);
    t.match(await ask(question), {
      rows: [],
      sample: { conversions: 0 },
      totals: [{ conversions: '0', revenue: [] }, {}],
    });
  },
);

t.test('a deal without a lead is credited to its own source, and one without any to none', async (t) => {
  const { post, call, ask } = await makeWorkspace(t);
  const made = await post('/v1/leads', { email: 'gone@credited.example', source: SOURCES[2] });
  const { id } = made.body.lead;
  now += DAY;
  const deal = { currency: 'EUR', products: [{ name: 'Engine', quantity: 1, unitPrice: '7' }] };
  t.equal((await post(`/v1/leads/${id}/conversion`, { deal })).status, 200);
  const customer = await post<{ id: string }>('/v1/customers', {
    kind: 'person',
    name: 'Walk In',
    email: 'walk@in.example',
  });
  const sold = await post<{ id: string }>('/v1/deals', { customerId: customer.body.id, currency: 'EUR', amount: '3' });
  t.equal((await post(`/v1/deals/${sold.body.id}/win`, {})).status, 200);
  const question = { models: ['linear'], conversion: 'won_deal', groupBy: ['sourceId'], before: iso(now + DAY) };
  const valuesOf = ({ rows }: Report) =>
    rows.map(({ keys, values }) => [keys[0]?.name, values[0]?.conversions, values[0]?.revenue[0]?.amount]);
  const expected = [
    ['Ads', '1', '7.00'],
    [undefined, '1', '3.00'],
  ];
  t.strictSame(valuesOf(await ask(question)), expected);
  t.equal((await call('DELETE', `/v1/leads/${id}`)).status, 204);
  const after = await ask(question);
  t.strictSame(valuesOf(after), expected);
  t.match(after.sample, { conversions: 2, withoutTouchPoints: 1, deleted: 2 });
});

t.test('a deleted lead stays credited by the touches that are kept of it, without its id', async (t) => {
  const workspace = await makeWorkspace(t);
  await workspace.record(31, 60);
  const question = { models: ['first', 'linear', 'w_shaped'], groupBy: ['sourceId', 'month'] };
  const creditsOf = ({ rows }: Report) =>
    rows.map(({ keys, values }) => [keys.map(({ value }) => value), values.map(({ conversions }) => conversions)]);
  const before = await workspace.ask(question);
  const all = await workspace.behind({ question: { ...EVER, ...question }, model: 'linear' });
  for (const { leadId } of all.slice(0, 5))
    t.equal((await workspace.call('DELETE', `/v1/leads/${leadId}`)).status, 204);
  const after = await workspace.ask(question);
  t.strictSame(creditsOf(after), creditsOf(before));
  t.match(after.sample, { conversions: before.sample.conversions, touchPoints: before.sample.touchPoints, deleted: 5 });
  const kept = await workspace.behind({ question: { ...EVER, ...question }, model: 'linear' });
  t.strictSame(
    kept.map(({ leadId }) => leadId).filter((id) => id !== undefined),
    all.slice(5).map(({ leadId }) => leadId),
  );
});

t.test('what cannot be answered is refused with its place', async (t) => {
  const { refused, post } = await makeWorkspace(t);
  t.strictSame(await refused({ models: ['first'], conversion: 'mql', lastBefore: 'sql' }), [
    422,
    ['/lastBefore value_invalid'],
  ]);
  t.strictSame(await refused({ models: ['position_based'], positionWeights: { first: 50, middle: 20, last: 40 } }), [
    ...[422, ['/positionWeights value_invalid']],
  ]);
  t.strictSame(await refused({ models: ['first'], orderBy: { model: 'last' } }), [
    422,
    ['/orderBy/model value_invalid'],
  ]);
  t.strictSame(await refused({ models: ['first'], from: EVER.before, before: EVER.from }), [
    422,
    ['/before value_invalid'],
  ]);
  for (const wrong of [
    { models: [] },
    { models: ['best'] },
    { models: ['first', 'first'] },
    { models: ['first'], halfLifeDays: 0 },
  ])
    t.equal((await refused(wrong))[0], 400);
  const cursor = await post('/v1/reports/attribution/credits', {
    question: { models: ['first'] },
    model: 'first',
    cursor: 'eA',
  });
  t.equal(cursor.status, 400);
});
