import fc from 'fast-check';
import t from 'tap';
import { applyChanges, type Change, explainChange } from '../../src/core/classification/changes.js';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import {
  type Counterfactual,
  findCounterfactuals,
  searchCounterfactuals,
} from '../../src/core/classification/counterfactual.js';
import type { ClassificationPolicy } from '../../src/core/classification/policy.js';
import { type Qualification, qualify } from '../../src/core/classification/qualify.js';
import type { Condition } from '../../src/core/condition.js';
import { all, any, field, happened } from '../../src/core/conditions/build.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import { ENGAGEMENT_TYPES } from '../../src/core/engagement.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { AUTHORITIES, CATEGORIES, EMAIL_TYPES, TEMPERATURES } from '../../src/core/leads/vocabulary.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';

const NOW = Date.UTC(2025, 5, 15);
const DAY = 86_400_000;
const rules = {
  model: compileScoreModel(DEFAULT_SCORE_MODEL),
  policy: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY),
};
const subject = (facts: Partial<LeadFacts>, engagement: Subject['engagement'] = []): Subject => ({
  facts: { kind: 'person', ...facts },
  source: { channel: 'purchased_list', name: 'List' },
  engagement,
  now: NOW,
});
const judge = (each: Subject): Qualification => qualify(rules, each);
const find = (each: Subject) => {
  const [temperature, category, grade] = findCounterfactuals(rules, each, judge) as [
    Counterfactual,
    Counterfactual,
    Counterfactual,
  ];
  return { temperature, category, grade };
};
const explained = ({ changes }: Counterfactual) => changes.map(({ change }) => explainChange(change));

t.test('what would lift a lead, in the order of what is likely', (t) => {
  const empty = find(subject({}));
  t.match(empty.temperature, { outcome: 'found', from: 'cold', result: { temperature: 'warm', category: 'mql' } });
  t.same(explained(empty.temperature), ['purchaseTimeframeDays is at most 60']);
  t.match(empty.temperature.changes[0]?.ruleIds, ['warm-60', 'timeframe-60']);
  t.match(empty.category, { outcome: 'found', from: 'suspect' });
  t.equal(empty.category.changes.length, 1);
  t.match(empty.grade, { outcome: 'found', from: 'C3' });

  const warm = find(subject({ purchaseTimeframeDays: 45 }));
  t.match(warm.temperature, { from: 'warm', result: { temperature: 'hot' } });
  t.same(explained(warm.temperature), ['demo_requested happens once more'], 'sooner than a known fact is another');

  const best = find(subject({ purchaseTimeframeDays: 0, emailType: 'business', authority: 'decision_maker' }));
  t.match(best.temperature, { outcome: 'already_best', from: 'hot', changes: [] });
  t.match(best.category, { outcome: 'already_best', from: 'sql', changes: [] });

  const unreachable = find(subject({ email: 'nonsense', emailType: 'invalid' }));
  t.match(unreachable.category, { from: 'disqualified', outcome: 'found' });
  t.same(explained(unreachable.category), ['phone is known']);

  const { temperature, category } = DEFAULT_CLASSIFICATION_POLICY;
  const when = happened(['spam_reported']);
  const strict = { id: 'strict', label: 'Complained', category: 'disqualified', when } as const;
  const policy = compileClassificationPolicy({
    ...{ temperature, category: { ...category, rules: [strict, ...category.rules] } },
  });
  const complained = subject({}, [{ id: 'e', type: 'spam_reported', occurredAt: NOW - 900 * DAY }]);
  const ours = { ...rules, policy };
  const [, closed] = findCounterfactuals(ours, complained, (each) => qualify(ours, each));
  t.match(closed, { from: 'disqualified', outcome: 'not_found', changes: [] }, 'what was done stays done');
  t.end();
});

