/** Metrics over HTTP, against an independent calculation from the records that were sent. */
import t from 'tap';
import type { Static } from 'typebox';
import type { ReportAnswer } from '../../src/http/schemas/metrics.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

type Answer = Static<typeof ReportAnswer>;
interface LeadPage {
  data: { id: string }[];
  nextCursor: string | null;
}
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 15, 9);
const service = await openService(t, { clock: () => NOW });

const STEPS = ['lead', 'mql', 'sql', 'prospect'] as const;
const SOURCES = [
  { channel: 'event', name: 'Fair' },
  { channel: 'email_marketing', name: 'Newsletter' },
  { channel: 'web_form', name: 'Ads' },
] as const;

interface Made {
  source: number;
  country: string;
  createdAt: number;
  steps: Map<string, number>;
  won?: { at: number; amount: number; currency: string };
  lostAt?: number;
}

/** The same numbers in each run. */
function randoms(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function makeLead(random: (below: number) => number): Made {
  const createdAt = Date.UTC(2024, 0, 1, 23, 30) + random(730) * DAY;
  const made: Made = { source: random(3), country: ['DE', 'FR', 'IT'][random(3)] ?? 'DE', createdAt, steps: new Map() };
  let at = createdAt;
  for (const step of STEPS) {
    if (random(10) < 4) break;
    // A step may be skipped.
    if (random(10) < 2) continue;
    at += random(20) * DAY;
    made.steps.set(step, at);
  }
  at += (1 + random(30)) * DAY;
  const end = random(10);
  if (end < 3) made.won = { at, amount: 100 + random(900), currency: random(2) === 0 ? 'EUR' : 'USD' };
  else if (end < 5) made.lostAt = at;
  return made;
}

function itemOf(made: Made, index: number): object {
  const { won, lostAt } = made;
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...{ externalId: `x${index}`, externalSystem: 'crm', name: `P ${index}`, country: made.country },
    source: SOURCES[made.source],
    createdAt: iso(made.createdAt),
    stages: [...made.steps].map(([stage, at]) => ({ stage, at: iso(at) })),
    ...(won && {
      outcome: { result: 'won', at: iso(won.at) },
      deals: [{ name: 'D', status: 'won', amount: `${won.amount}.50`, currency: won.currency, closedAt: iso(won.at) }],
    }),
    ...(lostAt && { outcome: { result: 'lost', at: iso(lostAt), reason: 'price' } }),
  };
}

/** When a lead reached a step or a later one first. */
function reachedAt({ steps, won }: Made, step: string): number | undefined {
  if (step === 'customer') return won?.at;
  const later = STEPS.slice(STEPS.indexOf(step as (typeof STEPS)[number])).flatMap((one) => steps.get(one) ?? []);
  const all = won ? [...later, won.at] : later;
  return all.length === 0 ? undefined : Math.min(...all);
}

async function makeWorkspace() {
  const { post, patch, get, workspaceId } = await service.makeWorkspace();
  const ask = async (question: object) => {
    const answer = await post<Answer>('/v1/reports/query', question);
    t.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const refused = async (question: object) => {
    const answer = await post<ProblemOut>('/v1/reports/query', question);
    return [answer.status, answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)];
  };
  return { post, patch, get, ask, refused, workspaceId };
}

const valuesOf = ({ rows }: Answer) =>
  Object.fromEntries(
    rows.map(({ keys, values }) => [
      keys.map(({ value, name }) => name ?? value).join('|'),
      values.map(({ value }) => value),
    ]),
  );

