import fc from 'fast-check';
import t from 'tap';
import { declaredAttributes } from '../../src/core/attributes/declared.js';
import type { AttributeDefinition } from '../../src/core/attributes/definition.js';
import { zoneOffsets } from '../../src/core/calendar/zone-offsets.js';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { nextChange } from '../../src/core/classification/next-change.js';
import { qualify } from '../../src/core/classification/qualify.js';
import type { Condition } from '../../src/core/condition.js';
import type { Subject } from '../../src/core/conditions/subject.js';
import { validateCondition } from '../../src/core/conditions/validate.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import { ENGAGEMENT_TYPES } from '../../src/core/engagement.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { CATEGORIES } from '../../src/core/leads/vocabulary.js';
import { fieldsReader, visitFields } from '../../src/core/prediction/lead-fields.js';
import { compileLeadPredictor } from '../../src/core/prediction/lead-predictor.js';
import { learn } from '../../src/core/prediction/learn.js';
import { type DecidedLead, LearningTable } from '../../src/core/prediction/learning-table.js';
import type { PredictionModel } from '../../src/core/prediction/model.js';
import { mayStillBeWon, outcomeOf } from '../../src/core/prediction/outcomes.js';
import { randomStream } from '../../src/core/prediction/random.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { validateScoreModel } from '../../src/core/scoring/validate.js';
import { MILLISECONDS_PER_DAY as DAY } from '../../src/core/time.js';

const START = Date.parse('2026-01-01T00:00:00Z');

function subject(facts: Partial<LeadFacts>, now = START, engagement: Subject['engagement'] = []): Subject {
  const instants = { createdAt: START, firstTouchAt: START, lastTouchAt: START, touchCount: 1 };
  const source = { channel: 'web_form', name: 'Website', campaign: undefined } as const;
  return { facts: { kind: 'person', ...facts }, source, engagement, now, instants };
}

/** Won more often with a demo asked for lately, and in software; the contract comes with the signature. */
function decided(index: number, random: () => number): DecidedLead {
  const software = random() < 0.5;
  const asksForDemo = random() < 0.5;
  const won = random() < 0.15 + (software ? 0.3 : 0) + (asksForDemo ? 0.4 : 0);
  const createdAt = START + index * DAY;
  const outcome = { won, at: createdAt + 10 * DAY };
  const facts = { industry: software ? 'Software' : ' retail', attributes: { seats: 1 + Math.floor(random() * 50) } };
  const demo = { id: `demo-${index}`, type: 'demo_requested', occurredAt: createdAt } as const;
  const signed = { ...facts, attributes: { ...facts.attributes, ...(won && { contract: `C-${index % 7}` }) } };
  return {
    id: `lead-${index}`,
    createdAt,
    outcome,
    knownAt: (instant) =>
      instant < createdAt
        ? undefined
        : subject(facts, instant, asksForDemo && instant >= demo.occurredAt ? [demo] : []),
    now: subject(signed, outcome.at + DAY),
  };
}

function tableOf(leads: readonly DecidedLead[]): LearningTable {
  const table = new LearningTable();
  for (const lead of leads) table.add(lead);
  return table;
}

const random = randomStream(11);
const LEADS = Array.from({ length: 600 }, (_, index) => decided(index, random));
const LONG_AFTER = START + 10_000 * DAY;

function modelOf(leads: readonly DecidedLead[]): PredictionModel {
  const training = learn(tableOf(leads).finish(LONG_AFTER).sample, undefined);
  if (training.verdict !== 'ok') throw new Error(training.verdict);
  return training.model;
}

t.test('leads are learnt from as they stood while they were open', (t) => {
  const { sample, unripe } = tableOf(LEADS).finish(LONG_AFTER);
  const training = learn(sample, undefined);
  t.match(training, {
    verdict: 'ok',
    leaks: [{ field: 'attributes.contract', reason: 'filled_after_outcome', measure: 1 }],
    model: { validation: { on: 'later' } },
  });
  t.equal(unripe, 0);
  const { fields } = modelOf(LEADS);
  const names = fields.map(({ name }) => name);
  t.ok(names.includes('industry') && names.some((name) => name.startsWith('engagement.')));
  t.notOk(names.includes('attributes.contract'));
  t.end();
});

