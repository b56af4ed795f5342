import { type Comparison, compareModels } from './compare.js';
import { type Drift, findDrift } from './drift.js';
import { type Ensemble, fitEnsemble, logOddsOf } from './ensemble.js';
import { type Circumstances, findLeaks, type Leak } from './leakage.js';
import { aucOf, measure, sigmoid } from './metrics.js';
import { countOutcomes, documentOf, type Outcomes, type PredictionModel, type Validation } from './model.js';
import { predictorOf } from './predict.js';
import { type Column, type OrderedSample, orderSample, type Sample, takeRows } from './sample.js';

/** Below either of these, honest statistics can say nothing. */
export const LEAST_OUTCOMES: Outcomes = { won: 30, lost: 30 };
/** The last part of the time, on which a model that learnt from what came before is tried. */
const LATER_SHARE = 0.3;
/** Outcomes of each kind that must lie before and after, for a trial on later data. */
const LEAST_LATER = 10;
/**
 * Standard errors that the area must lie above 0.5, so that chance does so in one of forty. Held-out parts share most of
 * what they learnt from, so by chance their area strays further than its standard error says (tried on 1,000 samples).
 */
const DISTINGUISHABLE = { later: 1.96, held_out: 2.6 };

/**
 * `ok`: the model may answer. `no_signal`: on outcomes it had not learnt from, it could not be told from guessing; it is
 * given for inspection only. `insufficient_outcomes`: there is no model.
 */
export type Training =
  | { verdict: 'ok' | 'no_signal'; outcomes: Outcomes; leaks: Leak[]; model: PredictionModel; rivalry: Rivalry }
  | { verdict: 'insufficient_outcomes'; outcomes: Outcomes; needed: Outcomes };

/** The model that answers at present, and the instant (epoch ms) of the last outcome that it has learnt from. */
export interface PresentModel {
  model: PredictionModel;
  learntThrough: number;
}

/** What outcomes that the present model did not know say about it; empty without one, or while there are too few. */
export interface Rivalry {
  /** Beside a model like the new one, on the later part of them, which neither has learnt from. */
  comparison?: Comparison | undefined;
  drift?: Drift | undefined;
}

export interface TrainingOptions extends Circumstances {
  present?: PresentModel | undefined;
  /** Learn from leaky fields all the same. */
  keepLeaky?: boolean;
}

/**
 * Learns from won and lost leads. The same sample, in whatever order of rows and columns, gives the same model. With
 * instants, the verdict rests on leads decided later than those a model of the same kind learnt from. Leaky fields are
 * told and left out.
 */
export function train(sample: Sample, options: TrainingOptions = {}): Training {
  const outcomes = countOutcomes(sample.won);
  if (outcomes.won < LEAST_OUTCOMES.won || outcomes.lost < LEAST_OUTCOMES.lost)
    return { verdict: 'insufficient_outcomes', outcomes, needed: LEAST_OUTCOMES };
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
  const rivalry = options.present ? rivalryOf(options.present, whole, trial) : {};
  return { verdict: isSignal ? 'ok' : 'no_signal', outcomes, leaks, model, rivalry };
}

/** A field that says the same of all leads, or nothing, teaches nothing: not about leads of which it will say something. */
const varies = ({ ids }: Column) => ids.some((id) => id !== ids[0]);

/** What a model that learnt from the rows before `from` says of the others. */
interface Trial {
  from: number;
  won: Uint8Array;
  logOdds: Float64Array;
}

/** Learns from the earlier part, answers for the later. Undefined without instants, or with too few outcomes on a side. */
function tryLater(sample: OrderedSample): Trial | undefined {
  const from = laterFrom(sample);
  if (from === undefined) return undefined;
  const rows = Int32Array.from(sample.won.keys());
  const earlier: Ensemble = fitEnsemble(takeRows(sample, rows.subarray(0, from)));
  const later = takeRows(sample, rows.subarray(from));
  return { from, won: later.won, logOdds: logOddsOf(earlier, later) };
}

function rivalryOf(present: PresentModel, sample: OrderedSample, trial: Trial | undefined): Rivalry {
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

/** What a model says of the rows from `first` on. */
function probabilitiesOf(model: PredictionModel, { columns, won }: OrderedSample, first: number): number[] {
  const { probabilityOf } = predictorOf(model);
  const known = columns.filter(({ name }) => model.fields.some((field) => field.name === name));
  return Array.from(won.subarray(first), (_, index) => {
    const cells = known.map(({ name, values, ids }) => [name, values[ids[first + index] as number]] as const);
    return probabilityOf(Object.fromEntries(cells));
  });
}

/** The first row of the later part: leads of one instant are not parted. */
function laterFrom({ at, won }: OrderedSample): number | undefined {
  if (!at) return undefined;
  let cut = Math.floor(won.length * (1 - LATER_SHARE));
  while (cut > 0 && at[cut] === at[cut - 1]) cut--;
  const [earlier, later] = [countOutcomes(won.subarray(0, cut)), countOutcomes(won.subarray(cut))];
  return enoughLater(earlier) && enoughLater(later) ? cut : undefined;
}

const enoughLater = ({ won, lost }: Outcomes) => won >= LEAST_LATER && lost >= LEAST_LATER;

function validationOf(on: Validation['on'], won: Uint8Array, logOdds: Float64Array): Validation {
  // Ranked by log-odds: probabilities near 1 are too coarse to tell rows apart.
  const { auc, standardError } = aucOf(won, logOdds);
  return { on, outcomes: countOutcomes(won), ...measure(won, logOdds.map(sigmoid)), auc, aucError: standardError };
}
