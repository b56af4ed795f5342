import fc from 'fast-check';
import t from 'tap';
import { field } from '../../src/core/conditions/build.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import { ENGAGEMENT_TYPES, type EngagementFact, type EngagementType } from '../../src/core/engagement.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { decayedHundredths, decayFactor } from '../../src/core/scoring/decay.js';
import { explainScore } from '../../src/core/scoring/explain.js';
import { explainGrade, gradeOf } from '../../src/core/scoring/grade.js';
import type { Decay, EngagementRule, Frequency, ScoreModel } from '../../src/core/scoring/model.js';
import { scoreLead } from '../../src/core/scoring/score.js';
import { validateScoreModel } from '../../src/core/scoring/validate.js';
import type { Channel } from '../../src/core/sources.js';

const NOW = Date.UTC(2025, 5, 15);
const DAY = 86_400_000;
const event = (type: EngagementType, daysAgo: number, id = `${type}-${daysAgo}`): EngagementFact => ({
  id,
  type,
  occurredAt: NOW - daysAgo * DAY,
});
const subject = (facts: Partial<LeadFacts>, engagement: EngagementFact[] = []): Subject => ({
  facts: { kind: 'person', ...facts },
  engagement,
  now: NOW,
});
const rule = (change: Partial<EngagementRule>): EngagementRule => ({
  id: 'demo',
  label: 'Demo',
  engagementTypes: ['demo_requested'],
  points: 10,
  frequency: { type: 'every' },
  decay: { type: 'none' },
  ...change,
});
const modelOf = (rules: EngagementRule[], change: Partial<ScoreModel> = {}): ScoreModel => ({
  fit: { rules: [], minimum: -1000, maximum: 1000 },
  engagement: { rules, minimum: -1000, maximum: 1000 },
  total: { minimum: -1000, maximum: 1000 },
  grade: { fitBounds: [30, 15], engagementBounds: [25, 10] },
  ...change,
});
const engagementScore = (change: Partial<EngagementRule>, events: EngagementFact[]): number =>
  scoreLead(compileScoreModel(modelOf([rule(change)])), subject({}, events)).engagement;
const demos = (...daysAgo: number[]) => daysAgo.map((days) => event('demo_requested', days));

t.test('no sum of points of the default model stands on a bound of its grade', (t) => {
  const { engagement, grade } = DEFAULT_SCORE_MODEL;
  const halves = engagement.rules.every(({ points }) => Number.isInteger(points * 2));
  t.ok(halves && engagement.rules.length > 20);
  for (const bound of grade.engagementBounds) t.notOk(Number.isInteger(bound * 2), `${bound} is no sum of halves`);
  t.end();
});

