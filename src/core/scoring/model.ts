import type { Condition } from '../conditions/grammar.js';
import type { EngagementType } from '../engagement.js';

/**
 * What turns facts and engagement into a score. Points are decimals with at most 2 places and may be negative.
 * Fit and engagement are each the sum of their rules, held within their bounds; the total is the sum of both, held
 * within its own.
 */
export interface ScoreModel {
  fit: { rules: FitRule[] } & Bounds;
  engagement: { rules: EngagementRule[] } & Bounds;
  total: Bounds;
  grade: GradeBounds;
}

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
 * Gives `points` for each event of the types, first limited by `frequency` and `withinDays`, then decayed by the
 * event's age and rounded half away from zero to 0.01, then summed and capped so that the rule never moves the score
 * by more than `maximum`. With `when`, the rule counts only while it holds.
 */
export interface EngagementRule {
  id: string;
  label: string;
  engagementTypes: EngagementType[];
  points: number;
  frequency: Frequency;
  decay: Decay;
  /** Cap on the absolute value of the rule's points. */
  maximum?: number | undefined;
  withinDays?: number | undefined;
  when?: Condition | undefined;
}

/** How many events count: all, the latest one, or the latest `count`. */
export type Frequency = { type: 'every' } | { type: 'once' } | { type: 'at_most'; count: number };

/** How points fade with age; see `decayFactor` for the formulas. */
export type Decay =
  | { type: 'none' }
  | { type: 'half_life'; days: number }
  | { type: 'linear'; days: number }
  | { type: 'step'; days: number; factor: number };

export const SCORE_MODEL_LIMITS = { rules: 200, points: 10_000, count: 1_000, days: 3_650, label: 200 } as const;
