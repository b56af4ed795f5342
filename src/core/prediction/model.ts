import type { Ensemble } from './ensemble.js';
import type { FieldEncoding } from './fields.js';
import type { Quality } from './metrics.js';
import type { OrderedSample } from './sample.js';

/** Log-odds are stored as integer ten-thousandths, so that contributions add up exactly. */
export const UNITS = 10_000;

/** Number of leads with a known outcome. */
export interface Outcomes {
  won: number;
  lost: number;
}

/** Quality of a model on outcomes that it was not trained on. */
export interface Validation extends Quality {
  /** `later`: outcomes after all training data. `held_out`: held out at random, five parts in turn. */
  on: 'later' | 'held_out';
  outcomes: Outcomes;
}

/** A field of the model: `units[code]` and `variances[code]` belong to the codes of its encoding. */
export interface ModelField extends FieldEncoding {
  units: number[];
  /** Log-odds squared. */
  variances: number[];
}

/** Two fields together: `units[codeOfA * codesOfB + codeOfB]`; `a` and `b` are indexes of `fields`. */
export interface ModelPair {
  a: number;
  b: number;
  units: number[];
}

/** Leads whose log-odds, by a model that was not trained on them, were at least `from` (ten-thousandths). */
export interface Band extends Outcomes {
  from: number;
}

/**
 * A trained model as plain JSON. Log-odds in ten-thousandths = `base` + each field's units + each pair's units.
 */
export interface PredictionModel {
  format: 1;
  base: number;
  baseVariance: number;
  fields: ModelField[];
  pairs: ModelPair[];
  outcomes: Outcomes;
  validation: Validation;
  bands: Band[];
  /** IANA zone of the days that it counts, as it learnt them; absent: UTC. */
  zone?: string | undefined;
}

/** Fields and pairs whose values all stay below this are left out. */
const MIN_UNITS = 50;
const BANDS = 10;
/** Decimals of a variance worth keeping. */
const VARIANCE_DECIMALS = 1e6;

export function countOutcomes(won: ArrayLike<number | boolean>): Outcomes {
  let count = 0;
  for (let row = 0; row < won.length; row++) if (won[row]) count++;
  return { won: count, lost: won.length - count };
}

/** The model document of an ensemble. */
export function documentOf(ensemble: Ensemble, sample: OrderedSample, validation: Validation): PredictionModel {
  const { fields, model, variances, baseVariance, heldOut } = ensemble;
  const units = model.shapes.map(toUnits);
  const tables = [...model.tables.values()]
    .map(({ a, b, values }) => ({ a, b, units: toUnits(values) }))
    .filter((table) => table.units.some(matters))
    .sort((x, y) => x.a - y.a || x.b - y.b);
  const used = fields.flatMap((_, field) =>
    units[field]?.some(matters) || tables.some(({ a, b }) => a === field || b === field) ? [field] : [],
  );
  return {
    format: 1,
    base: Math.round(model.base * UNITS),
    baseVariance: rounded(baseVariance),
    fields: used.map((field) => ({
      ...(fields[field] as FieldEncoding),
      units: units[field] as number[],
      variances: Array.from(variances[field] as Float64Array, rounded),
    })),
    pairs: tables.map((table) => ({ ...table, a: used.indexOf(table.a), b: used.indexOf(table.b) })),
    outcomes: countOutcomes(sample.won),
    validation,
    bands: bandsOf(heldOut, sample.won),
  };
}

const matters = (units: number) => Math.abs(units) >= MIN_UNITS;
// `+ 0` turns -0 into 0, as JSON does.
const toUnits = (values: Float64Array): number[] => Array.from(values, (value) => Math.round(value * UNITS) + 0);
const rounded = (variance: number) => Math.round(variance * VARIANCE_DECIMALS) / VARIANCE_DECIMALS;

/** Ten equally filled bands of log-odds, lowest first. */
function bandsOf(logOdds: Float64Array, won: Uint8Array): Band[] {
  const order = Int32Array.from(won.keys()).sort((a, b) => (logOdds[a] as number) - (logOdds[b] as number));
  const bands: Band[] = [];
  for (const [place, row] of order.entries()) {
    const units = Math.round((logOdds[row] as number) * UNITS);
    const starts = Math.floor((place * BANDS) / order.length) >= bands.length;
    if (starts && (bands.at(-1)?.from ?? Number.NEGATIVE_INFINITY) < units)
      bands.push({ from: units, won: 0, lost: 0 });
    const band = bands.at(-1);
    if (band) won[row] ? band.won++ : band.lost++;
  }
  return bands;
}