t.test('what one engagement rule gives', (t) => {
  const half: Decay = { type: 'half_life', days: 30 };
  const perWindow = (count: number, days: number): Frequency => ({ type: 'per_window', count, days });
  const table: [what: string, change: Partial<EngagementRule>, events: EngagementFact[], points: number][] = [
    ['nothing happened', {}, [], 0],
    ['another type', {}, [event('page_viewed', 1)], 0],
    ['every event', {}, demos(1, 2, 3), 30],
    ['once', { frequency: { type: 'once' } }, demos(1, 2, 3), 10],
    ['at most two', { frequency: { type: 'at_most', count: 2 } }, demos(1, 2, 3), 20],
    ['once: the latest counts', { frequency: { type: 'once' }, decay: half }, demos(60, 30, 90), 5],
    ['half after 30 days', { decay: half }, demos(30), 5],
    ['a quarter after 60', { decay: half }, demos(60), 2.5],
    ['each event rounded: 10 * 0.5^(1/3) = 7.937', { decay: half }, demos(10, 10.0), 15.88],
    ['half a hundredth away from zero', { points: 0.05, decay: half }, demos(30), 0.03],
    ['and below zero too', { points: -0.05, decay: half }, demos(30), -0.03],
    ['linear', { decay: { type: 'linear', days: 40 } }, demos(10), 7.5],
    ['linear ends at 0', { decay: { type: 'linear', days: 40 } }, demos(41), 0],
    ['step, before', { decay: { type: 'step', days: 7, factor: 0.5 } }, demos(6.9), 10],
    ['step, at the step', { decay: { type: 'step', days: 7, factor: 0.5 } }, demos(7), 5],
    ['step, twice', { decay: { type: 'step', days: 7, factor: 0.5 } }, demos(14), 2.5],
    ['window, its edge included', { withinDays: 14 }, demos(14), 10],
    ['window, outside', { withinDays: 14 }, demos(14.01), 0],
    ['the future counts as now', { decay: half, withinDays: 1 }, demos(-5), 10],
    ['cap', { maximum: 25 }, demos(1, 2, 3), 25],
    ['cap of a negative rule', { points: -10, maximum: 25 }, demos(1, 2, 3), -25],
    ['cap after decay', { decay: half, maximum: 6 }, demos(30, 30), 6],
    ['floor: what linear decay leaves at least', { decay: { type: 'linear', days: 40 }, minimum: 2 }, demos(41), 2],
    ['no floor without an event', { minimum: 2 }, [], 0],
    ['no floor outside the window', { minimum: 2, withinDays: 14 }, demos(15), 0],
    ['floor of a negative rule', { points: -10, decay: half, minimum: 4, maximum: 25 }, demos(90), -4],
    ['a negative rule between its floor and cap', { points: -10, decay: half, minimum: 4, maximum: 25 }, demos(30), -5],
    ['at most one each day', { frequency: perWindow(1, 1) }, demos(0, 0.2, 0.9, 1.5), 30],
    ['at most two each week from Monday 9 June', { frequency: perWindow(2, 7) }, demos(0, 1, 5.9, 6.1, 7, 20), 50],
    ['the latest of a window counts', { frequency: perWindow(1, 7), decay: half }, demos(1.5, 4.5), 9.66],
    ['by day', { countBy: 'day' }, demos(0.2, 0.9, 1.1, 1.9), 20],
    ['by day, then at most one', { countBy: 'day', frequency: { type: 'once' } }, demos(0.2, 0.9, 1.1), 10],
    ['by day, then two a week', { countBy: 'day', frequency: perWindow(2, 7) }, demos(1.1, 1.2, 1.3, 2.5, 3.5), 20],
    [
      'of a channel',
      { sourceChannels: ['event'] },
      [...demos(1), { ...event('demo_requested', 2), channel: 'event' }],
      10,
    ],
    ['condition met', { when: field('kind', 'eq', 'person') }, demos(1), 10],
    ['condition not met', { when: field('kind', 'eq', 'organization') }, demos(1), 0],
  ];
  for (const [what, change, events, points] of table) t.equal(engagementScore(change, events), points, what);
  t.end();
});

t.test('fit, bounds and total', (t) => {
  const model = compileScoreModel(
    modelOf([rule({ points: 80 })], {
      fit: {
        rules: [
          { id: 'a', label: 'A', when: field('country', 'eq', 'DE'), points: 30.25 },
          { id: 'b', label: 'B', when: field('city', 'exists'), points: 40 },
          { id: 'c', label: 'C', when: field('emailType', 'eq', 'invalid'), points: -15.5 },
        ],
        minimum: 0,
        maximum: 50,
      },
      engagement: { rules: [rule({ points: 80 })], minimum: 0, maximum: 60 },
      total: { minimum: 0, maximum: 100 },
    }),
  );
  t.same(scoreLead(model, subject({ country: 'de' })), { fit: 30.25, engagement: 0, total: 30.25 });
  t.same(scoreLead(model, subject({ emailType: 'invalid' })), { fit: 0, engagement: 0, total: 0 });
  const everything = subject({ country: 'DE', city: 'Bonn' }, demos(1));
  t.same(scoreLead(model, everything), { fit: 50, engagement: 60, total: 100 });
  t.same(explainScore(model, everything).adjustments, [
    { group: 'fit', reason: 'group_maximum', points: -20.25 },
    { group: 'engagement', reason: 'group_maximum', points: -20 },
    { group: 'total', reason: 'total_maximum', points: -10 },
  ]);
  t.end();
});

