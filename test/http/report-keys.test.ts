/** Groups of reports by any field are those of `POST /v1/leads/aggregate`, which makes the key of each lead. */
import t from 'tap';
import type { Static } from 'typebox';
import type { ReportAnswer } from '../../src/http/schemas/metrics.js';
import { openService } from './ingest-fixture.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 15, 9);
const service = await openService(t, { clock: () => NOW });

interface Aggregated {
  groups: { keys: { value: unknown }[]; count: number }[];
}

/** Spellings, several values, and values of several types. */
const CITIES = ['Köln', 'KÖLN', 'köln', 'Köln', 'Bonn', undefined];
const TAGS = [['One', 'two'], ['ONE'], ['two', 'Three', 'one'], undefined];
const SIZES = [7, '7', 7.0, true, ['a', 'B', 'A'], undefined];

async function makeWorkspace() {
  const { post } = await service.makeWorkspace();
  const items = Array.from({ length: 120 }, (_, index) => {
    const createdAt = NOW - (100 + (index % 50)) * DAY;
    const size = SIZES[index % SIZES.length];
    return {
      ...{
        externalId: `x${index}`,
        externalSystem: 'crm',
        name: `P ${index}`,
        createdAt: new Date(createdAt).toISOString(),
      },
      ...{ city: CITIES[index % CITIES.length], tags: TAGS[index % TAGS.length] },
      ...(size !== undefined && { attributes: { size } }),
      // Days until the step, of every third lead.
      ...(index % 3 === 0 && { stages: [{ stage: 'mql', at: new Date(createdAt + (index % 7) * DAY).toISOString() }] }),
    };
  });
  const made = await post<{ created: number }>('/v1/leads/history', { items });
  t.equal(made.body.created, items.length, made.text.slice(0, 500));
  const ask = async (question: object) => {
    const answer = await post<Static<typeof ReportAnswer>>('/v1/reports/query', {
      from: '2025-01-01T00:00:00Z',
      ...question,
    });
    t.equal(answer.status, 200, answer.text);
    return answer.body.rows.map(({ keys, values }) => ({
      keys: keys.map(({ value }) => value),
      values: values.map(({ value }) => value),
    }));
  };
  const aggregate = async (groupBy: string[]) => {
    const answer = await post<Aggregated>('/v1/leads/aggregate', { groupBy });
    t.equal(answer.status, 200, answer.text);
    return answer.body.groups.map(({ keys, count }) => ({ keys: keys.map(({ value }) => value ?? null), count }));
  };
  return { ask, aggregate, items };
}

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

for (const groupBy of [
  ['city'],
  ['tags'],
  ['attributes.size'],
  ['city', 'tags'],
  ['attributes.size', 'city'],
  ['category'],
])
  t.test(`leads by ${groupBy.join(' and ')}, alone and beside a median`, async (t) => {
    const { ask, aggregate } = await makeWorkspace();
    const expected = await aggregate(groupBy);
    t.ok(expected.length > 1);
    const counts = (await ask({ metrics: ['leads_created'], groupBy })).map(({ keys, values }) => ({
      keys,
      count: values[0],
    }));
    t.strictSame(sorted(counts.map(asText)), sorted(expected.map(asText)));
    // With a median the records are not counted by their values first. Both ways have the same groups.
    const mqls = await ask({ metrics: ['mqls', 'sql_rate'], groupBy });
    const withMedian = await ask({ metrics: ['mqls', 'sql_rate', 'days_to_mql'], groupBy });
    t.strictSame(sorted(withMedian.map(({ keys, values }) => ({ keys, values: values.slice(0, 2) }))), sorted(mqls));
  });

const asText = ({ keys, count }: { keys: unknown[]; count: unknown }) => ({
  keys: keys.map((key) => (key === null ? null : String(key))),
  count,
});

t.test('a median by months is that of the records', async (t) => {
  const { ask, items } = await makeWorkspace();
  const rows = await ask({ metrics: ['days_to_mql'], groupBy: ['month'], window: 'cohort' });
  const months = new Map<string, number[]>();
  for (const { createdAt, stages } of items) {
    if (!stages) continue;
    const month = `${createdAt.slice(0, 7)}-01`;
    const days = (Date.parse(stages[0]?.at ?? '') - Date.parse(createdAt)) / DAY;
    months.set(month, [...(months.get(month) ?? []), days]);
  }
  t.ok(months.size > 1);
  for (const { keys, values } of rows) {
    const days = (months.get(String(keys[0])) ?? []).sort((a, b) => a - b);
    const middle = (days.length - 1) / 2;
    t.strictSame(values, [((days[Math.floor(middle)] ?? 0) + (days[Math.ceil(middle)] ?? 0)) / 2]);
  }
});
