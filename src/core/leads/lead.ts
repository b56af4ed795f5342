import type { LeadFacts } from './facts.js';
import type { Lifecycle, LossSection, ReturningInterest } from './lifecycle.js';
import type { Reached } from './reached.js';
import type { Grade, Score } from './score.js';
import type { TouchFact } from './touch.js';
import type { Category, CategoryDecider, LeadQueueReason, Temperature } from './vocabulary.js';

/** The current state of a lead: facts, decisions, and instants (epoch milliseconds). */
export interface Lead extends Reached {
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
  /** A person's decision stays until it is released. */
  categoryDecidedBy: CategoryDecider;
  /** The API key that moved the lead, and the reason it gave; absent when a rule decided. */
  categoryActorId?: string | undefined;
  moveReason?: string | undefined;
  /** The competitor who won it; only with `lost`, if stated. */
  competitor?: string | undefined;
  scoreModelVersion: number;
  classificationPolicyVersion: number;
  scoredAt: number;
  /** Set for an answer: time alone has changed the score, class or probability since they were stored. Never stored. */
  hasDrifted?: true | undefined;
  /** Probability that it is won, 0 to 1, as of `scoredAt`; absent without a published prediction model, and once it is won or lost. */
  conversionProbability?: number | undefined;
  /** The prediction model published at `scoredAt`; absent when there was none. */
  predictionModelVersion?: number | undefined;
  /** When time alone next changes its classes, if nothing happens until then: the due instant of its timer. */
  reviewAt?: number | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  /** Why it has no owner; absent when it has one. */
  queueReason?: LeadQueueReason | undefined;
  /** When a waiting lead is routed again automatically: the due instant of its timer. */
  nextEligibleAt?: number | undefined;
  assignedAt?: number | undefined;
  /** The person who assigned it manually, and the reason. While set, rules do not reassign it. */
  ownerActorId?: string | undefined;
  ownerReason?: string | undefined;
  /** Units of effort for its owner. */
  effort?: number | undefined;
  /** The rep who holds a lease while deciding whether to take it, and the end of the lease. */
  leaseRepId?: string | undefined;
  leaseUntil?: number | undefined;
  /** The source of its first touch: the earliest submission or visit from a known source, by when it happened. */
  sourceId: string;
  campaignId?: string | undefined;
  touchCount: number;
  /** Its touches in the order of arrival, the last `TOUCH_LIMIT`. Loaded only where a published policy compares touches; stored apart from the lead. */
  touches?: readonly TouchFact[] | undefined;
  firstTouchAt: number;
  lastTouchAt: number;
  lastEngagedAt?: number | undefined;
  /** Further state; absent for a lead without any. */
  lifecycle?: Lifecycle | undefined;
  createdAt: number;
  updatedAt: number;
}

/** When the lead was last opened: created, recycled or woken. It waits for its first contact since. */
export const openSince = ({ lifecycle, createdAt }: Pick<Lead, 'lifecycle' | 'createdAt'>): number =>
  lifecycle?.recycledAt ?? createdAt;

/** Categories in which a lead counts against its owner's capacity. */
export const OPEN_CATEGORIES: ReadonlySet<Category> = new Set(['suspect', 'lead', 'mql', 'sql', 'prospect']);

/** How a lost lead was lost. One that was moved to `lost` by hand has the reason of that move. */
export function lossOf({ category, categorySince, moveReason, competitor, lifecycle }: Lead): LossSection | undefined {
  if (category !== 'lost') return undefined;
  const loss = lifecycle?.loss;
  if (loss !== undefined && loss.at >= categorySince) return loss;
  return { reason: 'other', detail: moveReason, competitor, at: categorySince, earlier: withoutEarlier(loss) };
}

/** The loss before the one that the lead has now, or gets now; undefined: none. */
export function earlierLossOf(lead: Lead): LossSection['earlier'] {
  return lead.category === 'lost' ? lossOf(lead)?.earlier : withoutEarlier(lead.lifecycle?.loss);
}

function withoutEarlier(loss: LossSection | undefined): LossSection['earlier'] {
  if (loss === undefined) return undefined;
  const { earlier: _, ...own } = loss;
  return own;
}

/**
 * The interest that the lead showed after it had ended. Interest that reopened it counts until it ends again, interest that left it closed
 * until its category changes.
 */
export function returningInterestOf({ category, categorySince, lifecycle }: Lead): ReturningInterest | undefined {
  const { returning } = lifecycle ?? {};
  if (returning === undefined) return undefined;
  const isOver = category !== returning.category || returning.at < categorySince;
  if (returning.action === 'stay_closed' && isOver) return undefined;
  return returning.action === 'reopen' && !OPEN_CATEGORIES.has(category) ? undefined : returning;
}
