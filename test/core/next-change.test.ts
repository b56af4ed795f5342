import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { nextChange } from '../../src/core/classification/next-change.js';
import type { ClassificationPolicy } from '../../src/core/classification/policy.js';
import { type QualificationRules, qualify } from '../../src/core/classification/qualify.js';
import type { Condition, EngagementCondition, RelatedCondition } from '../../src/core/condition.js';
import { field, happened } from '../../src/core/conditions/build.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { EngagementType } from '../../src/core/engagement.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import type { Decay, EngagementRule, Frequency, ScoreModel } from '../../src/core/scoring/model.js';
import type { Channel } from '../../src/core/sources.js';

const NOW = Date.UTC(2026, 0, 15, 9, 30);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DEFAULTS: QualificationRules = {
  model: compileScoreModel(DEFAULT_SCORE_MODEL),
  policy: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY),
};

interface Case {
  facts?: Partial<LeadFacts>;
  did?: [type: EngagementType, ago: number][];
}
const subjectOf = ({ facts = {}, did = [] }: Case): Subject => ({
  facts: { kind: 'person', ...facts },
  source: { channel: 'purchased_list', name: 'list' },
  engagement: did.map(([type, ago], index) => ({ id: `e${index}`, type, occurredAt: NOW - ago })),
  now: NOW,
});

/** What the lead is at an instant, as one word, given what it was at the beginning. */
function classAt(rules: QualificationRules, subject: Subject, now: number, was = qualify(rules, subject)): string {
  const since = subject.now;
  const standing = { category: was.category, temperature: was.temperature, categorySince: since };
  const current = { automatic: true, temperatureSince: since, ...standing };
  const { temperature, category, grade } = qualify(rules, { ...subject, now }, current);
  return `${temperature} ${category} ${grade}`;
}

function nextOf(rules: QualificationRules, subject: Subject) {
  const { category, temperature } = qualify(rules, subject);
  const [categorySince, temperatureSince] = [subject.now, subject.now];
  return nextChange(rules, subject, { automatic: true, category, temperature, categorySince, temperatureSince });
}

t.test('the instants of the default documents', (t) => {
  const statedAt = (days: number, ago = 0): Partial<LeadFacts> => ({
    purchaseTimeframeDays: days,
    timeframeStatedAt: NOW - ago,
  });
  const table: [what: string, lead: Case, at: number | undefined, becomes?: string][] = [
    ['nothing known', {}, undefined],
    ['facts that do not age', { facts: { need: 'x', employeeCount: 500 } }, undefined],
    ['something that does not fade', { did: [['email_unsubscribed', 0]] }, undefined],
    ['too little to matter', { did: [['page_viewed', 0]] }, undefined],
    ['wants to buy now', { facts: statedAt(0) }, NOW + 14 * DAY + 1, 'cold lead C3'],
    ['decides in 30 days', { facts: statedAt(30) }, NOW + 30 * DAY + 1, 'cold lead C3'],
    ['decides in 90 days: rises', { facts: statedAt(90) }, NOW + 30 * DAY, 'warm mql C3'],
    ['said so 40 days ago', { facts: statedAt(90, 40 * DAY) }, NOW + 50 * DAY + 1, 'cold lead C3'],
    ['said so long ago', { facts: statedAt(30, 31 * DAY) }, undefined],
    ['a timeframe without a date', { facts: { purchaseTimeframeDays: 30 } }, undefined],
    ['asked for a demo', { did: [['demo_requested', 14 * DAY - MINUTE]] }, NOW + MINUTE + 1, 'cold lead C2'],
    // 20 points fade to less than 8.75 after more than their half-life of thirty days: 8.745 is 8.75 when rounded.
    ['20 points', { did: [['meeting_booked', 0]] }, NOW + Math.ceil(30 * DAY * Math.log2(20 / 8.745)), 'cold mql C3'],
    // Grade 2 stays for five days.
    ['one form', { did: [['form_submitted', 0]] }, NOW + Math.ceil(30 * DAY * Math.log2(10 / 8.745)), 'cold lead C3'],
  ];
  for (const [what, lead, at, becomes] of table) {
    const subject = subjectOf(lead);
    const found = nextOf(DEFAULTS, subject);
    t.equal(found?.at, at, what);
    if (!found) continue;
    const { temperature, category, grade } = found.becomes;
    t.equal(`${temperature} ${category} ${grade}`, becomes, what);
  }
  t.end();
});

