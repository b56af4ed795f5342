const Z_95 = 1.96;

/** The 95 % interval of a share of `size` records (Wilson 1927), between 0 and 1. */
export function wilsonInterval(share: number, size: number): { low: number; high: number } {
  const z2 = Z_95 ** 2 / size;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z_95 / (1 + z2)) * Math.sqrt((share * (1 - share)) / size + (z2 / 4) * (1 / size));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
