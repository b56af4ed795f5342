/** The comparison of two models on leads that neither was trained on. */
export interface Comparison {
  decision: 'replace' | 'keep';
  /** Mean log loss of the present model minus that of the new one, nats. Positive when the new one is better. */
  gain: number;
  /** Standard error of `gain`, over the leads. */
  gainError: number;
  leads: number;
}

const MIN_PROBABILITY = 1e-15;

/** Compares the probabilities of two models. The new model replaces the present one if it is not worse on the same later leads. */
export function compareModels(
  won: readonly boolean[],
  present: readonly number[],
  challenger: readonly number[],
): Comparison {
  const leads = won.length;
  const gains = won.map(
    (outcome, row) => lossOf(outcome, present[row] ?? 0.5) - lossOf(outcome, challenger[row] ?? 0.5),
  );
  const gain = gains.reduce((sum, value) => sum + value, 0) / Math.max(1, leads);
  const squares = gains.reduce((sum, value) => sum + (value - gain) ** 2, 0);
  const gainError = leads < 2 ? Number.POSITIVE_INFINITY : Math.sqrt(squares / (leads - 1) / leads);
  return { decision: leads > 0 && gain >= 0 ? 'replace' : 'keep', gain, gainError, leads };
}

function lossOf(won: boolean, probability: number): number {
  return -Math.log(Math.max(MIN_PROBABILITY, won ? probability : 1 - probability));
}
