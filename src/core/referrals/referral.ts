import { fold } from '../fold.js';
import type { Category } from '../leads/vocabulary.js';

/** Who can name a lead to us. A partner is known by its name alone. */
export const REFERRER_KINDS = ['lead', 'customer', 'rep', 'partner'] as const;
export type ReferrerKind = (typeof REFERRER_KINDS)[number];

/** What became of a referral: it follows the referred lead. */
export const REFERRAL_STATUSES = ['open', 'qualified', 'converted', 'declined'] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

export const REWARD_STATUSES = ['pending', 'approved', 'paid'] as const;
export type RewardStatus = (typeof REWARD_STATUSES)[number];

/** Named by its kind. Of a customer, `leadId` is the lead that it came from: chains of referrals go through it. */
export interface Referrer {
  kind: ReferrerKind;
  leadId?: string | undefined;
  customerId?: string | undefined;
  repId?: string | undefined;
  partner?: string | undefined;
}

/** What the referrer gets for it. */
export interface Reward {
  /** In major units of `currency`. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  status: RewardStatus;
}

/** Who named whom. Instants are epoch milliseconds. */
export interface Referral {
  id: string;
  version: number;
  referrer: Referrer;
  referredLeadId: string;
  note?: string | undefined;
  reward?: Reward | undefined;
  createdAt: number;
  updatedAt: number;
}

/** Categories of the referred lead by the status they give; a parked lead is neither won nor given up. */
export const STATUS_OF_CATEGORY: Record<Category, ReferralStatus> = {
  suspect: 'open',
  lead: 'open',
  parked: 'open',
  mql: 'qualified',
  sql: 'qualified',
  prospect: 'qualified',
  customer: 'converted',
  disqualified: 'declined',
  lost: 'declined',
};

/** A reward as it is stated: amount and currency belong together, and it is pending until said otherwise. */
export interface RewardFields {
  rewardAmount?: number | null | undefined;
  rewardCurrency?: string | null | undefined;
  rewardStatus?: RewardStatus | null | undefined;
}

/** The reward that was stated; undefined: none. Half a reward is refused. */
export function rewardOf(fields: RewardFields): { reward: Reward | undefined } | { fault: string } {
  const { rewardAmount: amount, rewardCurrency: currency, rewardStatus: status } = fields;
  if (typeof amount === 'number' && typeof currency === 'string') {
    return { reward: { amount, currency, status: status ?? 'pending' } };
  }
  if (typeof amount === 'number' || typeof currency === 'string')
    return { fault: 'A reward needs both `rewardAmount` and `rewardCurrency`.' };
  return typeof status === 'string'
    ? { fault: 'Only a reward has a status: state its amount.' }
    : { reward: undefined };
}

/** Why a reward cannot become that: what was paid stays as it was paid. */
export function rewardRefusal(before: Reward | undefined, after: Reward | undefined): string | undefined {
  if (before?.status !== 'paid' || same(before, after)) return undefined;
  return 'The reward was paid: what was paid cannot be changed any more.';
}

function same(before: Reward, after: Reward | undefined): boolean {
  return before.amount === after?.amount && before.currency === after.currency && before.status === after.status;
}

/** Two names of one partner: case and blanks do not tell them apart. */
export const partnerKeyOf = (partner: string): string => fold(partner.trim().replace(/\s+/g, ' '));

/** Whether two referrers are one. */
export function isSameReferrer(one: Referrer, other: Referrer): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'partner') return partnerKeyOf(one.partner ?? '') === partnerKeyOf(other.partner ?? '');
  if (one.kind === 'customer') return one.customerId === other.customerId;
  return one.leadId === other.leadId && one.repId === other.repId;
}
