/** Rows as codes, the input of training: `codes[field][row]` is below `sizes[field]`. */
export interface EncodedRows {
  codes: readonly Uint8Array[];
  sizes: readonly number[];
  /** 1 won, 0 lost. */
  won: Uint8Array;
}

/** Copies the rows with these indexes into contiguous memory. */
export function gather({ codes, sizes, won }: EncodedRows, rows: Int32Array): EncodedRows {
  const take = (from: Uint8Array) => {
    const taken = new Uint8Array(rows.length);
    for (let index = 0; index < rows.length; index++) taken[index] = from[rows[index] as number] as number;
    return taken;
  };
  return { codes: codes.map(take), sizes, won: take(won) };
}

/** Log-odds of each row: `base` plus the value of each field's code. */
export function sumShapes(base: number, shapes: readonly Float64Array[], { codes, won }: EncodedRows): Float64Array {
  const totals = new Float64Array(won.length).fill(base);
  for (const [field, shape] of shapes.entries()) {
    const column = codes[field] as Uint8Array;
    for (let row = 0; row < totals.length; row++)
      totals[row] = (totals[row] as number) + (shape[column[row] as number] as number);
  }
  return totals;
}
