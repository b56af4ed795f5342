import type { EncodedRows } from './encoded.js';
import { FINE, type Grid, mergedCodes, ROUGH } from './grids.js';
import { sigmoid } from './metrics.js';

/** Two fields with a possible interaction; a < b. */
export interface Pair {
  a: number;
  b: number;
}

/** Pseudo-curvature of a cell, which shrinks cells with few rows. */
const SHRINKAGE = 4;
/** Required gain above chance, in standard deviations; high, because hundreds of pairs are tested. */
const SIGNIFICANT_GAIN = 3;

/**
 * The pairs of fields whose crossing explains most of the residuals of a sum of shapes. The gain of a pair is the drop of loss by
 * one Newton step in each cell of a fine and of a rough grid, minus the drop by chance (after FAST: Lou, Caruana, Gehrke,
 * Hooker 2013). Strongest first, at most `most`.
 */
export function findPairs(rows: EncodedRows, grids: readonly Grid[], logOdds: Float64Array, most: number): Pair[] {
  const { won, codes } = rows;
  const residual = new Float64Array(won.length);
  const weight = new Float64Array(won.length);
  for (let row = 0; row < won.length; row++) {
    const probability = sigmoid(logOdds[row] as number);
    residual[row] = (won[row] as number) - probability;
    weight[row] = probability * (1 - probability);
  }
  const merged = grids.map(({ fine }, field) => mergedCodes(codes[field] as Uint8Array, fine.map));
  const found: (Pair & { strength: number })[] = [];
  for (let a = 0; a < merged.length; a++) {
    for (let b = a + 1; b < merged.length; b++) {
      const cells = cellsOf(merged[a] as Uint8Array, merged[b] as Uint8Array, residual, weight);
      const strength = Math.max(strengthOf(cells), strengthOf(roughCells(cells, grids[a] as Grid, grids[b] as Grid)));
      if (strength > SIGNIFICANT_GAIN) found.push({ a, b, strength });
    }
  }
  found.sort((x, y) => y.strength - x.strength || x.a - y.a || x.b - y.b);
  return found.slice(0, most).map(({ a, b }) => ({ a, b }));
}

interface Cells {
  gradient: Float64Array;
  curvature: Float64Array;
}

function cellsOf(a: Uint8Array, b: Uint8Array, residual: Float64Array, weight: Float64Array): Cells {
  const gradient = new Float64Array(FINE * FINE);
  const curvature = new Float64Array(FINE * FINE);
  for (let row = 0; row < a.length; row++) {
    const cell = (a[row] as number) * FINE + (b[row] as number);
    gradient[cell] = (gradient[cell] as number) + (residual[row] as number);
    curvature[cell] = (curvature[cell] as number) + (weight[row] as number);
  }
  return { gradient, curvature };
}

/** The cells of the rough grid, merged from those of the fine grid. */
function roughCells(cells: Cells, a: Grid, b: Grid): Cells {
  const [toA, toB] = [roughOfFine(a), roughOfFine(b)];
  const gradient = new Float64Array(ROUGH * ROUGH);
  const curvature = new Float64Array(ROUGH * ROUGH);
  for (let cell = 0; cell < FINE * FINE; cell++) {
    const into = (toA[Math.floor(cell / FINE)] as number) * ROUGH + (toB[cell % FINE] as number);
    gradient[into] = (gradient[into] as number) + (cells.gradient[cell] as number);
    curvature[into] = (curvature[into] as number) + (cells.curvature[cell] as number);
  }
  return { gradient, curvature };
}

function roughOfFine({ fine, rough }: Grid): Uint8Array {
  const map = new Uint8Array(FINE);
  for (let code = 0; code < fine.map.length; code++) map[fine.map[code] as number] = rough.map[code] as number;
  return map;
}

function strengthOf({ gradient, curvature }: Cells): number {
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
