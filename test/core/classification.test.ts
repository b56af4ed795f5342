import t from 'tap';
import { type CurrentCategory, classify, compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { type ClassificationPolicy, validateClassificationPolicy } from '../../src/core/classification/policy.js';
import { explainQualification, qualify } from '../../src/core/classification/qualify.js';
import { field } from '../../src/core/conditions/build.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { EngagementType } from '../../src/core/engagement.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { CATEGORIES } from '../../src/core/leads/vocabulary.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import type { Channel } from '../../src/core/sources.js';

const NOW = Date.UTC(2025, 5, 15);
const rules = {
  model: compileScoreModel(DEFAULT_SCORE_MODEL),
  policy: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY),
};

interface Case {
  facts?: Partial<LeadFacts>;
  channel?: Channel;
  did?: [type: EngagementType, daysAgo: number][];
}
const subject = ({ facts = {}, channel = 'purchased_list', did = [] }: Case): Subject => ({
  facts: { kind: 'person', ...facts },
  source: { channel, name: 'source' },
  engagement: did.map(([type, daysAgo], index) => ({ id: `e${index}`, type, occurredAt: NOW - daysAgo * 86_400_000 })),
  now: NOW,
});

t.test('the default policy follows the terms of the field', (t) => {
  const table: [what: string, lead: Case, temperature: string, category: string, rules: (string | null)[]][] = [
    ['on a bought list', {}, 'cold', 'suspect', [null, null]],
    ['asked general information only', { did: [['information_requested', 1]] }, 'cold', 'suspect', [null, null]],
    [
      'visited and downloaded',
      {
        did: [
          ['page_viewed', 1],
          ['content_downloaded', 1],
        ],
      },
      'cold',
      'suspect',
      [null, null],
    ],
    ['filled in a web form', { channel: 'web_form' }, 'cold', 'lead', [null, 'lead-stated']],
    ['was referred', { channel: 'referral' }, 'cold', 'lead', [null, 'lead-stated']],
    ['stated a need', { facts: { need: 'a new heater' } }, 'cold', 'lead', [null, 'lead-stated']],
    ['wants it in a year', { facts: { purchaseTimeframeDays: 365 } }, 'cold', 'lead', ['not-now', 'lead-stated']],
    ['authority unknown is not stated', { facts: { authority: 'unknown' } }, 'cold', 'suspect', [null, null]],
    ['replied', { did: [['email_replied', 200]] }, 'cold', 'lead', [null, 'lead-stated']],
    ['decides in 60 days', { facts: { purchaseTimeframeDays: 60 } }, 'warm', 'mql', ['warm-60', 'mql-warm']],
    ['decides in 61 days', { facts: { purchaseTimeframeDays: 61 } }, 'cold', 'lead', ['not-now', 'lead-stated']],
    [
      'decides in 61 days and asks for a demo',
      { facts: { purchaseTimeframeDays: 61 }, did: [['demo_requested', 1]] },
      'cold',
      'mql',
      ['not-now', 'mql-later'],
    ],
    [
      'decides in 61 days and asks for a price',
      { facts: { purchaseTimeframeDays: 61 }, did: [['price_requested', 1]] },
      'cold',
      'mql',
      ['not-now', 'mql-later'],
    ],
    [
      'is not interested',
      { facts: { purchaseIntent: 'none', purchaseTimeframeDays: 0 }, did: [['purchase_requested', 1]] },
      'cold',
      'disqualified',
      ['not-now', 'not-interested'],
    ],
    [
      'only asks',
      { facts: { purchaseIntent: 'information_only' }, channel: 'web_form', did: [['information_requested', 1]] },
      'cold',
      'disqualified',
      ['not-now', 'only-asks'],
    ],
    [
      'only asks, and has a need',
      { facts: { purchaseIntent: 'information_only', need: 'a heater' } },
      'cold',
      'lead',
      ['not-now', 'lead-stated'],
    ],
    ['uses a rival', { facts: { competitorProducts: ['Rival'], need: 'x' } }, 'cold', 'parked', [null, 'competitor']],
    [
      'uses a rival and wants to buy now',
      { facts: { competitorProducts: ['Rival'], purchaseTimeframeDays: 0 } },
      'hot',
      'sql',
      ['hot-now', 'sql-hot'],
    ],
    ['booked a meeting', { did: [['meeting_booked', 30]] }, 'cold', 'mql', [null, 'mql-meeting']],
    ['wants to buy now', { facts: { purchaseTimeframeDays: 0 } }, 'hot', 'sql', ['hot-now', 'sql-hot']],
    ['asked for a demo', { did: [['demo_requested', 14]] }, 'hot', 'sql', ['hot-asked', 'sql-hot']],
    ['asked for a demo long ago', { did: [['demo_requested', 15]] }, 'cold', 'lead', [null, 'lead-stated']],
    ['asked for a price', { did: [['price_requested', 30]] }, 'warm', 'sql', ['warm-price', 'sql-price']],
    ['states that it buys', { facts: { purchaseIntent: 'buying' } }, 'cold', 'mql', [null, 'mql-buying']],
    [
      'much engaged, nothing stated',
      {
        facts: {
          emailType: 'business',
          emailNormalized: 'x@y.z',
          phoneNormalized: '+49',
          name: 'X',
          domain: 'y.z',
          employeeCount: 2000,
        },
        did: [
          ['event_attended', 0],
          ['event_attended', 0],
          ['content_downloaded', 0],
          ['content_downloaded', 0],
          ['content_downloaded', 0],
          ['event_registered', 0],
          ['event_registered', 0],
        ],
      },
      'cold',
      'mql',
      [null, 'mql-score'],
    ],
    [
      'objected to e-mail, which is no spam',
      { facts: { purchaseTimeframeDays: 0 }, did: [['spam_reported', 1]] },
      'hot',
      'sql',
      ['hot-now', 'sql-hot'],
    ],
    ['no phone number, no e-mail', { facts: { phoneType: 'invalid' } }, 'cold', 'disqualified', [null, 'unreachable']],
    [
      'no phone number, valid e-mail',
      { facts: { phoneType: 'invalid', emailType: 'free', emailNormalized: 'x@y.z' } },
      'cold',
      'suspect',
      [null, null],
    ],
    ['a phone number without a country', { facts: { phone: '2461501' } }, 'cold', 'suspect', [null, null]],
    ['invalid e-mail, no phone', { facts: { emailType: 'invalid' } }, 'cold', 'disqualified', [null, 'unreachable']],
    [
      'invalid e-mail, valid phone',
      { facts: { emailType: 'invalid', phoneNormalized: '+49301234567' } },
      'cold',
      'suspect',
      [null, null],
    ],
    [
      'an organization with an invalid e-mail',
      { facts: { kind: 'organization', emailType: 'invalid' } },
      'cold',
      'suspect',
      [null, null],
    ],
  ];
  for (const [what, lead, temperature, category, [temperatureRuleId, categoryRuleId]] of table) {
    const { score, grade, ...found } = qualify(rules, subject(lead));
    const held = { temperatureHeldUntil: undefined, categoryHeldUntil: undefined, categoryKept: false };
    t.same(found, { temperature, temperatureRuleId, category, categoryRuleId, ...held }, what);
  }
  t.end();
});