t.test('points that take fade as well: a lead rises by time alone', (t) => {
  const model: ScoreModel = {
    ...DEFAULT_SCORE_MODEL,
    engagement: {
      ...DEFAULT_SCORE_MODEL.engagement,
      rules: [
        rule('good', 'demo_requested', 30, { type: 'none' }),
        rule('bad', 'email_bounced', -10, { type: 'linear', days: 10 }),
      ],
    },
  };
  const rules = { ...DEFAULTS, model: compileScoreModel(model) };
  const did: Case['did'] = [
    ['demo_requested', 400 * DAY],
    ['email_bounced', 0],
  ];
  const found = nextOf(rules, subjectOf({ did }));
  // From 20 to 22.25 points, where the first grade of engagement begins: less than 7.755 of the ten are left.
  t.ok(Math.abs((found?.at ?? 0) - NOW - 10 * DAY * (1 - 7.755 / 10)) <= 1, 'a quarter of it is gone');
  t.equal(found?.becomes.grade, 'C1');
  t.end();
});

function rule(id: string, type: EngagementType, points: number, decay: Decay): EngagementRule {
  return { id, label: id, engagementTypes: [type], points, frequency: { type: 'every' }, decay };
}

const TYPES: EngagementType[] = ['page_viewed', 'email_clicked', 'email_bounced', 'demo_requested'];
const points = fc.integer({ min: -2_000, max: 3_000 }).map((hundredths) => hundredths / 100);
const days = fc.constantFrom(0.25, 0.5, 1, 2, 3.3);
const decay: fc.Arbitrary<Decay> = fc.oneof(
  fc.constant<Decay>({ type: 'none' }),
  days.map((d): Decay => ({ type: 'half_life', days: d })),
  days.map((d): Decay => ({ type: 'linear', days: d })),
  fc.tuple(days, fc.constantFrom(0, 0.5, 0.9)).map(([d, factor]): Decay => ({ type: 'step', days: d, factor })),
);
const frequency: fc.Arbitrary<Frequency> = fc.constantFrom<Frequency>(
  { type: 'every' },
  { type: 'once' },
  { type: 'at_most', count: 2 },
  { type: 'per_window', count: 1, days: 1 },
  { type: 'per_window', count: 2, days: 2 },
);
const channels = fc.option(fc.subarray<Channel>(['web_form', 'email_marketing'], { minLength: 1 }), { nil: undefined });
const measured: fc.Arbitrary<Condition> = fc
  .record({
    engagementTypes: fc.option(fc.subarray(TYPES, { minLength: 1 }), { nil: undefined }),
    sourceChannels: channels,
    withinDays: fc.option(days, { nil: undefined }),
    zone: fc.constantFrom(undefined, 'Asia/Kolkata'),
    asked: fc.constantFrom<Pick<EngagementCondition, 'measure' | 'operator' | 'value'>>(
      { measure: 'count', operator: 'eq', value: 2 },
      { measure: 'count', operator: 'lt', value: 2 },
      { measure: 'distinct_days', operator: 'gte', value: 2 },
      { measure: 'distinct_days', operator: 'neq', value: 1 },
      { measure: 'days_since_last', operator: 'gt', value: 1 },
      { measure: 'days_since_last', operator: 'lte', value: 0.5 },
    ),
  })
  .map(({ asked, ...rest }) => ({ type: 'engagement', ...asked, ...rest }));
const touched: fc.Arbitrary<Condition> = fc
  .record({
    sourceChannels: channels,
    withinDays: fc.option(days, { nil: undefined }),
    asked: fc.constantFrom<Pick<RelatedCondition, 'measure' | 'operator' | 'value'>>(
      {},
      { measure: 'count', operator: 'eq', value: 2 },
      { measure: 'count', operator: 'lt', value: 1.5 },
      { measure: 'days_since_last', operator: 'gt', value: 1 },
      { measure: 'days_since_last', operator: 'lte', value: 0.5 },
    ),
  })
  .map(({ asked, ...rest }) => ({ type: 'related', relation: 'touches', ...asked, ...rest }));
