import { type EncodedRows, sumShapes } from './encoded.js';
import { sigmoid } from './metrics.js';
import { bestPrior, type Prior, posteriorOf, type Structure, weakPrior } from './priors.js';

/** A sum of one-field shapes: log-odds = base + the shapes at the row's codes. */
export interface SmoothFit {
  base: number;
  shapes: Float64Array[];
  variances: Float64Array[];
}

/** Iterations with the same weak prior for all fields, so that correlated fields share an effect before priors are chosen. */
const WARM_UP_ITERATIONS = 3;
const ITERATIONS = 8;
/** Iterations when most fields are fitted already. */
const LATER_ITERATIONS = 5;
const SWEEPS = 2;
/** Largest change of a value in one step. Without it the first step overshoots when one code separates the outcomes. */
const MAX_STEP = 3;
const CLOSE_ENOUGH = 0.01;
/** Smallest weight of a row. Rows with certain outcomes would have weight 0. */
const MIN_WEIGHT = 1e-6;

/**
 * Logistic regression on codes with a normal prior per field, whose smoothness and strength are chosen by the data:
 * penalised iteratively reweighted least squares, field by field (Hastie and Tibshirani 1990), variances by marginal
 * likelihood (MacKay 1992). A field without effect is shrunk to 0. `start` has the fitted shapes of the first fields.
 */
export function fitSmooth(rows: EncodedRows, structures: readonly Structure[][], start?: SmoothFit): SmoothFit {
  const { won, sizes } = rows;
  const share = (sum(won) + 0.5) / (won.length + 1);
  const fit: SmoothFit = {
    base: start?.base ?? Math.log(share / (1 - share)),
    shapes: sizes.map((size, field) => Float64Array.from(start?.shapes[field] ?? new Float64Array(size))),
    variances: sizes.map((size) => new Float64Array(size)),
  };
  const residual = new Float64Array(won.length);
  const weight = new Float64Array(won.length);
  const fitting: Fitting = { rows, fit, residual, weight, weights: [], structures, priors: structures.map(weakPrior) };
  const warm = start ? 0 : WARM_UP_ITERATIONS;
  for (let iteration = 0; iteration < (start ? LATER_ITERATIONS : ITERATIONS); iteration++) {
    linearise(fitting);
    let change = 0;
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      moveBase(fitting);
      const search = iteration < warm || sweep > 0 ? 'none' : iteration === warm ? 'all' : 'near';
      for (let field = 0; field < sizes.length; field++) change = Math.max(change, moveField(fitting, field, search));
    }
    if (iteration > warm && change < CLOSE_ENOUGH) break;
  }
  return fit;
}

interface Fitting {
  rows: EncodedRows;
  fit: SmoothFit;
  /** Gradient and curvature of the log-likelihood at the fit, by row. Every step updates the gradient. */
  residual: Float64Array;
  weight: Float64Array;
  /** Curvature by field and code. */
  weights: Float64Array[];
  structures: readonly Structure[][];
  priors: (Prior | undefined)[];
}

/** Computes gradient and curvature at the fit. */
function linearise(fitting: Fitting): void {
  const { rows, fit, residual, weight } = fitting;
  const logOdds = sumShapes(fit.base, fit.shapes, rows);
  for (let row = 0; row < logOdds.length; row++) {
    const probability = sigmoid(logOdds[row] as number);
    residual[row] = (rows.won[row] as number) - probability;
    weight[row] = Math.max(MIN_WEIGHT, probability * (1 - probability));
  }
  fitting.weights = rows.sizes.map((size, field) => sumByCode(rows.codes[field] as Uint8Array, weight, size));
}

function moveBase({ fit, residual, weight }: Fitting): void {
  const total = sum(weight);
  const step = sum(residual) / total;
  for (let row = 0; row < residual.length; row++)
    residual[row] = (residual[row] as number) - (weight[row] as number) * step;
  fit.base += step;
}

/** Sets a field's shape to its posterior given the others; returns the largest change. */
function moveField(fitting: Fitting, field: number, search: 'none' | 'near' | 'all'): number {
  const { rows, fit, residual, weight, priors } = fitting;
  const column = rows.codes[field] as Uint8Array;
  const size = rows.sizes[field] as number;
  const weights = fitting.weights[field] as Float64Array;
  const shape = fit.shapes[field] as Float64Array;
  const pull = sumByCode(column, residual, size);
  for (let code = 0; code < size; code++)
    pull[code] = (pull[code] as number) + (weights[code] as number) * (shape[code] as number);
  if (search !== 'none') {
    const known = search === 'near' ? { prior: priors[field] } : undefined;
    priors[field] = bestPrior(fitting.structures[field] ?? [], pull, weights, known);
  }
  const prior = priors[field];
  const found = prior && posteriorOf(prior, pull, weights);
  const step = new Float64Array(size);
  let largest = 0;
  for (let code = 0; code < size; code++) {
    const wanted = (found ? (found.shape[code] as number) : 0) - (shape[code] as number);
    step[code] = Math.max(-MAX_STEP, Math.min(MAX_STEP, wanted));
    shape[code] = (shape[code] as number) + (step[code] as number);
    if ((weights[code] as number) > 0) largest = Math.max(largest, Math.abs(step[code] as number));
  }
  fit.variances[field] = found?.variance ?? new Float64Array(size);
  if (largest === 0) return 0;
  for (let row = 0; row < residual.length; row++)
    residual[row] = (residual[row] as number) - (weight[row] as number) * (step[column[row] as number] as number);
  return largest;
}

function sumByCode(codes: Uint8Array, values: Float64Array, size: number): Float64Array {
  const totals = new Float64Array(size);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    totals[code] = (totals[code] as number) + (values[row] as number);
  }
  return totals;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index] as number;
  return total;
}
