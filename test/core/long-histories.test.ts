import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { nextChange } from '../../src/core/classification/next-change.js';
import type { ClassificationPolicy } from '../../src/core/classification/policy.js';
import { qualify } from '../../src/core/classification/qualify.js';
import type { Condition, EngagementCondition } from '../../src/core/condition.js';
import { field } from '../../src/core/conditions/build.js';
import { comparisonOf, compileEngagement } from '../../src/core/conditions/engagement.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { EngagementFact, EngagementType } from '../../src/core/engagement.js';
import { INDEXED_FROM } from '../../src/core/engagement-index.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { decayedHundredths } from '../../src/core/scoring/decay.js';
import { explainScore } from '../../src/core/scoring/explain.js';
import type { Decay, EngagementRule, Frequency, ScoreModel } from '../../src/core/scoring/model.js';
import { scoreLead } from '../../src/core/scoring/score.js';
import type { Channel } from '../../src/core/sources.js';

const NOW = Date.UTC(2026, 0, 15, 9, 30);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The first Monday of the century, from which windows are counted. */
const MONDAY = Date.UTC(2001, 0, 1);

const TYPES: EngagementType[] = ['page_viewed', 'email_clicked', 'email_bounced', 'demo_requested'];
const types = fc.subarray(TYPES, { minLength: 1 });
const channels = fc.option(fc.subarray<Channel>(['web_form', 'email_marketing'], { minLength: 1 }), { nil: undefined });
const days = fc.constantFrom(0.25, 0.5, 1, 2, 3.3, 6);
/** Many on the same instants and at the edges of days, some in the future. */
const instant = fc.oneof(
  fc.integer({ min: NOW - 8 * DAY, max: NOW }),
  fc.integer({ min: -16, max: 0 }).map((halves) => NOW + (halves * DAY) / 2),
);
const history = (future: boolean): fc.Arbitrary<EngagementFact[]> =>
  fc
    .array(
      fc.record({
        type: fc.constantFrom(...TYPES),
        occurredAt: future ? fc.oneof(instant, fc.integer({ min: NOW, max: NOW + 2 * DAY })) : instant,
        channel: fc.constantFrom<Channel | undefined>(undefined, 'web_form', 'email_marketing'),
      }),
      { minLength: INDEXED_FROM, maxLength: INDEXED_FROM + 40, size: 'max' },
    )
    .map((events) => events.map((event, place) => ({ ...event, id: `e${place}` })));
const histories = fc.boolean().chain(history);

const asked = fc.constantFrom<Pick<EngagementCondition, 'measure' | 'operator' | 'value' | 'minimumCount'>>(
  {},
  { minimumCount: 20 },
  { measure: 'count', operator: 'eq', value: 12 },
  { measure: 'count', operator: 'lt', value: 2.5 },
  { measure: 'distinct_days', operator: 'gte', value: 2 },
  { measure: 'distinct_days', operator: 'neq', value: 1 },
  { measure: 'days_since_last', operator: 'gt', value: 1 },
  { measure: 'days_since_last', operator: 'lte', value: 0.5 },
);
const condition: fc.Arbitrary<EngagementCondition> = fc
  .record({
    engagementTypes: fc.option(types, { nil: undefined }),
    sourceChannels: channels,
    withinDays: fc.option(days, { nil: undefined }),
    zone: fc.constantFrom(undefined, 'Asia/Kolkata', 'America/New_York'),
    asked,
  })
  .map(({ asked, ...rest }) => ({ type: 'engagement', ...asked, ...rest }));
const subjectOf = (engagement: EngagementFact[], now = NOW): Subject => ({
  facts: { kind: 'person' },
  engagement,
  now,
});

/** What the condition compares, event by event. */
function measureOf(
  { engagementTypes, sourceChannels, withinDays, zone, ...asked }: EngagementCondition,
  subject: Subject,
) {
  const { engagement, now } = subject;
  const meant = engagement.filter(
    ({ type, channel, occurredAt }) =>
      (engagementTypes?.includes(type) ?? true) &&
      (sourceChannels === undefined || (channel !== undefined && sourceChannels.includes(channel))) &&
      now - occurredAt <= (withinDays ?? Number.POSITIVE_INFINITY) * DAY,
  );
  const come = meant.map(({ occurredAt }) => Math.min(occurredAt, now));
  switch (comparisonOf(asked as EngagementCondition).measure) {
    case 'count':
      return meant.length;
    case 'distinct_days':
      return new Set(come.map((at) => new Date(at).toLocaleDateString('en-CA', { timeZone: zone ?? 'UTC' }))).size;
    case 'days_since_last':
      return (now - Math.max(Number.NEGATIVE_INFINITY, ...come)) / DAY;
  }
}

