/** Sums over the rows of a node, by code of one field. */
export interface Histogram {
  gradient: Float64Array;
  curvature: Float64Array;
}

/** Rows whose code is marked 1 go left, the others right. */
export interface Split {
  field: number;
  left: Uint8Array;
  gain: number;
}

/** Pseudo-curvature of a leaf, and of a leaf of freely grouped values of a category. */
const SHRINKAGE = 2;
const CATEGORY_SHRINKAGE = 10;
/** Up to this number of values, a category is split like a number. */
const FEW_VALUES = 4;
/** Smallest curvature of a side: 2 is a dozen rows at a share of 20 %. */
const MIN_CURVATURE = 2;

export const leafValue = (gradient: number, curvature: number): number => gradient / (curvature + SHRINKAGE);

export const newHistogram = (): Histogram => ({ gradient: new Float64Array(256), curvature: new Float64Array(256) });

/** Fills a histogram with the given rows. */
export function fillHistogram(
  { gradient, curvature }: Histogram,
  size: number,
  codes: Uint8Array,
  rows: Int32Array,
  residual: Float64Array,
  weight: Float64Array,
): void {
  gradient.fill(0, 0, size);
  curvature.fill(0, 0, size);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const code = codes[row] as number;
    gradient[code] = (gradient[code] as number) + (residual[row] as number);
    curvature[code] = (curvature[code] as number) + (weight[row] as number);
  }
}

/**
 * The split with the largest drop of loss by one Newton step (Friedman 2001; Chen and Guestrin 2016), if larger than
 * `least`. Numbers are cut in two, with missing values and texts on either side; values of a category are first ordered by
 * their gradient (Fisher 1958). Undefined when no split has two sides with enough curvature.
 */
export function bestSplit(
  field: number,
  size: number,
  ordered: number,
  histogram: Histogram,
  least: number,
): Split | undefined {
  const { gradient, curvature } = histogram;
  const line: Line = { codes: bins, length: ordered, gradient: 0, curvature: 0, shrinkage: SHRINKAGE };
  if (ordered === 0) {
    const codes: number[] = [];
    for (let code = 0; code < size; code++) if ((curvature[code] as number) > 0) codes.push(code);
    const rank = (code: number) => (gradient[code] as number) / ((curvature[code] as number) + CATEGORY_SHRINKAGE);
    line.codes = Uint8Array.from(codes.sort((a, b) => rank(b) - rank(a) || a - b));
    line.length = codes.length;
    if (codes.length > FEW_VALUES) line.shrinkage = CATEGORY_SHRINKAGE;
  } else {
    for (let code = 0; code < size; code = code === 0 ? ordered + 1 : code + 1) {
      line.gradient += gradient[code] as number;
      line.curvature += curvature[code] as number;
    }
  }
  const cut = bestCut(line, histogram, least);
  if (!cut) return undefined;
  const left = new Uint8Array(size);
  for (let index = 0; index < cut.taken; index++) left[line.codes[index] as number] = 1;
  if (cut.specialLeft) for (let code = 0; code < size; code = code === 0 ? ordered + 1 : code + 1) left[code] = 1;
  return { field, gain: cut.gain, left };
}

/** Codes in the order in which they may be cut, and the totals of codes that may be on either side. */
interface Line {
  codes: Uint8Array;
  length: number;
  gradient: number;
  curvature: number;
  shrinkage: number;
}

interface Cut {
  gain: number;
  /** Number of codes of the line that go left; 0: the special codes against all others. */
  taken: number;
  specialLeft: boolean;
}

const bins = Uint8Array.from({ length: 255 }, (_, index) => index + 1);

function bestCut(line: Line, { gradient, curvature }: Histogram, least: number): Cut | undefined {
  const { codes, length, shrinkage } = line;
  let [allGradient, allCurvature] = [line.gradient, line.curvature];
  for (let index = 0; index < length; index++) {
    allGradient += gradient[codes[index] as number] as number;
    allCurvature += curvature[codes[index] as number] as number;
  }
  const whole = (allGradient * allGradient) / (allCurvature + shrinkage);
  const gainOf = (leftGradient: number, leftCurvature: number): number => {
    const rightCurvature = allCurvature - leftCurvature;
    if (leftCurvature < MIN_CURVATURE || rightCurvature < MIN_CURVATURE) return 0;
    const right = allGradient - leftGradient;
    return (
      (leftGradient * leftGradient) / (leftCurvature + shrinkage) +
      (right * right) / (rightCurvature + shrinkage) -
      whole
    );
  };
  let [gain, taken, specialLeft, leftGradient, leftCurvature] = [least, -1, false, 0, 0];
  const special = line.curvature > 0;
  for (let count = 0; count < length; count++) {
    if (count > 0) {
      const code = codes[count - 1] as number;
      leftGradient += gradient[code] as number;
      leftCurvature += curvature[code] as number;
      const alone = gainOf(leftGradient, leftCurvature);
      if (alone > gain) [gain, taken, specialLeft] = [alone, count, false];
    }
    const joined = special ? gainOf(leftGradient + line.gradient, leftCurvature + line.curvature) : 0;
    if (joined > gain) [gain, taken, specialLeft] = [joined, count, true];
  }
  return taken < 0 ? undefined : { gain, taken, specialLeft };
}
