import type { ActivityContent } from '../activities/activities.js';
import type { DealStatus } from '../deals/deal.js';
import type { DealTerms } from '../deals/terms.js';
import type { EngagementType } from '../engagement.js';
import { DISQUALIFICATION_REASONS, LOSS_REASONS, type LossReason, PARK_REASONS } from '../leads/lifecycle-reasons.js';
import type { SourceReference } from '../sources.js';

/** How the past of a lead ended. */
export const PAST_RESULTS = ['won', 'lost', 'disqualified', 'parked'] as const;
export type PastResult = (typeof PAST_RESULTS)[number];

/** The reasons of each result; `other` where none is stated. A won lead has none. */
export const REASONS_OF: Readonly<Record<PastResult, readonly string[]>> = {
  won: [],
  lost: LOSS_REASONS,
  disqualified: DISQUALIFICATION_REASONS,
  parked: PARK_REASONS,
};

export const PAST_REASONS = [
  ...LOSS_REASONS,
  ...DISQUALIFICATION_REASONS.filter((reason) => reason !== 'other'),
  ...PARK_REASONS.filter((reason) => !LOSS_REASONS.some((loss) => loss === reason)),
] as const;

/** What happened to a lead before it was known here. Instants are epoch milliseconds. */
export interface LeadPast {
  createdAt: number;
  /** The rep who owns it, or did last. */
  ownerId?: string | undefined;
  /** Oldest first. */
  stages: readonly PastStage[];
  outcome?: PastOutcome | undefined;
  /** Besides the first, which is the one that made it known. */
  touches: readonly PastTouch[];
  engagement: readonly PastEngagement[];
  activities: readonly PastActivity[];
  deals: readonly PastDeal[];
}

export interface PastStage {
  /** Key of a stage of an open category. */
  stage: string;
  at: number;
}

export interface PastOutcome {
  result: PastResult;
  at: number;
  /** Of `REASONS_OF`. */
  reason?: string | undefined;
  detail?: string | undefined;
  competitor?: string | undefined;
  /** When a parked lead wakes, in the future. */
  until?: number | undefined;
}

export interface PastTouch {
  source: SourceReference;
  occurredAt: number;
}

export interface PastEngagement {
  type: EngagementType;
  occurredAt: number;
  externalId?: string | undefined;
  source?: SourceReference | undefined;
  properties?: Record<string, unknown> | undefined;
}

export type PastActivity = ActivityContent & { occurredAt: number };

export interface PastDeal extends DealTerms {
  name?: string | undefined;
  status: DealStatus;
  /** When the lead became known, if absent. */
  openedAt?: number | undefined;
  /** When it was won or lost. */
  closedAt?: number | undefined;
  expectedCloseOn?: string | undefined;
  competitor?: string | undefined;
  lossReason?: LossReason | undefined;
  lossDetail?: string | undefined;
}

/** The won deal by which the lead became a customer: the first of them. */
export const wonDealOf = ({ deals }: Pick<LeadPast, 'deals'>): PastDeal | undefined =>
  deals.find(({ status }) => status === 'won');

/** What recording a history did to its lead. */
export const HISTORY_OUTCOMES = ['created', 'completed', 'unchanged'] as const;
export type HistoryOutcome = (typeof HISTORY_OUTCOMES)[number];

/** Members of a history that a known lead does not take. */
export const IGNORED_MEMBERS = ['stages', 'outcome', 'owner', 'deals'] as const;
export type IgnoredMember = (typeof IGNORED_MEMBERS)[number];
