import { type Comparison, compareModels } from './compare.js';
import { type Drift, findDrift } from './drift.js';
import { type Ensemble, fitEnsemble, logOddsOf } from './ensemble.js';
import { type Circumstances, findLeaks, type Leak } from './leakage.js';
import { aucOf, measure, sigmoid } from './metrics.js';
import { countOutcomes, documentOf, type Outcomes, type PredictionModel, type Validation } from './model.js';
import { predictorOf } from './predict.js';
import { type Column, type OrderedSample, orderSample, type Sample, takeRows } from './sample.js';

/** Smallest numbers of outcomes for meaningful statistics. */
export const MIN_OUTCOMES: Outcomes = { won: 30, lost: 30 };
/** The latest share of the outcomes, used to validate a model that is trained on the earlier ones. */
const LATER_SHARE = 0.3;
/** Smallest number of outcomes of each kind before and after the cut, for a validation on later data. */
const MIN_LATER = 10;
/**
 * Standard errors by which the AUC must exceed 0.5, so that chance does so in one of forty cases. Held-out parts share most of
 * their training data, so by chance their AUC deviates more than its standard error (measured on 1,000 samples).
 */
const DISTINGUISHABLE = { later: 1.96, held_out: 2.6 };

/**
 * `ok`: the model may be used. `no_signal`: on outcomes it was not trained on, it is not distinguishable from chance; it is
 * returned for inspection only. `insufficient_outcomes`: there is no model.
 */
export type Training =
  | {
      verdict: 'ok' | 'no_signal';
      outcomes: Outcomes;
      leaks: Leak[];
      model: PredictionModel;
      rivalry: PresentEvaluation;
    }
  | { verdict: 'insufficient_outcomes'; outcomes: Outcomes; needed: Outcomes };

/** The model in use, and the instant (epoch ms) of the last outcome that it was trained on. */
export interface PresentModel {
  model: PredictionModel;
  learntThrough: number;
}

/** Evaluation of the present model on outcomes after its training; empty without a model or with too few outcomes. */
export interface PresentEvaluation {
  /** Comparison with a model like the new one, on the later part of the outcomes, which neither was trained on. */
  comparison?: Comparison | undefined;
  drift?: Drift | undefined;
}

export interface TrainingOptions extends Circumstances {
  present?: PresentModel | undefined;
  /** Trains on leaky fields as well. */
  keepLeaky?: boolean;
}

/**
 * Trains a model on won and lost leads. The same sample gives the same model in any order of rows and columns. With instants,
 * the verdict is based on leads decided later than the training data of a model of the same kind. Leaky fields are reported
 * and left out.
 */
export function train(sample: Sample, options: TrainingOptions = {}): Training {
  const outcomes = countOutcomes(sample.won);
  if (outcomes.won < MIN_OUTCOMES.won || outcomes.lost < MIN_OUTCOMES.lost)
    return { verdict: 'insufficient_outcomes', outcomes, needed: MIN_OUTCOMES };
  const whole = orderSample(sample);
  const leaks = findLeaks(whole, options);
  const leaky = new Set(options.keepLeaky ? [] : leaks.map(({ field }) => field));
  const columns = whole.columns.filter((column) => !leaky.has(column.name) && varies(column));
  const ordered = { ...whole, columns };
  const ensemble = fitEnsemble(ordered);
  const trial = tryLater(ordered);
  const validation = trial
    ? validationOf('later', trial.won, trial.logOdds)
    : validationOf('held_out', ordered.won, ensemble.heldOut);
  const model = documentOf(ensemble, ordered, validation);
  const isSignal = validation.auc - DISTINGUISHABLE[validation.on] * validation.aucError > 0.5;
  const rivalry = options.present ? evaluatePresent(options.present, whole, trial) : {};
  return { verdict: isSignal ? 'ok' : 'no_signal', outcomes, leaks, model, rivalry };
}

/** Whether a column has different values. A constant or empty column is not used, even if later leads have other values. */
const varies = ({ ids }: Column) => ids.some((id) => id !== ids[0]);

/** Predictions for the rows from `from` on, by a model trained on the earlier rows. */
interface Trial {
  from: number;
  won: Uint8Array;
  logOdds: Float64Array;
}

/** Trains on the earlier part and predicts the later one. Undefined without instants, or with too few outcomes on a side. */
function tryLater(sample: OrderedSample): Trial | undefined {
  const from = laterFrom(sample);
  if (from === undefined) return undefined;
  const rows = Int32Array.from(sample.won.keys());
  const earlier: Ensemble = fitEnsemble(takeRows(sample, rows.subarray(0, from)));
  const later = takeRows(sample, rows.subarray(from));
  return { from, won: later.won, logOdds: logOddsOf(earlier, later) };
}

function evaluatePresent(present: PresentModel, sample: OrderedSample, trial: Trial | undefined): PresentEvaluation {
  const { at } = sample;
  const first = at?.findIndex((instant) => instant > present.learntThrough) ?? -1;
  if (first < 0) return {};
  const won = Array.from(sample.won.subarray(first), Boolean);
  const probabilities = probabilitiesOf(present.model, sample, first);
  const drift = findDrift(present.model.outcomes, won, probabilities);
  if (!trial) return { drift };
  const from = Math.max(first, trial.from);
  if (!enoughLater(countOutcomes(sample.won.subarray(from)))) return { drift };
  const challenger = Array.from(trial.logOdds.subarray(from - trial.from), sigmoid);
  const comparison = compareModels(won.slice(from - first), probabilities.slice(from - first), challenger);
  return { drift, comparison };
}

/** Probabilities of a model for the rows from `first` on. */
function probabilitiesOf(model: PredictionModel, { columns, won }: OrderedSample, first: number): number[] {
  const { probabilityOf } = predictorOf(model);
  const known = columns.filter(({ name }) => model.fields.some((field) => field.name === name));
  return Array.from(won.subarray(first), (_, index) => {
    const cells = known.map(({ name, values, ids }) => [name, values[ids[first + index] as number]] as const);
    return probabilityOf(Object.fromEntries(cells));
  });
}

/** The first row of the later part. Leads of one instant stay together. */
function laterFrom({ at, won }: OrderedSample): number | undefined {
  if (!at) return undefined;
  let cut = Math.floor(won.length * (1 - LATER_SHARE));
  while (cut > 0 && at[cut] === at[cut - 1]) cut--;
  const [earlier, later] = [countOutcomes(won.subarray(0, cut)), countOutcomes(won.subarray(cut))];
  return enoughLater(earlier) && enoughLater(later) ? cut : undefined;
}

const enoughLater = ({ won, lost }: Outcomes) => won >= MIN_LATER && lost >= MIN_LATER;

function validationOf(on: Validation['on'], won: Uint8Array, logOdds: Float64Array): Validation {
  // The AUC is computed from log-odds, because probabilities near 1 are too coarse to rank rows.
  const { auc, standardError } = aucOf(won, logOdds);
  return { on, outcomes: countOutcomes(won), ...measure(won, logOdds.map(sigmoid)), auc, aucError: standardError };
}