t.test('rules move leads only among the categories that are theirs', (t) => {
  const hot = { ...subject({ facts: { purchaseTimeframeDays: 0 } }) };
  const kept = (current: CurrentCategory): boolean => classify(rules.policy, hot, current).categoryKept;
  const byPerson = CATEGORIES.filter((category) => kept({ category, automatic: false }));
  t.same(byPerson, CATEGORIES, 'what a person decided, wherever it is');
  const byRule = CATEGORIES.filter((category) => kept({ category, automatic: true }));
  t.same(byRule, ['prospect', 'customer', 'lost'], 'a disqualification or parking by rule is decided again');
  const customer = classify(rules.policy, hot, { category: 'customer', automatic: false });
  t.match(customer, { temperature: 'hot', category: 'customer', categoryRuleId: null });
  t.end();
});

t.test('every part has its reason', (t) => {
  const lead = subject({
    facts: { purchaseTimeframeDays: 45, authority: 'decision_maker' },
    did: [['price_requested', 3]],
  });
  t.match(explainQualification(rules, lead), {
    score: { fit: 15, engagement: 18.66, total: 33.66 },
    grade: 'B2',
    reasons: {
      temperature: {
        ruleId: 'warm-60',
        text: /^Decides within 60 days: timeframeDaysLeft \(45\) is between 0 and 60 \(stated 45 days on \d{4}-\d\d-\d\d, 45 remain\)$/,
      },
      category: { ruleId: 'sql-price', text: 'Asked for a price lately: price_requested once in the last 30 days' },
      grade: { ruleId: null, text: 'fit 15 (B: 15 to below 30), engagement 18.66 (2: 8.75 to below 22.25)' },
    },
    scoreExplanation: { fit: 15, engagement: 18.66, total: 33.66 },
  });
  t.match(explainQualification(rules, subject({})).reasons, {
    temperature: { ruleId: null, text: 'No rule matched, so it is cold' },
    category: { ruleId: null, text: 'No rule matched, so it is suspect' },
  });
  t.match(explainQualification(rules, subject({}), { category: 'parked', automatic: false }).reasons.category, {
    ruleId: null,
    text: 'parked was set by a decision, not by a rule, and rules do not change it',
  });
  t.end();
});

t.test('decisions already in the subject are not read, so asking again gives the same', (t) => {
  const lead = subject({ facts: { need: 'x' } });
  const stale: Subject = {
    ...lead,
    temperature: 'hot',
    category: 'sql',
    grade: 'A1',
    score: { fit: 50, engagement: 50, total: 100 },
  };
  t.same(qualify(rules, stale), qualify(rules, lead));
  t.end();
});

t.test('validation of a policy', (t) => {
  t.same(validateClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY), []);
  const broken: ClassificationPolicy = {
    temperature: {
      rules: [
        { id: 'a', label: '', temperature: 'hot', when: field('category', 'eq', 'sql') },
        { id: 'b', label: '', temperature: 'hot', when: field('temperature', 'eq', 'hot') },
      ],
      fallback: 'cold',
    },
    category: {
      rules: [
        { id: 'a', label: '', category: 'sql', when: field('temperature', 'eq', 'hot') },
        { id: 'c', label: '', category: 'sql', when: field('category', 'eq', 'lead') },
      ],
      fallback: 'suspect',
    },
  };
  const places = validateClassificationPolicy(broken).map(({ pointer, code }) => `${pointer} ${code}`);
  t.same(places.sort(), [
    '/category/rules/0/id duplicate_rule_id',
    '/category/rules/1/when/field field_unavailable',
    '/temperature/rules/0/when/field field_unavailable',
    '/temperature/rules/1/when/field field_unavailable',
  ]);
  t.end();
});
