import { UsageError } from '../../src/command.js';
import { type Drift, findDrift } from '../../src/core/prediction/drift.js';
import type { Leak } from '../../src/core/prediction/leakage.js';
import { eceByChance, measure, type Quality } from '../../src/core/prediction/metrics.js';
import { countOutcomes, type Outcomes, type PredictionModel } from '../../src/core/prediction/model.js';
import { predictorOf } from '../../src/core/prediction/predict.js';
import { type FieldValue, isMissing } from '../../src/core/prediction/sample.js';
import { type Training, train } from '../../src/core/prediction/train.js';
import { type EvaluationData, takeSample } from './data.js';
import type { Split } from './splits.js';

/** The figures of one split. */
export interface SplitResult extends Quality {
  name: string;
  trained: Outcomes;
  tested: Outcomes;
  verdict: Training['verdict'];
  /** The calibration error that perfectly calibrated probabilities would show on as many rows. */
  eceByChance: number;
  trainMs: number;
  microsecondsPerRow: number;
  leaks: Leak[];
  /** Undefined when there were too few outcomes; the share of won rows is then the prediction for every row. */
  model: PredictionModel | undefined;
  /** By field, the mean absolute contribution in log-odds, strongest first. */
  strengths: { field: string; logOdds: number }[];
  drift: Drift | undefined;
}

/** Explaining takes longer than predicting, so contributions are averaged over this many rows only. */
const EXPLAINED_ROWS = 2_000;

/** Trains on the rows outside the split's test rows, and predicts the test rows. */
export function runSplit(data: EvaluationData, split: Split, keepLeaky: boolean): SplitResult {
  const { outcomes, columns } = data;
  const [trainRows, testRows, openRows] = [[] as number[], [] as number[], [] as number[]];
  for (const [row, outcome] of outcomes.entries())
    (outcome === undefined ? openRows : split.test.has(row) ? testRows : trainRows).push(row);
  if (testRows.length === 0) throw new UsageError(`Of the rows of ${split.name}, none has an outcome.`);
  const sample = takeSample(data, trainRows);
  const open = { leads: openRows.length, known: fieldsKnown(columns, openRows) };
  const startedAt = performance.now();
  const training = train(sample, { open, keepLeaky });
  const trainMs = performance.now() - startedAt;
  const model = training.verdict === 'insufficient_outcomes' ? undefined : training.model;
  const trained = training.outcomes;
  const records = testRows.map((row) => Object.fromEntries(columns.map(({ name, cells }) => [name, cells[row]])));
  const { probabilities, microsecondsPerRow } = predictRows(model, trained, records);
  const won = testRows.map((row) => outcomes[row] === true);
  return {
    name: split.name,
    trained,
    tested: countOutcomes(won),
    verdict: training.verdict,
    ...measure(won.map(Number), probabilities),
    eceByChance: eceByChance(probabilities),
    trainMs,
    microsecondsPerRow,
    leaks: training.verdict === 'insufficient_outcomes' ? [] : training.leaks,
    model,
    strengths: model ? contributionsOf(model, records.slice(0, EXPLAINED_ROWS)) : [],
    drift: findDrift(trained, won, probabilities),
  };
}

function fieldsKnown(columns: EvaluationData['columns'], rows: readonly number[]): Set<string> {
  const known = columns.filter(({ cells }) => rows.some((row) => !isMissing(cells[row])));
  return new Set(known.map(({ name }) => name));
}

type Row = Record<string, FieldValue>;

function predictRows(model: PredictionModel | undefined, { won, lost }: Outcomes, records: Row[]) {
  const predictor = model && predictorOf(model);
  const share = (won + 1) / (won + lost + 2);
  const startedAt = performance.now();
  const probabilities = records.map((record) => predictor?.probabilityOf(record) ?? share);
  return { probabilities, microsecondsPerRow: ((performance.now() - startedAt) * 1_000) / records.length };
}

function contributionsOf(model: PredictionModel, records: Row[]): SplitResult['strengths'] {
  const predictor = predictorOf(model);
  const totals = new Map<string, number>();
  for (const record of records)
    for (const { field, logOdds } of predictor.predict(record).contributions)
      totals.set(field, (totals.get(field) ?? 0) + Math.abs(logOdds));
  return [...totals]
    .map(([field, total]) => ({ field, logOdds: total / records.length }))
    .sort((a, b) => b.logOdds - a.logOdds);
}
