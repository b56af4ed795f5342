/** Costs in reports, against plain arithmetic on the entries, leads and deals that were sent. */
import t from 'tap';
import type { Static } from 'typebox';
import type { ReportAnswer } from '../../src/http/schemas/metrics.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

type Answer = Static<typeof ReportAnswer>;

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 15, 9);
const service = await openService(t, { clock: () => NOW });
const SOURCES = [
  { channel: 'event', name: 'Fair' },
  { channel: 'social_media', name: 'Ads' },
] as const;
const CURRENCIES = ['EUR', 'USD'] as const;
const YEAR = { from: '2025-01-01T00:00:00Z', before: '2026-01-01T00:00:00Z' };

/** The same numbers in each run. */
function randoms(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function makeWorkspace(timeZone?: string) {
  const { post, patch, call, workspaceId } = await service.makeWorkspace();
  if (timeZone !== undefined) await patch(`/v1/workspaces/${workspaceId}`, { timeZone });
  const sources: string[] = [];
  for (const body of SOURCES) sources.push((await post<{ id: string }>('/v1/sources', body)).body.id);
  const ask = async (question: object): Promise<Answer> => {
    const answer = await post<Answer>('/v1/reports/query', question);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body;
  };
  const refused = async (question: object) => {
    const answer = await post<ProblemOut>('/v1/reports/query', question);
    return [answer.status, answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)];
  };
  const add = async (items: object[]): Promise<string[]> => {
    const answer = await post<{ results: { id: string }[]; refused: number }>('/v1/costs/batch', { items });
    if (answer.body.refused !== 0) throw new Error(answer.text);
    return answer.body.results.map(({ id }) => id);
  };
  const rates = async (...list: [base: string, quote: string, day: string, rate: string | null][]) => {
    const body = { rates: list.map(([base, quote, day, rate]) => ({ base, quote, day, rate, source: 'ECB' })) };
    const answer = await call<{ set: number; removed: number }>('PUT', '/v1/exchange-rates', body);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body;
  };
  const valuesOf = ({ rows }: Answer) =>
    Object.fromEntries(
      rows.map(({ keys, values }) => [
        keys.map(({ value, name }) => name ?? value).join('|'),
        values.map(({ value }) => value),
      ]),
    );
  return { post, sources, ask, refused, add, rates, valuesOf };
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** What the days of an entry that are in a period cost: whole ten-thousandths, cumulated as the definition says. */
function partOf({ from, before, amount }: Entry, first: string, end: string): number {
  const days = (Date.parse(before) - Date.parse(from)) / DAY;
  const at = (day: string) => Math.min(days, Math.max(0, (Date.parse(day) - Date.parse(from)) / DAY));
  const upTo = (count: number) => Math.round((amount * 10_000 * count) / days);
  return upTo(at(end)) - upTo(at(first));
}

interface Entry {
  source: number;
  currency: (typeof CURRENCIES)[number];
  from: string;
  before: string;
  amount: number;
}

function makeEntries(random: (below: number) => number, count: number): Entry[] {
  return Array.from({ length: count }, () => {
    const from = Date.UTC(2024, 10, 1) + random(420) * DAY;
    return {
      ...{ source: random(2), currency: CURRENCIES[random(2)] ?? 'EUR', from: isoDay(from) },
      ...{ before: isoDay(from + (1 + random(90)) * DAY), amount: 1 + random(5_000) + random(100) / 100 },
    };
  });
}

t.test('cost and cost per lead, MQL, SQL and customer, and ROI, by source, currency and month', async (t) => {
  const { post, ask, add, sources, valuesOf } = await makeWorkspace();
  const random = randoms(5);
  const entries = makeEntries(random, 60);
  await add(
    entries.map(({ source, amount, ...entry }) => ({
      ...{ ...entry, sourceId: sources[source], amount: amount.toFixed(2), kind: 'media' },
    })),
  );
  const leads = Array.from({ length: 120 }, (_, index) => {
    const at = Date.UTC(2024, 10, 1) + random(420) * DAY;
    const [mql, won] = [random(3) > 0, random(3) === 0];
    const deal = { amount: 500 + random(5_000), currency: CURRENCIES[random(2)] ?? 'EUR', at: at + random(60) * DAY };
    return { index, source: random(2), at, mqlAt: mql ? at + DAY : undefined, deal: won ? deal : undefined };
  });
  const recorded = await post<{ created: number }>('/v1/leads/history', {
    items: leads.map(({ index, source, at, mqlAt, deal }) => ({
      ...{ externalId: `c${index}`, externalSystem: 'crm', name: `P ${index}`, source: SOURCES[source] },
      createdAt: new Date(at).toISOString(),
      stages: mqlAt === undefined ? [] : [{ stage: 'mql', at: new Date(mqlAt).toISOString() }],
      ...(deal && {
        outcome: { result: 'won', at: new Date(Math.max(deal.at, at + 2 * DAY)).toISOString() },
        deals: [
          {
            ...{ name: 'D', status: 'won', amount: String(deal.amount), currency: deal.currency },
            closedAt: new Date(Math.max(deal.at, at + 2 * DAY)).toISOString(),
          },
        ],
      }),
    })),
  });
  t.equal(recorded.body.created, leads.length, recorded.text.slice(0, 500));
  const wonAt = ({ at, deal }: (typeof leads)[number]) => deal && Math.max(deal.at, at + 2 * DAY);
  const within = (at: number | undefined) =>
    at !== undefined && at >= Date.parse(YEAR.from) && at < Date.parse(YEAR.before);
  const metrics = ['cost', 'cost_per_lead', 'cost_per_mql', 'cost_per_customer', 'roi', 'sales_volume'];
  const perUnit = (cost: number, count: number) => (count === 0 ? null : Math.round(cost / count) / 10_000);

  const found = valuesOf(await ask({ metrics, groupBy: ['sourceId', 'currency'], ...YEAR }));
  for (const [source, { name }] of SOURCES.entries())
    for (const currency of CURRENCIES) {
      const own = entries.filter((entry) => entry.source === source && entry.currency === currency);
      const cost = own.reduce((sum, entry) => sum + partOf(entry, '2025-01-01', '2026-01-01'), 0);
      const of = leads.filter((lead) => lead.source === source);
      const volume = of
        .filter((lead) => within(wonAt(lead)) && lead.deal?.currency === currency)
        .reduce((sum, { deal }) => sum + (deal?.amount ?? 0), 0);
      const [made, mqls, won] = [
        of.filter(({ at }) => within(at)).length,
        of.filter((lead) => within(lead.mqlAt ?? wonAt(lead))).length,
        of.filter((lead) => within(wonAt(lead))).length,
      ];
      const expected = [cost / 10_000, perUnit(cost, made), perUnit(cost, mqls), perUnit(cost, won)];
      const values = found[`${name}|${currency}`] ?? [];
      t.ok(cost > 0 && made > 0 && won > 0);
      t.strictSame(values.slice(0, 4), expected, `${name} ${currency}`);
      t.equal(values[5], volume);
      t.equal(values[4]?.toFixed(9), ((volume * 10_000 - cost) / cost).toFixed(9));
    }

  // By cohort the cost is that of the days on which its leads were created.
  const cohort = valuesOf(await ask({ metrics, groupBy: ['month', 'currency'], window: 'cohort', ...YEAR }));
  for (let month = 0; month < 12; month++) {
    const [first, end] = [isoDay(Date.UTC(2025, month, 1)), isoDay(Date.UTC(2025, month + 1, 1))];
    for (const currency of CURRENCIES) {
      const cost = entries
        .filter((entry) => entry.currency === currency)
        .reduce((sum, entry) => sum + partOf(entry, first, end), 0);
      const of = leads.filter(({ at }) => at >= Date.parse(first) && at < Date.parse(end));
      const volume = of
        .filter(({ deal }) => deal?.currency === currency)
        .reduce((sum, { deal }) => sum + (deal?.amount ?? 0), 0);
      const values = cohort[`${first}|${currency}`];
      if (values === undefined) {
        t.strictSame([cost, volume], [0, 0]);
        continue;
      }
      t.strictSame(values.slice(0, 2), [cost / 10_000, perUnit(cost, of.length)], `${first} ${currency}`);
      t.equal(values[5], volume);
    }
  }
});

t.test('half a period has half of the cost, days are those of the zone, and months add up to the amount', async (t) => {
  const { ask, add, sources, valuesOf } = await makeWorkspace('Europe/Rome');
  await add([
    { sourceId: sources[0], from: '2025-01-01', before: '2025-04-11', amount: '100', currency: 'EUR', kind: 'tool' },
  ]);
  const cost = async (from: string, before: string) =>
    (await ask({ metrics: ['cost'], groupBy: ['currency'], from, before })).totals[0]?.amount;
  t.equal(await cost('2024-12-31T23:00:00Z', '2025-02-19T23:00:00Z'), '50', '50 of 100 days');
  t.equal(await cost('2024-12-31T23:00:01Z', '2025-02-19T23:00:00Z'), '49', 'the first day begins before');
  t.equal(await cost('2025-01-01T23:00:00Z', '2025-01-02T23:00:00Z'), '1');
  t.equal(await cost('2025-01-02T00:00:00Z', '2025-01-02T22:00:00Z'), '0', 'no day begins in it');
  const months = await ask({ metrics: ['cost'], groupBy: ['month', 'currency'], from: '2024-12-31T23:00:00Z' });
  t.strictSame(Object.values(valuesOf(months)).flat(), [31, 28, 31, 10]);
  t.equal(months.totals[0]?.amount, '100');
});

t.test('corrections count in place of what they correct, in whatever order they come', async (t) => {
  const { ask, add, sources } = await makeWorkspace();
  const item = { from: '2025-03-01', before: '2025-03-31', amount: '300', currency: 'EUR', kind: 'media' };
  const total = async () => (await ask({ metrics: ['cost'], groupBy: ['currency'], ...YEAR })).totals[0]?.amount;
  const ids = await add([0, 1, 0].map((source) => ({ ...item, sourceId: sources[source] })));
  t.equal(await total(), '900');
  const [first, second, third] = ids;
  const [again] = await add([{ ...item, amount: '120.50', correctsId: second }]);
  await add([{ ...item, amount: '0', correctsId: third }]);
  await add([{ ...item, amount: '100', correctsId: first }]);
  t.equal(await total(), '220.5');
  await add([{ ...item, amount: '20.5', correctsId: again }]);
  t.equal(await total(), '120.5');
  const other = await makeWorkspace();
  const [one, two, three] = await other.add([0, 1, 0].map((source) => ({ ...item, sourceId: other.sources[source] })));
  await other.add([
    { ...item, amount: '100', correctsId: one },
    { ...item, amount: '20.5', correctsId: two },
    { ...item, amount: '0', correctsId: three },
  ]);
  const answer = await other.ask({ metrics: ['cost'], groupBy: ['currency'], ...YEAR });
  t.equal(answer.totals[0]?.amount, '120.5', 'another order of the same');
});

t.test(
  'amounts are converted by the rate of their own day, and are null with a reason where there is none',
  async (t) => {
    const { ask, add, rates, sources } = await makeWorkspace();
    const item = { sourceId: sources[0], kind: 'media', currency: 'USD' };
    await add([
      { ...item, from: '2025-03-01', before: '2025-03-05', amount: '400' },
      { ...item, from: '2025-03-01', before: '2025-03-02', amount: '10', currency: 'EUR' },
    ]);
    const inEuro = (metrics = ['cost']) =>
      ask({ metrics, currency: 'EUR', from: '2025-03-01T00:00:00Z', before: '2025-04-01T00:00:00Z' });
    const missing = await inEuro(['cost', 'cost_per_lead']);
    t.match(missing.totals, [
      { value: null, reason: 'rate_missing' },
      { value: null, reason: 'rate_missing' },
    ]);
    t.match(missing.conversions, [
      { currency: 'EUR', withoutRate: 0 },
      { currency: 'USD', amounts: 4, withoutRate: 4 },
    ]);
    await rates(['USD', 'EUR', '2025-03-02', '0.9']);
    t.match((await inEuro()).conversions, [{}, { withoutRate: 1 }], 'the first day has no rate before it');
    // The other way round, of an older day; the 4th has a newer one.
    await rates(['EUR', 'USD', '2025-02-20', '1.25'], ['EUR', 'USD', '2025-03-04', '2']);
    const answer = await inEuro();
    t.equal(answer.totals[0]?.amount, String(10 + 100 / 1.25 + 100 * 0.9 + 100 * 0.9 + 100 / 2));
    t.strictSame(
      [answer.currency, answer.conversions?.[1]],
      [
        'EUR',
        {
          currency: 'USD',
          amounts: 4,
          withoutRate: 0,
          oldestDay: '2025-02-20',
          newestDay: '2025-03-04',
          sources: ['ECB'],
        },
      ],
    );
    t.match(await rates(['EUR', 'USD', '2025-02-20', null], ['EUR', 'USD', '2025-03-04', '2.0']), {
      set: 0,
      removed: 1,
    });
    t.match((await inEuro()).totals, [{ value: null, reason: 'rate_missing' }]);
  },
);

t.test('costs are neither grouped nor selected by fields of leads, which they do not have', async (t) => {
  const { ask, add, refused, sources } = await makeWorkspace();
  const item = { from: '2025-03-01', before: '2025-03-31', currency: 'EUR', kind: 'media' };
  await add([
    { ...item, sourceId: sources[0], amount: '7' },
    { ...item, sourceId: sources[1], amount: '5' },
  ]);
  const open = { metrics: ['cost_per_lead'], groupBy: ['currency'] };
  const where = (field: string, value: string) => ({ type: 'field', field, operator: 'eq', value });
  t.strictSame(await refused({ ...open, groupBy: ['currency', 'country'] }), [422, ['/groupBy/1 costs_without_field']]);
  t.strictSame(await refused({ ...open, where: where('country', 'DE') }), [422, ['/where costs_without_field']]);
  t.strictSame(await refused({ metrics: ['roi'] }), [422, ['/metrics/0 currency_open']]);
  t.strictSame(await refused({ ...open, currency: 'EUR' }), [422, ['/currency value_invalid']]);
  const fair = await ask({
    metrics: ['cost'],
    groupBy: ['currency'],
    where: where('sourceId', sources[0] ?? ''),
    ...YEAR,
  });
  t.equal(fair.totals[0]?.amount, '7');
  const social = await ask({ metrics: ['cost'], groupBy: ['channel', 'currency'], ...YEAR });
  t.strictSame(
    social.rows.map(({ keys, values }) => [keys[0]?.value, values[0]?.amount]),
    [
      ['event', '7'],
      ['social_media', '5'],
    ],
  );
});
