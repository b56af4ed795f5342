import type { GroupKey } from '../metrics/answer.js';
import { splitAmount, WHOLE } from './apportion.js';
import { creditedPoints, isRestated, type Milestones, type TouchPoint } from './journey.js';
import { type AttributionModel, creditsOf, type ModelSettings } from './models.js';
import type { AttributionDimension } from './question.js';

/** A conversion with all touch points of its lead, in their order, also later ones. */
export interface Conversion {
  /** Of the lead, or of the deal that was won. */
  id: string;
  /** null: it was deleted, or the deal had none. */
  leadId: string | null;
  convertedAt: number;
  /** The first day of its month in the zone of the workspace; in a cohort of that of the creation of the lead. */
  month: string;
  milestones: Milestones;
  points: readonly TouchPoint[];
  /** By currency, in ten-thousandths. */
  revenue: ReadonlyMap<string, bigint>;
}

/** How one model credits a conversion: a credit for each of the points, or the whole to none. */
export interface ModelCredits {
  model: AttributionModel;
  /** In whole parts that sum to `WHOLE`. */
  parts: readonly number[];
}

export interface CreditedConversion {
  conversion: Conversion;
  /** The points up to the conversion; none: the conversion is credited to none. */
  points: readonly TouchPoint[];
  restated: boolean;
  credits: readonly ModelCredits[];
}

/** The credits of a conversion by each model. Without a touch point before it the one credit of each model is for none. */
export function creditConversion(
  conversion: Conversion,
  models: readonly AttributionModel[],
  settings: ModelSettings,
): CreditedConversion {
  const { convertedAt, milestones } = conversion;
  const points = creditedPoints(conversion.points, convertedAt);
  const journey = { convertedAt, milestones, points };
  const credits = models.map((model) => ({
    model,
    parts: points.length === 0 ? [WHOLE] : creditsOf(model, journey, settings),
  }));
  return { conversion, points, restated: isRestated(conversion.points, convertedAt), credits };
}

/** What a model credits to a group. */
export interface CreditSum {
  model: AttributionModel;
  /** Whole parts of conversions. */
  parts: bigint;
  /** By currency, in ten-thousandths. */
  revenue: Map<string, bigint>;
}

export interface CreditRow {
  keys: readonly GroupKey[];
  sums: readonly CreditSum[];
}

export interface AttributionSample {
  conversions: number;
  /** Conversions without a touch point before them: their credits are those of the row without a value. */
  withoutTouchPoints: number;
  touchPoints: number;
  /** Conversions with a touch point that arrived after the conversion was known. */
  restated: number;
  /** Conversions of leads that have been deleted. */
  deleted: number;
}

const keyOf = (dimension: AttributionDimension, { month }: Conversion, point: TouchPoint | undefined): string | null =>
  dimension === 'month' ? month : (point?.[dimension] ?? null);

/** The keys of the group of each credit of a conversion, in the order of its points. */
export function groupsOf({ conversion, points }: CreditedConversion, groupBy: readonly AttributionDimension[]) {
  const credited: readonly (TouchPoint | undefined)[] = points.length === 0 ? [undefined] : points;
  return credited.map((point) => groupBy.map((dimension) => keyOf(dimension, conversion, point)));
}

/** The place of a group among others: no key has a line break. */
export const placeOf = (keys: readonly (string | null)[]): string => keys.join('\n');

/** Adds the credits of conversions up: by group, and of all. */
export function creditTotals(models: readonly AttributionModel[], groupBy: readonly AttributionDimension[]) {
  const groups = new Map<string, CreditRow>();
  const totals = models.map(emptySum);
  const sample: AttributionSample = { conversions: 0, withoutTouchPoints: 0, touchPoints: 0, restated: 0, deleted: 0 };
  const rowOf = (keys: readonly (string | null)[]): CreditRow => {
    const place = placeOf(keys);
    const found = groups.get(place) ?? {
      keys: keys.map((key) => ({ key, value: key, type: null })),
      sums: models.map(emptySum),
    };
    groups.set(place, found);
    return found;
  };
  return {
    groups,
    totals,
    sample,
    rowOf,
    add(credited: CreditedConversion): void {
      const { conversion, points, restated } = credited;
      sample.conversions++;
      sample.touchPoints += points.length;
      if (points.length === 0) sample.withoutTouchPoints++;
      if (restated) sample.restated++;
      if (conversion.leadId === null) sample.deleted++;
      const rows = groupsOf(credited, groupBy).map(rowOf);
      for (const [index, { parts }] of credited.credits.entries()) {
        for (const [place, part] of parts.entries()) addParts(rows[place]?.sums[index], part);
        addParts(totals[index], WHOLE);
        for (const [currency, units] of conversion.revenue) {
          for (const [place, amount] of splitAmount(units, parts).entries())
            addRevenue(rows[place]?.sums[index], currency, amount);
          addRevenue(totals[index], currency, units);
        }
      }
    },
  };
}

const emptySum = (model: AttributionModel): CreditSum => ({ model, parts: 0n, revenue: new Map() });

function addParts(sum: CreditSum | undefined, parts: number): void {
  if (sum !== undefined && parts > 0) sum.parts += BigInt(parts);
}

function addRevenue(sum: CreditSum | undefined, currency: string, units: bigint): void {
  if (sum !== undefined && units > 0n) sum.revenue.set(currency, (sum.revenue.get(currency) ?? 0n) + units);
}

/** The rows in an order: by the credits of a model, or by the keys; no value last. */
export function orderedCredits(
  rows: readonly CreditRow[],
  by: { model: AttributionModel; descending: boolean } | undefined,
): CreditRow[] {
  const byKeys = (a: CreditRow, b: CreditRow): number => {
    for (const [index, { key }] of a.keys.entries()) {
      const other = b.keys[index]?.key ?? null;
      if (key !== other) return key === null ? 1 : other === null ? -1 : key < other ? -1 : 1;
    }
    return 0;
  };
  if (by === undefined) return [...rows].sort(byKeys);
  const partsOf = ({ sums }: CreditRow): bigint => sums.find(({ model }) => model === by.model)?.parts ?? 0n;
  return [...rows].sort((a, b) => {
    const [one, other] = [partsOf(a), partsOf(b)];
    if (one === other) return byKeys(a, b);
    return one > other === by.descending ? -1 : 1;
  });
}
