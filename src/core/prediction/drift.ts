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
  /** Share of leads won that the model expected of these very leads, and what came. */
  calibration: Deviation;
  /** Whether probabilities are too bold or too timid (Spiegelhalter 1986), about normal while they are right. */
  sharpnessZ: number;
  drifted: boolean;
}

/** Looked at again and again, so chance is given one in 370 (two-sided). */
const BEYOND_CHANCE = 3;
/** Changes of the share won smaller than this part of it change no decision. */
const RELATIVE_CHANGE = 0.1;
const LEAST_LEADS = 50;

/** Compares outcomes that came after training with the training's and with the probabilities given to them. */
export function findDrift(
  trained: Outcomes,
  won: readonly boolean[],
  probabilities: readonly number[],
): Drift | undefined {
  if (won.length < LEAST_LEADS) return undefined;
  const later = countOutcomes(won);
  const before = trained.won + trained.lost;
  const [rateBefore, rate] = [trained.won / before, later.won / won.length];
  const pooled = (trained.won + later.won) / (before + won.length);
  const rateError = Math.sqrt(pooled * (1 - pooled) * (1 / before + 1 / won.length));
  let [expected, variance, bold, boldVariance] = [0, 0, 0, 0];
  for (const [row, probability] of probabilities.entries()) {
    const spread = probability * (1 - probability);
    const lean = 1 - 2 * probability;
    expected += probability;
    variance += spread;
    bold += ((won[row] ? 1 : 0) - probability) * lean;
    boldVariance += lean * lean * spread;
  }
  const baseRate = deviation(rateBefore, rate, rateError);
  const calibration = deviation(expected / won.length, rate, Math.sqrt(variance) / won.length);
  const sharpnessZ = boldVariance === 0 ? 0 : bold / Math.sqrt(boldVariance);
  const drifted = baseRate.drifted || calibration.drifted || Math.abs(sharpnessZ) > BEYOND_CHANCE;
  return { baseRate, calibration, sharpnessZ, drifted };
}

function deviation(expected: number, observed: number, error: number): Deviation {
  const z = error === 0 ? 0 : (observed - expected) / error;
  const large = Math.abs(observed - expected) >= RELATIVE_CHANGE * expected;
  return { expected, observed, z, drifted: large && Math.abs(z) > BEYOND_CHANCE };
}