t.test('an explanation in full', (t) => {
  const model = compileScoreModel(DEFAULT_SCORE_MODEL);
  const lead = subject({ emailType: 'business', authority: 'decision_maker', employeeCount: 250 }, [
    event('demo_requested', 0, 'e1'),
    event('demo_requested', 30, 'e2'),
    event('page_viewed', 14, 'e3'),
    event('email_bounced', 300, 'e4'),
  ]);
  const contributions = [
    { ruleId: 'email-business', points: 6, reason: 'emailType is business' },
    { ruleId: 'employees-200', points: 6, reason: 'employeeCount (250) is between 200 and 999' },
    { ruleId: 'decision-maker', points: 10, reason: 'authority is decision_maker' },
    {
      ruleId: 'demo-requested',
      points: 35,
      pointsBeforeCap: 37.5,
      pointsBeforeDecay: 50,
      eventIds: ['e1', 'e2'],
      eventCount: 2,
      reason: '2 x demo_requested, halved every 30 days, at most 35 points',
    },
    { ruleId: 'page-viewed', points: 0.25, pointsBeforeDecay: 0.5, eventIds: ['e3'], eventCount: 1 },
    {
      ruleId: 'email-bounced',
      points: -10,
      eventIds: ['e4'],
      reason: '1 x email_bounced, the latest 1 counted at most',
    },
  ];
  const explained = explainScore(model, lead);
  t.match(explained, { fit: 22, engagement: 25.25, total: 47.25, contributions, adjustments: [] });
  t.equal(explained.contributions.length, contributions.length, 'nothing else contributed');
  const many = Array.from({ length: 60 }, (_, index) => event('page_viewed', index, `view-${index}`));
  const [views] = explainScore(model, subject({}, many)).contributions;
  t.equal(views?.eventIds?.length, 50);
  t.equal(views?.eventCount, 60);
  t.equal(views?.eventIds?.[0], 'view-0', 'latest first');
  t.end();
});

t.test('grades at and around their bounds', (t) => {
  const { grade } = DEFAULT_SCORE_MODEL;
  const table = [
    [30, 25, 'A1'],
    [29.99, 22.25, 'B1'],
    [15, 22.24, 'B2'],
    [14.99, 8.75, 'C2'],
    [50, 8.74, 'A3'],
    [0, 0, 'C3'],
  ] as const;
  for (const [fit, engagement, expected] of table) t.equal(gradeOf(grade, { fit, engagement }), expected);
  const text = 'fit 35 (A: 30 or more), engagement 12 (2: 8.75 to below 22.25)';
  t.equal(explainGrade(grade, { fit: 35, engagement: 12 }), text);
  t.end();
});

