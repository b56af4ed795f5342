import type { Score } from '../leads/score.js';
import { toHundredths } from '../scoring/points.js';

/** The limits at which a stored score is off by as many points as it may be, in hundredths. */
export interface Drift {
  score: Score;
  hundredths: number;
  engagementLimits: readonly number[];
  totalLimits: readonly number[];
}

/** `points` > 0: the greatest difference between the stored `score` and the exact one. */
export function driftOf({ score, points }: { score: Score; points: number }): Drift {
  const hundredths = toHundredths(points);
  const limits = (stored: number) => [toHundredths(stored) - hundredths, toHundredths(stored) + hundredths];
  return { score, hundredths, engagementLimits: limits(score.engagement), totalLimits: limits(score.total) };
}

/** Whether a part of the score is off by the points of the drift or more. */
export function hasDrifted(drift: Drift | undefined, exact: Score): boolean {
  if (drift === undefined) return false;
  const { score, hundredths } = drift;
  const isOff = (stored: number, now: number) => Math.abs(toHundredths(now) - toHundredths(stored)) >= hundredths;
  return isOff(score.fit, exact.fit) || isOff(score.engagement, exact.engagement) || isOff(score.total, exact.total);
}

/** Whether engagement differs within the interval by so little that its beginning is near enough to the limit. */
export function isNarrow(
  { engagement: [least, most] }: { engagement: [number, number] },
  drift: Drift | undefined,
): boolean {
  return drift !== undefined && most - least <= drift.hundredths / 8;
}
