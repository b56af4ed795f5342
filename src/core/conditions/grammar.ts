import type { EngagementType } from '../engagement.js';

/**
 * The one condition language of the product: score rules, classification, routing and search.
 * Text is compared without regard to case. On an absent field (unknown, empty text, empty list) every operator is
 * false except `not_exists`, `neq` and `not_in`. At most 5 levels and 50 leaves.
 */
export type Condition = AllCondition | AnyCondition | NotCondition | FieldCondition | EngagementCondition;

/** True when every part is true. */
export interface AllCondition {
  type: 'all';
  conditions: Condition[];
}

/** True when at least one part is true. */
export interface AnyCondition {
  type: 'any';
  conditions: Condition[];
}

export interface NotCondition {
  type: 'not';
  condition: Condition;
}

export const OPERATORS = [
  'eq',
  'neq',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'exists',
  'not_exists',
  'contains',
  'starts_with',
  'ends_with',
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Scalar = string | number | boolean;

/**
 * `value` by operator: none for exists and not_exists; 1-100 scalars for in and not_in; [low, high], both included,
 * for between; text for contains (part of a text, or a member of a list), starts_with and ends_with; else one scalar.
 */
export interface FieldCondition {
  type: 'field';
  field: string;
  operator: Operator;
  value?: Scalar | Scalar[] | undefined;
}

/**
 * True when at least `minimumCount` (default 1) events of the types happened within the last `withinDays` days
 * (default: ever). Events dated in the future count as happening now.
 */
export interface EngagementCondition {
  type: 'engagement';
  engagementTypes: EngagementType[];
  withinDays?: number | undefined;
  minimumCount?: number | undefined;
}

export const CONDITION_LIMITS = { depth: 5, leaves: 50, values: 100, textLength: 500, withinDays: 3650 } as const;