t.test('a condition about a long history compares what counting event by event gives, now and later', (t) => {
  let held = 0;
  fc.assert(
    fc.property(condition, histories, fc.integer({ min: 0, max: 9 * DAY }), (asked, events, later) => {
      const { operator, value } = comparisonOf(asked);
      const holds = compileEngagement(asked);
      for (const now of [NOW, NOW + later]) {
        const measured = measureOf(asked, subjectOf(events, now));
        const compared = { eq: measured === value, neq: measured !== value, gt: measured > value };
        const wanted = { ...compared, gte: measured >= value, lt: measured < value, lte: measured <= value }[operator];
        assert.equal(holds(subjectOf(events, now)), wanted, `${measured} ${operator} ${value}`);
        if (wanted) held++;
      }
    }),
    { numRuns: 500 },
  );
  t.ok(held > 100 && held < 900, `${held} of 1,000 hold`);
  t.end();
});

const decay: fc.Arbitrary<Decay> = fc.oneof(
  fc.constant<Decay>({ type: 'none' }),
  days.map((d): Decay => ({ type: 'half_life', days: d })),
  days.map((d): Decay => ({ type: 'linear', days: d })),
  fc.tuple(days, fc.constantFrom(0, 0.5, 0.9)).map(([d, factor]): Decay => ({ type: 'step', days: d, factor })),
);
const rule: fc.Arbitrary<EngagementRule> = fc.record({
  id: fc.uuid(),
  label: fc.constant('e'),
  engagementTypes: types,
  sourceChannels: channels,
  countBy: fc.constantFrom('event' as const, 'day' as const),
  points: fc.integer({ min: -300, max: 400 }).map((hundredths) => hundredths / 100),
  frequency: fc.constantFrom<Frequency>(
    { type: 'every' },
    { type: 'once' },
    { type: 'at_most', count: 20 },
    { type: 'per_window', count: 1, days: 1 },
    { type: 'per_window', count: 7, days: 2 },
  ),
  decay,
  minimum: fc.constantFrom(undefined, 3),
  maximum: fc.constantFrom(undefined, 5, 40),
  withinDays: fc.option(days, { nil: undefined }),
  when: fc.option(condition, { nil: undefined }),
});
const model: fc.Arbitrary<ScoreModel> = fc.array(rule, { minLength: 1, maxLength: 4 }).map((rules) => ({
  fit: { rules: [], minimum: 0, maximum: 0 },
  engagement: { rules, minimum: -1000, maximum: 1000 },
  total: { minimum: -1000, maximum: 1000 },
  grade: { fitBounds: [15, 5], engagementBounds: [60, 5] },
}));

/** What a rule gives in hundredths, event by event from the latest on. */
function givenBy(rule: EngagementRule, subject: Subject): number {
  const { engagementTypes, sourceChannels, frequency, points, minimum = 0, maximum = 1e9 } = rule;
  const window = (rule.withinDays ?? Number.POSITIVE_INFINITY) * DAY;
  const period = frequency.type === 'per_window' ? frequency.days * DAY : Number.POSITIVE_INFINITY;
  const limit = { every: 1e9, once: 1, at_most: 20, per_window: 'count' in frequency ? frequency.count : 0 };
  const counted = new Map<number, number>();
  const seenDays = new Set<number>();
  let sum: number | undefined;
  for (const { type, channel, occurredAt } of subject.engagement.toSorted((a, b) => b.occurredAt - a.occurredAt)) {
    const at = Math.min(occurredAt, subject.now);
    const isMeant = sourceChannels === undefined || (channel !== undefined && sourceChannels.includes(channel));
    if (!engagementTypes.includes(type) || !isMeant || subject.now - at > window) continue;
    if (rule.countBy === 'day' && seenDays.has(Math.floor(at / DAY))) continue;
    seenDays.add(Math.floor(at / DAY));
    const stretch = period === Number.POSITIVE_INFINITY ? 0 : Math.floor((at - MONDAY) / period);
    counted.set(stretch, (counted.get(stretch) ?? 0) + 1);
    if ((counted.get(stretch) ?? 0) > limit[frequency.type]) continue;
    sum = (sum ?? 0) + decayedHundredths(rule.decay, Math.round(points * 100), subject.now - at);
  }
  if (sum === undefined) return 0;
  const held = Math.min(Math.max(Math.abs(sum), minimum * 100), maximum * 100);
  return points < 0 ? -held : held;
}

