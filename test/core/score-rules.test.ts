import fc from 'fast-check';
import t from 'tap';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { qualify } from '../../src/core/classification/qualify.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import { ENGAGEMENT_TYPES, type EngagementFact } from '../../src/core/engagement.js';
import { GRADES } from '../../src/core/leads/score.js';
import { AUTHORITIES, CATEGORIES, EMAIL_TYPES, TEMPERATURES } from '../../src/core/leads/vocabulary.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { decayFactor } from '../../src/core/scoring/decay.js';
import { explainScore } from '../../src/core/scoring/explain.js';
import { halfToThe } from '../../src/core/scoring/half-life.js';
import type { EngagementRule, ScoreModel } from '../../src/core/scoring/model.js';
import { scoreLead } from '../../src/core/scoring/score.js';

const NOW = Date.UTC(2025, 5, 15, 9);
const DAY = 86_400_000;

/** Laws of the rules: what limits count, how points fade, and that more is never worse. */

const modelOf = (rule: Partial<EngagementRule>): ScoreModel => ({
  fit: { rules: [], minimum: 0, maximum: 0 },
  engagement: {
    rules: [
      {
        id: 'rule',
        label: 'Rule',
        engagementTypes: ['page_viewed'],
        points: 1,
        frequency: { type: 'every' },
        decay: { type: 'none' },
        ...rule,
      },
    ],
    minimum: -10_000,
    maximum: 10_000,
  },
  total: { minimum: -10_000, maximum: 10_000 },
  grade: { fitBounds: [2, 1], engagementBounds: [2, 1] },
});
const views = fc.array(fc.integer({ min: -2 * 24, max: 40 * 24 }), { maxLength: 30 }).map((hoursAgo) =>
  hoursAgo.map(
    (hours, index): EngagementFact => ({
      id: `e${index}`,
      type: 'page_viewed',
      occurredAt: NOW - (hours * DAY) / 24,
    }),
  ),
);
const lead = (engagement: EngagementFact[], now = NOW): Subject => ({ facts: { kind: 'person' }, engagement, now });
const counted = (rule: Partial<EngagementRule>, events: EngagementFact[]): number =>
  scoreLead(compileScoreModel(modelOf(rule)), lead(events)).total;

t.test('windows are those of the calendar in UTC, and a window never counts more than it may', (t) => {
  const frequency = (count: number, days: number) => ({ type: 'per_window' as const, count, days });
  fc.assert(
    fc.property(views, fc.integer({ min: 1, max: 3 }), (events, count) => {
      const days = new Map<string, number>();
      const weeks = new Map<number, number>();
      for (const { occurredAt } of events) {
        const date = new Date(Math.min(occurredAt, NOW));
        const day = date.toISOString().slice(0, 10);
        const monday = new Date(date);
        monday.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
        const week = monday.setUTCHours(0, 0, 0, 0);
        days.set(day, (days.get(day) ?? 0) + 1);
        weeks.set(week, (weeks.get(week) ?? 0) + 1);
      }
      const most = (groups: Map<unknown, number>) =>
        [...groups.values()].reduce((sum, size) => sum + Math.min(size, count), 0);
      t.equal(counted({ frequency: frequency(count, 1) }, events), most(days));
      t.equal(counted({ frequency: frequency(count, 7) }, events), most(weeks));
      t.equal(counted({ countBy: 'day' }, events), days.size);
      t.equal(counted({ countBy: 'day', frequency: { type: 'at_most', count } }, events), Math.min(days.size, count));
      return t.passing();
    }),
    { numRuns: 300 },
  );
  t.end();
});

t.test('what a window counts does not depend on the time of the evaluation', (t) => {
  const model = compileScoreModel(modelOf({ frequency: { type: 'per_window', count: 2, days: 7 } }));
  fc.assert(
    fc.property(views, fc.nat(100), (events, later) => {
      const past = events.filter(({ occurredAt }) => occurredAt <= NOW);
      const now = explainScore(model, lead(past)).contributions[0]?.eventIds ?? [];
      const then = explainScore(model, lead(past, NOW + later * DAY)).contributions[0]?.eventIds ?? [];
      return JSON.stringify(now) === JSON.stringify(then);
    }),
  );
  t.pass('the same events count at every later instant');
  t.end();
});

t.test('one more event never lowers what a positive rule gives, nor raises a negative one', (t) => {
  const limits = fc.record({
    frequency: fc.constantFrom<EngagementRule['frequency']>(
      { type: 'every' },
      { type: 'once' },
      { type: 'at_most', count: 3 },
      { type: 'per_window', count: 2, days: 7 },
    ),
    countBy: fc.constantFrom('event' as const, 'day' as const),
    decay: fc.constantFrom<EngagementRule['decay']>(
      { type: 'none' },
      { type: 'half_life', days: 5 },
      { type: 'linear', days: 20 },
      { type: 'step', days: 3, factor: 0.7 },
    ),
    withinDays: fc.constantFrom(undefined, 10),
    minimum: fc.constantFrom(undefined, 0.5),
    maximum: fc.constantFrom(undefined, 3),
  });
  fc.assert(
    fc.property(
      views,
      fc.integer({ min: -2, max: 40 * 24 }),
      limits,
      fc.constantFrom(1, -1),
      (events, hours, rule, sign) => {
        const more: EngagementFact[] = [
          ...events,
          { id: 'new', type: 'page_viewed', occurredAt: NOW - (hours * DAY) / 24 },
        ];
        const change = { ...rule, points: 1.37 * sign };
        return (counted(change, more) - counted(change, events)) * sign >= 0;
      },
    ),
    { numRuns: 2000 },
  );
  t.pass('more is never worse');
  t.end();
});

