import type { Chain } from './priors.js';

/** Codes of a field merged into fewer codes: `map[code]`. Those of `chain` are neighbouring bins. */
export interface Merging {
  map: Uint8Array;
  chain: Chain;
}

/** Two resolutions: merged codes are below FINE and below ROUGH. */
export interface Grid {
  fine: Merging;
  rough: Merging;
}

export const FINE = 12;
export const ROUGH = 5;
/** Number of codes for missing values and texts in a field of numbers that are not merged. */
const ALONE = { fine: 2, rough: 1 };

/** Merges into neighbouring bins with equal counts, the most frequent values, and one code for all others. */
export function gridOf(column: Uint8Array, size: number, ordered: number): Grid {
  const counts = new Float64Array(size);
  for (const code of column) counts[code] = (counts[code] as number) + 1;
  return {
    fine: mapOf(counts, ordered, FINE, ALONE.fine),
    rough: mapOf(counts, ordered, ROUGH, ALONE.rough),
  };
}

function mapOf(counts: Float64Array, ordered: number, most: number, mostAlone: number): Merging {
  const map = new Uint8Array(counts.length).fill(most - 1);
  const alone = Array.from(counts.keys())
    .filter((code) => (code < 1 || code > ordered) && (counts[code] as number) > 0)
    .sort((x, y) => (counts[y] as number) - (counts[x] as number) || x - y)
    .slice(0, ordered > 0 ? mostAlone : most - 1);
  for (const [index, code] of alone.entries()) map[code] = index;
  const bins = most - alone.length;
  let total = 0;
  for (let code = 1; code <= ordered; code++) total += counts[code] as number;
  for (let code = 1, below = 0; code <= ordered; code++) {
    const middle = below + (counts[code] as number) / 2;
    const bin = ordered <= bins ? code - 1 : Math.floor((middle / Math.max(1, total)) * bins);
    map[code] = alone.length + Math.min(bins - 1, bin);
    below += counts[code] as number;
  }
  return { map, chain: { first: alone.length, length: Math.min(ordered, bins) } };
}

export function mergedCodes(codes: Uint8Array, map: Uint8Array): Uint8Array {
  const merged = new Uint8Array(codes.length);
  for (let row = 0; row < merged.length; row++) merged[row] = map[codes[row] as number] as number;
  return merged;
}

/** Crosses two fields into one: `outer * width + inner` of their merged codes. */
export function cross(outer: Uint8Array, outerMap: Uint8Array, inner: Uint8Array, innerMap: Uint8Array, width: number) {
  const crossed = new Uint8Array(outer.length);
  for (let row = 0; row < crossed.length; row++)
    crossed[row] = (outerMap[outer[row] as number] as number) * width + (innerMap[inner[row] as number] as number);
  return crossed;
}
