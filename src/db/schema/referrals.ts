import { sql } from 'drizzle-orm';
import {
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ReferrerKind, RewardStatus } from '../../core/referrals/referral.js';
import { reps } from './assignment.js';
import { leads } from './leads.js';

/** Who referred which lead. The outcome is read from the lead; a referral is removed with either of its leads. */
export const referrals = pgTable(
  'referrals',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    referrerKind: text('referrer_kind').$type<ReferrerKind>().notNull(),
    referrerLeadId: uuid('referrer_lead_id'),
    /** No foreign key: when the undo of a conversion removes the customer, its referrals stay with its lead. */
    referrerCustomerId: uuid('referrer_customer_id'),
    referrerRepId: uuid('referrer_rep_id'),
    partner: text(),
    /** Lower-case name, so that spellings in another case are the same partner. */
    partnerKey: text('partner_key'),
    referredLeadId: uuid('referred_lead_id').notNull(),
    note: text(),
    rewardAmount: doublePrecision('reward_amount'),
    rewardCurrency: text('reward_currency'),
    rewardStatus: text('reward_status').$type<RewardStatus>(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('referrals_referred').on(t.workspaceId, t.referredLeadId, t.id),
    index('referrals_referrer_lead').on(t.workspaceId, t.referrerLeadId, t.id).where(sql`referrer_lead_id is not null`),
    index('referrals_referrer_customer')
      .on(t.workspaceId, t.referrerCustomerId, t.id)
      .where(sql`referrer_customer_id is not null`),
    index('referrals_referrer_rep').on(t.workspaceId, t.referrerRepId, t.id).where(sql`referrer_rep_id is not null`),
    index('referrals_partner').on(t.workspaceId, t.partnerKey, t.id).where(sql`partner_key is not null`),
    foreignKey({ columns: [t.workspaceId, t.referredLeadId], foreignColumns: [leads.workspaceId, leads.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.workspaceId, t.referrerLeadId], foreignColumns: [leads.workspaceId, leads.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.workspaceId, t.referrerRepId], foreignColumns: [reps.workspaceId, reps.id] }),
  ],
);
