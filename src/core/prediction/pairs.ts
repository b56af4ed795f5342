import type { EncodedRows } from './encoded.js';
import { sigmoid } from './metrics.js';

/** Two fields that may act together; a < b. */
export interface Pair {
  a: number;
  b: number;
}

/** Codes are merged to this many before they are crossed. */
const COARSE = 12;
/** Pseudo-curvature of a cell: cells of a few rows prove nothing. */
const SHRINKAGE = 4;
/** Gains beyond chance, in standard deviations of a gain by chance; hundreds of pairs are looked at. */
const NOTABLE = 3;

/**
 * The pairs of fields whose crossing explains most of what a sum of shapes leaves over: for each cell of a coarse grid
 * the drop of loss that one Newton step would give, less what chance gives (after FAST: Lou, Caruana, Gehrke, Hooker
 * 2013). Strongest first, at most `most`.
 */
export function findPairs(rows: EncodedRows, ordered: readonly number[], logOdds: Float64Array, most: number): Pair[] {
  const { won, codes, sizes } = rows;
  const residual = new Float64Array(won.length);
  const weight = new Float64Array(won.length);
  for (let row = 0; row < won.length; row++) {
    const probability = sigmoid(logOdds[row] as number);
    residual[row] = (won[row] as number) - probability;
    weight[row] = probability * (1 - probability);
  }
  const coarse = codes.map((column, field) => coarsen(column, sizes[field] ?? 1, ordered[field] ?? 0));
  const found: (Pair & { strength: number })[] = [];
  for (let a = 0; a < coarse.length; a++) {
    for (let b = a + 1; b < coarse.length; b++) {
      const strength = strengthOf(coarse[a] as Uint8Array, coarse[b] as Uint8Array, residual, weight);
      if (strength > NOTABLE) found.push({ a, b, strength });
    }
  }
  found.sort((x, y) => y.strength - x.strength || x.a - y.a || x.b - y.b);
  return found.slice(0, most).map(({ a, b }) => ({ a, b }));
}

/** Equally filled neighbouring bins, the most frequent values, and one code for the rest. */
function coarsen(column: Uint8Array, size: number, ordered: number): Uint8Array {
  if (size <= COARSE) return column;
  const counts = new Float64Array(size);
  for (const code of column) counts[code] = (counts[code] as number) + 1;
  const map = new Uint8Array(size).fill(COARSE - 1);
  const alone = Array.from(counts.keys())
    .filter((code) => (code < 1 || code > ordered) && (counts[code] as number) > 0)
    .sort((x, y) => (counts[y] as number) - (counts[x] as number) || x - y)
    .slice(0, ordered > 0 ? 2 : COARSE - 1);
  for (const [index, code] of alone.entries()) map[code] = index;
  let total = 0;
  for (let code = 1; code <= ordered; code++) total += counts[code] as number;
  const bins = COARSE - 1 - alone.length;
  let below = 0;
  for (let code = 1; code <= ordered; code++) {
    const middle = below + (counts[code] as number) / 2;
    map[code] = alone.length + Math.min(bins - 1, Math.floor((middle / Math.max(1, total)) * bins));
    below += counts[code] as number;
  }
  return column.map((code) => map[code] as number);
}

function strengthOf(a: Uint8Array, b: Uint8Array, residual: Float64Array, weight: Float64Array): number {
  const gradient = new Float64Array(COARSE * COARSE);
  const curvature = new Float64Array(COARSE * COARSE);
  for (let row = 0; row < a.length; row++) {
    const cell = (a[row] as number) * COARSE + (b[row] as number);
    gradient[cell] = (gradient[cell] as number) + (residual[row] as number);
    curvature[cell] = (curvature[cell] as number) + (weight[row] as number);
  }
  let [gain, expected, variance] = [0, 0, 0];
  for (let cell = 0; cell < gradient.length; cell++) {
    const held = (curvature[cell] as number) + SHRINKAGE;
    const chance = (curvature[cell] as number) / held;
    gain += (gradient[cell] as number) ** 2 / held;
    expected += chance;
    variance += 2 * chance * chance;
  }
  return variance === 0 ? 0 : (gain - expected) / Math.sqrt(variance);
}
