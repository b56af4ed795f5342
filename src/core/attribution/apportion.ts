/** Credits are whole parts of a conversion: 10^9 parts are one. */
export const WHOLE = 1_000_000_000;

/**
 * Shares in proportion to the weights, in whole parts that sum to exactly `WHOLE`: the largest remainder method (Hamilton 1792), the earlier
 * of equal remainders first. Without any weight all are equal. No weights: no shares.
 * @param weights finite and not negative
 */
export function apportion(weights: readonly number[]): number[] {
  let sum = 0;
  for (const weight of weights) sum += weight;
  const quotas = weights.map((weight) => (sum > 0 ? (weight / sum) * WHOLE : WHOLE / weights.length));
  const shares = quotas.map(Math.floor);
  let missing = WHOLE;
  for (const share of shares) missing -= share;
  if (missing === 0) return shares;
  for (const index of largestFirst(quotas.map((quota, index) => quota - (shares[index] ?? 0))).slice(0, missing))
    shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

/** The parts of an amount by shares that sum to `WHOLE`. The parts sum to exactly the amount, by the largest remainder method. */
export function splitAmount(units: bigint, shares: readonly number[]): bigint[] {
  if (shares.length === 1) return [units];
  // One touch often has all.
  if (shares.includes(WHOLE)) return shares.map((share) => (share === WHOLE ? units : 0n));
  const products = shares.map((share) => units * BigInt(share));
  const parts = products.map((product) => product / BIG_WHOLE);
  let left = units;
  for (const part of parts) left -= part;
  if (left === 0n) return parts;
  const missing = Number(left);
  for (const index of largestFirst(products.map((product) => Number(product % BIG_WHOLE))).slice(0, missing))
    parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

const BIG_WHOLE = BigInt(WHOLE);

/** Places of the remainders, the largest first. Sorting is stable: equal ones stay in order. */
const largestFirst = (remainders: readonly number[]): number[] =>
  [...remainders.keys()].sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0));

/** Parts as a decimal number with up to nine places, exact. */
export function creditText(parts: number | bigint): string {
  const exact = BigInt(parts);
  const fraction = String(exact % BIG_WHOLE)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${exact / BIG_WHOLE}` : `${exact / BIG_WHOLE}.${fraction}`;
}
