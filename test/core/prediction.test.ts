import t from 'tap';
import { compareModels } from '../../src/core/prediction/compare.js';
import { findDrift } from '../../src/core/prediction/drift.js';
import { matureBefore } from '../../src/core/prediction/maturity.js';
import { eceByChance, measure, sigmoid } from '../../src/core/prediction/metrics.js';
import { type PredictionModel, UNITS } from '../../src/core/prediction/model.js';
import { predictorOf } from '../../src/core/prediction/predict.js';
import { randomStream } from '../../src/core/prediction/random.js';
import type { FieldValue, Sample } from '../../src/core/prediction/sample.js';
import { type TrainingOptions, train } from '../../src/core/prediction/train.js';

type Row = Record<string, FieldValue>;
interface World {
  rows: Row[];
  won: boolean[];
  /** The probability that each row was drawn with. */
  truth: number[];
}

const SIZES = ['small', 'medium', 'large'] as const;
const SOURCES = ['web', 'event', 'partner', 'call'] as const;

/** Leads whose odds follow from four of their fields and one pair; a word, an id and a constant hold no information. */
function worldOf(count: number, seed: number, strength = 1): World {
  const random = randomStream(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const world: World = { rows: [], won: [], truth: [] };
  for (let index = 0; index < count; index++) {
    const [age, budget] = [normal(), normal()];
    const size = SIZES[Math.floor(random() * 3)] ?? 'small';
    const source = SOURCES[Math.floor(random() * 4)] ?? 'web';
    const hasBudget = random() < 0.8;
    const logOdds =
      -0.7 +
      strength *
        ((source === 'partner' ? 1 : source === 'call' ? -0.8 : 0) +
          Math.tanh(2 * age) +
          (hasBudget ? 0.5 * budget : -0.6) +
          ((size === 'large') === age > 0 ? 0.7 : -0.7));
    const truth = sigmoid(logOdds);
    world.rows.push({
      age: Math.round(age * 100) / 100,
      budget: hasBudget ? Math.round(budget * 1000) : null,
      size,
      source,
      shade: SIZES[Math.floor(random() * 3)] ?? 'small',
      id: `id-${Math.floor(random() * 1e12)}`,
      constant: true,
    });
    world.truth.push(truth);
    world.won.push(random() < truth);
  }
  return world;
}

function sampleOf({ rows, won }: Pick<World, 'rows' | 'won'>, at?: number[]): Sample {
  const names = Object.keys(rows[0] ?? {});
  return { columns: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])), won, at };
}

function learn(sample: Sample, options?: TrainingOptions): PredictionModel {
  const training = train(sample, options);
  if (training.verdict === 'insufficient_outcomes') throw new Error('too few');
  return training.model;
}

const without = ({ rows, won, truth }: World, name: string): World => ({
  rows: rows.map(({ [name]: _, ...rest }) => rest),
  won,
  truth,
});

const learnt = worldOf(2_000, 1);
const later = worldOf(2_000, 2);
const model = learn(sampleOf(learnt));
const predictor = predictorOf(model);
const units = (logOdds: number) => Math.round(logOdds * UNITS);

t.test('contributions and base sum to the log-odds exactly, and the log-odds are the probability', (t) => {
  const strange: Row[] = [{}, { age: Number.NaN, size: 'never seen', budget: 'a word' }, { age: 1e300, source: 7 }];
  let wrong = 0;
  for (const row of [...later.rows, ...strange]) {
    const { base, contributions, logOdds, probability, interval } = predictor.predict(row);
    const sum = contributions.reduce((total, part) => total + units(part.logOdds), units(base));
    const exact = sum === units(logOdds) && contributions.every((part) => units(part.logOdds) / UNITS === part.logOdds);
    const within = probability > 0 && probability < 1 && interval.low < probability && probability < interval.high;
    if (!exact || !within || probability !== sigmoid(logOdds) || probability !== predictor.probabilityOf(row)) wrong++;
  }
  t.equal(wrong, 0);
  const names = model.pairs.map(({ a, b }) => `${model.fields[a]?.name} ${model.fields[b]?.name}`);
  t.ok(names.includes('age size'), 'the two fields that act together were found');
  t.end();
});

t.test('the model is plain JSON, and the same whatever the order of rows and columns', (t) => {
  t.same(JSON.parse(JSON.stringify(model)), model);
  t.same(learn(sampleOf(learnt)), model, 'twice the same');
  const order = learnt.rows.map((_, index) => (index * 7919) % learnt.rows.length);
  const shuffled = {
    rows: order.map((index) => Object.fromEntries(Object.entries(learnt.rows[index] ?? {}).reverse())),
    won: order.map((index) => learnt.won[index] ?? false),
  };
  t.same(learn(sampleOf(shuffled)), model);
  t.end();
});

