/** Models of attribution: laws over random journeys, hand-made values, and the chain against brute force. */
import fc from 'fast-check';
import t from 'tap';
import { creditText, splitAmount, WHOLE } from '../../src/core/attribution/apportion.js';
import { type Conversion, creditConversion, creditTotals } from '../../src/core/attribution/credits.js';
import { modelDefinition } from '../../src/core/attribution/definitions.js';
import { creditedPoints, isRestated, type TouchPoint } from '../../src/core/attribution/journey.js';
import { removalEffectsOf, type Transition } from '../../src/core/attribution/markov.js';
import {
  ATTRIBUTION_MODELS,
  type AttributionModel,
  creditsOf,
  DEFAULT_POSITION_WEIGHTS,
  type ModelSettings,
} from '../../src/core/attribution/models.js';
import { CONVERSION_STEPS, defaultEarlierStep, validateAttribution } from '../../src/core/attribution/question.js';

const DAY = 86_400_000;
const SOURCES = ['a', 'b', 'c', 'd'];
const settings: ModelSettings = {
  positionWeights: DEFAULT_POSITION_WEIGHTS,
  halfLifeDays: 7,
  removalEffects: new Map([
    ['a', 0.5],
    ['b', 1],
    ['c', 0.25],
  ]),
  stateOf: ({ sourceId }) => sourceId,
};
const point = (sourceId: string, occurredAt: number, more: Partial<TouchPoint> = {}): TouchPoint => ({
  ...{
    kind: 'touch',
    id: '',
    occurredAt,
    receivedAt: occurredAt,
    sourceId,
    campaignId: null,
    channel: 'event',
    ...more,
  },
});
const conversionOf = (points: TouchPoint[], more: Partial<Conversion> = {}): Conversion => ({
  ...{ id: 'x', leadId: 'x', convertedAt: 100 * DAY, month: '1970-04-01', points, revenue: new Map() },
  milestones: { createdAt: 20 * DAY, sqlAt: 60 * DAY, stepAt: 60 * DAY },
  ...more,
});
const creditsIn = (model: AttributionModel, points: TouchPoint[], more: Partial<Conversion> = {}) =>
  creditConversion(conversionOf(points, more), [model], settings).credits[0]?.parts.map((part) => part / WHOLE);

const anyPoint = fc.record({ source: fc.constantFrom(...SOURCES), day: fc.integer({ min: 0, max: 120 }) });
/** In the order of their instants, as the database gives them: some after the conversion. */
const anyPoints = fc
  .array(anyPoint, { maxLength: 12 })
  .map((points) =>
    points.map(({ source, day }) => point(source, day * DAY)).sort((a, b) => a.occurredAt - b.occurredAt),
  );

t.test('the credits of each conversion sum to exactly 1 by each model, and touches after it get nothing', async (t) => {
  let several = 0;
  fc.assert(
    fc.property(anyPoints, fc.bigInt({ min: 0n, max: 10n ** 19n }), (points, units) => {
      const credited = creditConversion(conversionOf(points), ATTRIBUTION_MODELS, settings);
      t.equal(credited.points.length, points.filter(({ occurredAt }) => occurredAt <= 100 * DAY).length);
      for (const { parts } of credited.credits) {
        t.equal(
          parts.reduce((sum, part) => sum + part, 0),
          WHOLE,
        );
        t.equal(parts.length, Math.max(1, credited.points.length));
        t.ok(parts.every((part) => Number.isInteger(part) && part >= 0));
        const amounts = splitAmount(units, parts);
        t.equal(
          amounts.reduce((sum, amount) => sum + amount, 0n),
          units,
        );
        // No part is a whole ten-thousandth away from its share.
        for (const [index, amount] of amounts.entries()) {
          const distance = amount * BigInt(WHOLE) - units * BigInt(parts[index] ?? 0);
          t.ok(distance < BigInt(WHOLE) && -distance < BigInt(WHOLE));
        }
      }
      if (credited.points.length > 2) several++;
    }),
  );
  t.ok(several > 20);
});

