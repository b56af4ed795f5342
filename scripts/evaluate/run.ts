import { type Drift, findDrift } from '../../src/core/prediction/drift.js';
import type { Leak } from '../../src/core/prediction/leakage.js';
import { eceByChance, measure, type Quality } from '../../src/core/prediction/metrics.js';
import { countOutcomes, type Outcomes, type PredictionModel } from '../../src/core/prediction/model.js';
import { predictorOf } from '../../src/core/prediction/predict.js';
import { type FieldValue, isMissing } from '../../src/core/prediction/sample.js';
import { type Training, train } from '../../src/core/prediction/train.js';
import { Misuse } from '../client/misuse.js';
import { type EvaluationData, takeSample } from './data.js';
import type { Split } from './splits.js';

/** How one split came out. */
export interface SplitResult extends Quality {
  name: string;
  learnt: Outcomes;
  told: Outcomes;
  verdict: Training['verdict'];
  /** The calibration error that perfect probabilities of the same values would show on so few rows. */
  eceByChance: number;
  trainMs: number;
  microsecondsPerRow: number;
  leaks: Leak[];
  /** Undefined when there were too few outcomes: then the share won is told of every row. */
  model: PredictionModel | undefined;
  /** By field, the mean of what it adds or takes, in log-odds, strongest first. */
  strengths: { field: string; logOdds: number }[];
  drift: Drift | undefined;
}

/** Explaining takes longer than telling; the mean of so many rows is good enough. */
const EXPLAINED_ROWS = 2_000;

/** Learns from the rows that are not in the split, and tells those that are. */
export function runSplit(data: EvaluationData, split: Split, keepLeaky: boolean): SplitResult {
  const { outcomes, columns } = data;
  const [learntRows, toldRows, openRows] = [[] as number[], [] as number[], [] as number[]];
  for (const [row, outcome] of outcomes.entries())
    (outcome === undefined ? openRows : split.test.has(row) ? toldRows : learntRows).push(row);
  if (toldRows.length === 0) throw new Misuse(`Of the rows of ${split.name}, none has an outcome.`);
  const sample = takeSample(data, learntRows);
  const open = { leads: openRows.length, known: fieldsKnown(columns, openRows) };
  const startedAt = performance.now();
  const training = train(sample, { open, keepLeaky });
  const trainMs = performance.now() - startedAt;
  const model = training.verdict === 'insufficient_outcomes' ? undefined : training.model;
  const learnt = training.outcomes;
  const records = toldRows.map((row) => Object.fromEntries(columns.map(({ name, cells }) => [name, cells[row]])));
  const { probabilities, microsecondsPerRow } = tell(model, learnt, records);
  const won = toldRows.map((row) => outcomes[row] === true);
  return {
    name: split.name,
    learnt,
    told: countOutcomes(won),
    verdict: training.verdict,
    ...measure(won.map(Number), probabilities),
    eceByChance: eceByChance(probabilities),
    trainMs,
    microsecondsPerRow,
    leaks: training.verdict === 'insufficient_outcomes' ? [] : training.leaks,
    model,
    strengths: model ? strengthsOf(model, records.slice(0, EXPLAINED_ROWS)) : [],
    drift: findDrift(learnt, won, probabilities),
  };
}

function fieldsKnown(columns: EvaluationData['columns'], rows: readonly number[]): Set<string> {
  const known = columns.filter(({ cells }) => rows.some((row) => !isMissing(cells[row])));
  return new Set(known.map(({ name }) => name));
}

type Row = Record<string, FieldValue>;

function tell(model: PredictionModel | undefined, { won, lost }: Outcomes, records: Row[]) {
  const predictor = model && predictorOf(model);
  const share = (won + 1) / (won + lost + 2);
  const startedAt = performance.now();
  const probabilities = records.map((record) => predictor?.probabilityOf(record) ?? share);
  return { probabilities, microsecondsPerRow: ((performance.now() - startedAt) * 1_000) / records.length };
}

function strengthsOf(model: PredictionModel, records: Row[]): SplitResult['strengths'] {
  const predictor = predictorOf(model);
  const sums = new Map<string, number>();
  for (const record of records)
    for (const { field, logOdds } of predictor.predict(record).contributions)
      sums.set(field, (sums.get(field) ?? 0) + Math.abs(logOdds));
  return [...sums]
    .map(([field, sum]) => ({ field, logOdds: sum / records.length }))
    .sort((a, b) => b.logOdds - a.logOdds);
}
