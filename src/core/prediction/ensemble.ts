import { boost, type Fold, LEARNING_RATE } from './boosting.js';
import { type Calibration, calibrate } from './calibration.js';
import { addCrossed, type CrossedFit, crossedLogOdds, fitCrossed } from './crossing.js';
import { type EncodedRows, gather, sumShapes } from './encoded.js';
import { codeCount, encodeColumn, type FieldEncoding, learnField } from './fields.js';
import { gridOf } from './grids.js';
import { structuresOf } from './priors.js';
import { mix } from './random.js';
import type { Column, OrderedSample } from './sample.js';
import { type Additive, emptyAdditive, purify, tabulate } from './shapes.js';

/** A trained model, with its log-odds on held-out rows. */
export interface Ensemble {
  fields: FieldEncoding[];
  model: Additive;
  /** Per field and code: variance of the value, log-odds squared. */
  variances: Float64Array[];
  /** Variance of the base. */
  baseVariance: number;
  /** Calibrated log-odds of each row by the member that was not trained on it. */
  heldOut: Float64Array;
}

/** Number of members. Each is trained on all but one part of the rows, and tested on that part. */
const FOLDS = 5;
const SEED = 20_240;

interface Member {
  fit: CrossedFit;
  fold: Fold;
  held: Int32Array;
  training: Int32Array;
}

/**
 * Learns the log-odds as a sum of shapes and a few tables. Five members (as in cross-validation) each fit smooth shapes and
 * then boost their residuals. The model is the mean of the members. Their held-out log-odds calibrate and validate it.
 */
export function fitEnsemble(sample: OrderedSample): Ensemble {
  const fields = sample.columns.map(learnField);
  const sizes = fields.map(codeCount);
  const ordered = fields.map(({ numeric, cuts }) => (numeric ? cuts.length + 1 : 0));
  const structures = sizes.map((size, field) => structuresOf(size, [{ first: 1, length: ordered[field] ?? 0 }]));
  const codes = fields.map((field, index) => encodeColumn(field, sample.columns[index] as Column));
  const rows: EncodedRows = { codes, sizes, won: sample.won };
  const grids = codes.map((column, field) => gridOf(column, sizes[field] ?? 1, ordered[field] ?? 0));
  const members = divide(sample.won).map(({ training, held }): Member => {
    const trainingRows = gather(rows, training);
    const testRows = gather(rows, held);
    const fit = fitCrossed(trainingRows, structures, grids);
    const partners = partnersOf(fit.pairs, sizes.length);
    const [logOdds, heldLogOdds] = [crossedLogOdds(fit, grids, trainingRows), crossedLogOdds(fit, grids, testRows)];
    return {
      fit,
      held,
      training,
      fold: { growth: { rows: trainingRows, ordered, partners }, logOdds, held: testRows, heldLogOdds },
    };
  });
  const boosted = boost(
    members.map(({ fold }) => fold),
    SEED,
  );
  const smooth = new Float64Array(sample.won.length);
  const extra = new Float64Array(sample.won.length);
  for (const [index, { held, fold }] of members.entries()) {
    const after = boosted.heldLogOdds[index] as Float64Array;
    for (const [place, row] of held.entries()) {
      smooth[row] = fold.heldLogOdds[place] as number;
      extra[row] = (after[place] as number) - (fold.heldLogOdds[place] as number);
    }
  }
  const calibration = calibrate(sample.won, [smooth, extra]);
  const [slope = 1, extraSlope = 1] = calibration.slopes;
  const model = emptyAdditive(sizes);
  model.base = calibration.shift;
  for (const [index, { fit }] of members.entries()) {
    addCrossed(fit, slope / FOLDS, grids, sizes, model);
    for (const tree of boosted.trees[index] ?? []) tabulate(tree, (LEARNING_RATE * extraSlope) / FOLDS, sizes, model);
  }
  purify(model, rows);
  return {
    fields,
    model,
    ...varianceOf(members, calibration, rows),
    heldOut: crossCalibrate(sample.won, [smooth, extra], members),
  };
}

