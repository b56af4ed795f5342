import { countOutcomes, type Outcomes } from './model.js';

/** A deviation in standard errors, and whether it is both beyond chance and large enough to matter. */
export interface Deviation {
  expected: number;
  observed: number;
  z: number;
  drifted: boolean;
}

export interface Drift {
  /** Share of leads won: when the model was trained, and since. */
  baseRate: Deviation;
  /** Share of leads won that the model expected for these leads, and the observed one. */
  calibration: Deviation;
  /** Whether probabilities are too extreme or too moderate (Spiegelhalter 1986); about standard normal while they are right. */
  sharpnessZ: number;
  drifted: boolean;
}

/** Significance limit in standard errors, one in 370 by chance (two-sided), because the test is repeated often. */
const SIGNIFICANT_Z = 3;
/** Relative changes of the share won below this are ignored, because they change no decision. */
const RELATIVE_CHANGE = 0.1;
const MIN_LEADS = 50;

/** Compares outcomes after training with those of the training and with their predicted probabilities. */
export function findDrift(
  trained: Outcomes,
  won: readonly boolean[],
  probabilities: readonly number[],
): Drift | undefined {
  if (won.length < MIN_LEADS) return undefined;
  const later = countOutcomes(won);
  const before = trained.won + trained.lost;
  const [rateBefore, rate] = [trained.won / before, later.won / won.length];
  const pooled = (trained.won + later.won) / (before + won.length);
  const rateError = Math.sqrt(pooled * (1 - pooled) * (1 / before + 1 / won.length));
  let [expected, variance, excess, excessVariance] = [0, 0, 0, 0];
  for (const [row, probability] of probabilities.entries()) {
    const spread = probability * (1 - probability);
    const lean = 1 - 2 * probability;
    expected += probability;
    variance += spread;
    excess += ((won[row] ? 1 : 0) - probability) * lean;
    excessVariance += lean * lean * spread;
  }
  const baseRate = deviation(rateBefore, rate, rateError);
  const calibration = deviation(expected / won.length, rate, Math.sqrt(variance) / won.length);
  const sharpnessZ = excessVariance === 0 ? 0 : excess / Math.sqrt(excessVariance);
  const drifted = baseRate.drifted || calibration.drifted || Math.abs(sharpnessZ) > SIGNIFICANT_Z;
  return { baseRate, calibration, sharpnessZ, drifted };
}

function deviation(expected: number, observed: number, error: number): Deviation {
  const z = error === 0 ? 0 : (observed - expected) / error;
  const large = Math.abs(observed - expected) >= RELATIVE_CHANGE * expected;
  return { expected, observed, z, drifted: large && Math.abs(z) > SIGNIFICANT_Z };
}
