/**
 * Powers of one half from multiplications and square roots alone, which IEEE 754 rounds exactly: the same on every
 * machine, where `0.5 ** x` is only an approximation of each engine's own, and several times as fast. Within 3e-15 of
 * the true value, and exact at whole numbers.
 */

const STEPS = 256;

/** 0.5^n for every n for which it is above 0 as a double. */
const WHOLE: readonly number[] = Array.from({ length: 1075 }, (_, exponent) => halved(exponent));

/** 0.5^(k/256): the product of square roots of square roots by the bits of k. */
const PARTS: readonly number[] = Array.from({ length: STEPS }, (_, part) => partOf(part));

function halved(times: number): number {
  let value = 1;
  for (let time = 0; time < times; time += 1) value /= 2;
  return value;
}

function partOf(part: number): number {
  let [value, root] = [1, 0.5];
  for (let bit = STEPS / 2; bit >= 1; bit /= 2) {
    root = Math.sqrt(root);
    if ((part & bit) !== 0) value *= root;
  }
  return value;
}

/** 0.5^x for x >= 0. */
export function halfToThe(x: number): number {
  const whole = Math.floor(x);
  if (whole >= WHOLE.length) return 0;
  const steps = (x - whole) * STEPS;
  const part = Math.floor(steps);
  // e^-y by its series: y is below ln 2 / 256, so that the first term left out is below 2e-15.
  const y = ((steps - part) * Math.LN2) / STEPS;
  const rest = 1 - y * (1 - y * (1 / 2 - y * (1 / 6 - y / 24)));
  return (WHOLE[whole] as number) * (PARTS[part] as number) * rest;
}
