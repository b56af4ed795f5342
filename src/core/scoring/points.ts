/** Points are summed as integer hundredths, so contributions add up exactly. Only input and output are decimals. */
export function toHundredths(points: number): number {
  return roundHalfAwayFromZero(points * 100);
}

export function toPoints(hundredths: number): number {
  // `+ 0` turns -0 into 0.
  return hundredths / 100 + 0;
}

export function roundHalfAwayFromZero(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value);
}

export function clamp(value: number, minimum: number, maximum: number): number {
  return Math.max(minimum, Math.min(maximum, value));
}
