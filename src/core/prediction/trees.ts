import type { EncodedRows } from './encoded.js';
import { bestSplit, fillHistogram, leafValue, newHistogram, type Split } from './splits.js';

/**
 * A tree of at most two levels. A side splits the field of its parent again, or a field that may pair with it, so every tree is a
 * sum of shapes of one field and of pairs.
 */
export interface Tree {
  root: Split;
  sides: [left: Side, right: Side];
}

interface Side {
  split: Split | undefined;
  /** Values of its left and right leaf, log-odds; equal without a split. */
  values: [left: number, right: number];
}

export interface Slopes {
  /** Outcome minus probability. */
  residual: Float64Array;
  /** Probability times its complement. */
  weight: Float64Array;
}

export interface Growth {
  rows: EncodedRows;
  /** Number of neighbouring bins per field. */
  ordered: readonly number[];
  /** Per field, the fields that may pair with it. */
  partners: readonly (readonly number[])[];
}

const histogram = newHistogram();

/** Grows a tree on a sample of the rows, with its root on one of `fields`; undefined when no split is good enough. */
export function growTree(
  { rows, ordered, partners }: Growth,
  slopes: Slopes,
  sample: Int32Array,
  fields: readonly number[],
): Tree | undefined {
  const find = (tried: readonly number[], at: Int32Array): Split | undefined => {
    let best: Split | undefined;
    for (const field of tried) {
      const size = rows.sizes[field] as number;
      fillHistogram(histogram, size, rows.codes[field] as Uint8Array, at, slopes.residual, slopes.weight);
      best = bestSplit(field, size, ordered[field] as number, histogram, best?.gain ?? 0) ?? best;
    }
    return best;
  };
  const root = find(fields, sample);
  if (!root) return undefined;
  const [left, right] = divide(sample, rows.codes[root.field] as Uint8Array, root.left);
  const second = [root.field, ...(partners[root.field] ?? [])];
  const side = (at: Int32Array): Side => {
    const split = find(second, at);
    if (!split) {
      const value = meanStep(at, slopes);
      return { split, values: [value, value] };
    }
    const [first, last] = divide(at, rows.codes[split.field] as Uint8Array, split.left);
    return { split, values: [meanStep(first, slopes), meanStep(last, slopes)] };
  };
  return { root, sides: [side(left), side(right)] };
}

/** Branch-free, because the side of a row is unpredictable and mispredicted branches dominate the cost. */
function divide(sample: Int32Array, codes: Uint8Array, mask: Uint8Array): [Int32Array, Int32Array] {
  const both = new Int32Array(sample.length + 1);
  let [left, right] = [0, sample.length];
  for (let index = 0; index < sample.length; index++) {
    const row = sample[index] as number;
    const isLeft = mask[codes[row] as number] as number;
    both[left] = row;
    left += isLeft;
    both[right] = row;
    right -= 1 - isLeft;
  }
  return [both.subarray(0, left), both.subarray(left + 1)];
}

function meanStep(sample: Int32Array, { residual, weight }: Slopes): number {
  let [gradient, curvature] = [0, 0];
  for (let index = 0; index < sample.length; index++) {
    const row = sample[index] as number;
    gradient += residual[row] as number;
    curvature += weight[row] as number;
  }
  return leafValue(gradient, curvature);
}

/** Adds `rate` times the tree's values to the rows' log-odds; without a branch, as in `divide`. */
export function addTree(
  { root, sides }: Tree,
  rate: number,
  { codes, sizes }: EncodedRows,
  logOdds: Float64Array,
): void {
  const first = codes[root.field] as Uint8Array;
  const [whenLeft, whenRight] = sides.map(({ split, values }) => {
    const field = split?.field ?? root.field;
    const given = new Float64Array(sizes[field] as number).fill(rate * values[1]);
    if (split) for (let code = 0; code < given.length; code++) if (split.left[code]) given[code] = rate * values[0];
    return { codes: codes[field] as Uint8Array, given };
  });
  if (!whenLeft || !whenRight) return;
  for (let row = 0; row < logOdds.length; row++) {
    const isLeft = root.left[first[row] as number] as number;
    const ifLeft = whenLeft.given[whenLeft.codes[row] as number] as number;
    const ifRight = whenRight.given[whenRight.codes[row] as number] as number;
    logOdds[row] = (logOdds[row] as number) + isLeft * ifLeft + (1 - isLeft) * ifRight;
  }
}
