/**
 * The prior of a field's shape (one number per code): normal, with mean 0 and precision `K / variance`. K is tridiagonal:
 * neighbouring bins of a number are correlated, all other codes are independent.
 */
export interface Structure {
  diagonal: Float64Array;
  /** K[i][i + 1]; zero where codes are not neighbours. */
  next: Float64Array;
  logDeterminant: number;
}

/** Standard deviations of shapes that are tried, in log-odds. A field without effect has 0. */
const SPREADS = [0.02, 0.04, 0.07, 0.11, 0.17, 0.26, 0.4, 0.6, 0.9, 1.4, 2.2];
/** Large effects are rare: density of a spread falls as exp(-RATE * spread) (Simpson et al. 2017, penalised complexity). */
const RATE = 2;
/** Spreads within this factor are near: the next one on either side. */
const NEAR = 2.1;
/** Spread of the prior that fitting starts with. */
const START_SPREAD = 0.15;
/** Distances at which the correlation of bins falls to half, as shares of the range. 0: bins are independent. */
const REACHES = [1, 0.2, 0];

/** Codes in a row that are neighbouring bins. */
export interface Chain {
  first: number;
  length: number;
}

/** The structures to try for codes with chains, all of about one length. */
export function structuresOf(size: number, chains: readonly Chain[]): Structure[] {
  const longest = chains.reduce((most, { length }) => Math.max(most, length), 0);
  const reaches = longest >= 3 ? REACHES : [0];
  return reaches.map((reach) => chained(size, chains, reach === 0 ? 0 : 0.5 ** (1 / (reach * longest))));
}

/** Precision of first-order autoregressions with variance 1 along the chains; 1 for the codes beside them. */
function chained(size: number, chains: readonly Chain[], correlation: number): Structure {
  const diagonal = new Float64Array(size).fill(1);
  const next = new Float64Array(size);
  const scale = 1 / (1 - correlation * correlation);
  for (const { first, length } of correlation > 0 ? chains : []) {
    if (length < 2) continue;
    const last = first + length - 1;
    for (let code = first; code <= last; code++) {
      diagonal[code] = (code > first && code < last ? 1 + correlation * correlation : 1) * scale;
      if (code < last) next[code] = -correlation * scale;
    }
  }
  return finish(diagonal, next);
}

function finish(diagonal: Float64Array, next: Float64Array): Structure {
  const nothing = new Float64Array(diagonal.length);
  const unscaled = { diagonal, next, logDeterminant: 0 };
  return { ...unscaled, logDeterminant: -2 * evidenceOf(unscaled, 1, nothing, nothing) };
}

/** The prior of a shape. */
export interface Prior {
  structure: Structure;
  /** Standard deviation, log-odds. The precision is the structure divided by its square. */
  spread: number;
}

/** A shape with its uncertainty. */
export interface Posterior {
  shape: Float64Array;
  /** Variance of each code's value. */
  variance: Float64Array;
}

/**
 * The prior under which the data are most probable (empirical Bayes), for a shape whose log-likelihood is locally
 * `pull' shape - shape' diag(weights) shape / 2`. Undefined when no shape is most probable. `known` is the prior of the previous
 * iteration: only spreads near it are tried, or every third if it was undefined.
 */
export function bestPrior(
  structures: readonly Structure[],
  pull: Float64Array,
  weights: Float64Array,
  known: { prior: Prior | undefined } | undefined,
): Prior | undefined {
  let best: Prior | undefined;
  let most = 0;
  const near = known?.prior?.spread;
  for (const structure of structures) {
    for (const [index, spread] of SPREADS.entries()) {
      if (near !== undefined && (spread > near * NEAR || spread * NEAR < near)) continue;
      if (known && near === undefined && index % 3 !== 1) continue;
      const evidence = evidenceOf(structure, 1 / (spread * spread), pull, weights) - RATE * spread;
      if (evidence <= most) continue;
      most = evidence;
      best = { structure, spread };
    }
  }
  return best;
}

/**
 * Log marginal likelihood relative to no shape: half of log|P| - log|P + W| + pull' (P + W)^-1 pull, with P = precision * K, by
 * elimination along the diagonal. Logarithms are taken of products, because they dominate the cost.
 */
function evidenceOf(
  { diagonal, next, logDeterminant }: Structure,
  precision: number,
  pull: Float64Array,
  weights: Float64Array,
): number {
  let evidence = logDeterminant + pull.length * Math.log(precision);
  let [product, carried, carriedPull] = [1, 0, 0];
  for (let code = 0; code < pull.length; code++) {
    const pivot = (diagonal[code] as number) * precision + (weights[code] as number) - carried;
    const solved = (pull[code] as number) - carriedPull;
    evidence += (solved * solved) / pivot;
    product *= pivot;
    if (product > 1e200 || product < 1e-200) {
      evidence -= Math.log(product);
      product = 1;
    }
    const off = (next[code] as number) * precision;
    const factor = off / pivot;
    carried = off * factor;
    carriedPull = solved * factor;
  }
  return (evidence - Math.log(product)) / 2;
}

/** Mean and variance of the shape, given the prior and the data. */
export function posteriorOf({ structure, spread }: Prior, pull: Float64Array, weights: Float64Array): Posterior {
  const { diagonal, next } = structure;
  const precision = 1 / (spread * spread);
  const size = pull.length;
  const pivots = new Float64Array(size);
  const shape = Float64Array.from(pull);
  const variance = new Float64Array(size);
  for (let code = 0, carried = 0, carriedPull = 0; code < size; code++) {
    const pivot = (diagonal[code] as number) * precision + (weights[code] as number) - carried;
    const solved = (pull[code] as number) - carriedPull;
    const off = (next[code] as number) * precision;
    pivots[code] = pivot;
    shape[code] = solved;
    carried = (off * off) / pivot;
    carriedPull = (off * solved) / pivot;
  }
  for (let code = size - 1, shapeAfter = 0, varianceAfter = 0; code >= 0; code--) {
    const pivot = pivots[code] as number;
    const off = ((next[code] as number) * precision) / pivot;
    shapeAfter = (shape[code] as number) / pivot - off * shapeAfter;
    varianceAfter = 1 / pivot + off * off * varianceAfter;
    shape[code] = shapeAfter;
    variance[code] = varianceAfter;
  }
  return { shape, variance };
}

/** The prior to start with: a small effect for every field. */
export function weakPrior(structures: readonly Structure[]): Prior | undefined {
  const structure = structures[Math.min(1, structures.length - 1)];
  return structure && { structure, spread: START_SPREAD };
}
