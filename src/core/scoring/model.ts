import type { Condition } from '../condition.js';
import type { EngagementType } from '../engagement.js';
import type { Channel } from '../sources.js';

/**
 * The rules that turn facts and engagement into a score. Points are decimals with at most 2 places and may be negative.
 * Fit and engagement are each the sum of their rules, held within their bounds; the total is the sum of both, held
 * within its own. Every cap is one on a sum, so the order of rules never matters.
 */
export interface ScoreModel {
  fit: { rules: FitRule[] } & Bounds;
  engagement: { rules: EngagementRule[] } & Bounds;
  total: Bounds;
  grade: GradeBounds;
  /**
   * Points by which a stored score may differ from the exact one, which fades with time; `MAXIMUM_DRIFT` when absent. Lists,
   * filters, sorting, routing and claims use stored scores.
   */
  maximumDrift?: number | undefined;
}

export const MAXIMUM_DRIFT = 1;

export interface Bounds {
  minimum: number;
  maximum: number;
}

/** A when fit >= fitBounds[0], B when >= fitBounds[1], else C; 1, 2, 3 likewise by engagement. */
export interface GradeBounds {
  fitBounds: [number, number];
  engagementBounds: [number, number];
}

/** Gives `points` once while `when` holds. */
export interface FitRule {
  id: string;
  label: string;
  when: Condition;
  points: number;
}

/**
 * Gives `points` for each event of the types (and `sourceChannels`) no older than `withinDays`. Of these, with `countBy`
 * day only the latest of each day counts; `frequency` then limits how many. What counts is decayed by its age and
 * rounded half away from zero to 0.01, then summed. `minimum` and `maximum` bound that sum in the direction of the
 * points: while an event counts, a rule of 5 points gives at least `minimum` and at most `maximum`, one of -5 points
 * takes at least `minimum` and at most `maximum`. With `when`, the rule counts only while it holds.
 */
export interface EngagementRule {
  id: string;
  label: string;
  engagementTypes: EngagementType[];
  /** Only events from sources of these channels; absent: any, also events without a source. */
  sourceChannels?: Channel[] | undefined;
  /** `event` when absent. */
  countBy?: (typeof COUNTED_BY)[number] | undefined;
  /** IANA zone of the days that it counts; UTC when absent. Not sent by callers: `withZone` sets that of the workspace. */
  zone?: string | undefined;
  points: number;
  frequency: Frequency;
  decay: Decay;
  /** Floor of the absolute value of the rule's points while any event counts; 0 or more. */
  minimum?: number | undefined;
  /** Cap on the absolute value of the rule's points; 0 or more. */
  maximum?: number | undefined;
  withinDays?: number | undefined;
  when?: Condition | undefined;
}

export const COUNTED_BY = ['event', 'day'] as const;

/**
 * How many events count: all, the latest one, the latest `count`, or the latest `count` of each window of `days` whole
 * days. Windows are consecutive in UTC and fixed: the first starts on Monday 2001-01-01, so that 1 is the day and 7 the week
 * from Monday. Unlike with a sliding window, an event's window does not depend on the instant of the evaluation or on other
 * events.
 */
export type Frequency =
  | { type: 'every' }
  | { type: 'once' }
  | { type: 'at_most'; count: number }
  | { type: 'per_window'; count: number; days: number };

/** How points fade with age; see `decayFactor` for the formulas. */
export type Decay =
  | { type: 'none' }
  | { type: 'half_life'; days: number }
  | { type: 'linear'; days: number }
  | { type: 'step'; days: number; factor: number };

export const SCORE_MODEL_LIMITS = {
  rules: 200,
  points: 10_000,
  leastDrift: 0.1,
  count: 1_000,
  days: 3_650,
  label: 200,
} as const;
