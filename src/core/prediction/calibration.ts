import { sigmoid } from './metrics.js';

/** log-odds = shift + sum of slopes times the parts of a row. */
export interface Calibration {
  shift: number;
  slopes: number[];
  /** Variance of the calibrated log-odds of an average row. */
  variance: number;
}

/** Standard deviation of the prior of a slope around 1. With few outcomes a slope stays near 1. */
const SLOPE_SPREAD = 0.3;
const MAX_ITERATIONS = 15;
const CLOSE_ENOUGH = 1e-8;

/**
 * Platt scaling (Platt 1999) of one or more parts of the log-odds at once, on rows that no part was trained on, with a normal
 * prior on the slopes. Scale and shift keep the log-odds a sum of contributions. Slopes are never negative.
 */
export function calibrate(won: Uint8Array, parts: readonly Float64Array[]): Calibration {
  const precision = [1e-6, ...parts.map(() => 1 / (SLOPE_SPREAD * SLOPE_SPREAD))];
  const prior = [0, ...parts.map(() => 1)];
  const found = [...prior];
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const { gradient, curvature } = slopesAt(won, parts, found);
    for (const [index, value] of found.entries()) {
      const held = precision[index] as number;
      gradient[index] = (gradient[index] as number) - held * (value - (prior[index] as number));
      const row = curvature[index] as number[];
      row[index] = (row[index] as number) + held;
    }
    const step = solve(curvature, gradient);
    for (const [index, change] of step.entries()) found[index] = (found[index] as number) + change;
    if (step.every((change) => Math.abs(change) < CLOSE_ENOUGH)) break;
  }
  const [shift = 0, ...slopes] = found;
  const { curvature } = slopesAt(won, parts, found);
  return { shift, slopes: slopes.map((slope) => Math.max(0, slope)), variance: 1 / (curvature[0]?.[0] ?? 1) };
}

function slopesAt(won: Uint8Array, parts: readonly Float64Array[], at: readonly number[]) {
  const gradient = at.map(() => 0);
  const curvature = at.map(() => at.map(() => 0));
  const inputs = at.map(() => 1);
  for (let row = 0; row < won.length; row++) {
    let logOdds = at[0] as number;
    for (let part = 0; part < parts.length; part++) {
      const value = (parts[part] as Float64Array)[row] as number;
      inputs[part + 1] = value;
      logOdds += (at[part + 1] as number) * value;
    }
    const probability = sigmoid(logOdds);
    const weight = probability * (1 - probability);
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i] as number;
      gradient[i] = (gradient[i] as number) + ((won[row] as number) - probability) * input;
      const line = curvature[i] as number[];
      for (let j = 0; j < inputs.length; j++) line[j] = (line[j] as number) + weight * input * (inputs[j] as number);
    }
  }
  return { gradient, curvature };
}

/** Gaussian elimination of a small positive definite system. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const lines = matrix.map((line, index) => [...line, right[index] as number]);
  for (const [index, pivot] of lines.entries()) {
    for (const below of lines.slice(index + 1)) {
      const factor = (below[index] as number) / (pivot[index] as number);
      for (let column = index; column < pivot.length; column++)
        below[column] = (below[column] as number) - factor * (pivot[column] as number);
    }
  }
  const solution = right.map(() => 0);
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] as number[];
    let rest = line[lines.length] as number;
    for (let column = index + 1; column < lines.length; column++)
      rest -= (line[column] as number) * (solution[column] as number);
    solution[index] = rest / (line[index] as number);
  }
  return solution;
}
