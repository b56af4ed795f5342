/** Probability of a log-odds. */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/**
 * Area under the receiver operating characteristic, ties counted half (Mann and Whitney 1947), with its standard error
 * by DeLong, DeLong and Clarke-Pearson 1988. Both NaN when a class is missing. AUC in [0, 1].
 */
export function aucOf(won: ArrayLike<number>, scores: ArrayLike<number>): { auc: number; standardError: number } {
  const order = Int32Array.from({ length: won.length }, (_, row) => row).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  );
  const placed = { won: [] as number[], lost: [] as number[] };
  let [wonBelow, lostBelow] = [0, 0];
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] as number];
    let end = start;
    let [wonHere, lostHere] = [0, 0];
    for (; end < order.length && scores[order[end] as number] === score; end++)
      won[order[end] as number] ? wonHere++ : lostHere++;
    for (let index = 0; index < wonHere; index++) placed.won.push(lostBelow + lostHere / 2);
    for (let index = 0; index < lostHere; index++) placed.lost.push(wonBelow + wonHere / 2);
    wonBelow += wonHere;
    lostBelow += lostHere;
    start = end;
  }
  if (wonBelow === 0 || lostBelow === 0) return { auc: Number.NaN, standardError: Number.NaN };
  const auc = sum(placed.won) / wonBelow / lostBelow;
  const variance =
    variancePerMember(placed.won, wonBelow, lostBelow) + variancePerMember(placed.lost, lostBelow, wonBelow);
  return { auc, standardError: Math.sqrt(variance) };
}

/** Variance of the mean of the placement values of a class, by DeLong et al. */
function variancePerMember(places: readonly number[], members: number, others: number): number {
  if (members < 2) return 0.25;
  const mean = sum(places) / members;
  const squares = places.reduce((total, place) => total + (place - mean) ** 2, 0);
  return squares / (others * others * (members - 1) * members);
}

/** Quality measures of probabilities. See `measure`. */
export interface Quality {
  auc: number;
  /** Standard error of `auc`. */
  aucError: number;
  /** Mean of -ln(probability of the actual outcome), nats; 0 is perfect. */
  logLoss: number;
  /** Mean squared error of the probabilities (Brier 1950), 0 to 1; 0 is perfect. */
  brier: number;
  /** Expected calibration error: mean gap between probability and share won over 10 equally wide bins, weighted by rows. */
  ece: number;
  /** Share won among the most probable 10 %, divided by the share won of all. */
  lift10: number;
  /** The same for the most probable 20 %. */
  lift20: number;
}

const MIN_PROBABILITY = 1e-15;
const CALIBRATION_BINS = 10;

/** Measures probabilities against outcomes (`won`: 1 or 0). */
export function measure(won: ArrayLike<number>, probabilities: ArrayLike<number>): Quality {
  const rows = won.length;
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ gap: 0 }));
  let [logLoss, brier] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const probability = probabilities[row] as number;
    const outcome = won[row] as number;
    logLoss -= Math.log(Math.max(MIN_PROBABILITY, outcome ? probability : 1 - probability));
    brier += (probability - outcome) ** 2;
    const bin = bins[Math.min(CALIBRATION_BINS - 1, Math.floor(probability * CALIBRATION_BINS))];
    if (bin) bin.gap += probability - outcome;
  }
  const { auc, standardError } = aucOf(won, probabilities);
  return {
    auc,
    aucError: standardError,
    logLoss: logLoss / rows,
    brier: brier / rows,
    ece: bins.reduce((total, { gap }) => total + Math.abs(gap), 0) / rows,
    lift10: liftOf(won, probabilities, 0.1),
    lift20: liftOf(won, probabilities, 0.2),
  };
}

/**
 * The expected `ece` of perfectly calibrated probabilities with these values, by chance alone: the mean absolute deviation of
 * each bin's sum of outcomes, by the normal approximation, sqrt(2 var / pi). A measured `ece` of about this size does not
 * indicate miscalibration.
 */
export function eceByChance(probabilities: ArrayLike<number>): number {
  const rows = probabilities.length;
  const variances = new Float64Array(CALIBRATION_BINS);
  for (let row = 0; row < rows; row++) {
    const probability = probabilities[row] as number;
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(probability * CALIBRATION_BINS));
    variances[bin] = (variances[bin] as number) + probability * (1 - probability);
  }
  return variances.reduce((total, variance) => total + Math.sqrt((2 * variance) / Math.PI), 0) / rows;
}

/** Share won among the most probable `share`, divided by that of all. Rows of equal probability at the edge count in part. */
function liftOf(won: ArrayLike<number>, probabilities: ArrayLike<number>, share: number): number {
  const rows = won.length;
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => (probabilities[b] as number) - (probabilities[a] as number),
  );
  const wanted = rows * share;
  let [taken, hits, all] = [0, 0, 0];
  for (let start = 0; start < rows; ) {
    let [end, wonHere] = [start, 0];
    for (; end < rows && probabilities[order[end] as number] === probabilities[order[start] as number]; end++)
      wonHere += won[order[end] as number] as number;
    const part = Math.max(0, Math.min(1, (wanted - taken) / (end - start)));
    hits += wonHere * part;
    taken += (end - start) * part;
    all += wonHere;
    start = end;
  }
  return all === 0 ? Number.NaN : hits / wanted / (all / rows);
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