t.test('every number is that of an independent calculation, by source, country and month', async (t) => {
  const random = randoms(7);
  const made = Array.from({ length: 400 }, () => makeLead(random));
  const { post, ask } = await makeWorkspace();
  const recorded = await post<{ created: number }>('/v1/leads/history', { items: made.map(itemOf) });
  t.equal(recorded.body.created, made.length, recorded.text.slice(0, 1_000));
  const period = { from: '2024-06-01T00:00:00Z', before: '2025-06-01T00:00:00Z' };
  const [from, before] = [Date.parse(period.from), Date.parse(period.before)];
  const inPeriod = (at: number | undefined) => at !== undefined && at >= from && at < before;
  const names = (one: Made) => SOURCES[one.source]?.name ?? '';
  const counted = (of: Made[]) => {
    const created = of.filter(({ createdAt }) => inPeriod(createdAt));
    const reached = (step: string) => of.filter((one) => inPeriod(reachedAt(one, step)));
    const share = (whole: Made[], step: string) =>
      whole.length === 0 ? null : whole.filter((one) => reachedAt(one, step) !== undefined).length / whole.length;
    const ended = of.filter(({ won, lostAt }) => inPeriod(won?.at ?? lostAt));
    return [
      created.length,
      reached('mql').length,
      reached('customer').length,
      share(reached('mql'), 'sql'),
      share(created, 'customer'),
      ended.length === 0 ? null : ended.filter(({ won }) => won).length / ended.length,
    ];
  };
  const metrics = ['leads_created', 'mqls', 'customers', 'sql_rate', 'conversion_rate', 'win_rate_of_leads'];
  const bySource = valuesOf(await ask({ metrics, groupBy: ['sourceId'], ...period }));
  for (const { name } of SOURCES)
    t.strictSame(bySource[name], counted(made.filter((one) => names(one) === name)), name);
  const both = await ask({ metrics, groupBy: ['country', 'channel'], ...period });
  for (const country of ['DE', 'FR', 'IT'])
    for (const { channel, name } of SOURCES)
      t.strictSame(
        valuesOf(both)[`${country}|${channel}`],
        counted(made.filter((one) => one.country === country && names(one) === name)),
      );
  t.strictSame(
    both.totals.map(({ value }) => value),
    counted(made),
  );

  // By cohort a lead counts in the month of its creation, whenever it went on.
  const cohort = await ask({
    metrics: ['leads_created', 'sqls', 'sql_rate'],
    groupBy: ['month'],
    window: 'cohort',
    ...period,
  });
  for (const [month, values] of Object.entries(valuesOf(cohort))) {
    const of = made.filter(
      ({ createdAt }) => inPeriod(createdAt) && new Date(createdAt).toISOString().slice(0, 7) === month.slice(0, 7),
    );
    const mqls = of.filter((one) => reachedAt(one, 'mql') !== undefined);
    const sqls = of.filter((one) => reachedAt(one, 'sql') !== undefined);
    t.strictSame(values, [of.length, sqls.length, mqls.length === 0 ? null : sqls.length / mqls.length], month);
  }
  const volume = await ask({ metrics: ['sales_volume', 'deals_won'], groupBy: ['currency'], ...period });
  for (const currency of ['EUR', 'USD']) {
    const won = made.filter((one) => one.won?.currency === currency && inPeriod(one.won.at));
    const sum = won.reduce((total, one) => total + (one.won?.amount ?? 0) + 0.5, 0);
    t.strictSame(valuesOf(volume)[currency], [sum, won.length]);
  }
  const perLead = await ask({
    metrics: ['volume_per_lead', 'touches_per_lead'],
    groupBy: ['sourceId', 'currency'],
    window: 'cohort',
    ...period,
  });
  for (const { name } of SOURCES)
    for (const currency of ['EUR', 'USD']) {
      const created = made.filter((one) => names(one) === name && inPeriod(one.createdAt));
      const won = created.filter((one) => one.won?.currency === currency);
      const sum = won.reduce((total, one) => total + (one.won?.amount ?? 0) * 10_000 + 5_000, 0);
      const expected = Math.round(sum / created.length) / 10_000;
      t.equal(valuesOf(perLead)[`${name}|${currency}`]?.[0], expected, `${name} ${currency}`);
    }
  t.match(perLead.totals, [{ value: null, reason: 'several_currencies' }, { value: 1 }]);
  const earlier = await ask({ metrics: ['leads_created'], compareWith: 'previous_year', ...period });
  t.equal(
    earlier.totals[0]?.previous,
    made.filter(({ createdAt }) => createdAt < before - 365 * DAY && createdAt >= from - 366 * DAY).length,
  );
  t.match(earlier.definitions, [{ metric: 'leads_created', formula: 'Number of leads' }]);
  const german = await ask({
    metrics: ['mqls'],
    where: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
    ...period,
  });
  t.equal(
    german.totals[0]?.value,
    made.filter((one) => one.country === 'DE' && inPeriod(reachedAt(one, 'mql'))).length,
  );
});

t.test('each number is followed to exactly its leads', async (t) => {
  const random = randoms(11);
  const made = Array.from({ length: 120 }, () => makeLead(random));
  const { post, ask } = await makeWorkspace();
  await post('/v1/leads/history', { items: made.map(itemOf) });
  const question = {
    metrics: ['mqls', 'sql_rate', 'losses', 'touches_per_lead'],
    groupBy: ['country', 'year'],
    from: '2024-01-01T00:00:00Z',
  };
  const answer = await ask(question);
  const behind = async (more: object) => {
    const found: string[] = [];
    for (let cursor: string | null = null, page = 0; page === 0 || cursor !== null; page++) {
      const answered: Awaited<ReturnType<typeof post<LeadPage>>> = await post<LeadPage>('/v1/reports/leads', {
        question,
        ...more,
        limit: 7,
        ...(cursor && { cursor }),
      });
      if (answered.status !== 200) throw new Error(answered.text);
      found.push(...answered.body.data.map(({ id }) => id));
      cursor = answered.body.nextCursor;
    }
    t.equal(new Set(found).size, found.length);
    return found.length;
  };
  t.ok(answer.rows.length > 5);
  for (const { group, values } of answer.rows) {
    for (const { metric, value, numerator, denominator } of values) {
      t.equal(await behind({ metric, group }), denominator ?? value);
      if (metric === 'sql_rate') t.equal(await behind({ metric, group, counted: true }), numerator);
    }
  }
  t.equal(await behind({ metric: 'losses' }), made.filter(({ lostAt }) => lostAt !== undefined).length);
  const wrong = await post<ProblemOut>('/v1/reports/leads', { question, metric: 'mqls', group: 'bm90aGluZw' });
  t.strictSame([wrong.status, wrong.body.errors?.map(({ pointer }) => pointer)], [422, ['/group']]);
  const nowhere = { ...question, groupBy: ['nowhere'] };
  const unknown = await post<ProblemOut>('/v1/reports/leads', { question: nowhere, metric: 'mqls' });
  t.strictSame(
    unknown.body.errors?.map(({ pointer }) => pointer),
    ['/question/groupBy/0'],
  );
});

