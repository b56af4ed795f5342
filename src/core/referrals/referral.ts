import { fold } from '../fold.js';
import type { Category } from '../leads/vocabulary.js';

/** Who can refer a lead. A partner is identified by its name alone. */
export const REFERRER_KINDS = ['lead', 'customer', 'rep', 'partner'] as const;
export type ReferrerKind = (typeof REFERRER_KINDS)[number];

/** The outcome of a referral, which follows from the referred lead. */
export const REFERRAL_STATUSES = ['open', 'qualified', 'converted', 'declined'] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

export const REWARD_STATUSES = ['pending', 'approved', 'paid'] as const;
export type RewardStatus = (typeof REWARD_STATUSES)[number];

/**
 * Identified by the property for its kind. For a customer, `leadId` is the lead that it was converted from, which links the
 * chains of referrals.
 */
export interface Referrer {
  kind: ReferrerKind;
  leadId?: string | undefined;
  customerId?: string | undefined;
  repId?: string | undefined;
  partner?: string | undefined;
}

/** The reward of the referrer. */
export interface Reward {
  /** In major units of `currency`. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  status: RewardStatus;
}

/** Who referred which lead. Instants are epoch milliseconds. */
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

/** The status of a referral by the category of the referred lead; a parked lead is neither won nor lost. */
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

/** The stated fields of a reward: amount and currency belong together; the status is pending by default. */
export interface RewardFields {
  /** Decimal text as on the wire, or the number of a reward. */
  rewardAmount?: number | string | null | undefined;
  rewardCurrency?: string | null | undefined;
  rewardStatus?: RewardStatus | null | undefined;
}

/** The stated reward; undefined: none. An amount without currency, or a currency without amount, is refused. */
export function rewardOf(fields: RewardFields): { reward: Reward | undefined } | { fault: string } {
  const { rewardAmount, rewardCurrency: currency, rewardStatus: status } = fields;
  const amount = typeof rewardAmount === 'string' ? Number(rewardAmount) : rewardAmount;
  if (typeof amount === 'number' && typeof currency === 'string') {
    return { reward: { amount, currency, status: status ?? 'pending' } };
  }
  if (typeof amount === 'number' || typeof currency === 'string')
    return { fault: 'A reward needs both `rewardAmount` and `rewardCurrency`.' };
  return typeof status === 'string'
    ? { fault: 'Only a reward has a status: state its amount.' }
    : { reward: undefined };
}

/** The refusal to change a reward: a paid reward stays as it was paid. */
export function rewardRefusal(before: Reward | undefined, after: Reward | undefined): string | undefined {
  if (before?.status !== 'paid' || same(before, after)) return undefined;
  return 'The reward was paid: what was paid cannot be changed any more.';
}

function same(before: Reward, after: Reward | undefined): boolean {
  return before.amount === after?.amount && before.currency === after.currency && before.status === after.status;
}

/** The key of a partner name: names that differ only in case and blanks are the same partner. */
export const partnerKeyOf = (partner: string): string => fold(partner.trim().replace(/\s+/g, ' '));

/** Whether two referrers are the same. */
export function isSameReferrer(one: Referrer, other: Referrer): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'partner') return partnerKeyOf(one.partner ?? '') === partnerKeyOf(other.partner ?? '');
  if (one.kind === 'customer') return one.customerId === other.customerId;
  return one.leadId === other.leadId && one.repId === other.repId;
}
