import { randomStream } from '../prediction/random.js';

/** A deal that is won with a probability, and its amount. */
export interface Chance {
  probability: number;
  amount: number;
}

/** The sum of the amounts of won deals is at most `low` with a probability of 10 %, and at most `high` with 90 %. */
export interface Interval {
  expected: number;
  low: number;
  high: number;
}

/** Up to this many deals their sum is simulated; with more it is close to a normal distribution. */
const SIMULATED = 60;
const DRAWS = 2_000;
const SEED = 20_260_301;
/** Nine equally likely values of a standard normal distribution. */
const NODES = [-1.593, -0.967, -0.589, -0.282, 0, 0.282, 0.589, 0.967, 1.593];
const Z90 = 1.281_551_565_5;

/** The probability whose odds are `exp(shift)` times as high. */
export const shiftedOdds = (probability: number, shift: number): number => {
  const odds = probability * Math.exp(shift);
  return odds / (odds + 1 - probability);
};

/**
 * The 80 % interval of the sum of the amounts that are won. Deals are won independently, at odds that are all wrong by the same unknown factor:
 * the logarithm of it has the given variance. The result is the same for the same deals.
 */
export function intervalOf(chances: readonly Chance[], variance: number): Interval {
  const expected = chances.reduce((sum, { probability, amount }) => sum + probability * amount, 0);
  const telling = chances.filter(({ amount }) => amount > 0);
  if (telling.length === 0) return { expected, low: 0, high: 0 };
  const shifts = NODES.map((node) => node * Math.sqrt(variance));
  const bounds = telling.length <= SIMULATED ? simulated(telling, shifts) : mixed(telling, shifts);
  return { expected, ...bounds };
}

function simulated(chances: readonly Chance[], shifts: readonly number[]): { low: number; high: number } {
  const random = randomStream(SEED);
  const tables = shifts.map((shift) => chances.map(({ probability }) => shiftedOdds(probability, shift)));
  const sums = Float64Array.from({ length: DRAWS }, (_, draw) => {
    const table = tables[draw % tables.length] ?? [];
    return chances.reduce((sum, { amount }, index) => (random() < (table[index] ?? 0) ? sum + amount : sum), 0);
  }).sort();
  return { low: sums[DRAWS * 0.1] ?? 0, high: sums[DRAWS * 0.9 - 1] ?? 0 };
}

/** A mixture of normal distributions, one for each value of the common factor. */
function mixed(chances: readonly Chance[], shifts: readonly number[]): { low: number; high: number } {
  const parts = shifts.map((shift) => {
    let [mean, variance] = [0, 0];
    for (const { probability, amount } of chances) {
      const p = shiftedOdds(probability, shift);
      mean += p * amount;
      variance += p * (1 - p) * amount * amount;
    }
    return { mean, deviation: Math.sqrt(variance) };
  });
  const most = chances.reduce((sum, { amount }) => sum + amount, 0);
  const below = (at: number) =>
    parts.reduce((sum, { mean, deviation }) => sum + normal((at - mean) / Math.max(deviation, 1e-9)), 0) / parts.length;
  const quantile = (share: number) => {
    let [low, high] = [0, most];
    for (let step = 0; step < 50; step += 1) {
      const middle = (low + high) / 2;
      if (below(middle) < share) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return { low: quantile(0.1), high: quantile(0.9) };
}

/** The standard normal distribution function (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
function normal(z: number): number {
  if (Math.abs(z) > 8 * Z90) return z > 0 ? 1 : 0;
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const series =
    t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = Math.exp((-z * z) / 2) * 0.398_942_280_4 * series;
  return z > 0 ? 1 - tail : tail;
}