t.test('a long history scores what adding up event by event gives, now and later, as it is explained', (t) => {
  fc.assert(
    fc.property(model, histories, fc.integer({ min: 0, max: 9 * DAY }), (document, events, later) => {
      const compiled = compileScoreModel(document);
      for (const now of [NOW, NOW + later, NOW + later * 30]) {
        const subject = subjectOf(events, now);
        const sum = document.engagement.rules
          .filter(({ when }) => when === undefined || compileEngagement(when as EngagementCondition)(subject))
          .reduce((total, rule) => total + givenBy(rule, subject), 0);
        const score = scoreLead(compiled, subject);
        assert.equal(Math.round(score.engagement * 100), Math.max(-100_000, Math.min(100_000, Math.round(sum))));
        const { fit, engagement, total } = explainScore(compiled, subject);
        assert.deepEqual(score, { fit, engagement, total });
      }
    }),
    { numRuns: 500 },
  );
  t.end();
});

const asks: fc.Arbitrary<Condition> = fc.oneof(
  condition,
  condition.map((one): Condition => ({ type: 'not', condition: one })),
  fc.constantFrom(3, 10.5, 60).map((points) => field('score.total', 'gte', points)),
  fc.constantFrom(2, 40).map((points) => field('score.engagement', 'lt', points)),
);
const policy: fc.Arbitrary<ClassificationPolicy> = fc.tuple(asks, asks).map(([hot, mql]) => ({
  temperature: { rules: [{ id: 'hot', label: '', temperature: 'hot', when: hot }], fallback: 'cold' },
  category: { rules: [{ id: 'mql', label: '', category: 'mql', when: mql }], fallback: 'suspect' },
}));

t.test(
  'the next change of a long history is the first: nothing differs when an event leaves a window before it',
  (t) => {
    let changes = 0;
    const property = fc.property(model, policy, histories, (m, p, events) => {
      const rules = { model: compileScoreModel(m), policy: compileClassificationPolicy(p) };
      const classAt = (now: number) => {
        const { temperature, category, grade } = qualify(rules, subjectOf(events, now));
        return `${temperature} ${category} ${grade}`;
      };
      const was = classAt(NOW);
      const found = nextChange(rules, subjectOf(events), { automatic: true });
      const end = Math.min(found?.at ?? Number.POSITIVE_INFINITY, NOW + 12 * DAY);
      const instants = new Set<number>();
      for (let at = NOW; at < end; at += HOUR) instants.add(at);
      for (const { occurredAt } of events)
        for (const d of [0.25, 0.5, 1, 2, 3.3, 6])
          for (const at of [0, 1].map((late) => occurredAt + Math.floor(d * DAY) + late))
            if (at > NOW && at < end) instants.add(at);
      for (const at of instants)
        assert.equal(classAt(at), was, `another class ${at - NOW} ms later, before ${found?.at}`);
      if (found === undefined) return;
      changes++;
      assert.equal(classAt(found.at - 1), was, 'still the same a millisecond before');
      assert.notEqual(classAt(found.at), was);
    });
    fc.assert(property, { numRuns: 150 });
    t.ok(changes > 50, `${changes} of 150 subjects change by time alone`);
    t.end();
  },
);

t.test(
  'a search that balances points for hours rests: it names an instant to look again, and nothing differs before',
  (t) => {
    const balanced = (id: string, type: EngagementType, points: number): EngagementRule => ({
      ...{ id, label: id, engagementTypes: [type], points, frequency: { type: 'every' } },
      decay: { type: 'half_life', days: 300 },
    });
    const rules = {
      model: compileScoreModel({
        ...DEFAULT_SCORE_MODEL,
        engagement: {
          rules: [balanced('good', 'page_viewed', 10), balanced('bad', 'email_bounced', -10)],
          minimum: -10_000,
          maximum: 10_000,
        },
        grade: { fitBounds: [30, 15], engagementBounds: [0.03, -0.03] },
      }),
      policy: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY),
    };
    const events = Array.from({ length: 2_000 }, (_, place) => ({
      id: `e${place}`,
      type: place % 2 === 0 ? ('page_viewed' as const) : ('email_bounced' as const),
      occurredAt: NOW - (2_000 - (place >> 1)) * 60_000,
    }));
    const found = nextChange(rules, subjectOf(events), { automatic: true }, { resolution: 4_000 });
    t.ok(found && found.at >= NOW + 60_000, 'no sooner than in a minute');
    const was = qualify(rules, subjectOf(events));
    t.same(found?.becomes.grade, was.grade, 'it rests');
    for (let at = NOW; at < (found?.at ?? NOW); at += HOUR)
      t.equal(qualify(rules, subjectOf(events, at)).grade, was.grade);
    t.end();
  },
);