/** Held-out log-odds, each part calibrated by the others, so that no outcome influences its within prediction. */
function crossCalibrate(won: Uint8Array, parts: Float64Array[], members: readonly Member[]): Float64Array {
  const heldOut = new Float64Array(won.length);
  for (const { held, training } of members) {
    const { shift, slopes } = calibrate(
      Uint8Array.from(training, (row) => won[row] as number),
      parts.map((part) => Float64Array.from(training, (row) => part[row] as number)),
    );
    for (const row of held)
      heldOut[row] = slopes.reduce((sum, slope, index) => sum + slope * (parts[index]?.[row] as number), shift);
  }
  return heldOut;
}

/** Log-odds of other rows (possibly none) with the same columns in the same order. */
export function logOddsOf({ fields, model }: Ensemble, { columns, won }: OrderedSample): Float64Array {
  const codes = fields.map((field, index) => encodeColumn(field, columns[index] as Column));
  const rows = { codes, sizes: fields.map(codeCount), won };
  const logOdds = sumShapes(model.base, model.shapes, rows);
  for (const { a, b, values } of model.tables.values()) {
    const [codesA, codesB, width] = [codes[a] as Uint8Array, codes[b] as Uint8Array, rows.sizes[b] as number];
    for (let row = 0; row < logOdds.length; row++)
      logOdds[row] =
        (logOdds[row] as number) + (values[(codesA[row] as number) * width + (codesB[row] as number)] as number);
  }
  return logOdds;
}

/** Divides the rows into parts with the same share won, after a shuffle that depends only on their order. */
function divide(won: Uint8Array): { training: Int32Array; held: Int32Array }[] {
  const part = new Uint8Array(won.length);
  const places = Int32Array.from(won.keys(), (row) => mix(row ^ SEED));
  const order = Int32Array.from(won.keys()).sort((a, b) => (places[a] as number) - (places[b] as number));
  const seen = [0, 0];
  for (const row of order) {
    const outcome = won[row] as number;
    const place = seen[outcome] as number;
    part[row] = place % FOLDS;
    seen[outcome] = place + 1;
  }
  return Array.from({ length: FOLDS }, (_, fold) => {
    const rows = Int32Array.from(won.keys());
    return { training: rows.filter((row) => part[row] !== fold), held: rows.filter((row) => part[row] === fold) };
  });
}

function partnersOf(pairs: readonly { a: number; b: number }[], fields: number): number[][] {
  const partners: number[][] = Array.from({ length: fields }, () => []);
  for (const { a, b } of pairs) {
    partners[a]?.push(b);
    partners[b]?.push(a);
  }
  return partners;
}

/**
 * Variance of the log-odds: the mean variance of the members' shapes, plus the variance between members (delete-a-group
 * jackknife: Kott 2001), which also covers pairs and their choice. The sum is slightly too large where fields act alone, and
 * about right where they act in pairs.
 */
function varianceOf(members: readonly Member[], { slopes, variance }: Calibration, rows: EncodedRows) {
  const scale = (slopes[0] ?? 1) ** 2 / members.length;
  const variances = rows.sizes.map((size, field) => {
    const sum = new Float64Array(size);
    for (const { fit } of members) {
      const of = fit.fit.variances[field] as Float64Array;
      for (let code = 0; code < size; code++) sum[code] = (sum[code] as number) + scale * (of[code] as number);
    }
    return sum;
  });
  const within = meanOf(sumShapes(variance, variances, rows));
  const between = (slopes[0] ?? 1) ** 2 * jackknife(members, rows.won.length);
  const factor = 1 + between / within;
  return { variances: variances.map((of) => of.map((value) => value * factor)), baseVariance: variance * factor };
}

/** Delete-a-group jackknife variance of the log-odds, mean over the rows. */
function jackknife(members: readonly Member[], rows: number): number {
  const totals = new Float64Array(rows);
  const squares = new Float64Array(rows);
  const add = (places: Int32Array, logOdds: Float64Array) => {
    for (let place = 0; place < places.length; place++) {
      const row = places[place] as number;
      const value = logOdds[place] as number;
      totals[row] = (totals[row] as number) + value;
      squares[row] = (squares[row] as number) + value * value;
    }
  };
  for (const { training, held, fold } of members) {
    add(training, fold.logOdds);
    add(held, fold.heldLogOdds);
  }
  const count = members.length;
  return meanOf(squares.map((square, row) => ((square - (totals[row] as number) ** 2 / count) * (count - 1)) / count));
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}
