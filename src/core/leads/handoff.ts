import type { Grade } from './score.js';
import type { Temperature } from './vocabulary.js';

/** Categories in which a lead can be handed over: qualified, and not worked by sales yet. */
export const HANDOFF_CATEGORIES = ['mql', 'sql'] as const;
export type HandoffCategory = (typeof HANDOFF_CATEGORIES)[number];

/** An offer is open, or it has ended in exactly one of the other ways. */
export const HANDOFF_STATUSES = ['offered', 'accepted', 'rejected', 'timed_out', 'withdrawn'] as const;
export type HandoffStatus = (typeof HANDOFF_STATUSES)[number];

/** Why sales rejects a lead. The last four are about the rep and not about the quality of the lead. */
export const REJECTION_REASONS = [
  'wrong_fit',
  'no_interest',
  'no_budget',
  'no_authority',
  'no_need',
  'bad_timing',
  'invalid_contact',
  'duplicate',
  'insufficient_information',
  'not_my_territory',
  'not_my_product',
  'no_capacity',
  'conflict_of_interest',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

export const ABOUT_THE_REP: ReadonlySet<RejectionReason> = new Set([
  'not_my_territory',
  'not_my_product',
  'no_capacity',
  'conflict_of_interest',
]);

/**
 * Why an offer was withdrawn: on request, because the lead left the hand-off categories, because its owner changed, or because the bulk
 * change behind its making or its end was undone. Reports leave the last out.
 */
export const WITHDRAWAL_REASONS = ['request', 'category_changed', 'owner_changed', 'change_undone'] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

/** Why an offer was made: by the policy, on request, or because the previous rep did not accept. */
export const OFFER_CAUSES = ['automatic', 'request', 'next_rep'] as const;
export type OfferCause = (typeof OFFER_CAUSES)[number];

/** The latest offer of a lead, with how it ended. Instants are epoch milliseconds. */
export interface Handoff {
  /** Id of the offer. */
  id: string;
  status: HandoffStatus;
  /** Offers of this hand-off so far, this one included. */
  offers: number;
  /** The rep who gets the offer, or the team whose first accepting member gets the lead. */
  repId?: string | undefined;
  teamId?: string | undefined;
  offeredAt: number;
  /** When an open offer expires. */
  dueAt?: number | undefined;
  endedAt?: number | undefined;
  reason?: RejectionReason | WithdrawalReason | undefined;
  /** What the lead waits for after an unaccepted offer. */
  next?: 'next_rep' | 'marketing' | undefined;
  policyVersion: number;
}

/** A stored offer with the state of the lead at that time, for reports on acceptance. */
export interface HandoffOffer {
  id: string;
  leadId: string;
  cause: OfferCause;
  offerNumber: number;
  repId?: string | undefined;
  teamId?: string | undefined;
  offeredAt: number;
  dueAt: number;
  policyVersion: number;
  category: HandoffCategory;
  temperature: Temperature;
  grade: Grade;
  score: number;
  scoreModelVersion: number;
  conversionProbability?: number | undefined;
  sourceId: string;
  campaignId?: string | undefined;
}

/** An offer as lists return it: with its end, if it has ended. */
export interface ListedHandoff {
  id: string;
  leadId: string;
  status: HandoffStatus;
  cause: OfferCause;
  offerNumber: number;
  /** The rep who gets the offer, or who answered an offer to a team; null: a team, and no rep has answered. */
  repId: string | null;
  teamId: string | null;
  offeredAt: Date;
  dueAt: Date;
  endedAt: Date | null;
  reason: RejectionReason | WithdrawalReason | null;
  evidence: string | null;
  /** The API key that accepted, rejected or withdrew it; null: none did, or the system. */
  endedBy: string | null;
  policyVersion: number;
  category: HandoffCategory;
  temperature: Temperature;
  grade: Grade;
  score: number;
  scoreModelVersion: number;
  conversionProbability: number | null;
  sourceId: string;
  campaignId: string | null;
}

/** How an offer ended. */
export interface HandoffEnding {
  id: string;
  status: Exclude<HandoffStatus, 'offered'>;
  endedAt: number;
  repId?: string | undefined;
  reason?: RejectionReason | WithdrawalReason | undefined;
  evidence?: string | undefined;
}
