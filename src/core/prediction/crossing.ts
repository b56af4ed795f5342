import { type EncodedRows, gather, sumShapes } from './encoded.js';
import { cross, FINE, type Grid, ROUGH } from './grids.js';
import { findPairs, type Pair } from './pairs.js';
import { type Structure, structuresOf } from './priors.js';
import { type Additive, tableOf } from './shapes.js';
import { fitSmooth, type SmoothFit } from './smoothing.js';

/** Smooth shapes of the fields, then a rough and a fine one of each pair, crossed into one field. */
export interface CrossedFit {
  fit: SmoothFit;
  pairs: Pair[];
}

const MOST_PAIRS = 10;
const MOST_ROWS = 10_000;
const RESOLUTIONS = [
  { width: ROUGH, of: (grid: Grid) => grid.rough },
  { width: FINE, of: (grid: Grid) => grid.fine },
];

/** Fits the fields, looks for pairs in what is left over, and fits both together. */
export function fitCrossed(rows: EncodedRows, structures: readonly Structure[][], grids: readonly Grid[]): CrossedFit {
  const some = thin(rows);
  const plain = fitSmooth(some, structures);
  const pairs = findPairs(some, grids, sumShapes(plain.base, plain.shapes, some), MOST_PAIRS);
  if (pairs.length === 0 && some === rows) return { fit: plain, pairs };
  const crossed = withPairs(rows, pairs, grids);
  const added = crossed.sizes.slice(rows.sizes.length).map((size) => structuresOf(size, 0));
  return { fit: fitSmooth(crossed, [...structures, ...added], plain), pairs };
}

/** Enough of the rows to start from and to choose pairs by, evenly taken. */
function thin(rows: EncodedRows): EncodedRows {
  const stride = rows.won.length / MOST_ROWS;
  if (stride <= 1) return rows;
  return gather(
    rows,
    Int32Array.from({ length: MOST_ROWS }, (_, index) => Math.floor(index * stride)),
  );
}

/** The rows with two more fields for each pair. */
function withPairs({ codes, sizes, won }: EncodedRows, pairs: readonly Pair[], grids: readonly Grid[]): EncodedRows {
  const added = pairs.flatMap(({ a, b }) =>
    RESOLUTIONS.map(({ width, of }) =>
      cross(codes[a] as Uint8Array, of(grids[a] as Grid), codes[b] as Uint8Array, of(grids[b] as Grid), width),
    ),
  );
  const addedSizes = pairs.flatMap(() => RESOLUTIONS.map(({ width }) => width * width));
  return { codes: [...codes, ...added], sizes: [...sizes, ...addedSizes], won };
}

/** Log-odds of rows. */
export function crossedLogOdds({ fit, pairs }: CrossedFit, grids: readonly Grid[], rows: EncodedRows): Float64Array {
  return sumShapes(fit.base, fit.shapes, withPairs(rows, pairs, grids));
}

/** Adds `factor` times the fit: shapes of fields to shapes, those of pairs to tables. */
export function addCrossed(
  { fit, pairs }: CrossedFit,
  factor: number,
  grids: readonly Grid[],
  sizes: readonly number[],
  into: Additive,
): void {
  into.base += factor * fit.base;
  for (const [field, shape] of into.shapes.entries()) {
    const given = fit.shapes[field] as Float64Array;
    for (let code = 0; code < shape.length; code++)
      shape[code] = (shape[code] as number) + factor * (given[code] as number);
  }
  for (const [place, { a, b }] of pairs.entries()) {
    const { values } = tableOf(a, b, sizes, into);
    const width = sizes[b] as number;
    for (const [index, { width: crossedWidth, of }] of RESOLUTIONS.entries()) {
      const given = fit.shapes[sizes.length + place * RESOLUTIONS.length + index] as Float64Array;
      const [mapA, mapB] = [of(grids[a] as Grid), of(grids[b] as Grid)];
      for (let cell = 0; cell < values.length; cell++) {
        const from = (mapA[Math.floor(cell / width)] as number) * crossedWidth + (mapB[cell % width] as number);
        values[cell] = (values[cell] as number) + factor * (given[from] as number);
      }
    }
  }
}
