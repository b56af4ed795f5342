/**
 * Money is decimal text in major units of its currency: at most 15 digits before the point and 4 after. Sums are computed in
 * ten-thousandths as `bigint`, so no sum is rounded.
 */
const MONEY = /^(\d{1,15})(?:\.(\d{1,4}))?$/;
const DECIMALS = 4;
const UNIT = 10_000n;
/** The first amount that needs more than 15 digits before the point. */
const LIMIT = 10n ** 15n * UNIT;

/** Ten-thousandths; undefined for a text that is not money. */
export function parseMoney(text: string): bigint | undefined {
  const parts = MONEY.exec(text);
  if (parts === null) return undefined;
  const [, whole = '0', fraction = ''] = parts;
  return BigInt(whole) * UNIT + BigInt(fraction.padEnd(DECIMALS, '0'));
}

/** The canonical form of an amount: two decimals, or up to four if needed. */
export function formatMoney(units: bigint): string {
  const fraction = String(units % UNIT).padStart(DECIMALS, '0');
  return `${units / UNIT}.${fraction.replace(/0{1,2}$/, '')}`;
}

/** The amount in its canonical form. A text that is not money is returned unchanged. */
export function canonicalMoney(text: string): string {
  const units = parseMoney(text);
  return units === undefined ? text : formatMoney(units);
}

/** Exact sum of quantity times unit price; undefined when it is larger than an amount can be. */
export function totalOf(lines: readonly { quantity: number; unitPrice: string }[]): string | undefined {
  let sum = 0n;
  for (const { quantity, unitPrice } of lines) sum += BigInt(quantity) * (parseMoney(unitPrice) ?? 0n);
  return sum < LIMIT ? formatMoney(sum) : undefined;
}