t.test('a single touch has all by each model, and no touch is credited to none', async (t) => {
  for (const model of ATTRIBUTION_MODELS) {
    for (const day of [0, 20, 59, 61, 100]) t.strictSame(creditsIn(model, [point('d', day * DAY)]), [1], model);
    for (const points of [[], [point('a', 101 * DAY)]]) {
      const credited = creditConversion(conversionOf(points), [model], settings);
      const found = creditTotals([model], ['sourceId']);
      found.add(credited);
      t.strictSame([...found.groups.values()][0]?.keys, [{ key: null, value: null, type: null }]);
      t.equal(found.totals[0]?.parts, BigInt(WHOLE));
      t.equal(found.sample.withoutTouchPoints, 1);
    }
  }
});

t.test('each model gives the parts of its definition', async (t) => {
  const points = ['a', 'b', 'c', 'a', 'b'].map((source, index) =>
    point(source, ([0, 20, 58, 80, 99][index] as number) * DAY),
  );
  t.strictSame(creditsIn('first', points), [1, 0, 0, 0, 0]);
  t.strictSame(creditsIn('last', points), [0, 0, 0, 0, 1]);
  t.strictSame(creditsIn('last_before_step', points), [0, 0, 1, 0, 0]);
  t.strictSame(creditsIn('linear', points), [0.2, 0.2, 0.2, 0.2, 0.2]);
  t.strictSame(creditsIn('position_based', points), [0.4, 0.066666667, 0.066666667, 0.066666666, 0.4]);
  t.strictSame(creditsIn('position_based', points.slice(0, 2)), [0.5, 0.5]);
  t.strictSame(creditsIn('w_shaped', points), [0.3, 0.3, 0.3, 0.05, 0.05]);
  const notYetSql = { milestones: { createdAt: 20 * DAY, sqlAt: null, stepAt: null } };
  const isNear = (found: number[] | undefined, expected: number[], message = 'as defined') =>
    t.ok(
      found?.length === expected.length &&
        expected.every((part, index) => Math.abs(part - (found[index] ?? 9)) <= 1e-9),
      message,
      { found, expected },
    );
  isNear(creditsIn('w_shaped', points.slice(0, 3), notYetSql), [3 / 7, 3 / 7, 1 / 7]);
  // The effects are 0.5 of a, 1 of b and 0.25 of c; each is shared by the touches of its source.
  isNear(
    creditsIn('data_driven', points),
    [0.25, 0.5, 0.25, 0.25, 0.5].map((weight) => weight / 1.75),
  );
  const decay = creditsIn('time_decay', [point('a', 86 * DAY), point('b', 93 * DAY), point('c', 100 * DAY)]);
  isNear(decay, [1 / 7, 2 / 7, 4 / 7], 'each week halves a weight');
  const longAgo = creditsIn('time_decay', [point('a', -1e15), point('b', 0)], { convertedAt: 1e15 });
  t.strictSame(longAgo, [0, 1], 'nothing overflows');
});

t.test(
  'the order in which touches of one instant are given by arrival decides, later instants never come first',
  async (t) => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 1, max: 400 }), (points, days) => {
        const journey = (shift: number) =>
          conversionOf(points.map((one) => ({ ...one, occurredAt: one.occurredAt + shift })));
        // Linear and position-based look at the order only; moving all instants together changes no model.
        const moved = { ...journey(days * DAY), convertedAt: (100 + days) * DAY };
        const steps = { createdAt: (20 + days) * DAY, sqlAt: (60 + days) * DAY, stepAt: (60 + days) * DAY };
        t.strictSame(
          creditConversion({ ...moved, milestones: steps }, ATTRIBUTION_MODELS, settings).credits,
          creditConversion(journey(0), ATTRIBUTION_MODELS, settings).credits,
        );
        const linear = creditsIn('linear', points) ?? [];
        t.ok(Math.max(...linear) - Math.min(...linear) <= 1.1e-9, 'linear parts differ by rounding only');
        const decay = creditsIn('time_decay', points) ?? [];
        t.ok(decay.every((part, index) => index === 0 || part + 1.1e-9 >= (decay[index - 1] ?? 0)));
      }),
    );
  },
);

