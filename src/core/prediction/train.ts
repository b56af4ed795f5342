import { type Ensemble, fitEnsemble, logOddsOf } from './ensemble.js';
import { type Circumstances, findLeaks, type Leak } from './leakage.js';
import { aucOf, measure, sigmoid } from './metrics.js';
import { countOutcomes, documentOf, type Outcomes, type PredictionModel, type Validation } from './model.js';
import { type OrderedSample, orderSample, type Sample, takeRows } from './sample.js';

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
  | { verdict: 'ok' | 'no_signal'; outcomes: Outcomes; leaks: Leak[]; model: PredictionModel }
  | { verdict: 'insufficient_outcomes'; outcomes: Outcomes; needed: Outcomes };

export interface TrainingOptions extends Circumstances {
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
  const ordered = { ...whole, columns: whole.columns.filter(({ name }) => !leaky.has(name)) };
  const ensemble = fitEnsemble(ordered);
  const validation = validateLater(ordered) ?? validationOf('held_out', ordered.won, ensemble.heldOut);
  const model = documentOf(ensemble, ordered, validation);
  const isSignal = validation.auc - DISTINGUISHABLE[validation.on] * validation.aucError > 0.5;
  return { verdict: isSignal ? 'ok' : 'no_signal', outcomes, leaks, model };
}

/** Learns from the earlier part, answers for the later. Undefined without instants, or with too few outcomes on a side. */
function validateLater(sample: OrderedSample): Validation | undefined {
  const cut = laterFrom(sample);
  if (cut === undefined) return undefined;
  const rows = Int32Array.from(sample.won.keys());
  const earlier: Ensemble = fitEnsemble(takeRows(sample, rows.subarray(0, cut)));
  const later = takeRows(sample, rows.subarray(cut));
  return validationOf('later', later.won, logOddsOf(earlier, later.columns));
}

/** The first row of the later part: leads of one instant are not parted. */
function laterFrom({ at, won }: OrderedSample): number | undefined {
  if (!at) return undefined;
  let cut = Math.floor(won.length * (1 - LATER_SHARE));
  while (cut > 0 && at[cut] === at[cut - 1]) cut--;
  const enough = ({ won, lost }: Outcomes) => won >= LEAST_LATER && lost >= LEAST_LATER;
  return enough(countOutcomes(won.subarray(0, cut))) && enough(countOutcomes(won.subarray(cut))) ? cut : undefined;
}

function validationOf(on: Validation['on'], won: Uint8Array, logOdds: Float64Array): Validation {
  // Ranked by log-odds: probabilities near 1 are too coarse to tell rows apart.
  const { auc, standardError } = aucOf(won, logOdds);
  return { on, outcomes: countOutcomes(won), ...measure(won, logOdds.map(sigmoid)), auc, aucError: standardError };
}