t.test('what a person decided is not for rules to lift', (t) => {
  const parked = (each: Subject) => qualify(rules, each, { category: 'parked', automatic: false });
  const [temperature, category] = findCounterfactuals(rules, subject({}), parked);
  t.match(category, { target: 'category', outcome: 'not_automatic', from: 'parked', changes: [] });
  t.match(temperature, { outcome: 'found', result: { category: 'parked' } });
  t.end();
});

/** A lead is hot exactly when the condition holds. */
const asking = (when: Condition) => {
  const policy: ClassificationPolicy = {
    temperature: { rules: [{ id: 'hot', label: 'Hot', temperature: 'hot', when }], fallback: 'cold' },
    category: { rules: [], fallback: 'suspect' },
  };
  const asked = { model: rules.model, policy: compileClassificationPolicy(policy) };
  return (each: Subject) => findCounterfactuals(asked, each, (one) => qualify(asked, one))[0] as Counterfactual;
};

t.test('each kind of condition has its change', (t) => {
  const not = (condition: Condition): Condition => ({ type: 'not', condition });
  const lead = subject({
    country: 'FR',
    employeeCount: 50,
    emailType: 'disposable',
    email: 'secret@mailinator.com',
    tags: ['Competitor'],
    jobTitle: 'Secret Assistant',
    timeframeStatedAt: NOW - 400 * DAY,
    attributes: { plan: 'free' },
  });
  const table: [when: Condition, expected: string[]][] = [
    [field('jobTitle', 'contains', 'director'), ['jobTitle contains director']],
    [field('employeeCount', 'gte', 200), ['employeeCount is at least 200']],
    [field('employeeCount', 'gt', 200), ['employeeCount is at least 201']],
    [field('employeeCount', 'between', [10, 49]), ['employeeCount is at most 49']],
    [field('phoneNormalized', 'exists'), ['phone is known']],
    [field('contact.phone', 'eq', 'valid'), ['phone is known']],
    [field('contact.email', 'eq', 'business'), ['emailType is business']],
    [field('emailType', 'neq', 'disposable'), ['emailType is business']],
    [field('tags', 'contains', 'VIP'), ['tags contains VIP']],
    [not(field('tags', 'contains', 'competitor')), ['tags is not known any more']],
    [field('attributes.plan', 'in', ['gold', 'silver']), ['attributes.plan is gold']],
    [field('timeframeStatedAt', 'within_last', 30), ['purchaseTimeframeDays is at most 60']],
    [field('budgetAmount', 'exists'), ['budgetAmount is known (1 was tried)']],
    [field('contact.completeness', 'gte', 40), ['city is known']],
    [happened(['price_requested']), ['price_requested happens once more']],
    [
      { type: 'engagement', engagementTypes: ['page_viewed'], minimumCount: 2 },
      ['page_viewed happens once more', 'page_viewed happens once more'],
    ],
    [
      { type: 'engagement', sourceChannels: ['event'], measure: 'days_since_last', operator: 'lt', value: 3 },
      ['page_viewed by event happens once more'],
    ],
    [
      all(
        field('country', 'eq', 'DE'),
        any(field('need', 'exists'), field('budgetAmount', 'gt', 5)),
        happened(['other']),
      ),
      ['country is DE', 'need is known', 'other happens once more'],
    ],
  ];
  for (const [when, expected] of table) {
    const found = asking(when)(lead);
    t.same(explained(found).sort(), expected, JSON.stringify(when));
    t.notMatch(JSON.stringify(found.changes), /secret/i, 'no value of the lead is in the changes');
  }
  const impossible: Condition[] = [
    field('source.channel', 'eq', 'referral'),
    field('kind', 'eq', 'organization'),
    { type: 'engagement', engagementTypes: ['page_viewed'], minimumCount: 4 },
    all(...['need', 'city', 'industry', 'website'].map((name) => field(name, 'exists'))),
  ];
  for (const when of impossible) t.match(asking(when)(lead), { outcome: 'not_found', changes: [] });
  t.end();
});