t.test('a lead with several values is in the row of each, and once in the totals', async (t) => {
  const { post, ask } = await makeWorkspace();
  await post('/v1/leads', { email: 'a@tags.example', tags: ['one', 'two'] });
  await post('/v1/leads', { email: 'b@tags.example', tags: ['TWO'] });
  const answer = await ask({ metrics: ['leads_created'], groupBy: ['tags'], orderBy: { metric: 'leads_created' } });
  t.strictSame(
    answer.rows.map(({ values }) => values[0]?.value),
    [2, 1],
  );
  t.strictSame([answer.totals[0]?.value, answer.groups], [2, 2]);
  const first = await ask({
    metrics: ['leads_created'],
    groupBy: ['tags'],
    orderBy: { metric: 'leads_created' },
    limit: 1,
  });
  t.strictSame([first.rows.length, first.groups, first.totals[0]?.value], [1, 2, 2]);
});

t.test('days and months are those of the zone of the workspace', async (t) => {
  const { post, patch, ask, workspaceId, get } = await makeWorkspace();
  const { body } = await get<{ version: number }>(`/v1/workspaces/${workspaceId}`);
  t.ok(body);
  const changed = await patch(`/v1/workspaces/${workspaceId}`, { timeZone: 'Europe/Rome' });
  t.equal(changed.status, 200, changed.text);
  await post('/v1/leads/history', {
    items: [{ externalId: 'a', name: 'A', createdAt: '2025-03-31T22:30:00Z' }],
  });
  const { rows, timeZone } = await ask({
    metrics: ['leads_created'],
    groupBy: ['month'],
    from: '2025-01-01T00:00:00Z',
  });
  t.equal(timeZone, 'Europe/Rome');
  t.strictSame(
    rows.map(({ keys }) => keys[0]?.value),
    ['2025-04-01'],
  );
});

t.test('a conversion that is undone leaves the numbers, and steps back and forth count once', async (t) => {
  const { post, ask } = await makeWorkspace();
  const { body } = await post('/v1/leads', { name: 'Ada', email: 'ada@undone.example' });
  const { id } = body.lead;
  for (const category of ['mql', 'lead', 'mql', 'sql']) {
    const moved = await post(`/v1/leads/${id}/category`, { category, reason: 'test' });
    t.ok(moved.status < 300, moved.text);
  }
  const numbers = async () =>
    (await ask({ metrics: ['mqls', 'sqls', 'customers', 'conversion_rate'] })).totals.map(({ value }) => value);
  t.strictSame(await numbers(), [1, 1, 0, 0]);
  const deal = { currency: 'EUR', products: [{ name: 'Engine', quantity: 1, unitPrice: '10' }] };
  t.equal((await post(`/v1/leads/${id}/conversion`, { deal })).status, 200);
  t.strictSame(await numbers(), [1, 1, 1, 1]);
  await post(`/v1/leads/${id}/conversion/undo`, undefined);
  t.strictSame(await numbers(), [1, 1, 0, 0]);
});

t.test('what cannot be answered is refused with its place', async (t) => {
  const { refused } = await makeWorkspace();
  t.strictSame(await refused({ metrics: ['mqls', 'volume_per_lead'] }), [422, ['/metrics/1 currency_open']]);
  t.strictSame(await refused({ metrics: ['sales_volume'] }), [422, ['/metrics/0 currency_open']]);
  t.strictSame(await refused({ metrics: ['mqls'], groupBy: ['nowhere'] }), [422, ['/groupBy/0 unknown_field']]);
  t.strictSame(await refused({ metrics: ['mqls'], from: '2026-01-01T00:00:00Z', before: '2025-01-01T00:00:00Z' }), [
    422,
    ['/before value_invalid'],
  ]);
  t.strictSame(await refused({ metrics: ['mqls'], orderBy: { metric: 'sqls' } }), [
    422,
    ['/orderBy/metric value_invalid'],
  ]);
  t.equal((await refused({ metrics: ['mqls', 'mqls'] }))[0], 400);
  t.equal((await refused({ metrics: ['profit'] }))[0], 400);
});
