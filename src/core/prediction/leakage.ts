import { encodeColumn, learnField } from './fields.js';
import { aucOf } from './metrics.js';
import { type FieldValue, isMissing, type OrderedSample } from './sample.js';

export const LEAK_REASONS = [
  'filled_after_outcome',
  'only_on_decided',
  'filled_for_one_outcome',
  'tells_outcome',
] as const;

/** A field that would not be known, or not say this, while the lead is open. */
export interface Leak {
  field: string;
  /**
   * `filled_after_outcome`: most values came at or after the decision. `only_on_decided`: no open lead has it.
   * `filled_for_one_outcome`: hardly ever there for the other one. `tells_outcome`: alone it tells won from lost.
   */
  reason: (typeof LEAK_REASONS)[number];
  /** What it rests on: a share of leads, or for `tells_outcome` an area under the curve; 0 to 1. */
  measure: number;
}

/** What is known beside the sample; all of it optional. */
export interface Circumstances {
  /** Leads without an outcome yet, by column. */
  open?: Readonly<Record<string, readonly FieldValue[]>>;
  /** When a decided lead's value was filled in, epoch milliseconds, beside the sample's `at` as instant of the decision. */
  filledAt?: Readonly<Record<string, readonly (number | undefined)[]>>;
}

/** Values at or after the decision, of those with an instant. */
const AFTERWARDS = 0.5;
const LEAST_VALUES = 20;
/** Open leads needed to say that none has it, and the share of decided leads that must. */
const LEAST_OPEN = 30;
const DECIDED_SHARE = 0.5;
/** Leads of the other outcome to be expected among the filled ones, and the share of these seen at most. */
const LEAST_EXPECTED = 10;
const SEEN_SHARE = 0.01;
/** Area under the curve that no honest field reaches alone. */
const TELLING = 0.99;

/** Fields that are filled at or after the outcome, or that are the outcome by another name. By field name. */
export function findLeaks(sample: OrderedSample, circumstances: Circumstances): Leak[] {
  const { columns, won } = sample;
  const share = won.reduce((sum, one) => sum + one, 0) / won.length;
  return columns.flatMap((column): Leak[] => {
    const { name: field } = column;
    const late = shareFilledLate(sample, circumstances.filledAt?.[field]);
    if (late !== undefined && late >= AFTERWARDS) return [{ field, reason: 'filled_after_outcome', measure: late }];
    const filled = column.ids.reduce((count, id) => count + (id >= 0 ? 1 : 0), 0);
    const open = circumstances.open?.[field];
    if (open && open.length >= LEAST_OPEN && open.every(isMissing) && filled >= won.length * DECIDED_SHARE)
      return [{ field, reason: 'only_on_decided', measure: filled / won.length }];
    const wonFilled = column.ids.reduce((count, id, row) => count + (id >= 0 ? (won[row] as number) : 0), 0);
    const purity = oneSided(filled, wonFilled, share);
    if (purity !== undefined) return [{ field, reason: 'filled_for_one_outcome', measure: purity }];
    const auc = aucAlone(encodeColumn(learnField(column), column), won);
    return auc >= TELLING ? [{ field, reason: 'tells_outcome', measure: auc }] : [];
  });
}

function shareFilledLate(
  { at: decidedAt, order }: OrderedSample,
  filledAt: readonly (number | undefined)[] | undefined,
): number | undefined {
  if (!decidedAt || !filledAt) return undefined;
  const known = Array.from(order, (row, index) => [filledAt[row], decidedAt[index]] as const).flatMap(
    ([filled, decided]) => (filled === undefined || decided === undefined ? [] : [filled >= decided]),
  );
  return known.length < LEAST_VALUES ? undefined : known.filter(Boolean).length / known.length;
}

/** The share of one outcome among filled rows, when the other should be there and is not. */
function oneSided(filled: number, wonFilled: number, share: number): number | undefined {
  const lostFilled = filled - wonFilled;
  const [expectedWon, expectedLost] = [filled * share, filled * (1 - share)];
  if (expectedLost >= LEAST_EXPECTED && lostFilled <= expectedLost * SEEN_SHARE) return wonFilled / filled;
  if (expectedWon >= LEAST_EXPECTED && wonFilled <= expectedWon * SEEN_SHARE) return lostFilled / filled;
  return undefined;
}

/** Area under the curve of a field alone: codes valued by every other row, tried on the rows between. */
function aucAlone(codes: Uint8Array, won: Uint8Array): number {
  const sums = new Float64Array(256);
  const counts = new Float64Array(256).fill(1);
  for (let row = 0; row < codes.length; row += 2) {
    const code = codes[row] as number;
    sums[code] = (sums[code] as number) + (won[row] as number);
    counts[code] = (counts[code] as number) + 1;
  }
  const odd = Int32Array.from({ length: codes.length >> 1 }, (_, index) => 2 * index + 1);
  const scores = Float64Array.from(
    odd,
    (row) => (sums[codes[row] as number] as number) / (counts[codes[row] as number] as number),
  );
  const { auc } = aucOf(
    Uint8Array.from(odd, (row) => won[row] as number),
    scores,
  );
  return Number.isNaN(auc) ? 0.5 : auc;
}
