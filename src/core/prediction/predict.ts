import { codeCount, encoderOf } from './fields.js';
import { sigmoid } from './metrics.js';
import { type Outcomes, type PredictionModel, UNITS } from './model.js';
import type { FieldValue } from './sample.js';

/** What a lead's fields say, by name; fields that the model does not know are ignored. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** What one field adds to the log-odds of the average lead; negative speaks against winning. */
export interface FieldContribution {
  field: string;
  value: string | number | boolean | null;
  /** At most 4 decimals. */
  logOdds: number;
}

export interface Prediction {
  /** That the lead is won; greater than 0 and less than 1. */
  probability: number;
  /** 95 % interval of `probability`: how sure the model is of it, not of the lead's outcome. */
  interval: { low: number; high: number };
  /** ln(probability / (1 - probability)), 4 decimals; in ten-thousandths exactly `base` and all contributions together. */
  logOdds: number;
  /** Log-odds of the average lead. */
  base: number;
  /** Strongest first; fields that add nothing are left out. */
  contributions: FieldContribution[];
  /** Leads that were learnt from. */
  outcomes: Outcomes;
  /** Of these, the ones that a model which had not seen them placed where this lead is. */
  alike: Outcomes;
}

export interface Predictor {
  /** The probability alone. */
  probabilityOf(values: FieldValues): number;
  /** The same of values in the order of the model's fields: the hot path. */
  probabilityInOrder(values: readonly FieldValue[]): number;
  predict(values: FieldValues): Prediction;
}

const INTERVAL_DEVIATIONS = 1.96;
/** Log-odds are held within this, so that no probability is 0 or 1. */
const MOST_UNITS = 30 * UNITS;

/** Makes a model ready to answer. */
export function predictorOf(model: PredictionModel): Predictor {
  const encoders = model.fields.map(encoderOf);
  const widths = model.pairs.map(({ b }) => codeCount(model.fields[b] as PredictionModel['fields'][0]));
  const encode = (values: FieldValues) => model.fields.map(({ name }, index) => encoders[index]?.(values[name]) ?? 0);
  const unitsOfPair = (index: number, codes: readonly number[]): number => {
    const { a, b, units } = model.pairs[index] as PredictionModel['pairs'][0];
    return units[(codes[a] as number) * (widths[index] as number) + (codes[b] as number)] ?? 0;
  };
  const totalOf = (codes: readonly number[]): number => {
    let total = model.base;
    for (let field = 0; field < codes.length; field++) total += model.fields[field]?.units[codes[field] as number] ?? 0;
    for (let pair = 0; pair < widths.length; pair++) total += unitsOfPair(pair, codes);
    return total;
  };
  return {
    probabilityOf: (values) => sigmoid(held(totalOf(encode(values))) / UNITS),
    probabilityInOrder: (values) => {
      const codes = new Array<number>(encoders.length);
      for (let field = 0; field < encoders.length; field++)
        codes[field] = (encoders[field] as (typeof encoders)[0])(values[field]);
      return sigmoid(held(totalOf(codes)) / UNITS);
    },
    predict(values) {
      const codes = encode(values);
      const parts = model.fields.map(({ units }, field) => units[codes[field] as number] ?? 0);
      for (const [index, { a, b }] of model.pairs.entries()) share(unitsOfPair(index, codes), parts, a, b);
      return predictionOf(model, values, codes, parts, totalOf(codes));
    },
  };
}

/** What two fields say together is told half of each (the Shapley value of a pair); the odd unit is the first's. */
function share(units: number, parts: number[], a: number, b: number): void {
  const half = Math.trunc(units / 2);
  parts[a] = (parts[a] as number) + units - half;
  parts[b] = (parts[b] as number) + half;
}

function predictionOf(
  model: PredictionModel,
  values: FieldValues,
  codes: readonly number[],
  parts: readonly number[],
  total: number,
): Prediction {
  let variance = model.baseVariance;
  for (const [field, { variances }] of model.fields.entries()) variance += variances[codes[field] as number] ?? 0;
  const spread = INTERVAL_DEVIATIONS * Math.sqrt(variance);
  const logOdds = held(total) / UNITS;
  const contributions = model.fields
    .map(({ name }, field) => ({ field: name, value: values[name] ?? null, logOdds: (parts[field] as number) / UNITS }))
    .filter((part) => part.logOdds !== 0)
    .sort((x, y) => Math.abs(y.logOdds) - Math.abs(x.logOdds) || (x.field < y.field ? -1 : 1));
  const band = model.bands.findLast(({ from }) => from <= total) ?? model.bands[0];
  return {
    probability: sigmoid(logOdds),
    interval: { low: sigmoid(logOdds - spread), high: sigmoid(logOdds + spread) },
    logOdds,
    base: model.base / UNITS,
    contributions,
    outcomes: model.outcomes,
    alike: { won: band?.won ?? 0, lost: band?.lost ?? 0 },
  };
}

const held = (units: number) => Math.max(-MOST_UNITS, Math.min(MOST_UNITS, units));
