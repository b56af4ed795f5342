/** How the end of a period is projected. */
export const PROJECTION_METHODS = ['negative_binomial', 'gamma'] as const;
export type ProjectionMethod = (typeof PROJECTION_METHODS)[number];

/** Why there is no projection. */
export const PROJECTION_REFUSALS = ['not_begun', 'ended', 'too_few_days'] as const;
export type ProjectionRefusal = (typeof PROJECTION_REFUSALS)[number];

/** Numbers of a working day: how much of a day it is (0 to 1), and what was counted since the one before. */
export interface WorkedDay {
  weight: number;
  amount: number;
}

export interface ProjectionInput {
  /** What was counted up to now. */
  actual: number;
  /** Complete working days, in order. */
  days: readonly WorkedDay[];
  /** Working days that have passed, with the part of today; and those that are left. */
  elapsed: number;
  left: number;
}

export interface Projection {
  method: ProjectionMethod;
  /** `actual` and the rate so far for the days that are left. */
  projected: number;
  /** The end of the period is at most `low` with a probability of 10 %, and at most `high` with 90 %. */
  low: number;
  high: number;
}

/** The 90 % quantile of the standard normal distribution. */
const Z90 = 1.281_551_565_5;
/** Fewest complete working days, and those of them with something, for a projection of an amount. */
const MIN_DAYS = 5;
const MIN_TELLING = 3;

/**
 * A count goes on at a rate per working day that is known up to its own chance: Gamma(actual + 1/2, elapsed) after Jeffreys. What is left to
 * come is then negative binomial with mean (actual + 1/2) * left / elapsed. Where days vary by more than chance, its variance is multiplied by
 * their dispersion (Pearson's chi-square by its degrees of freedom, at least 1). Expects `elapsed` above 0.
 */
export function projectCount({ actual, days, elapsed, left }: ProjectionInput): Projection {
  const shape = actual + 0.5;
  const mean = (shape * left) / elapsed;
  const variance = dispersionOf(days) * (mean + (mean * mean) / shape);
  const spread = (quantile: number) => actual + negativeBinomialQuantile(mean, variance, quantile);
  return bounded('negative_binomial', actual + (actual * left) / elapsed, spread(0.1), spread(0.9));
}

/**
 * An amount goes on at the rate per working day so far. What is left to come is gamma-distributed, with variance s^2 (left + left^2 / elapsed),
 * where s^2 is the variance of a working day; the quantile is widened as Student's for few days. Undefined: fewer than five complete working
 * days, or fewer than three with an amount.
 */
export function projectAmount({ actual, days, elapsed, left }: ProjectionInput): Projection | undefined {
  if (days.length < MIN_DAYS || days.filter(({ amount }) => amount !== 0).length < MIN_TELLING) return undefined;
  const rate = actual / elapsed;
  const mean = rate * left;
  const squares = days.reduce((sum, { weight, amount }) => sum + (amount - rate * weight) ** 2 / weight, 0);
  const freedom = days.length - 1;
  const variance = (squares / freedom) * (left + (left * left) / elapsed);
  const z = Z90 + (Z90 ** 3 + Z90) / (4 * freedom);
  const spread = (deviations: number) =>
    actual + (mean > 0 ? gammaQuantile(mean, variance, deviations) : mean + deviations * Math.sqrt(variance));
  return bounded('gamma', actual + mean, spread(-z), spread(z));
}

const bounded = (method: ProjectionMethod, projected: number, low: number, high: number): Projection => ({
  ...{ method, projected, low: Math.min(low, projected), high: Math.max(high, projected) },
});

function dispersionOf(days: readonly WorkedDay[]): number {
  const worked = days.reduce((sum, { weight }) => sum + weight, 0);
  const rate = days.reduce((sum, { amount }) => sum + amount, 0) / worked;
  if (days.length < MIN_DAYS || rate === 0) return 1;
  const squares = days.reduce((sum, { weight, amount }) => sum + (amount - rate * weight) ** 2 / (rate * weight), 0);
  return Math.max(1, squares / (days.length - 1));
}

/** The quantile `deviations` standard deviations from the middle (Wilson and Hilferty 1931). */
function gammaQuantile(mean: number, variance: number, deviations: number): number {
  if (variance === 0) return mean;
  const shape = (mean * mean) / variance;
  const root = 1 - 1 / (9 * shape) + deviations / (3 * Math.sqrt(shape));
  return root <= 0 ? 0 : mean * root ** 3;
}

/** The least number at or below which the distribution has the probability. Where its first term is too small for a number, that of a gamma. */
function negativeBinomialQuantile(mean: number, variance: number, quantile: number): number {
  if (mean <= 0) return 0;
  const size = (mean * mean) / Math.max(variance - mean, mean * 1e-9);
  const first = -size * Math.log1p(mean / size);
  if (first < -600) return Math.round(gammaQuantile(mean, variance, quantile < 0.5 ? -Z90 : Z90));
  const share = mean / (size + mean);
  let probability = Math.exp(first);
  let sum = probability;
  let count = 0;
  while (sum < quantile && probability > 0) {
    probability *= (share * (count + size)) / (count + 1);
    sum += probability;
    count += 1;
  }
  return count;
}
