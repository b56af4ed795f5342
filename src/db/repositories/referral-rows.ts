import type { Category } from '../../core/leads/vocabulary.js';
import { partnerKeyOf, type Referral, type ReferralStatus, STATUS_OF_CATEGORY } from '../../core/referrals/referral.js';
import type { referrals } from '../schema/referrals.js';

export type ReferralRow = typeof referrals.$inferSelect;

/** A referral with its status, which follows from the lead's category. */
export interface KnownReferral extends Referral {
  status: ReferralStatus;
}

export function referralOf(row: ReferralRow): Referral {
  const { rewardAmount: amount, rewardCurrency: currency, rewardStatus: status } = row;
  return {
    id: row.id,
    version: row.version,
    referrer: {
      kind: row.referrerKind,
      leadId: row.referrerLeadId ?? undefined,
      customerId: row.referrerCustomerId ?? undefined,
      repId: row.referrerRepId ?? undefined,
      partner: row.partner ?? undefined,
    },
    referredLeadId: row.referredLeadId,
    note: row.note ?? undefined,
    reward: amount === null || currency === null || status === null ? undefined : { amount, currency, status },
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}

export function knownReferral({ referral, category }: { referral: ReferralRow; category: Category }): KnownReferral {
  return { ...referralOf(referral), status: STATUS_OF_CATEGORY[category] };
}

export function rowOf(workspaceId: string, referral: Referral): ReferralRow {
  const { referrer, reward } = referral;
  return {
    workspaceId,
    id: referral.id,
    version: referral.version,
    referrerKind: referrer.kind,
    referrerLeadId: referrer.leadId ?? null,
    referrerCustomerId: referrer.customerId ?? null,
    referrerRepId: referrer.repId ?? null,
    partner: referrer.partner ?? null,
    partnerKey: referrer.partner === undefined ? null : partnerKeyOf(referrer.partner),
    referredLeadId: referral.referredLeadId,
    note: referral.note ?? null,
    rewardAmount: reward?.amount ?? null,
    rewardCurrency: reward?.currency ?? null,
    rewardStatus: reward?.status ?? null,
    createdAt: new Date(referral.createdAt),
    updatedAt: new Date(referral.updatedAt),
  };
}
