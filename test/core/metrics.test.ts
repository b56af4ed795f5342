/** The catalogue of metrics, and what is made of measured groups. */
import t from 'tap';
import { answerOf, type GroupKey, ordered } from '../../src/core/metrics/answer.js';
import { definitionOf, isRatio, METRIC_NAMES, METRICS, RECORD_METRICS } from '../../src/core/metrics/catalogue.js';
import type { RecordMetric } from '../../src/core/metrics/metric.js';
import { comparedPeriod, counterpartOf, validateQuestion } from '../../src/core/metrics/question.js';
import { type Measured, ratioOf, resultOf } from '../../src/core/metrics/results.js';

const key = (value: string | null): GroupKey[] => [{ key: value, value, type: null }];
const measured = (records: number, counted: number | null = null, value: string | null = null): Measured => ({
  ...{ records, counted, value },
});

t.test('each metric has one definition, and its parts fit its unit', async (t) => {
  for (const name of METRIC_NAMES) {
    const { unit } = METRICS[name];
    const { part, value, population }: Partial<RecordMetric> = isRatio(name) ? {} : RECORD_METRICS[name];
    t.equal(population === undefined, isRatio(name), name);
    if (isRatio(name)) {
      const { formula, numerator, denominator } = definitionOf(name);
      t.ok(numerator && denominator && formula.includes(numerator) && formula.includes(denominator), name);
      continue;
    }
    t.equal(part !== undefined, unit === 'share', name);
    t.equal(value !== undefined, unit !== 'count' && unit !== 'share', name);
    const { formula, numerator, denominator, title } = definitionOf(name);
    t.ok(formula.length > 10 && title.length > 3, name);
    t.equal(numerator !== undefined && denominator !== undefined, unit === 'share', name);
  }
  const titles = METRIC_NAMES.map((name) => METRICS[name].title);
  t.equal(new Set(titles).size, titles.length);
});

t.test('a share of nothing is null, one of something is between 0 and 1 and in its interval', async (t) => {
  t.equal(resultOf('mql_rate', measured(0, 0)).value, null);
  for (let records = 1; records < 40; records++) {
    for (let counted = 0; counted <= records; counted++) {
      const { value, interval, numerator, denominator } = resultOf('mql_rate', measured(records, counted));
      t.ok(value !== null && interval && interval.low <= value + 1e-12 && value <= interval.high + 1e-12);
      t.strictSame([numerator, denominator], [counted, records]);
    }
  }
  t.match(resultOf('sales_volume', measured(0)), { value: 0, amount: '0' });
  t.match(resultOf('average_deal', measured(0)), { value: null, amount: undefined });
  t.match(resultOf('average_deal', measured(2, null, '12.5')), { value: 12.5, amount: '12.5' });
});

t.test('rows have every group of every metric, totals are those of all records', async (t) => {
  const now = new Map([
    [
      'mqls',
      [
        { keys: key('a'), measured: measured(3) },
        { keys: undefined, measured: measured(3) },
      ],
    ],
    [
      'sqls',
      [
        { keys: key('b'), measured: measured(2) },
        { keys: undefined, measured: measured(2) },
      ],
    ],
  ] as const);
  const { rows, totals } = answerOf({ metrics: ['mqls', 'sqls'], groupBy: ['country'] }, now, undefined);
  t.strictSame(
    rows.map(({ keys, results }) => [keys[0]?.value, ...results.map(({ value }) => value)]),
    [
      ['a', 3, 0],
      ['b', 0, 2],
    ],
  );
  t.strictSame(
    totals.map(({ value, before }) => [value, before]),
    [
      [3, undefined],
      [2, undefined],
    ],
  );
  const earlier = {
    measured: new Map([['mqls', [{ keys: key('a'), measured: measured(1) }]]] as const),
    counterpart: (keys: readonly GroupKey[]) => keys,
  };
  const compared = answerOf({ metrics: ['mqls'], groupBy: ['country'] }, now, earlier);
  t.strictSame(
    compared.rows.map(({ results }) => results[0]?.before),
    [1],
  );
});

t.test('a ratio is the quotient of its parts, null without a denominator, and exact to four places', async (t) => {
  const perLead = (volume: string | null, leads: number) =>
    ratioOf(
      'volume_per_lead',
      resultOf('sales_volume', measured(1, null, volume)),
      resultOf('leads_created', measured(leads)),
    );
  t.match(perLead('100', 8), { value: 12.5, amount: '12.5', numerator: 100, denominator: 8 });
  t.match(perLead('1000000000000.01', 3), { amount: '333333333333.3367' });
  t.match(perLead('2', 3), { amount: '0.6667' });
  t.match(perLead(null, 3), { value: 0, amount: '0' });
  t.match(perLead('5', 0), { value: null, amount: undefined, numerator: 5, denominator: 0 });
});

