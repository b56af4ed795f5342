import { hashText, mix } from './random.js';

/** The value of one field of a lead. Undefined, null and empty text are missing. */
export type FieldValue = string | number | boolean | null | undefined;

/** Won and lost leads by column: row i of every column is the same lead, with its values while it was open. */
export interface Sample {
  columns: Readonly<Record<string, readonly FieldValue[]>>;
  won: readonly boolean[];
  /** Instants that order the leads (ideally of the decision), epoch milliseconds. With them, models are validated on later data. */
  at?: readonly number[] | undefined;
}

/** A column as numbers: `ids[row]` is an index into `values`, the distinct values; -1 is missing. */
export interface Column {
  name: string;
  values: (string | number | boolean)[];
  counts: number[];
  ids: Int32Array;
}

/** The rows and columns of a sample in an order that depends only on their content. */
export interface OrderedSample {
  columns: Column[];
  won: Uint8Array;
  at: Float64Array | undefined;
  /** Row i was row `order[i]` of the sample. */
  order: Int32Array;
}

/** Sorts columns by name and rows by instant, then by content, so that a model does not depend on the order of the input. */
export function orderSample(sample: Sample): OrderedSample {
  const rows = sample.won.length;
  const names = Object.keys(sample.columns).sort();
  const columns = names.map((name) => readColumn(name, sample.columns[name] ?? [], rows));
  const { high, low } = hashRows(columns, sample.won);
  const { at } = sample;
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) =>
      (at ? (at[a] ?? 0) - (at[b] ?? 0) : 0) ||
      (high[a] ?? 0) - (high[b] ?? 0) ||
      (low[a] ?? 0) - (low[b] ?? 0) ||
      a - b,
  );
  for (const column of columns) column.ids = order.map((row) => column.ids[row] ?? -1);
  return {
    columns,
    won: Uint8Array.from(order, (row) => (sample.won[row] ? 1 : 0)),
    at: at && Float64Array.from(order, (row) => at[row] ?? 0),
    order,
  };
}

/** A subset of the rows, in their order. */
export function takeRows(sample: OrderedSample, rows: Int32Array): OrderedSample {
  const columns = sample.columns.map(({ name, values, ids: all }) => {
    const ids = rows.map((row) => all[row] ?? -1);
    const counts = values.map(() => 0);
    for (const id of ids) if (id >= 0) counts[id] = (counts[id] ?? 0) + 1;
    return { name, values, counts, ids };
  });
  const { won, at, order } = sample;
  return {
    columns,
    won: Uint8Array.from(rows, (row) => won[row] ?? 0),
    at: at && Float64Array.from(rows, (row) => at[row] ?? 0),
    order: rows.map((row) => order[row] ?? 0),
  };
}

export const isMissing = (value: FieldValue): value is null | undefined =>
  value === undefined || value === null || value === '' || (typeof value === 'number' && !Number.isFinite(value));

function readColumn(name: string, cells: readonly FieldValue[], rows: number): Column {
  const known = new Map<FieldValue, number>();
  const values: Column['values'] = [];
  const counts: number[] = [];
  const ids = new Int32Array(rows).fill(-1);
  for (let row = 0; row < rows; row++) {
    const value = cells[row];
    if (isMissing(value)) continue;
    let id = known.get(value);
    if (id === undefined) {
      id = values.length;
      known.set(value, id);
      values.push(value);
      counts.push(0);
    }
    ids[row] = id;
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return { name, values, counts, ids };
}

/** Hashes are sums over the columns, so the order of columns does not matter. Two per row, so that different rows rarely collide. */
function hashRows(columns: readonly Column[], won: readonly boolean[]): { high: Int32Array; low: Int32Array } {
  const high = Int32Array.from(won, (one) => (one ? 0x2545f491 : 0));
  const low = Int32Array.from(high);
  for (const { name, values, ids } of columns) {
    const seed = hashText(name, 0);
    const first = new Int32Array(values.length);
    const second = new Int32Array(values.length);
    for (let id = 0; id < values.length; id++) {
      const hash = hashText(`${typeof values[id]}:${values[id]}`, seed);
      first[id] = hash;
      second[id] = mix(hash ^ 0x5bd1e995);
    }
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] as number;
      if (id < 0) continue;
      high[row] = ((high[row] as number) + (first[id] as number)) | 0;
      low[row] = ((low[row] as number) + (second[id] as number)) | 0;
    }
  }
  return { high: high.map(mix), low: low.map(mix) };
}
