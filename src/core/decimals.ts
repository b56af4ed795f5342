/**
 * Whether a number has at most `places` decimal places: whether a decimal text of that many places reads as this number. Exact
 * for numbers below 10^21, where `toFixed` writes digits; a remainder of binary fractions is not (4.6 / 0.01 is 459.99999999999994).
 */
export const hasDecimals = (value: number, places: number): boolean => Number(value.toFixed(places)) === value;