t.test('actions of one visit are one point, and touches always count', async (t) => {
  const minutes = (n: number, more: Partial<TouchPoint> = {}) =>
    point('a', n * 60_000, { kind: 'engagement', ...more });
  const visit = [
    minutes(0),
    minutes(29),
    minutes(58),
    minutes(120),
    minutes(121, { campaignId: 'k' }),
    minutes(122, { sourceId: 'b' }),
  ];
  t.strictSame(
    creditedPoints(visit, DAY).map(({ occurredAt }) => occurredAt / 60_000),
    [0, 120, 121, 122],
  );
  t.equal(creditedPoints([point('a', 0), minutes(5), point('a', 10 * 60_000)], DAY).length, 2);
});

t.test('a point that arrived after the conversion was known restates it', async (t) => {
  const early = point('a', 10, { receivedAt: 10 });
  t.equal(isRestated([early], 100), false);
  t.equal(isRestated([early, point('b', 5, { receivedAt: 101 })], 100), true);
  t.equal(isRestated([early, point('b', 200, { receivedAt: 201 })], 100), false, 'it happened later');
  const recorded = [point('a', 10, { receivedAt: 500 }), point('b', 20, { receivedAt: 500 })];
  t.equal(isRestated(recorded, 100), false, 'its history was recorded with it');
  t.equal(isRestated([...recorded, point('c', 30, { receivedAt: 600 })], 100), true);
});

const transitionsOf = (
  journeys: readonly (readonly [states: string, converted: boolean, count?: number])[],
): Transition[] =>
  journeys.flatMap(([states, converted, count = 1]) =>
    [null, ...states].map((from, index) => ({ from, to: states[index] ?? null, converted, count })),
  );

t.test('removal effects are those of the example of ChannelAttribution, and of brute force', async (t) => {
  // Bryl 2016, Marketing Multi-Channel Attribution model with R: C1 > C2 > C3 converts, C1 and C2 > C3 do not.
  const example = removalEffectsOf(
    transitionsOf([
      ['123', true],
      ['1', false],
      ['23', false],
    ]),
  );
  const rounded = (value: number) => Math.round(value * 1e9) / 1e9;
  t.equal(rounded(example.conversionProbability), rounded(1 / 3));
  t.strictSame(
    [...example.effects].map(([state, effect]) => [state, rounded(effect)]),
    [
      ['1', 0.5],
      ['2', 1],
      ['3', 1],
    ],
  );

  const anyJourney = fc.tuple(
    fc.array(fc.constantFrom(...SOURCES), { minLength: 1, maxLength: 6 }).map((states) => states.join('')),
    fc.boolean(),
    fc.integer({ min: 1, max: 9 }),
  );
  let telling = 0;
  fc.assert(
    fc.property(fc.array(anyJourney, { minLength: 1, maxLength: 12 }), (journeys) => {
      const transitions = transitionsOf(journeys);
      const { conversionProbability, effects } = removalEffectsOf(transitions);
      const whole = walked(transitions, undefined);
      t.ok(Math.abs(conversionProbability - whole) < 1e-9);
      for (const [state, effect] of effects) {
        const expected = whole > 0 ? 1 - walked(transitions, state) / whole : 0;
        t.ok(Math.abs(effect - expected) < 1e-6, `${state}: ${effect}, ${expected}`);
        if (effect > 0.01 && effect < 0.99) telling++;
      }
      // Staying in a state changes nothing.
      const doubled = journeys.map(
        ([states, ...more]) => [[...states].map((one) => one + one).join(''), ...more] as const,
      );
      for (const [state, effect] of removalEffectsOf(transitionsOf(doubled)).effects)
        t.ok(Math.abs(effect - (effects.get(state) ?? -1)) < 1e-9);
    }),
    { numRuns: 60 },
  );
  t.ok(telling > 10);
});

