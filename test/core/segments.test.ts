import fc from 'fast-check';
import t from 'tap';
import type { Condition } from '../../src/core/condition.js';
import { compileCondition } from '../../src/core/conditions/compile.js';
import { subjectOf } from '../../src/core/conditions/subject.js';
import { expandCondition, expansionViolations, lookupOf } from '../../src/core/segments/expand.js';
import { compileSegments } from '../../src/core/segments/membership.js';
import type { Segment } from '../../src/core/segments/segment.js';
import { upkeepOf } from '../../src/core/segments/upkeep.js';

const is = (field: string, value: string): Condition => ({ type: 'field', field, operator: 'eq', value });
const segment = (id: string, condition: Condition | null) =>
  ({ id, kind: condition === null ? 'static' : 'dynamic', condition }) as Segment;
const named = (segmentId: string): Condition => ({ type: 'segment', segmentId });

t.test('conditions compiled together hold for the same leads as one by one', (t) => {
  const leaf = fc.oneof(
    fc.record({
      name: fc.constantFrom('country', 'industry', 'timeZone'),
      value: fc.constantFrom('DE', 'de', 'ß', 'SS', 'UTC', 'Etc/UTC'),
    }),
  );
  const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf.map(({ name, value }) => is(name, value)),
      fc.record({
        type: fc.constantFrom('all', 'any'),
        conditions: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      }),
      tie('tree').map((part): Condition => ({ type: 'not', condition: part })),
    ),
  })).tree;
  const facts = fc.record(
    {
      country: fc.constantFrom('DE', 'FR'),
      industry: fc.constantFrom('ss', 'Ss', 'x'),
      timeZone: fc.constantFrom('UTC', 'Etc/UTC'),
    },
    { requiredKeys: [] },
  );
  let found = 0;
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 10 }), facts, (conditions, known) => {
      const segments = conditions.map((one, index) => ({
        id: String(index),
        name: '',
        conditionVersion: 1,
        condition: one,
      }));
      const subject = subjectOf({ facts: known, createdAt: 0, firstTouchAt: 0, lastTouchAt: 0 } as never, {
        source: undefined,
        engagement: [],
        now: 0,
      });
      const together = compileSegments(segments)(subject)
        .filter(({ holds }) => holds(subject))
        .map(({ segment: { id } }) => id)
        .sort();
      const apart = segments
        .filter((one) => compileCondition(one.condition)(subject))
        .map(({ id }) => id)
        .sort();
      found += together.length;
      return JSON.stringify(together) === JSON.stringify(apart);
    }),
    { numRuns: 1_000 },
  );
  t.ok(found > 500, `${found} hold`);
  t.end();
});

t.test('a name is expanded to the condition, a circle is refused, and a list stays a name', (t) => {
  const find = lookupOf([
    segment('a', is('country', 'DE')),
    segment('b', { type: 'not', condition: named('a') }),
    segment('l', null),
  ]);
  t.strictSame(expandCondition({ type: 'all', conditions: [named('b'), named('l'), named('gone')] }, find), {
    type: 'all',
    conditions: [{ type: 'not', condition: is('country', 'DE') }, named('l'), { type: 'any', conditions: [] }],
  });
  const codes = (condition: Condition, own?: string) =>
    expansionViolations(condition, find, { own }).map(({ code, pointer }) => [code, pointer]);
  t.strictSame(codes(named('b'), 'a'), [['segment_circle', '/segmentId']]);
  t.strictSame(codes({ type: 'not', condition: named('a') }, 'a'), [['segment_circle', '/condition/segmentId']]);
  t.strictSame(codes(named('gone')), [['segment_unknown', '/segmentId']]);
  t.strictSame(codes(named('b')), []);
  t.end();
});

t.test('what keeps the members follows from the condition', (t) => {
  const field = (name: string, operator: 'within_last' | 'gte' | 'during', value: string | number): Condition => ({
    ...{ type: 'field', field: name, operator, value },
  });
  const cases: [Condition, string][] = [
    [is('country', 'DE'), 'writes'],
    [field('createdAt', 'gte', '2026-01-01'), 'writes'],
    [field('lastActivityAt', 'gte', '2026-01-01'), 'writes'],
    [{ type: 'engagement', engagementTypes: ['demo_requested'] }, 'writes'],
    [field('createdAt', 'within_last', 7), 'writes_and_passes'],
    [field('timeframeDaysLeft', 'gte', 7), 'writes_and_passes'],
    [{ type: 'engagement', withinDays: 7 }, 'writes_and_passes'],
    [field('createdAt', 'gte', '-7d'), 'passes'],
    [field('createdAt', 'during', 'today'), 'passes'],
    [field('attributes.renewal', 'within_last', 7), 'passes'],
    [{ type: 'related', relation: 'tasks' }, 'passes'],
    [named('l'), 'passes'],
    [{ type: 'engagement', properties: [{ name: 'post', operator: 'eq', value: 7 }] }, 'passes'],
    [
      {
        type: 'not',
        condition: { type: 'any', conditions: [is('country', 'DE'), field('createdAt', 'within_last', 7)] },
      },
      'writes_and_passes',
    ],
  ];
  for (const [condition, upkeep] of cases) t.equal(upkeepOf(condition), upkeep, JSON.stringify(condition));
  t.end();
});
