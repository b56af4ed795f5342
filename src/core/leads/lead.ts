import type { LeadFacts } from './facts.js';
import type { Lifecycle } from './lifecycle.js';
import type { Grade, Score } from './score.js';
import type { Category, CategoryDecider, Temperature } from './vocabulary.js';

/** A lead as it stands: its facts, the decisions made from them, and its place in time (epoch milliseconds). */
export interface Lead {
  id: string;
  /** Grows by one with every change. */
  version: number;
  facts: LeadFacts;
  score: Score;
  grade: Grade;
  temperature: Temperature;
  temperatureSince: number;
  category: Category;
  categorySince: number;
  /** What a person decided stays until it is released. */
  categoryDecidedBy: CategoryDecider;
  /** The API key that moved the lead, and the reason it gave; absent when a rule decided. */
  categoryActorId?: string | undefined;
  moveReason?: string | undefined;
  /** Who won it instead of us; only with `lost`, when it was said. */
  competitor?: string | undefined;
  scoreModelVersion: number;
  classificationPolicyVersion: number;
  scoredAt: number;
  /** That it is won, 0 to 1, as of `scoredAt`; absent without a published prediction model, and once it is won or lost. */
  conversionProbability?: number | undefined;
  /** The prediction model that was published then; absent when none was. */
  predictionModelVersion?: number | undefined;
  /** When time alone makes it something else, if nothing happens until then: the due instant of its timer. */
  reviewAt?: number | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  /** Why it has no owner; absent when it has one. */
  queueReason?: string | undefined;
  /** When it is tried again by itself, while it waits: the due instant of its timer. */
  nextEligibleAt?: number | undefined;
  assignedAt?: number | undefined;
  /** Who gave it to its owner by hand, and why; while these are there no rule takes it away. */
  ownerActorId?: string | undefined;
  ownerReason?: string | undefined;
  /** Units of effort it weighs for its owner. */
  effort?: number | undefined;
  /** The rep who holds it while deciding whether to take it, and until when. */
  leaseRepId?: string | undefined;
  leaseUntil?: number | undefined;
  /** The source of its first touch. */
  sourceId: string;
  campaignId?: string | undefined;
  touchCount: number;
  firstTouchAt: number;
  lastTouchAt: number;
  lastEngagedAt?: number | undefined;
  /** What became of it beyond that; absent for a lead with nothing special. */
  lifecycle?: Lifecycle | undefined;
  createdAt: number;
  updatedAt: number;
}

/** Categories in which a lead counts against its owner's capacity. */
export const OPEN_CATEGORIES: ReadonlySet<Category> = new Set(['suspect', 'lead', 'mql', 'sql', 'prospect']);