/** The chance of a conversion after very many steps; without a state, journeys that come to it are lost. */
function walked(transitions: readonly Transition[], removed: string | undefined): number {
  let at = new Map<string | null, number>([[null, 1]]);
  let converted = 0;
  for (let steps = 0; steps < 3_000; steps++) {
    const next = new Map<string | null, number>();
    for (const [place, chance] of at) {
      const leaving = transitions.filter(({ from }) => from === place);
      const all = leaving.reduce((sum, { count }) => sum + count, 0);
      for (const { to, count, converted: isEnd } of leaving) {
        const share = (chance * count) / all;
        if (to === null) converted += isEnd ? share : 0;
        else if (to !== removed) next.set(to, (next.get(to) ?? 0) + share);
      }
    }
    at = next;
    if ([...at.values()].every((chance) => chance < 1e-14)) break;
  }
  return converted;
}

t.test('groups add up to the totals, by each model and in each currency', async (t) => {
  fc.assert(
    fc.property(fc.array(anyPoints, { maxLength: 20 }), (journeys) => {
      const found = creditTotals(ATTRIBUTION_MODELS, ['sourceId', 'month']);
      for (const [index, points] of journeys.entries()) {
        const revenue = new Map([[index % 2 === 0 ? 'EUR' : 'USD', BigInt(index * 99_999 + 1)]]);
        found.add(creditConversion(conversionOf(points, { revenue }), ATTRIBUTION_MODELS, settings));
      }
      for (const [index, total] of found.totals.entries()) {
        const sums = [...found.groups.values()].flatMap(({ sums }) => sums[index] ?? []);
        t.equal(total.parts, BigInt(journeys.length) * BigInt(WHOLE));
        t.equal(
          sums.reduce((sum, { parts }) => sum + parts, 0n),
          total.parts,
        );
        for (const currency of ['EUR', 'USD'])
          t.equal(
            sums.reduce((sum, { revenue }) => sum + (revenue.get(currency) ?? 0n), 0n),
            total.revenue.get(currency) ?? 0n,
          );
      }
    }),
    { numRuns: 40 },
  );
  t.strictSame([0, 1, 500_000_000, WHOLE, 12_500_000_000].map(creditText), ['0', '0.000000001', '0.5', '1', '12.5']);
});

t.test('settings are checked, and each model says what it does with them', async (t) => {
  const question = {
    positionWeights: DEFAULT_POSITION_WEIGHTS,
    halfLifeDays: 14,
    lastBefore: 'mql',
    states: 'source',
  } as const;
  const formulas = ATTRIBUTION_MODELS.map((model) => modelDefinition(model, question).formula);
  t.equal(new Set(formulas).size, ATTRIBUTION_MODELS.length);
  t.match(formulas.join('\n'), /40 %.*14 days/s);
  for (const conversion of CONVERSION_STEPS)
    t.strictSame(validateAttribution({ ...question, conversion, lastBefore: defaultEarlierStep(conversion) }), []);
  const wrong = { positionWeights: { first: 50, middle: 20, last: 40 }, conversion: 'mql', lastBefore: 'sql' } as const;
  t.strictSame(
    validateAttribution(wrong).map(({ pointer, code }) => `${pointer} ${code}`),
    ['/lastBefore value_invalid', '/positionWeights value_invalid'],
  );
  const journey = {
    convertedAt: DAY,
    points: [point('a', 0), point('b', 1)],
    milestones: { createdAt: 0, sqlAt: 0, stepAt: 0 },
  };
  const bare = { ...settings, positionWeights: { first: 0, middle: 100, last: 0 } };
  t.strictSame(creditsOf('position_based', journey, bare), [WHOLE / 2, WHOLE / 2], 'no weight is an equal share');
});