t.test('it is nearly as good as the truth, calibrated, and its intervals hold the truth', (t) => {
  const predicted = later.rows.map((row) => predictor.predict(row));
  const outcomes = later.won.map(Number);
  const quality = measure(
    outcomes,
    predicted.map(({ probability }) => probability),
  );
  const best = measure(outcomes, later.truth);
  t.ok(quality.auc > best.auc - 0.03, `area ${quality.auc} of ${best.auc}`);
  t.ok(quality.logLoss < best.logLoss + 0.02, `loss ${quality.logLoss} of ${best.logLoss}`);
  t.ok(quality.ece < 0.03, `calibration error ${quality.ece}`);
  const holds = predicted.filter(({ interval }, row) => {
    const truth = later.truth[row] ?? 0;
    return interval.low <= truth && truth <= interval.high;
  });
  t.ok(holds.length > 0.85 * predicted.length, `${holds.length} of ${predicted.length} intervals`);
  const width = predicted.reduce((sum, { interval }) => sum + interval.high - interval.low, 0) / predicted.length;
  t.ok(width < 0.3, `mean width ${width}`);
  t.same(predicted[0]?.outcomes, {
    won: learnt.won.filter(Boolean).length,
    lost: learnt.won.filter((won) => !won).length,
  });
  t.ok(predicted.every(({ alike }) => alike.won + alike.lost >= 100));
  t.end();
});

t.test('a field without information changes next to nothing', (t) => {
  const plain = predictorOf(learn(sampleOf(without(without(without(learnt, 'shade'), 'id'), 'constant'))));
  const gaps = later.rows.map((row) => Math.abs(plain.probabilityOf(row) - predictor.probabilityOf(row)));
  t.ok(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length < 0.01);
  t.notOk(model.fields.some(({ name }) => name === 'id' || name === 'constant'));
  t.end();
});

t.test('a field that no lead has, or that all have alike, is not learnt from', (t) => {
  const { rows, won } = worldOf(200, 11);
  const at = [...won.keys()];
  const alike = rows.map((row) => ({ ...row, revenue: null, kind: 'person' }));
  t.same(train(sampleOf({ rows: alike, won }, at)), train(sampleOf({ rows, won }, at)));
  const same = sampleOf({ rows: rows.map(() => ({ kind: 'person' })), won }, at);
  t.equal(train(same).verdict, 'no_signal');
  t.ok(Number.isFinite(learn(same).validation.logLoss), 'without any field it is measured all the same');
  t.end();
});

t.test('it refuses below 30 of either outcome', (t) => {
  const few = (won: number, lost: number) => {
    const outcomes = Array.from({ length: won + lost }, (_, index) => index < won);
    return train({ columns: { score: outcomes.map((one, index) => (one ? 50 : 0) + index) }, won: outcomes });
  };
  t.match(few(29, 500), { verdict: 'insufficient_outcomes', outcomes: { won: 29, lost: 500 }, needed: { won: 30 } });
  t.match(few(500, 29), { verdict: 'insufficient_outcomes' });
  t.match(train({ columns: {}, won: [] }), { verdict: 'insufficient_outcomes' });
  t.not(few(30, 30).verdict, 'insufficient_outcomes');
  t.match(train({ columns: {}, won: Array.from({ length: 80 }, (_, index) => index < 40) }), { verdict: 'no_signal' });
  t.end();
});

t.test('outcomes by the flip of a coin are no signal', (t) => {
  const verdicts = Array.from({ length: 20 }, (_, seed) => train(sampleOf(worldOf(400, 100 + seed, 0))).verdict);
  // One in forty by chance: more than 3 of 20 happens once in two thousand runs.
  t.ok(verdicts.filter((verdict) => verdict === 'ok').length <= 3, verdicts.join(' '));
  const small = Array.from({ length: 20 }, (_, seed) => train(sampleOf(worldOf(200, 200 + seed))).verdict);
  t.ok(small.filter((verdict) => verdict === 'ok').length >= 18, 'and a signal is one in 200 leads already');
  t.end();
});

t.test('with instants, what held only in the past is no signal', (t) => {
  const world = worldOf(1_000, 5, 0);
  const at = world.won.map((_, index) => index);
  const won = world.won.map((coin, index) => (index < 600 ? (world.rows[index]?.age as number) > 0 : coin));
  const past = { rows: world.rows, won };
  const training = train(sampleOf(past, at));
  t.equal(training.verdict, 'no_signal');
  t.match(training, { model: { validation: { on: 'later', outcomes: { won: Number, lost: Number } } } });
  t.equal(train(sampleOf(past)).verdict, 'ok', 'at random, the past predicts the past');
  t.match(
    train(
      sampleOf(
        learnt,
        learnt.won.map((_, index) => index),
      ),
    ),
    { verdict: 'ok' },
  );
  t.end();
});

