import { encodeColumn, learnField } from './fields.js';
import type { OrderedSample } from './sample.js';

export const LEAK_REASONS = [
  'filled_after_outcome',
  'only_on_decided',
  'filled_for_one_outcome',
  'tells_outcome',
] as const;

/** A field that is not known, or has another value, while the lead is open. */
export interface Leak {
  field: string;
  /**
   * `filled_after_outcome`: most values came at or after the decision. `only_on_decided`: no open lead has it.
   * `filled_for_one_outcome`: hardly ever there for the other one. `tells_outcome`: alone it tells won from lost.
   */
  reason: (typeof LEAK_REASONS)[number];
  /** The measured value behind the reason: a share of leads, or for `tells_outcome` an AUC; 0 to 1. */
  measure: number;
}

export interface FillCount {
  early: number;
  late: number;
}

/** Optional information beside the sample. */
export interface Circumstances {
  /** Leads without an outcome yet: their number, and the fields that any of them has. */
  open?: { leads: number; known: ReadonlySet<string> };
  /** Number of decided leads with a value before the decision, and of those with a value only since. */
  filled?: Readonly<Record<string, FillCount>>;
}

/** Share of the values that came at or after the decision. */
const AFTERWARDS = 0.5;
const LEAST_VALUES = 20;
/** Required number of open leads, none of which has the field, and required share of decided leads that have it. */
const LEAST_OPEN = 30;
const DECIDED_SHARE = 0.5;
/** Required expected number of leads of the other outcome among the filled ones, and the largest share of it that occurs. */
const LEAST_EXPECTED = 10;
const SEEN_SHARE = 0.01;
/** AUC that a field without leakage does not reach alone. */
const TELLING = 0.99;

/** Fields that are filled at or after the outcome, or that duplicate the outcome. By field name. */
export function findLeaks(sample: OrderedSample, circumstances: Circumstances): Leak[] {
  const { columns, won } = sample;
  const share = won.reduce((sum, one) => sum + one, 0) / won.length;
  return columns.flatMap((column): Leak[] => {
    const { name: field } = column;
    const late = shareFilledLate(circumstances.filled?.[field]);
    if (late !== undefined && late >= AFTERWARDS) return [{ field, reason: 'filled_after_outcome', measure: late }];
    const filled = column.ids.reduce((count, id) => count + (id >= 0 ? 1 : 0), 0);
    const { open } = circumstances;
    if (open && open.leads >= LEAST_OPEN && !open.known.has(field) && filled >= won.length * DECIDED_SHARE)
      return [{ field, reason: 'only_on_decided', measure: filled / won.length }];
    const wonFilled = column.ids.reduce((count, id, row) => count + (id >= 0 ? (won[row] as number) : 0), 0);
    const purity = oneSided(filled, wonFilled, share);
    if (purity !== undefined) return [{ field, reason: 'filled_for_one_outcome', measure: purity }];
    const auc = aucAlone(encodeColumn(learnField(column), column), won);
    return auc >= TELLING ? [{ field, reason: 'tells_outcome', measure: auc }] : [];
  });
}

function shareFilledLate({ early, late }: FillCount = { early: 0, late: 0 }): number | undefined {
  return early + late < LEAST_VALUES ? undefined : late / (early + late);
}

/** The share of one outcome among filled rows, when the other is expected there and missing. */
function oneSided(filled: number, wonFilled: number, share: number): number | undefined {
  const lostFilled = filled - wonFilled;
  const [expectedWon, expectedLost] = [filled * share, filled * (1 - share)];
  if (expectedLost >= LEAST_EXPECTED && lostFilled <= expectedLost * SEEN_SHARE) return wonFilled / filled;
  if (expectedWon >= LEAST_EXPECTED && wonFilled <= expectedWon * SEEN_SHARE) return lostFilled / filled;
  return undefined;
}

/** AUC of a field alone: codes are valued on every other row, and tested on the rows between. */
function aucAlone(codes: Uint8Array, won: Uint8Array): number {
  const valued = Array.from({ length: 256 }, () => ({ value: 0, won: 0, rows: 1, triedWon: 0, triedLost: 0 }));
  for (let row = 0; row < codes.length; row++) {
    const code = valued[codes[row] as number] as (typeof valued)[0];
    if (row % 2 === 0) {
      code.rows++;
      code.won += won[row] as number;
    } else if (won[row]) code.triedWon++;
    else code.triedLost++;
  }
  for (const code of valued) code.value = code.won / code.rows;
  valued.sort((a, b) => a.value - b.value);
  let [beaten, lostBelow, wonBelow] = [0, 0, 0];
  for (let start = 0; start < valued.length; ) {
    let [end, wonHere, lostHere] = [start, 0, 0];
    for (; end < valued.length && valued[end]?.value === valued[start]?.value; end++) {
      wonHere += valued[end]?.triedWon ?? 0;
      lostHere += valued[end]?.triedLost ?? 0;
    }
    beaten += wonHere * (lostBelow + lostHere / 2);
    lostBelow += lostHere;
    wonBelow += wonHere;
    start = end;
  }
  return wonBelow === 0 || lostBelow === 0 ? 0.5 : beaten / wonBelow / lostBelow;
}