t.test('neither the order of leads nor that of their fields changes what is learnt', (t) => {
  t.strictSame(modelOf(LEADS.toReversed()), modelOf(LEADS));
  t.end();
});

t.test('leads that arrived when others are still open have to wait', (t) => {
  // 10 days from arrival to decision: those that arrived in the last 10 days are not ripe.
  const now = LEADS.at(-1)?.outcome.at ?? 0;
  const { sample, unripe } = tableOf(LEADS).finish(now - 5 * DAY);
  t.equal(unripe, 5);
  t.equal(sample.won.length, 595);
  t.ok(sample.columns.every(({ ids }) => ids.length === 595));
  t.end();
});

t.test('a lead without a history from before its outcome teaches nothing', (t) => {
  const table = tableOf([{ ...(LEADS[0] as DecidedLead), knownAt: () => undefined }]);
  t.equal(table.rows, 0);
  t.end();
});

t.test('who is won, who is lost, and who may still be either', (t) => {
  const outcomeIn = (category: (typeof CATEGORIES)[number], categoryDecidedBy: 'rule' | 'person') =>
    outcomeOf({ category, categorySince: 5, categoryDecidedBy });
  t.strictSame(outcomeIn('customer', 'person'), { won: true, at: 5 });
  t.strictSame(outcomeIn('lost', 'person'), { won: false, at: 5 });
  t.strictSame(outcomeIn('disqualified', 'person'), { won: false, at: 5 });
  t.equal(outcomeIn('disqualified', 'rule'), undefined, 'a model would learn the rule');
  for (const category of CATEGORIES)
    if (mayStillBeWon(category)) t.equal(outcomeIn(category, 'person'), undefined, category);
  t.end();
});

const anyFacts: fc.Arbitrary<Partial<LeadFacts>> = fc.record({
  industry: fc.option(fc.constantFrom('Software', 'software ', 'Retail'), { nil: undefined }),
  employeeCount: fc.option(fc.nat(5_000), { nil: undefined }),
  products: fc.option(fc.array(fc.constantFrom('CRM', 'Mail', 'a contains b')), { nil: undefined }),
  tags: fc.option(fc.array(fc.string()), { nil: undefined }),
  attributes: fc.option(
    fc.dictionary(
      fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('plan', 'x contains y', 'x')),
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.constantFrom('y', 'z'))),
    ),
    { nil: undefined },
  ),
});
const anyEngagement = fc.array(
  fc.record({
    id: fc.uuid(),
    type: fc.constantFrom(...ENGAGEMENT_TYPES),
    occurredAt: fc.integer({ min: START - 400 * DAY, max: START + DAY }),
  }),
);

t.test('a model reads of a lead exactly what was learnt from', (t) => {
  fc.assert(
    fc.property(anyFacts, anyEngagement, (facts, engagement) => {
      const lead = subject(facts, START, engagement);
      const visited: Record<string, unknown> = Object.create(null);
      visitFields(lead, (name, value) => {
        visited[name] = value;
      });
      const names = Object.keys(visited);
      const read = fieldsReader(names)(lead);
      for (const [place, name] of names.entries()) if (!t.strictSame(read[place], visited[name], name)) return false;
      return true;
    }),
  );
  t.end();
});

const definition = (name: string, type: AttributeDefinition['type'], more: Partial<AttributeDefinition> = {}) => ({
  ...{ name, type, label: name, options: null, requiredForStages: [], unique: false, defaultValue: null },
  ...{ description: null, personal: false, archivedAt: null, ...more },
});
const DECLARED = declaredAttributes(
  [
    definition('price', 'decimal'),
    definition('renewal', 'date'),
    definition('active', 'boolean'),
    definition('plan', 'one_of', { options: ['Basic', 'Gold'] }),
    definition('modules', 'many_of', { options: ['A', 'B'] }),
    definition('contract', 'text', { unique: true }),
    definition('friend', 'lead'),
  ],
  'accepted',
);

