import { type EncodedRows, gather, sumShapes } from './encoded.js';
import { cross, FINE, type Grid, type Merging, ROUGH } from './grids.js';
import { findPairs, type Pair } from './pairs.js';
import { type Chain, type Structure, structuresOf } from './priors.js';
import { type Additive, tableOf } from './shapes.js';
import { fitSmooth, type SmoothFit } from './smoothing.js';

/** Smooth shapes of the fields, and a rough and a fine shape of each pair, crossed into one field. */
export interface CrossedFit {
  fit: SmoothFit;
  pairs: Pair[];
}

const MAX_PAIRS = 10;
const MAX_ROWS = 6_000;

/** A crossing of a pair into one field. Chains of neighbouring bins run along the inner field. */
interface Crossing {
  outer: number;
  inner: number;
  outerMap: Uint8Array;
  innerMap: Uint8Array;
  width: number;
  chains: Chain[];
}

/** Rough, fine along one field, and fine along the other if both are numbers. */
function crossingsOf({ a, b }: Pair, grids: readonly Grid[]): Crossing[] {
  const [gridA, gridB] = [grids[a] as Grid, grids[b] as Grid];
  const along = (width: number, outer: number, inner: number, outerOf: Merging, innerOf: Merging): Crossing => {
    const { first, length } = innerOf.chain;
    const chains =
      length < 2 ? [] : Array.from({ length: width }, (_, code) => ({ first: code * width + first, length }));
    return { outer, inner, outerMap: outerOf.map, innerMap: innerOf.map, width, chains };
  };
  const alongA = along(FINE, b, a, gridB.fine, gridA.fine);
  const alongB = along(FINE, a, b, gridA.fine, gridB.fine);
  const fine = alongA.chains.length === 0 ? [alongB] : alongB.chains.length === 0 ? [alongA] : [alongA, alongB];
  return [...fine, along(ROUGH, a, b, gridA.rough, gridB.rough)];
}

/** Fits the fields, finds pairs in the residuals, and fits both together. */
export function fitCrossed(rows: EncodedRows, structures: readonly Structure[][], grids: readonly Grid[]): CrossedFit {
  const thinned = thin(rows);
  const plain = fitSmooth(thinned, structures);
  const pairs = findPairs(thinned, grids, sumShapes(plain.base, plain.shapes, thinned), MAX_PAIRS);
  if (pairs.length === 0 && thinned === rows) return { fit: plain, pairs };
  const crossed = withPairs(rows, pairs, grids);
  const crossings = pairs.flatMap((pair) => crossingsOf(pair, grids));
  const added = crossings.map(({ width, chains }) => structuresOf(width * width, chains));
  return { fit: fitSmooth(crossed, [...structures, ...added], plain), pairs };
}

/** An even sample of the rows, large enough for the first fit and the choice of pairs. */
function thin(rows: EncodedRows): EncodedRows {
  const stride = rows.won.length / MAX_ROWS;
  if (stride <= 1) return rows;
  return gather(
    rows,
    Int32Array.from({ length: MAX_ROWS }, (_, index) => Math.floor(index * stride)),
  );
}

/** The rows with more fields for each pair. */
function withPairs({ codes, sizes, won }: EncodedRows, pairs: readonly Pair[], grids: readonly Grid[]): EncodedRows {
  const crossings = pairs.flatMap((pair) => crossingsOf(pair, grids));
  const added = crossings.map(({ outer, inner, outerMap, innerMap, width }) =>
    cross(codes[outer] as Uint8Array, outerMap, codes[inner] as Uint8Array, innerMap, width),
  );
  return { codes: [...codes, ...added], sizes: [...sizes, ...crossings.map(({ width }) => width * width)], won };
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
    const addend = fit.shapes[field] as Float64Array;
    for (let code = 0; code < shape.length; code++)
      shape[code] = (shape[code] as number) + factor * (addend[code] as number);
  }
  for (const [index, crossing] of pairs.flatMap((pair) => crossingsOf(pair, grids)).entries()) {
    const addend = fit.shapes[sizes.length + index] as Float64Array;
    const { outer, inner, outerMap, innerMap, width } = crossing;
    const { a, b, values } = tableOf(outer, inner, sizes, into);
    const [codesA, codesB] = [sizes[a] as number, sizes[b] as number];
    for (let codeA = 0; codeA < codesA; codeA++) {
      for (let codeB = 0; codeB < codesB; codeB++) {
        const [ofOuter, ofInner] = a === outer ? [codeA, codeB] : [codeB, codeA];
        const from = (outerMap[ofOuter] as number) * width + (innerMap[ofInner] as number);
        const cell = codeA * codesB + codeB;
        values[cell] = (values[cell] as number) + factor * (addend[from] as number);
      }
    }
  }
}