t.test('validation of a model', (t) => {
  t.same(validateScoreModel(DEFAULT_SCORE_MODEL), []);
  const broken: ScoreModel = {
    fit: {
      rules: [
        { id: 'Bad Id', label: '', when: field('grade', 'eq', 'A1'), points: 0.125 },
        { id: 'demo', label: '', when: field('nope', 'exists'), points: 10_001 },
      ],
      minimum: 5,
      maximum: 4,
    },
    engagement: {
      rules: [
        rule({
          engagementTypes: [],
          maximum: -1,
          withinDays: 0,
          minimum: 1.234,
          sourceChannels: [],
          frequency: { type: 'per_window', count: 0, days: 1.5 },
          decay: { type: 'step', days: -1, factor: 1.5 },
          when: field('score.total', 'gt', 1),
        }),
      ],
      minimum: 0,
      maximum: Number.NaN,
    },
    total: { minimum: 0, maximum: 100 },
    grade: { fitBounds: [10, 20], engagementBounds: [20, 10] },
  };
  const places = validateScoreModel(broken).map(({ pointer, code }) => `${pointer} ${code}`);
  t.same(places.sort(), [
    '/engagement/maximum points_invalid',
    '/engagement/rules/0/decay/days days_invalid',
    '/engagement/rules/0/decay/factor factor_invalid',
    '/engagement/rules/0/engagementTypes empty',
    '/engagement/rules/0/frequency/count count_invalid',
    '/engagement/rules/0/frequency/days days_invalid',
    '/engagement/rules/0/id duplicate_rule_id',
    '/engagement/rules/0/maximum points_invalid',
    '/engagement/rules/0/minimum bounds_invalid',
    '/engagement/rules/0/minimum points_invalid',
    '/engagement/rules/0/sourceChannels empty',
    '/engagement/rules/0/when/field field_unavailable',
    '/engagement/rules/0/withinDays days_invalid',
    '/fit/minimum bounds_invalid',
    '/fit/rules/0/id invalid_rule_id',
    '/fit/rules/0/points points_invalid',
    '/fit/rules/0/when/field field_unavailable',
    '/fit/rules/1/points points_invalid',
    '/fit/rules/1/when/field unknown_field',
    '/grade/fitBounds bounds_invalid',
  ]);
  t.end();
});