t.test('declared attributes are read by their types: decimals as numbers, dates as days from now', (t) => {
  const attributes = {
    ...{ price: '12.50', renewal: '2026-01-11', active: true, plan: 'Gold', modules: ['B'], zip: '80331' },
    ...{ contract: 'K-1', friend: '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f' },
  };
  const lead = subject({ attributes }, START + DAY / 2);
  const visited = new Map<string, unknown>();
  visitFields(lead, (name, value) => void visited.set(name, value), { declared: DECLARED });
  const own = [...visited].filter(([name]) => name.includes('attributes.'));
  t.strictSame(Object.fromEntries(own), {
    'attributes.modules contains b': true,
    'decimal attributes.price': 12.5,
    'days until attributes.renewal': 9.5,
    'attributes.active': true,
    'attributes.plan': 'gold',
    'attributes.zip': '80331',
  });
  const names = own.map(([name]) => name);
  t.strictSame(
    fieldsReader(names)(lead),
    own.map(([, value]) => value),
    'a model reads the same without definitions',
  );
  t.strictSame(
    fieldsReader(names)(subject({ attributes: { price: 'x', renewal: 'soon' } })),
    names.map(() => undefined),
  );
  t.end();
});

t.test('a model learns from decimals and dates, and time moves it when the date comes nearer', (t) => {
  const draw = randomStream(3);
  const leads = Array.from({ length: 600 }, (_, index): DecidedLead => {
    const createdAt = START + index * DAY;
    const [price, days] = [draw() * 100, Math.floor(draw() * 200)];
    const won = draw() < (price < 50 ? 0.75 : 0.2) * (days < 90 ? 1 : 0.35);
    const renewal = new Date(createdAt + days * DAY).toISOString().slice(0, 10);
    const facts = { attributes: { price: price.toFixed(2), renewal } };
    const at = (instant: number) => subject(facts, instant);
    const outcome = { won, at: createdAt + 5 * DAY };
    return { id: `typed-${index}`, createdAt, outcome, knownAt: at, now: at(outcome.at + DAY) };
  });
  const table = new LearningTable({ declared: DECLARED });
  for (const lead of leads) table.add(lead);
  const training = learn(table.finish(LONG_AFTER).sample, undefined);
  if (training.verdict !== 'ok') throw new Error(training.verdict);
  const { fields } = training.model;
  const dated = fields.find(({ name }) => name === 'days until attributes.renewal');
  t.ok(fields.some(({ name, numeric }) => name === 'decimal attributes.price' && numeric));
  t.ok(dated?.numeric);
  const predictor = compileLeadPredictor({ ...training.model });
  const probability = (price: string, renewal: string, now = START) =>
    predictor.probabilityOf(subject({ attributes: { price, renewal } }, now));
  t.ok(probability('10.00', '2026-01-20') > probability('90.00', '2026-01-20') + 0.2);
  t.ok(probability('10.00', '2026-01-20') > probability('10.00', '2026-07-01') + 0.1);
  const lead = subject({ attributes: { price: '10.00', renewal: '2026-07-01' } });
  const instants = predictor.changeInstants(lead);
  t.strictSame(
    instants,
    [...new Set(instants)].sort((a, b) => a - b),
  );
  t.ok(instants.length > 0);
  let from = START;
  for (const instant of [...instants, (instants.at(-1) as number) + 500 * DAY]) {
    const [first, last] = [probability('10.00', '2026-07-01', from), probability('10.00', '2026-07-01', instant - 1)];
    t.equal(first, last, 'constant between the instants');
    from = instant;
  }
  t.end();
});

const model = modelOf(LEADS);
/** The fields of the model beside days since the last event, which time moves, with an effect in each bin. */
const FADING: PredictionModel = {
  ...model,
  base: 0,
  fields: [
    {
      name: 'engagement.daysSinceLast',
      numeric: true,
      cuts: [0.5, 3.25, 7, 30.1],
      values: [],
      units: [-20_000, 20_000, 12_000, 4_000, -4_000, -12_000, 0],
      variances: [0, 0, 0, 0, 0, 0, 0],
    },
  ],
  pairs: [],
};