const isoIn = (d: number) => new Date(NOW + d * DAY).toISOString();
const dated: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('lastEngagedAt', 'createdAt', 'lastTouchAt', 'timeframeStatedAt', 'attributes.renewal'),
      days,
    )
    .chain(([name, d]) => fc.constantFrom(field(name, 'within_last', d), field(name, 'older_than', d))),
  days.map((d) => field('attributes.renewal', 'within_next', d)),
  fc.constantFrom(-1, 0.3, 2).map((d) => field('lastEngagedAt', 'gte', isoIn(d))),
);
const types = fc.subarray(TYPES, { minLength: 1 });
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  measured,
  touched,
  dated,
  fc.tuple(types, days).map(([some, d]) => happened(some, d)),
  types.map((some): Condition => ({ type: 'engagement', engagementTypes: some, withinDays: 2, minimumCount: 2 })),
  fc.constantFrom(-2, -0.5, 0, 1.7, 3).map((d) => field('timeframeDaysLeft', 'gte', d)),
  fc.constantFrom(-2, -0.5, 0, 1.7, 3).map((d) => field('timeframeDaysLeft', 'lt', d)),
);
const timely: fc.Arbitrary<Condition> = fc.oneof(
  leaf,
  leaf.map((condition): Condition => ({ type: 'not', condition })),
  fc.tuple(leaf, leaf).map((conditions): Condition => ({ type: 'all', conditions })),
);
const model: fc.Arbitrary<ScoreModel> = fc.record({
  fit: fc.record({
    rules: fc
      .array(fc.tuple(timely, points), { maxLength: 2 })
      .map((rules) => rules.map(([when, p], index) => ({ id: `f${index}`, label: 'f', when, points: p }))),
    minimum: fc.constantFrom(-100, 0),
    maximum: fc.constantFrom(20, 100),
  }),
  engagement: fc.record({
    rules: fc.array(
      fc.record({
        id: fc.uuid(),
        label: fc.constant('e'),
        engagementTypes: types,
        sourceChannels: channels,
        countBy: fc.constantFrom('event' as const, 'day' as const),
        points,
        frequency,
        decay,
        minimum: fc.constantFrom(undefined, 3),
        maximum: fc.option(fc.constantFrom(5, 20), { nil: undefined }),
        withinDays: fc.option(days, { nil: undefined }),
        when: fc.option(timely, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    minimum: fc.constantFrom(-100, 0),
    maximum: fc.constantFrom(30, 100),
  }),
  total: fc.constant({ minimum: -100, maximum: 100 }),
  grade: fc.constant({ fitBounds: [15, 5] as [number, number], engagementBounds: [15, 5] as [number, number] }),
});
const scored: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(3, 10.5, 20).map((p) => field('score.total', 'gte', p)),
  fc.constantFrom(2, 8).map((p) => field('score.engagement', 'lt', p)),
  timely,
);
const policy: fc.Arbitrary<ClassificationPolicy> = fc
  .tuple(scored, scored, scored, scored, fc.constantFrom(0, 5, 30), fc.constantFrom(undefined, 12))
  .map(([hot, stay, mql, guard, dwell, axisDwell]) => ({
    temperature: {
      rules: [{ id: 'hot', label: '', temperature: 'hot', when: hot, stay, minimumDwellHours: dwell }],
      fallback: 'cold',
    },
    category: {
      rules: [
        { id: 'sql', label: '', category: 'sql', when: field('temperature', 'eq', 'hot') },
        { id: 'mql', label: '', category: 'mql', when: mql },
      ],
      guards: [{ id: 'guard', label: '', category: 'mql', requires: guard }],
      fallback: 'suspect',
      minimumDwellHours: axisDwell,
    },
  }));
const subject: fc.Arbitrary<Subject> = fc.record({
  facts: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 * DAY })).map(
    ([d, ago]): LeadFacts => ({
      kind: 'person',
      purchaseTimeframeDays: d,
      timeframeStatedAt: NOW - ago,
      attributes: { renewal: isoIn(d - 1) },
    }),
  ),
  instants: fc.option(
    fc.record({
      createdAt: fc.constant(NOW - DAY),
      firstTouchAt: fc.constant(NOW - DAY),
      lastTouchAt: fc.constantFrom(NOW - HOUR, NOW + DAY),
      touches: fc.array(
        fc.record({
          occurredAt: fc.integer({ min: NOW - 4 * DAY, max: NOW + 2 * DAY }),
          channel: fc.constantFrom<Channel>('web_form', 'email_marketing', 'event'),
        }),
        { maxLength: 5 },
      ),
    }),
    { nil: undefined },
  ),
  engagement: fc.array(
    fc.record({
      id: fc.uuid(),
      type: fc.constantFrom(...TYPES),
      occurredAt: fc.integer({ min: NOW - 4 * DAY, max: NOW + 3 * DAY }),
      channel: fc.constantFrom<Channel | undefined>(undefined, 'web_form', 'email_marketing'),
    }),
    { maxLength: 6 },
  ),
  now: fc.constant(NOW),
});

