import type { EncodedRows } from './encoded.js';
import type { Tree } from './trees.js';

/** A sum of shapes of single fields and tables of two fields: log-odds = base + their values at the row's codes. */
export interface Additive {
  base: number;
  shapes: Float64Array[];
  tables: Map<string, Table>;
}

/** Values of two fields together: `values[codeOfA * sizeOfB + codeOfB]`; a < b. */
export interface Table {
  a: number;
  b: number;
  values: Float64Array;
}

export function emptyAdditive(sizes: readonly number[]): Additive {
  return { base: 0, shapes: sizes.map((size) => new Float64Array(size)), tables: new Map() };
}

/** Adds `rate` times a tree: each side is a shape of the root's field, or a table of it and the side's field. */
export function tabulate({ root, sides }: Tree, rate: number, sizes: readonly number[], into: Additive): void {
  for (const [index, { split, values }] of sides.entries()) {
    const isHere = (code: number) => (root.left[code] === 1) === (index === 0);
    const [ifLeft, ifRight] = [rate * values[0], rate * values[1]];
    if (!split || split.field === root.field) {
      const shape = into.shapes[root.field] as Float64Array;
      for (let code = 0; code < shape.length; code++)
        if (isHere(code)) shape[code] = (shape[code] as number) + (split?.left[code] ? ifLeft : ifRight);
      continue;
    }
    const { a, values: cells } = tableOf(root.field, split.field, sizes, into);
    const [rootStep, splitStep] =
      a === root.field ? [sizes[split.field] as number, 1] : [1, sizes[root.field] as number];
    for (let code = 0; code < root.left.length; code++) {
      if (!isHere(code)) continue;
      for (let other = 0; other < split.left.length; other++) {
        const cell = code * rootStep + other * splitStep;
        cells[cell] = (cells[cell] as number) + (split.left[other] ? ifLeft : ifRight);
      }
    }
  }
}

/** The table of two fields; created if there is none. */
export function tableOf(x: number, y: number, sizes: readonly number[], { tables }: Additive): Table {
  const [a, b] = x < y ? [x, y] : [y, x];
  const key = `${a} ${b}`;
  const known = tables.get(key);
  if (known) return known;
  const made = { a, b, values: new Float64Array((sizes[a] as number) * (sizes[b] as number)) };
  tables.set(key, made);
  return made;
}

const PASSES = 4;

/**
 * Moves the main effects of tables into the shapes of their fields, and the mean of every shape into the base, so that
 * contributions are deviations from the average row (purification: Lengerich et al. 2020). The sum of a row does not change.
 */
export function purify(model: Additive, { codes, sizes, won }: EncodedRows): void {
  for (const { a, b, values } of model.tables.values()) {
    const width = sizes[b] as number;
    const counts = new Float64Array(values.length);
    const [codesA, codesB] = [codes[a] as Uint8Array, codes[b] as Uint8Array];
    for (let row = 0; row < won.length; row++) {
      const cell = (codesA[row] as number) * width + (codesB[row] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
    for (let pass = 0; pass < PASSES; pass++) {
      for (let code = 0; code < (sizes[a] as number); code++)
        centre(values, counts, code * width, 1, width, model.shapes[a] as Float64Array, code);
      for (let code = 0; code < width; code++)
        centre(values, counts, code, width, sizes[a] as number, model.shapes[b] as Float64Array, code);
    }
  }
  for (const [field, shape] of model.shapes.entries()) {
    let sum = 0;
    for (const code of codes[field] as Uint8Array) sum += shape[code] as number;
    const mean = sum / Math.max(1, won.length);
    for (let code = 0; code < shape.length; code++) shape[code] = (shape[code] as number) - mean;
    model.base += mean;
  }
}

/** Moves the weighted mean of one line of a table into `shape[code]`. */
function centre(
  values: Float64Array,
  counts: Float64Array,
  start: number,
  step: number,
  length: number,
  shape: Float64Array,
  code: number,
): void {
  let [sum, weight] = [0, 0];
  for (let index = 0, cell = start; index < length; index++, cell += step) {
    sum += (values[cell] as number) * (counts[cell] as number);
    weight += counts[cell] as number;
  }
  if (weight === 0) return;
  const mean = sum / weight;
  for (let index = 0, cell = start; index < length; index++, cell += step)
    values[cell] = (values[cell] as number) - mean;
  shape[code] = (shape[code] as number) + mean;
}