t.test('contributions sum exactly, and the hot path computes the same', (t) => {
  const predictor = compileLeadPredictor(model);
  fc.assert(
    fc.property(anyFacts, anyEngagement, (facts, engagement) => {
      const lead = subject(facts, START, engagement);
      const { probability, logOdds, base, contributions } = predictor.predict(lead);
      const units = contributions.reduce((sum, part) => sum + Math.round(part.logOdds * 10_000), 0);
      return (
        Math.round(logOdds * 10_000) === Math.round(base * 10_000) + units &&
        probability === predictor.probabilityOf(lead)
      );
    }),
  );
  t.end();
});

t.test('time alone changes the probability at the instants returned, and nowhere between', (t) => {
  const predictor = compileLeadPredictor(FADING);
  fc.assert(
    fc.property(
      fc.integer({ min: START - 50 * DAY, max: START }),
      fc.array(fc.integer({ min: 0, max: 60 * DAY }), { minLength: 1, maxLength: 20 }),
      (occurredAt, laters) => {
        const at = (now: number) => subject({}, now, [{ id: 'e', type: 'email_opened', occurredAt }]);
        const turning = predictor.changeInstants(at(START));
        const probability = (now: number) => predictor.probabilityOf(at(now));
        for (const instant of turning) if (probability(instant) === probability(instant - 1)) return false;
        return laters.every((later) => {
          const last = turning.findLast((instant) => instant <= START + later) ?? START;
          return probability(START + later) === probability(last);
        });
      },
    ),
  );
  t.end();
});

const likely: Condition = { type: 'field', field: 'conversionProbability', operator: 'gte', value: 0.5 };

t.test('rules ask for the probability, and time moves leads by it', (t) => {
  t.strictSame(validateCondition(likely), []);
  const rules = {
    model: compileScoreModel({ ...DEFAULT_SCORE_MODEL, engagement: { ...DEFAULT_SCORE_MODEL.engagement, rules: [] } }),
    policy: compileClassificationPolicy({
      ...DEFAULT_CLASSIFICATION_POLICY,
      temperature: { rules: [{ id: 'likely', label: 'Likely', when: likely, temperature: 'hot' }], fallback: 'cold' },
    }),
    prediction: compileLeadPredictor(FADING),
  };
  const engaged = subject({}, START, [{ id: 'e', type: 'email_opened', occurredAt: START }]);
  const hot = qualify(rules, engaged);
  t.match(hot, { temperature: 'hot', conversionProbability: 1 / (1 + Math.exp(-2)) });
  const change = nextChange(rules, engaged, { ...hot, automatic: true });
  t.equal(change?.at, START + 7 * DAY, 'the first bin that is not likely begins after a week');
  t.match(change?.becomes, { temperature: 'cold' });
  t.match(qualify({ ...rules, prediction: undefined }, engaged), { temperature: 'cold' }, 'without a model: absent');
  const moved = qualify(rules, engaged, { category: 'customer', automatic: false });
  t.equal(moved.conversionProbability, undefined, 'a customer is won already');
  t.end();
});

t.test('a score cannot rest on the probability', (t) => {
  const [rule] = DEFAULT_SCORE_MODEL.fit.rules;
  if (!rule) throw new Error('the default has rules');
  const asking = { ...DEFAULT_SCORE_MODEL, fit: { ...DEFAULT_SCORE_MODEL.fit, rules: [{ ...rule, when: likely }] } };
  t.match(validateScoreModel(asking), [{ pointer: '/fit/rules/0/when/field', code: 'field_unavailable' }]);
  t.end();
});

t.test('days with events are those of the zone in which the model learnt', (t) => {
  const engagement = ['2026-01-12T10:00:00Z', '2026-01-12T20:00:00Z'].map((text, nr) => ({
    ...{ id: `e${nr}`, type: 'page_viewed' as const, occurredAt: Date.parse(text) },
  }));
  const lead = { ...subject({}, Date.parse('2026-01-20T00:00:00Z')), engagement };
  const days = (zone?: string) =>
    fieldsReader(['engagement.distinctDays'], zone === undefined ? undefined : zoneOffsets(zone))(lead)[0];
  t.strictSame([days(), days('Asia/Kolkata')], [1, 2]);
  const visited = new Map<string, unknown>();
  visitFields(lead, (name, value) => void visited.set(name, value), { zone: zoneOffsets('Asia/Kolkata') });
  t.equal(visited.get('engagement.distinctDays'), 2);
  t.end();
});
