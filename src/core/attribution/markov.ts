/** A step that journeys take: from the start (null) or a state, to a state or the end (null). */
export interface Transition {
  from: string | null;
  to: string | null;
  /** Whether the journey ended with a conversion. */
  converted: boolean;
  count: number;
}

export interface RemovalEffects {
  /** Probability that a journey of the chain ends with a conversion. */
  conversionProbability: number;
  /** By state: the share of conversions that would be lost without it, 0 to 1. */
  effects: ReadonlyMap<string, number>;
}

/**
 * The removal effect of each state in the first-order Markov chain of the journeys (Anderl, Becker, von Wangenheim, Schumann 2016, Mapping the
 * customer journey, International Journal of Research in Marketing 33). A chain without a state loses the journeys that come to it.
 *
 * With the fundamental matrix N = (I - Q)^-1 the chain comes to state s with probability N[start][s] / N[s][s], and converts from there with
 * probability (N r)[s], so that the effect of s is their product by the probability of a conversion: one inversion serves all states.
 */
export function removalEffectsOf(transitions: readonly Transition[]): RemovalEffects {
  const states = [...new Set(transitions.flatMap(({ from, to }) => [from, to]).filter((name) => name !== null))].sort();
  const size = states.length + 1;
  const placeOf = new Map<string | null, number>([
    [null, 0],
    ...states.map((state, index) => [state, index + 1] as const),
  ]);
  const leaving = new Array<number>(size).fill(0);
  for (const { from, count } of transitions) add(leaving, placeOf.get(from) ?? 0, count);
  const step = Array.from({ length: size }, (_, row) => only(size, row));
  const converting = new Array<number>(size).fill(0);
  for (const { from, to, converted, count } of transitions) {
    const row = placeOf.get(from) ?? 0;
    const probability = count / (leaving[row] ?? 1);
    // The end of a journey without a conversion leads nowhere.
    if (to !== null) add(step[row] ?? [], placeOf.get(to) ?? 0, -probability);
    else if (converted) add(converting, row, probability);
  }
  const visits = inverse(step);
  const chances = visits.map((row) => row.reduce((sum, times, index) => sum + times * (converting[index] ?? 0), 0));
  const conversionProbability = chances[0] ?? 0;
  const effects = states.map((state, index): [string, number] => {
    const place = index + 1;
    const arrives = (visits[0]?.[place] ?? 0) / (visits[place]?.[place] ?? 1);
    const lost = arrives * (chances[place] ?? 0);
    return [state, conversionProbability > 0 ? Math.min(1, lost / conversionProbability) : 0];
  });
  return { conversionProbability, effects: new Map(effects) };
}

const only = (size: number, place: number): number[] =>
  Array.from({ length: size }, (_, index) => (index === place ? 1 : 0));

function add(to: number[], place: number, amount: number): void {
  to[place] = (to[place] ?? 0) + amount;
}

/** Gauss-Jordan elimination with row pivots. I - Q has an inverse, because each state is left for an end of a journey. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [...row, ...only(size, index)]);
  for (let column = 0; column < size; column++) {
    const pivot = largestIn(rows, column);
    const chosen = rows[pivot] ?? [];
    rows[pivot] = rows[column] ?? [];
    const scale = chosen[column] ?? 1;
    const scaled = chosen.map((value) => value / scale);
    rows[column] = scaled;
    for (const [index, row] of rows.entries()) {
      const factor = row[column] ?? 0;
      if (index === column || factor === 0) continue;
      for (let place = column; place < row.length; place++) add(row, place, -factor * (scaled[place] ?? 0));
    }
  }
  return rows.map((row) => row.slice(size));
}

function largestIn(rows: readonly (readonly number[])[], column: number): number {
  let found = column;
  for (let row = column + 1; row < rows.length; row++)
    if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[found]?.[column] ?? 0)) found = row;
  return found;
}