t.test('records without a currency count for each currency of a ratio, and totals of several are none', async (t) => {
  const keys = (...values: (string | null)[]) => values.flatMap(key);
  const groups = (currencies: string[]) =>
    new Map([
      [
        'sales_volume',
        [
          ...currencies.map((currency, index) => ({
            keys: keys('a', currency),
            measured: measured(1, null, String((index + 1) * 10)),
          })),
          { keys: undefined, measured: measured(2, null, '30') },
        ],
      ],
      [
        'leads_created',
        [
          { keys: keys('a', null), measured: measured(4) },
          { keys: keys('b', null), measured: measured(1) },
          { keys: undefined, measured: measured(5) },
        ],
      ],
    ] as const);
  const asked = { metrics: ['sales_volume', 'volume_per_lead'], groupBy: ['sourceId', 'currency'] } as const;
  const { rows, totals } = answerOf(asked, groups(['EUR', 'USD']), undefined);
  t.strictSame(
    rows.map(({ keys, results }) => [...keys.map(({ value }) => value), ...results.map(({ value }) => value)]),
    [
      ['a', 'EUR', 10, 2.5],
      ['a', 'USD', 20, 5],
    ],
  );
  t.strictSame(
    totals.map(({ value, amount, reason }) => [value, amount, reason]),
    [
      [null, undefined, 'several_currencies'],
      [null, undefined, 'several_currencies'],
    ],
  );
  const one = answerOf(asked, groups(['EUR']), undefined);
  t.strictSame(
    one.totals.map(({ value }) => value),
    [30, 6],
    'of one currency they are a sum',
  );
  const withLeads = answerOf({ ...asked, metrics: ['leads_created', 'volume_per_lead'] }, groups(['EUR']), undefined);
  t.strictSame(
    withLeads.rows.map(({ results }) => results.map(({ value }) => value)),
    [
      [4, null],
      [1, null],
      [0, 2.5],
    ],
    'a row without a currency has no amount per lead',
  );
});

t.test('rows are in the order of a metric or of their keys, with nothing last', async (t) => {
  const row = (value: string | null, records: number) => ({
    keys: key(value),
    results: [{ ...resultOf('mql_rate', measured(records, 1)), before: undefined }],
  });
  const rows = [row(null, 4), row('b', 0), row('a', 2), row('c', 1)];
  const names = (by: Parameters<typeof ordered>[1]) => ordered(rows, by).map(({ keys }) => keys[0]?.value);
  t.strictSame(names(undefined), ['a', 'b', 'c', null]);
  t.strictSame(names({ metric: 'mql_rate', descending: true }), ['c', 'a', null, 'b']);
  t.strictSame(names({ metric: 'mql_rate', descending: false }), [null, 'a', 'c', 'b']);
});

t.test('a period is compared with the one before or with that of a year before', async (t) => {
  const [from, before] = [Date.parse('2026-03-01T00:00:00Z'), Date.parse('2026-04-01T00:00:00Z')];
  t.strictSame(comparedPeriod({ from, before }, 'previous_period'), { from: from - (before - from), before: from });
  const year = comparedPeriod({ from, before }, 'previous_year');
  t.strictSame(
    [new Date(year.from).toISOString(), new Date(year.before).toISOString()],
    ['2025-03-01T00:00:00.000Z', '2025-04-01T00:00:00.000Z'],
  );
  t.equal(counterpartOf('month', '2026-03-01', 'previous_year'), '2025-03-01');
  t.equal(counterpartOf('week', '2026-03-02', 'previous_year'), undefined);
  t.equal(counterpartOf('month', '2026-03-01', 'previous_period'), undefined);
  t.equal(counterpartOf('sourceId', 'x', 'previous_period'), 'x');
});

t.test('amounts need their currency, dimensions must be known and different', async (t) => {
  const codes = (metrics: Parameters<typeof validateQuestion>[0]['metrics'], groupBy: string[]) =>
    validateQuestion({ metrics, groupBy }).map(({ pointer, code }) => `${pointer} ${code}`);
  t.strictSame(codes(['sales_volume'], []), ['/metrics/0 currency_open']);
  t.strictSame(codes(['sales_volume'], ['currency', 'month']), []);
  t.strictSame(codes(['mqls'], ['nowhere', 'createdAt', 'month', 'month']), [
    '/groupBy/0 unknown_field',
    '/groupBy/1 value_invalid',
    '/groupBy/3 value_invalid',
  ]);
});
