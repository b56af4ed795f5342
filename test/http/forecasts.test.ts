/** Forecasts over HTTP: sums against the deals that were sent, each deal in one row, and the refusal of a short history. */
import t from 'tap';
import type { Static } from 'typebox';
import type { ForecastDealList, ForecastReport } from '../../src/http/schemas/forecasts.js';
import { openService } from './ingest-fixture.js';

type Forecast = Static<typeof ForecastReport>;
type Deals = Static<typeof ForecastDealList>;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 15, 9);
const statements: string[] = [];
const service = await openService(t, { clock: () => NOW, onStatement: (text) => statements.push(text) });
const iso = (at: number) => new Date(at).toISOString();

/** `closed` deals of leads of the past, of which every third was lost, over two years. */
async function makeWorkspace(closed: number) {
  const { post, patch, get, workspaceId } = await service.makeWorkspace();
  const items = Array.from({ length: closed }, (_, index) => {
    const openedAt = NOW - (700 - index * (650 / closed)) * DAY;
    const closedAt = openedAt + (5 + ((index * 7) % 40)) * DAY;
    const lost = index % 3 === 0;
    const deal = {
      ...{ name: 'D', status: lost ? 'lost' : 'won', currency: 'EUR', amount: String(100 + index) },
      ...{ openedAt: iso(openedAt), closedAt: iso(closedAt), ...(lost && { lossReason: 'price' }) },
    };
    return {
      ...{ externalId: `x${index}`, externalSystem: 'crm', name: `P ${index}`, createdAt: iso(openedAt - DAY) },
      ...{ source: { channel: 'event', name: 'Fair' }, deals: [deal] },
      outcome: { result: lost ? 'lost' : 'won', at: iso(closedAt), ...(lost && { reason: 'price' }) },
    };
  });
  for (let from = 0; from < items.length; from += 100) {
    const made = await post<{ created: number }>('/v1/leads/history', { items: items.slice(from, from + 100) });
    t.equal(made.body.created, Math.min(100, items.length - from), made.text.slice(0, 500));
  }
  let leads = 0;
  const open = async (deal: object, source = 'Fair') => {
    leads += 1;
    const submission = { email: `o${leads}@mill.example`, source: { channel: 'event', name: source } };
    const lead = await post<{ lead: { id: string } }>('/v1/leads', submission);
    const made = await post<{ id: string }>('/v1/deals', { leadId: lead.body.lead.id, currency: 'EUR', ...deal });
    t.equal(made.status, 201, made.text);
    return made.body.id;
  };
  const forecast = async (query = '') => {
    const answer = await get<Forecast>(`/v1/reports/forecast${query}`);
    t.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const deals = async (query: string) => (await get<Deals>(`/v1/reports/forecast/deals?${query}`)).body;
  return { post, patch, get, open, forecast, deals, workspaceId };
}

const sum = (values: (string | null)[]) =>
  values.reduce((total, value) => total + Math.round(Number(value) * 10_000), 0) / 10_000;

t.test('each open deal is in one row, and rows and pages add up to the totals', async (t) => {
  const { open, forecast, deals } = await makeWorkspace(150);
  for (let index = 0; index < 12; index += 1) {
    const day = ['2026-06-30', '2026-07-01', '2026-01-01', undefined][index % 4];
    const terms = { amount: `${(index + 1) * 1_000}.25`, ...(day && { expectedCloseOn: day }) };
    await open({ ...terms, ...(index % 5 === 0 && { currency: 'USD' }) }, index % 2 === 0 ? 'Fair' : 'Ads');
  }
  await open({ expectedCloseOn: '2026-07-01' });
  statements.length = 0;
  const found = await forecast('?groupBy=source');
  t.ok(statements.filter((text) => /forecast/.test(text)).length <= 2, 'two statements read all deals');
  t.match(found.history, { closedDeals: 150, wonDeals: 100, lostDeals: 50 });
  t.strictSame(
    found.totals.map(({ currency, deals: count, withoutAmount, openAmount }) => [
      currency,
      count,
      withoutAmount,
      openAmount,
    ]),
    [
      ['EUR', 10, 1, sum([2, 3, 4, 5, 7, 8, 9, 10, 12].map((n) => `${n * 1_000}.25`)).toFixed(2)],
      ['USD', 3, 0, '18000.75'],
    ],
  );
  for (const total of found.totals) {
    const rows = found.rows.filter(({ currency }) => currency === total.currency);
    t.equal(
      rows.reduce((count, row) => count + row.deals, 0),
      total.deals,
    );
    t.equal(sum(rows.map(({ openAmount }) => openAmount)), Number(total.openAmount));
    t.equal(sum(rows.map(({ weightedAmount }) => weightedAmount)), Number(total.weightedAmount));
    t.ok(Number(total.low) <= Number(total.high) && Number(total.high) <= Number(total.openAmount));
    t.ok(Number(total.weightedAmount) > 0 && Number(total.weightedAmount) < Number(total.openAmount));
  }
  t.ok(found.rows.some(({ month, groupName }) => month === '2026-06' && groupName === 'Ads') || found.rows.length > 3);
  const seen = new Set<string>();
  for (const { month, currency, groupId, ...row } of found.rows) {
    const page = await deals(`month=${month}&currency=${currency}&sourceId=${groupId}`);
    t.equal(page.data.length, row.deals);
    t.equal(sum(page.data.map(({ weightedAmount }) => weightedAmount)), Number(row.weightedAmount));
    for (const { id, probability, basis, reason } of page.data) {
      t.notOk(seen.has(id));
      seen.add(id);
      t.ok(
        probability !== null &&
          probability > 0 &&
          probability < 1 &&
          basis === 'history' &&
          /open at 0 days/.test(reason),
      );
    }
  }
  t.equal(seen.size, 13);
  t.ok(
    found.rows.every(({ month }) => month !== null && month >= '2026-06'),
    'a day that is over is no month of a forecast',
  );
  const [backtest] = found.backtest;
  t.ok(backtest && backtest.currency === 'EUR' && backtest.origins > 3 && backtest.covered <= backtest.origins);
});

t.test('pages of deals go on where the last ended', async (t) => {
  const { open, deals } = await makeWorkspace(0);
  const ids = [];
  for (let index = 0; index < 5; index += 1) ids.push(await open({ amount: '5' }));
  const first = await deals('limit=3');
  const rest = await deals(`limit=3&cursor=${first.nextCursor}`);
  t.strictSame(
    [...first.data, ...rest.data].map(({ id }) => id),
    ids,
  );
});

t.test('a short history gives no probability, and a won deal leaves the forecast', async (t) => {
  const { post, open, forecast, deals } = await makeWorkspace(12);
  const id = await open({ amount: '500', expectedCloseOn: '2026-08-31' });
  const found = await forecast();
  t.equal(found.history, undefined);
  t.strictSame(found.backtest, []);
  t.match(found.rows, [
    { month: '2026-08', deals: 1, openAmount: '500.00', weightedAmount: null, low: null, high: null },
  ]);
  t.match((await deals('month=2026-08')).data, [
    { id, probability: null, basis: 'none', monthBasis: 'expected_close' },
  ]);
  t.equal((await post(`/v1/deals/${id}/lose`, { reason: 'price' })).status, 200);
  t.strictSame((await forecast()).totals, []);
});

t.test('a deal whose lead has a prediction has its probability', async (t) => {
  const { open, forecast, deals, workspaceId } = await makeWorkspace(0);
  await open({ amount: '1000' });
  await service.sql('update leads set conversion_probability = 0.25 where workspace_id = $1', [workspaceId]);
  const found = await forecast();
  t.match(found, { dealsByModel: 1, totals: [{ weightedAmount: '250.00', low: '0.00', high: '1000.00' }] });
  t.match((await deals('')).data, [
    { probability: 0.25, basis: 'prediction_model', weightedAmount: '250.00', month: null },
  ]);
});