t.test('time alone never raises what a rule gives, whatever its limits', (t) => {
  const decay = fc.constantFrom<EngagementRule['decay']>(
    { type: 'none' },
    { type: 'half_life', days: 5 },
    { type: 'linear', days: 20 },
    { type: 'step', days: 3, factor: 0.7 },
  );
  fc.assert(
    fc.property(views, decay, fc.nat(60), fc.nat(60), (events, each, sooner, longer) => {
      const past = events.filter(({ occurredAt }) => occurredAt <= NOW);
      const frequency = { type: 'per_window' as const, count: 2, days: 7 };
      const model = compileScoreModel(modelOf({ points: 3.3, decay: each, frequency, withinDays: 30, maximum: 9 }));
      const at = (days: number) => scoreLead(model, lead(past, NOW + days * DAY)).total;
      return at(sooner + longer) <= at(sooner);
    }),
    { numRuns: 1000 },
  );
  t.pass('decay is monotone through windows and caps');
  t.end();
});

t.test('half-lives are exact: powers of one half, the same in two steps as in one', (t) => {
  for (let x = 0; x <= 1074; x += 1) t.equal(halfToThe(x), 2 ** -x);
  t.equal(halfToThe(1075), 0);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 60, noNaN: true }), fc.double({ min: 0, max: 60, noNaN: true }), (a, b) => {
      const close = (is: number, expected: number) => Math.abs(is - expected) <= expected * 1e-14;
      return close(halfToThe(a), 0.5 ** a) && close(halfToThe(a + b), halfToThe(a) * halfToThe(b));
    }),
    { numRuns: 20_000 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3650 }), fc.double({ min: 0, max: 40, noNaN: true }), (days, halvings) => {
      const age = Math.floor(halvings * days * DAY);
      const decay = { type: 'half_life' as const, days };
      return decayFactor(decay, age) > decayFactor(decay, age + 1);
    }),
    { numRuns: 20_000 },
  );
  t.end();
});

const anyLead: fc.Arbitrary<Subject> = fc
  .record({
    emailType: fc.option(fc.constantFrom(...EMAIL_TYPES), { nil: undefined }),
    phoneNormalized: fc.option(fc.constant('+4930901820'), { nil: undefined }),
    authority: fc.option(fc.constantFrom(...AUTHORITIES), { nil: undefined }),
    employeeCount: fc.option(fc.constantFrom(5, 50, 500, 5000), { nil: undefined }),
    need: fc.option(fc.constant('heating'), { nil: undefined }),
    purchaseTimeframeDays: fc.option(fc.constantFrom(0, 30, 60, 365), { nil: undefined }),
    did: fc.array(fc.tuple(fc.constantFrom(...ENGAGEMENT_TYPES), fc.nat(120)), { maxLength: 12 }),
  })
  .map(({ did, ...facts }) => ({
    facts: { kind: 'person', ...facts },
    engagement: did.map(([type, days], index) => ({ id: `e${index}`, type, occurredAt: NOW - days * DAY })),
    now: NOW,
  }));

t.test(
  'more points never lower a class under the default policy, which asks only for scores of at least something',
  (t) => {
    const policy = compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY);
    const before = { model: compileScoreModel(DEFAULT_SCORE_MODEL), policy };
    const { fit, engagement } = DEFAULT_SCORE_MODEL;
    const all = fit.rules.length + engagement.rules.length;
    let lifted = 0;
    fc.assert(
      fc.property(anyLead, fc.nat(all - 1), fc.integer({ min: 1, max: 6000 }), (subject, chosen, more) => {
        const raise = <Rule extends { points: number }>(rules: Rule[], first: number): Rule[] =>
          rules.map((rule, index) =>
            index + first === chosen ? { ...rule, points: Math.round(rule.points * 100 + more) / 100 } : rule,
          );
        const model = compileScoreModel({
          ...DEFAULT_SCORE_MODEL,
          fit: { ...fit, rules: raise(fit.rules, 0) },
          engagement: { ...engagement, rules: raise(engagement.rules, fit.rules.length) },
        });
        const [was, is] = [qualify(before, subject), qualify({ model, policy }, subject)];
        if (is.score.total > was.score.total) lifted += 1;
        const [old, new_] = [GRADES.indexOf(was.grade), GRADES.indexOf(is.grade)];
        return (
          is.score.total >= was.score.total &&
          Math.floor(new_ / 3) <= Math.floor(old / 3) &&
          new_ % 3 <= old % 3 &&
          TEMPERATURES.indexOf(is.temperature) <= TEMPERATURES.indexOf(was.temperature) &&
          (is.category === was.category || CATEGORIES.indexOf(is.category) > CATEGORIES.indexOf(was.category))
        );
      }),
      { numRuns: 3000 },
    );
    t.ok(lifted > 300, 'the raised rule counted often enough to be a test');
    t.end();
  },
);