t.test(
  'the next change is the first one: nothing differs at any minute before it, nor at the last millisecond',
  (t) => {
    const STEP = 5 * MINUTE;
    const SPAN = 12 * DAY;
    let changes = 0;
    const property = fc.property(model, policy, subject, (m, p, s) => {
      const rules = { model: compileScoreModel(m), policy: compileClassificationPolicy(p) };
      const was = qualify(rules, s);
      const before = classAt(rules, s, NOW, was);
      const found = nextOf(rules, s);
      const end = Math.min(found?.at ?? Number.POSITIVE_INFINITY, NOW + SPAN);
      for (let at = NOW; at < end; at += STEP) {
        assert.equal(classAt(rules, s, at, was), before, `another class ${at - NOW} ms later, before ${found?.at}`);
      }
      if (found === undefined) return;
      changes++;
      assert.equal(classAt(rules, s, found.at - 1, was), before, 'still the same a millisecond before');
      const { temperature, category, grade } = found.becomes;
      assert.notEqual(`${temperature} ${category} ${grade}`, before);
      assert.equal(classAt(rules, s, found.at, was), `${temperature} ${category} ${grade}`);
    });
    fc.assert(property, { numRuns: 1_000 });
    t.ok(changes > 300, `${changes} of 1,000 subjects change by time alone`);
    t.end();
  },
);

t.test('the stored score is never further from the exact one than the drift until the returned instant', (t) => {
  const STEP = 5 * MINUTE;
  const SPAN = 12 * DAY;
  let drifted = 0;
  const drifts = fc.constantFrom(0.1, 1, 2.5);
  const property = fc.property(model, policy, subject, drifts, (m, p, s, points) => {
    const rules = { model: compileScoreModel(m), policy: compileClassificationPolicy(p) };
    const { score, category, temperature } = qualify(rules, s);
    const current = { automatic: true, category, temperature, categorySince: NOW, temperatureSince: NOW };
    const offAt = (now: number): number => {
      const { score: exact } = qualify(rules, { ...s, now }, current);
      const parts = ['fit', 'engagement', 'total'] as const;
      return Math.max(...parts.map((part) => Math.abs(Math.round((exact[part] - score[part]) * 100))));
    };
    const found = nextChange(rules, s, current, { drift: { score, points } });
    const end = Math.min(found?.at ?? Number.POSITIVE_INFINITY, NOW + SPAN);
    for (let at = NOW; at < end; at += STEP)
      assert.ok(offAt(at) < points * 100, `off by ${offAt(at)} at ${at - NOW} ms`);
    if (found === undefined) return;
    assert.ok(offAt(found.at - 1) < points * 100, `off by ${offAt(found.at - 1)} a millisecond before`);
    const isSame = classAt(rules, s, found.at) === classAt(rules, s, NOW);
    if (!isSame) return;
    drifted++;
    assert.ok(offAt(found.at) >= points * 87.5 - 1, `off by only ${offAt(found.at)} when the review is due`);
  });
  fc.assert(property, { numRuns: 500 });
  t.ok(drifted > 50, `${drifted} of 500 subjects drift before they change class`);
  t.end();
});