const points = fc.integer({ min: -3000, max: 3000 }).map((hundredths) => hundredths / 100);
const anyDecay: fc.Arbitrary<Decay> = fc.oneof(
  fc.constant<Decay>({ type: 'none' }),
  fc.record({ type: fc.constantFrom('half_life' as const, 'linear' as const), days: fc.integer({ min: 1, max: 90 }) }),
  fc.record({
    type: fc.constant('step' as const),
    days: fc.integer({ min: 1, max: 30 }),
    factor: fc.constantFrom(0, 0.5, 0.9, 1),
  }),
);
const anyFrequency: fc.Arbitrary<Frequency> = fc.oneof(
  fc.constantFrom<Frequency>({ type: 'every' }, { type: 'once' }),
  fc.record({ type: fc.constant('at_most' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    type: fc.constant('per_window' as const),
    count: fc.integer({ min: 1, max: 3 }),
    days: fc.constantFrom(1, 7, 30),
  }),
);
const types = ENGAGEMENT_TYPES.slice(0, 4);
const anyRules = fc
  .array(
    fc.record({
      engagementTypes: fc.subarray(types, { minLength: 1 }),
      points,
      frequency: anyFrequency,
      decay: anyDecay,
      countBy: fc.constantFrom(undefined, 'event' as const, 'day' as const),
      sourceChannels: fc.option(fc.constant<Channel[]>(['event', 'referral']), { nil: undefined }),
      minimum: fc.option(
        fc.integer({ min: 0, max: 300 }).map((each) => each / 100),
        { nil: undefined },
      ),
      maximum: fc.option(
        fc.integer({ min: 300, max: 3000 }).map((each) => each / 100),
        { nil: undefined },
      ),
      withinDays: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
      when: fc.option(fc.constantFrom(field('country', 'eq', 'DE'), field('city', 'exists')), { nil: undefined }),
    }),
    { maxLength: 6 },
  )
  .map((rules) => rules.map((each, index) => rule({ ...each, id: `rule-${index}` })));
const anyBounds = fc.tuple(points, points).map(([x, y]) => ({ minimum: Math.min(x, y), maximum: Math.max(x, y) }));
const anyModel = fc
  .record({ rules: anyRules, fit: anyBounds, engagement: anyBounds, total: anyBounds, fitPoints: points })
  .map(({ rules, fit, engagement, total, fitPoints }) =>
    modelOf([], {
      fit: {
        rules: [
          { id: 'fit-a', label: 'A', when: field('country', 'eq', 'DE'), points: fitPoints },
          { id: 'fit-b', label: 'B', when: field('kind', 'eq', 'person'), points: -7.77 },
        ],
        ...fit,
      },
      engagement: { rules, ...engagement },
      total,
    }),
  );
const anyEvents = fc
  .array(
    fc.record({
      type: fc.constantFrom(...types),
      daysAgo: fc.oneof(fc.double({ min: -2, max: 200, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true })),
      channel: fc.constantFrom<Channel | undefined>(undefined, 'event', 'referral', 'api'),
    }),
    { maxLength: 12 },
  )
  .map((events) =>
    events.map(({ type, daysAgo, channel }, index) => ({ ...event(type, daysAgo, `e${index}`), channel })),
  );
const hundredths = (value: number): number => Math.round(value * 100);

t.test('contributions and adjustments sum exactly to fit, engagement and total', (t) => {
  fc.assert(
    fc.property(anyModel, anyEvents, fc.constantFrom('DE', 'FR'), (document, events, country) => {
      const model = compileScoreModel(document);
      const lead = subject({ country }, events);
      const explained = explainScore(model, lead);
      const sumOf = (group: string): number =>
        [...explained.contributions, ...explained.adjustments]
          .filter((part) => part.group === group)
          .reduce((sum, part) => sum + hundredths(part.points), 0);
      t.equal(validateScoreModel(document).length, 0);
      t.equal(sumOf('fit'), hundredths(explained.fit));
      t.equal(sumOf('engagement'), hundredths(explained.engagement));
      t.equal(sumOf('fit') + sumOf('engagement') + sumOf('total'), hundredths(explained.total));
      const { fit, engagement, total } = explained;
      t.same(scoreLead(model, lead), { fit, engagement, total }, 'the quick score is the explained one');
      for (const { points, pointsBeforeCap = points, bound, events } of explained.contributions) {
        t.equal(bound === undefined, pointsBeforeCap === points, 'a bound is reported when it applied');
        const counted = events?.reduce((sum, each) => sum + hundredths(each.points), 0);
        if (counted !== undefined) t.equal(counted, hundredths(pointsBeforeCap), 'the events sum to the rule');
      }
      return t.passing();
    }),
    { numRuns: 400 },
  );
  t.end();
});

t.test('the order of rules and of events never matters', (t) => {
  fc.assert(
    fc.property(anyModel, anyEvents, (document, events) => {
      const reversed: ScoreModel = {
        ...document,
        fit: { ...document.fit, rules: document.fit.rules.toReversed() },
        engagement: { ...document.engagement, rules: document.engagement.rules.toReversed() },
      };
      const lead = subject({ country: 'DE' }, events);
      const straight = scoreLead(compileScoreModel(document), lead);
      const turned = scoreLead(compileScoreModel(reversed), { ...lead, engagement: events.toReversed() });
      return JSON.stringify(straight) === JSON.stringify(turned);
    }),
    { numRuns: 500 },
  );
  t.end();
});

t.test('decay never rises with age, stays within 0 and 1, and composes', (t) => {
  const age = fc.integer({ min: 0, max: 400 * DAY });
  fc.assert(
    fc.property(anyDecay, age, age, fc.integer({ min: -5000, max: 5000 }), (decay, a, b, worth) => {
      const younger = Math.min(a, b);
      const older = Math.max(a, b);
      const factor = decayFactor(decay, older);
      const monotone = factor <= decayFactor(decay, younger) && factor >= 0 && factor <= 1;
      const settled = decayedHundredths(decay, worth, older);
      const rounded = Number.isInteger(settled) && Math.abs(settled - worth * factor) <= 0.5;
      const whole = decay.type === 'none' || decay.type === 'half_life';
      const composes =
        !whole || Math.abs(decayFactor(decay, a + b) - decayFactor(decay, a) * decayFactor(decay, b)) < 1e-12;
      return monotone && rounded && composes && Math.abs(settled) <= Math.abs(decayedHundredths(decay, worth, younger));
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(10), fc.nat(10), (days, n, m) => {
      const step: Decay = { type: 'step', days, factor: 0.5 };
      const at = (steps: number): number => decayFactor(step, steps * days * DAY);
      return at(n + m) === at(n) * at(m);
    }),
  );
  t.pass('held for all generated decays and ages');
  t.end();
});
