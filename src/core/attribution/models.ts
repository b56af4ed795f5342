import { MILLISECONDS_PER_DAY } from '../time.js';
import { apportion } from './apportion.js';
import type { Journey, TouchPoint } from './journey.js';

/** Ways to share a conversion among the touch points before it. */
export const ATTRIBUTION_MODELS = [
  'first',
  'last',
  'last_before_step',
  'linear',
  'position_based',
  'time_decay',
  'w_shaped',
  'data_driven',
] as const;
export type AttributionModel = (typeof ATTRIBUTION_MODELS)[number];

/** Percent of the first, all middle and the last touch point together. */
export interface PositionWeights {
  first: number;
  middle: number;
  last: number;
}

export interface ModelSettings {
  positionWeights: PositionWeights;
  /** Of time decay: days in which a weight halves. */
  halfLifeDays: number;
  /** Of the data-driven model: how much each state of a touch point matters, and the state of a point. */
  removalEffects: ReadonlyMap<string, number>;
  stateOf: (point: TouchPoint) => string;
}

export const DEFAULT_POSITION_WEIGHTS: PositionWeights = { first: 40, middle: 20, last: 40 };
export const DEFAULT_HALF_LIFE_DAYS = 7;

type Weights = (journey: Journey, settings: ModelSettings) => number[];

/** The credits of the points in their order, in whole parts that sum to exactly `WHOLE`; none of a journey without points. */
export function creditsOf(model: AttributionModel, journey: Journey, settings: ModelSettings): number[] {
  return apportion(WEIGHTS[model](journey, settings));
}

/** `only(3, 1)` is 0, 1, 0. */
const only = (count: number, place: number): number[] =>
  Array.from({ length: count }, (_, index) => (index === place ? 1 : 0));

/** The last point at the instant or before; the first point where none is; the last where the instant is not known. */
function placeBefore({ points }: Journey, at: number | null): number {
  if (at === null) return points.length - 1;
  return Math.max(
    0,
    points.findLastIndex(({ occurredAt }) => occurredAt <= at),
  );
}

const WEIGHTS: Readonly<Record<AttributionModel, Weights>> = {
  first: ({ points }) => only(points.length, 0),
  last: ({ points }) => only(points.length, points.length - 1),
  last_before_step: (journey) => only(journey.points.length, placeBefore(journey, journey.milestones.stepAt)),
  linear: ({ points }) => points.map(() => 1),
  position_based: ({ points }, { positionWeights }) => byPosition(points.length, positionWeights),
  time_decay: ({ points }, { halfLifeDays }) => decayed(points, halfLifeDays),
  w_shaped: wShaped,
  data_driven: ({ points }, settings) => byRemovalEffect(points, settings),
};

/**
 * The position-based model of Google Analytics: 40 % each to the first and the last point, 20 % to those between together. Two points share by
 * the weights of first and last.
 */
function byPosition(count: number, { first, middle, last }: PositionWeights): number[] {
  const between = count > 2 ? middle / (count - 2) : 0;
  return Array.from({ length: count }, (_, index) => (index === 0 ? first : index === count - 1 ? last : between));
}

/** The time-decay model of Google Analytics: a weight of 2^(-age / half-life). Age is measured from the last point, which changes no share. */
function decayed(points: readonly TouchPoint[], halfLifeDays: number): number[] {
  const end = points.at(-1)?.occurredAt ?? 0;
  return points.map(({ occurredAt }) => 2 ** (-(end - occurredAt) / (halfLifeDays * MILLISECONDS_PER_DAY)));
}

/** Percent of each milestone, and of all other points together. */
export const W_SHAPED_PERCENT = { milestone: 30, rest: 10 } as const;

/**
 * The W-shaped model of Bizible (Adobe Marketo Measure): 30 % each to the first point, the last one before the lead was created, and the last
 * one before it became an SQL; 10 % to all others together. A point that is several of them gets the percent of each. A milestone that was not
 * reached before the conversion gets nothing, and its percent is shared by the others in proportion.
 */
function wShaped(journey: Journey): number[] {
  const { points, milestones } = journey;
  const reached = [milestones.createdAt, milestones.sqlAt].filter((at) => at !== null);
  const weights = points.map(() => 0);
  for (const place of [0, ...reached.map((at) => placeBefore(journey, at))])
    weights[place] = (weights[place] ?? 0) + W_SHAPED_PERCENT.milestone;
  const others = weights.filter((weight) => weight === 0).length;
  return weights.map((weight) => (weight === 0 ? W_SHAPED_PERCENT.rest / others : weight));
}

/**
 * In proportion to the removal effects of the states of the points (Anderl et al. 2016, Mapping the customer journey, IJRM 33). Points of one
 * state share its effect. A conversion is shared among its own points only.
 */
function byRemovalEffect(points: readonly TouchPoint[], { removalEffects, stateOf }: ModelSettings): number[] {
  const states = points.map(stateOf);
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return states.map((state) => (removalEffects.get(state) ?? 0) / (counts.get(state) ?? 1));
}
