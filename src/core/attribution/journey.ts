import type { Channel } from '../sources.js';

/** `engagement`: an action of the person from a known source, such as a visit. */
export const TOUCH_POINT_KINDS = ['touch', 'engagement'] as const;
export type TouchPointKind = (typeof TOUCH_POINT_KINDS)[number];

/** A touch of a lead, or an action of the person from a known source. Instants are epoch milliseconds. */
export interface TouchPoint {
  kind: TouchPointKind;
  /** Empty where only credits are needed, and of a source that was kept without its touch. */
  id: string;
  occurredAt: number;
  receivedAt: number;
  sourceId: string;
  campaignId: string | null;
  channel: Channel | null;
}

/** When the lead reached what models look at, epoch milliseconds; null: it did not before its conversion. */
export interface Milestones {
  createdAt: number | null;
  /** The SQL, which is the opportunity of the W-shaped model. */
  sqlAt: number | null;
  /** The step of `last_before_step`. */
  stepAt: number | null;
}

/** What led to a conversion: the touch points up to it, in the order of their instants, those of one instant in the order of arrival. */
export interface Journey {
  convertedAt: number;
  milestones: Milestones;
  points: readonly TouchPoint[];
}

/** Actions within this time after another point of the same source and campaign are the same visit, as in Google Analytics. */
export const VISIT_MS = 30 * 60_000;

/**
 * The points that a conversion is credited to: those at its instant or before, each visit once.
 * @param points in the order of their instants
 */
export function creditedPoints(points: readonly TouchPoint[], convertedAt: number): TouchPoint[] {
  const credited: TouchPoint[] = [];
  let before: TouchPoint | undefined;
  for (const point of points) {
    if (point.occurredAt > convertedAt) break;
    if (before === undefined || !isSameVisit(before, point)) credited.push(point);
    before = point;
  }
  return credited;
}

const isSameVisit = (before: TouchPoint, { kind, occurredAt, sourceId, campaignId }: TouchPoint): boolean =>
  kind === 'engagement' &&
  occurredAt - before.occurredAt <= VISIT_MS &&
  before.sourceId === sourceId &&
  before.campaignId === campaignId;

/**
 * Whether a point before the conversion arrived after the conversion was known, so that credits that were reported before have changed. What
 * came with the first record of the lead, such as its recorded history, was known with it.
 */
export function isRestated(points: readonly TouchPoint[], convertedAt: number): boolean {
  const known = points.reduce((first, { receivedAt }) => Math.min(first, receivedAt), Number.POSITIVE_INFINITY);
  const since = Math.max(convertedAt, known);
  return points.some(({ occurredAt, receivedAt }) => occurredAt <= convertedAt && receivedAt > since);
}
