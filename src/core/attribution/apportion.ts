/** Credits are whole parts of a conversion: 10^9 parts are one. */
export const WHOLE = 1_000_000_000;

/**
 * Shares in proportion to the weights, in whole parts that sum to exactly `WHOLE`: the largest remainder method (Hamilton 1792), the earlier
 * of equal remainders first. Without any weight all are equal. No weights: no shares.
 * @param weights finite and not negative
 */
export function apportion(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const quotas = weights.map((weight) => (sum > 0 ? (weight / sum) * WHOLE : WHOLE / weights.length));
  const shares = quotas.map(Math.floor);
  const missing = WHOLE - shares.reduce((total, share) => total + share, 0);
  for (const index of largestFirst(quotas.map((quota, index) => quota - (shares[index] ?? 0))).slice(0, missing))
    shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

/** The parts of an amount by shares that sum to `WHOLE`. The parts sum to exactly the amount, by the largest remainder method. */
export function splitAmount(units: bigint, shares: readonly number[]): bigint[] {
  if (shares.length === 1) return [units];
  const products = shares.map((share) => units * BigInt(share));
  const parts = products.map((product) => product / BIG_WHOLE);
  const missing = Number(units - parts.reduce((total, part) => total + part, 0n));
  if (missing === 0) return parts;
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