t.test('leaky fields are reported and left out', (t) => {
  const { rows, won } = worldOf(600, 9);
  const at = won.map((_, index) => 1_000 + index);
  const leaky = rows.map((row, index) => ({
    ...row,
    lossReason: won[index] ? null : index % 2 ? 'price' : 'timing',
    contractValue: won[index] ? 900 + (index % 50) : index % 7,
    closedBy: index % 3 ? 'a' : 'b',
    stage: index % 4 ? 'demo' : 'call',
  }));
  const options = {
    open: { leads: 40, known: new Set([...Object.keys(rows[0] ?? {}), 'stage', 'contractValue', 'lossReason']) },
    filled: { stage: { early: 120, late: 480 }, size: { early: 600, late: 0 } },
  };
  const sample = sampleOf({ rows: leaky, won }, at);
  const training = train(sample, options);
  t.match(training, {
    leaks: [
      { field: 'closedBy', reason: 'only_on_decided', measure: 1 },
      { field: 'contractValue', reason: 'tells_outcome' },
      { field: 'lossReason', reason: 'filled_for_one_outcome', measure: 1 },
      { field: 'stage', reason: 'filled_after_outcome', measure: 0.8 },
    ],
  });
  const names = learn(sample, options).fields.map(({ name }) => name);
  t.notOk(names.some((name) => ['lossReason', 'contractValue', 'closedBy', 'stage'].includes(name)));
  t.ok(learn(sample, { ...options, keepLeaky: true }).fields.some(({ name }) => name === 'contractValue'));
  t.end();
});

t.test('measures, by hand', (t) => {
  const won = [1, 0, 1, 0];
  const { auc, brier, logLoss, ece, lift10, lift20 } = measure(won, [0.9, 0.1, 0.4, 0.4]);
  t.equal(auc, 0.875, 'a tie counts half');
  t.equal(Math.round(brier * 1e6), 135_000);
  t.equal(logLoss.toFixed(6), (-(2 * Math.log(0.9) + Math.log(0.4) + Math.log(0.6)) / 4).toFixed(6));
  t.equal(ece.toFixed(6), ((0.1 + 0.1 + 0.2) / 4).toFixed(6));
  t.equal(lift10, 2);
  t.equal(lift20, 2);
  t.ok(Number.isNaN(measure([1, 1], [0.2, 0.3]).auc), 'no area without both outcomes');
  // DeLong on a worked example: 3 won above, among and below 2 lost.
  const { aucError } = measure([1, 1, 1, 0, 0], [3, 2, 0, 1, 0.5]);
  t.equal(aucError.toFixed(4), Math.sqrt(1 / 9).toFixed(4));
  t.end();
});

t.test('drift is seen when it is there, and not when it is not', (t) => {
  const outcomes = { won: learnt.won.filter(Boolean).length, lost: learnt.won.filter((won) => !won).length };
  const predicted = later.rows.map((row) => predictor.probabilityOf(row));
  t.match(findDrift(outcomes, later.won, predicted), { drifted: false });
  const poorer = later.won.map((won, index) => won && index % 3 !== 0);
  t.match(findDrift(outcomes, poorer, predicted), {
    drifted: true,
    baseRate: { drifted: true },
    calibration: { drifted: true },
  });
  const bold = predicted.map((probability) => sigmoid(2.5 * Math.log(probability / (1 - probability)) + 0.4));
  t.match(findDrift(outcomes, later.won, bold), { drifted: true, baseRate: { drifted: false } });
  t.equal(findDrift(outcomes, [true], [0.5]), undefined, 'one lead is no drift');
  t.end();
});

t.test('a challenger replaces the present model only when it is not worse on the same leads', (t) => {
  const predicted = later.rows.map((row) => predictor.probabilityOf(row));
  const flat = predicted.map(() => 0.4);
  t.match(compareModels(later.won, flat, predicted), { decision: 'replace', leads: 2_000 });
  t.match(compareModels(later.won, predicted, flat), { decision: 'keep' });
  t.match(compareModels(later.won, predicted, predicted), { decision: 'replace', gain: 0, gainError: 0 });
  t.match(compareModels([], [], []), { decision: 'keep' });
  t.end();
});

t.test('leads are ripe when nine of ten are decided', (t) => {
  const decided = Array.from({ length: 10 }, (_, index) => ({ arrivedAt: 0, decidedAt: (index + 1) * 10 }));
  t.equal(matureBefore(decided, 1_000), 910);
  t.equal(matureBefore([], 1_000), undefined);
  t.end();
});

t.test('perfect probabilities have the calibration error that chance makes', async (t) => {
  const random = randomStream(5);
  for (const rows of [200, 1_000]) {
    const probabilities = Array.from({ length: rows }, () => 0.05 + 0.9 * random());
    const draws = 300;
    let sum = 0;
    for (let draw = 0; draw < draws; draw++) {
      const won = probabilities.map((probability) => Number(random() < probability));
      sum += measure(won, probabilities).ece;
    }
    const expected = eceByChance(probabilities);
    t.ok(Math.abs(sum / draws / expected - 1) < 0.04, `${rows} rows: ${sum / draws} drawn, ${expected} foretold`);
  }
});
