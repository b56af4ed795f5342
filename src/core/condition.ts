import type { EngagementType } from './engagement.js';
import type { Channel } from './sources.js';

/**
 * The one condition language of the product: score rules, classification, routing and search.
 * Text is compared as `fold` has it. On an absent field (unknown, empty text, empty list) every operator is
 * false except `not_exists`, `neq` and `not_in`. At most 5 levels and 50 leaves.
 */
export type Condition = AllCondition | AnyCondition | NotCondition | LeafCondition;

export type LeafCondition = FieldCondition | EngagementCondition | RelatedCondition | SegmentCondition;

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
  'fuzzy',
  'within_last',
  'older_than',
  'within_next',
  'during',
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Scalar = string | number | boolean;

/**
 * `value` by operator: none for exists and not_exists; 1-100 scalars for in and not_in; [low, high], both included,
 * for between; text for contains (part of a text, or a member of a list), starts_with, ends_with and fuzzy (1-10 words); days (0 or more)
 * for within_last, older_than and within_next; a period for during; else one scalar. Of a date field, gt, gte, lt, lte and between take RFC
 * 3339 instants. Relative to now, with age = now - date: within_last is 0 <= age <= days, older_than age > days,
 * within_next 0 <= -age <= days. The service's own dates that lie in the future count as now; custom attributes, where
 * these operators read RFC 3339 dates and instants, may lie in the future.
 *
 * Searches also take `during`, relative dates as bounds (`src/core/conditions/relative-dates.ts`), and `otherField` in place of `value`:
 * the other field of the lead to compare with. Where either field is absent only `neq` holds.
 *
 * In a condition over a lead and a rep together (`repWhen` of routing rules), `field` may be `rep.<field>`, and
 * `repField` in place of `value` compares with that field of the rep: see `src/core/assignment/rep-conditions.ts`.
 */
export interface FieldCondition {
  type: 'field';
  field: string;
  operator: Operator;
  value?: Scalar | Scalar[] | undefined;
  repField?: string | undefined;
  otherField?: string | undefined;
}

/** Number of events, number of days of the workspace's zone with events, and days (with fractions) since the latest event. */
export const ENGAGEMENT_MEASURES = ['count', 'distinct_days', 'days_since_last'] as const;
export type EngagementMeasure = (typeof ENGAGEMENT_MEASURES)[number];

export const ENGAGEMENT_OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const;
export type EngagementOperator = (typeof ENGAGEMENT_OPERATORS)[number];

/**
 * Compares a measure of the events of the types (absent: any), from sources of the channels (absent: any, also events
 * without a source), within the last `withinDays` days (absent: ever). Events dated in the future count as happening
 * now. Without such an event, days_since_last is infinite: gt, gte and neq hold, eq, lt and lte do not. So absence of
 * activity is count eq 0, or days_since_last gt N. Without `operator` and `value` it requires at least `minimumCount`
 * (default 1) events.
 */
export interface EngagementCondition {
  type: 'engagement';
  engagementTypes?: EngagementType[] | undefined;
  sourceChannels?: Channel[] | undefined;
  withinDays?: number | undefined;
  minimumCount?: number | undefined;
  /** `count` when absent. */
  measure?: EngagementMeasure | undefined;
  operator?: EngagementOperator | undefined;
  value?: number | undefined;
  /** From one of these sources. */
  sourceIds?: string[] | undefined;
  /** Every comparison holds for the properties of the event, which are read like custom attributes. */
  properties?: PropertyComparison[] | undefined;
  /** IANA zone of the days that `distinct_days` counts; UTC when absent. Not sent by callers: `withZone` sets that of the workspace. */
  zone?: string | undefined;
}

/** A comparison with a property of an engagement event. */
export interface PropertyComparison {
  name: string;
  operator: Operator;
  value?: Scalar | Scalar[] | undefined;
}

/** What belongs to a lead and is stored apart from it. */
export const RELATIONS = ['touches', 'tasks', 'activities', 'referrals_given', 'referrals_received', 'deals'] as const;
export type Relation = (typeof RELATIONS)[number];

/** Number of rows, sum of their amounts, and days (with fractions) since the latest. */
export const RELATED_MEASURES = ['count', 'amount', 'days_since_last'] as const;
export type RelatedMeasure = (typeof RELATED_MEASURES)[number];

/**
 * Compares a measure of the rows of a relation; in searches, and of `touches` also in rules, which count the last 1,000 that arrived. Without `operator` and `value` it requires at least one row. Which
 * members a relation takes: `src/core/conditions/related.ts`. `from` (inclusive) and `before` (exclusive) bound when a touch or an activity
 * occurred, a task is due, or a referral or a deal was created; dates, instants or, in searches, relative dates.
 */
export interface RelatedCondition {
  type: 'related';
  relation: Relation;
  kinds?: string[] | undefined;
  statuses?: string[] | undefined;
  sourceChannels?: Channel[] | undefined;
  sourceIds?: string[] | undefined;
  campaignIds?: string[] | undefined;
  from?: string | undefined;
  before?: string | undefined;
  /** Within the last days, as of engagement; not of tasks, which are due in the future. */
  withinDays?: number | undefined;
  /** ISO 4217; needed with `amount`. */
  currency?: string | undefined;
  /** `count` when absent. */
  measure?: RelatedMeasure | undefined;
  operator?: EngagementOperator | undefined;
  value?: number | undefined;
}

/**
 * True for the leads of a segment. A dynamic segment stands for its condition, which replaces it before anything reads the whole
 * (`src/core/segments/expand.ts`). Only the database has the members of a static one, so only searches can name it.
 */
export interface SegmentCondition {
  type: 'segment';
  segmentId: string;
}

export const CONDITION_LIMITS = {
  depth: 5,
  leaves: 50,
  /** Of all conditions of one document together. */
  documentLeaves: 1_000,
  values: 100,
  textLength: 500,
  fuzzyTextLength: 100,
  fuzzyWords: 10,
  withinDays: 3650,
  engagementValue: 100_000,
} as const;
