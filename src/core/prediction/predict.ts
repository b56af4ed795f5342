import { codeCount, encoderOf } from './fields.js';
import { sigmoid } from './metrics.js';
import { type Outcomes, type PredictionModel, UNITS } from './model.js';
import type { FieldValue } from './sample.js';

/** Values of a lead's fields by name. Fields that are not in the model are ignored. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** The contribution of one field to the log-odds of the average lead; negative lowers the probability of winning. */
export interface FieldContribution {
  field: string;
  value: string | number | boolean | null;
  /** At most 4 decimals. */
  logOdds: number;
}

export interface Prediction {
  /** Probability that the lead is won; greater than 0 and less than 1. */
  probability: number;
  /** 95 % interval of `probability`: the uncertainty of the model, not of the lead's outcome. */
  interval: { low: number; high: number };
  /** ln(probability / (1 - probability)), 4 decimals; in ten-thousandths exactly `base` and all contributions together. */
  logOdds: number;
  /** Log-odds of the average lead. */
  base: number;
  /** Strongest first, without fields that contribute 0. */
  contributions: FieldContribution[];
  /** Number of leads that the model was trained on. */
  outcomes: Outcomes;
  /** The training leads in the same band of log-odds, by models that were not trained on them. */
  alike: Outcomes;
}

export interface Predictor {
  /** The probability alone. */
  probabilityOf(values: FieldValues): number;
  /** The probability for values in the order of the model's fields: the hot path. */
  probabilityInOrder(values: readonly FieldValue[]): number;
  predict(values: FieldValues): Prediction;
}

const INTERVAL_DEVIATIONS = 1.96;
/** Limit of the log-odds, so that no probability is 0 or 1. */
const MAX_UNITS = 30 * UNITS;

/** Compiles a model for predictions. */
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
    probabilityOf: (values) => sigmoid(clampUnits(totalOf(encode(values))) / UNITS),
    probabilityInOrder: (values) => {
      const codes = new Array<number>(encoders.length);
      for (let field = 0; field < encoders.length; field++)
        codes[field] = (encoders[field] as (typeof encoders)[0])(values[field]);
      return sigmoid(clampUnits(totalOf(codes)) / UNITS);
    },
    predict(values) {
      const codes = encode(values);
      const parts = model.fields.map(({ units }, field) => units[codes[field] as number] ?? 0);
      for (const [index, { a, b }] of model.pairs.entries()) share(unitsOfPair(index, codes), parts, a, b);
      return predictionOf(model, values, codes, parts, totalOf(codes));
    },
  };
}

/** Assigns half of the value of a pair to each field (the Shapley value of a pair). The first field gets an odd unit. */
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
  const logOdds = clampUnits(total) / UNITS;
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

const clampUnits = (units: number) => Math.max(-MAX_UNITS, Math.min(MAX_UNITS, units));