const option = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const anyLead: fc.Arbitrary<Subject> = fc
  .record({
    email: option('somebody@example.org'),
    emailType: option(...EMAIL_TYPES),
    phoneNormalized: option('+4930901820'),
    authority: option(...AUTHORITIES),
    employeeCount: option(5, 50, 500),
    budgetAmount: option(0, 1000),
    purchaseTimeframeDays: option(0, 30, 61, 365),
    emailConsent: option('denied' as const, 'granted' as const),
    did: fc.array(fc.tuple(fc.constantFrom(...ENGAGEMENT_TYPES), fc.nat(120)), { maxLength: 8 }),
  })
  .map(({ did, ...facts }) =>
    subject(
      facts,
      did.map(([type, days], index) => ({ id: `e${index}`, type, occurredAt: NOW - days * DAY })),
    ),
  );

function isBetter({ target, from }: Counterfactual, after: Qualification): boolean {
  if (target === 'temperature') return TEMPERATURES.indexOf(after.temperature) < TEMPERATURES.indexOf(from as 'hot');
  if (target === 'category') {
    const rank = (category: string) => (category === 'disqualified' ? -1 : CATEGORIES.indexOf(category as 'sql'));
    return rank(after.category) > rank(from);
  }
  const [was, is] = [from, after.grade] as [string, string];
  return is !== was && (is[0] as string) <= (was[0] as string) && (is[1] as string) <= (was[1] as string);
}

t.test('the changes that are returned do lift the lead, and none can be left out', (t) => {
  const sizes = new Map<string, number>();
  const properSubsets = (changes: Change[]) =>
    Array.from({ length: 2 ** changes.length - 1 }, (_, bits) => changes.filter((_change, at) => bits & (1 << at)));
  fc.assert(
    fc.property(anyLead, (each) => {
      for (const found of findCounterfactuals(rules, each, judge)) {
        const size = `${found.outcome} ${found.changes.length}`;
        sizes.set(size, (sizes.get(size) ?? 0) + 1);
        if (found.outcome !== 'found') continue;
        const changes = found.changes.map(({ change }) => change);
        const after = judge(applyChanges(each, changes));
        t.same(found.result, after);
        t.ok(isBetter(found, after), 'lifted');
        for (const fewer of properSubsets(changes)) t.notOk(isBetter(found, judge(applyChanges(each, fewer))));
      }
      const [first, again] = [0, 1].map(() => JSON.stringify(findCounterfactuals(rules, each, judge)));
      return first === again;
    }),
    { numRuns: 400 },
  );
  for (const size of ['found 1', 'found 2', 'already_best 0']) t.ok((sizes.get(size) ?? 0) > 3, `${size} occurred`);
  t.end();
});

t.test('a search ends after the same decisions however long they take, with what it has found by then', (t) => {
  const each = subject({});
  const run = (most: number | undefined, delayed: boolean) => {
    const { steps, results } = searchCounterfactuals(rules, each, judge, most);
    let decisions = 0;
    for (const _ of steps) {
      decisions += 1;
      for (const until = performance.now() + 1; delayed && performance.now() < until; );
    }
    return { decisions, results: results() };
  };
  const whole = run(undefined, false);
  const some = run(5_000, false);
  t.ok(some.decisions > 5 && some.decisions < whole.decisions, `${some.decisions} of ${whole.decisions} decisions`);
  t.same(run(5_000, true), some);
  for (const [place, found] of some.results.entries())
    if (found.outcome !== 'found') t.match(found, { outcome: /not_found|already_best|not_automatic/, changes: [] });
    else t.ok(found.changes.length >= (whole.results[place]?.changes.length ?? 9));
  const long = subject({});
  const history = Array.from({ length: 4_000 }, (_, place) => ({
    id: `e${place}`,
    type: 'page_viewed' as const,
    occurredAt: long.now,
  }));
  const { steps } = searchCounterfactuals(rules, { ...long, engagement: history }, judge, 5_000);
  t.ok([...steps].length < some.decisions, 'events of the lead are work, too');
  t.end();
});
