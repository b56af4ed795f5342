import { sql } from 'drizzle-orm';
import { doublePrecision, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type {
  HandoffCategory,
  HandoffStatus,
  OfferCause,
  RejectionReason,
  WithdrawalReason,
} from '../../core/leads/handoff.js';
import type { Grade } from '../../core/leads/score.js';
import type { Temperature } from '../../core/leads/vocabulary.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Every offer of a lead to sales, with a snapshot of the lead and how the offer ended. */
export const handoffs = pgTable(
  'handoffs',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    /** Null: the lead has been deleted, and the row is only counted. */
    leadId: uuid('lead_id'),
    /** The same in `deleted_leads`. */
    deletedLeadId: uuid('deleted_lead_id'),
    status: text().$type<HandoffStatus>().notNull(),
    cause: text().$type<OfferCause>().notNull(),
    offerNumber: integer('offer_number').notNull(),
    /** The rep with the offer; for an offer to a team the rep who answered. Null: an unanswered offer to a team. */
    repId: uuid('rep_id'),
    teamId: uuid('team_id'),
    offeredAt: instant('offered_at').notNull(),
    dueAt: instant('due_at').notNull(),
    endedAt: instant('ended_at'),
    reason: text().$type<RejectionReason | WithdrawalReason>(),
    evidence: text(),
    /** The API key that accepted, rejected or withdrew it; null: still open, or ended by the system. */
    endedBy: text('ended_by'),
    policyVersion: integer('policy_version').notNull(),
    category: text().$type<HandoffCategory>().notNull(),
    temperature: text().$type<Temperature>().notNull(),
    grade: text().$type<Grade>().notNull(),
    score: doublePrecision().notNull(),
    scoreModelVersion: integer('score_model_version').notNull(),
    conversionProbability: doublePrecision('conversion_probability'),
    sourceId: uuid('source_id').notNull(),
    campaignId: uuid('campaign_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('handoffs_lead').on(t.workspaceId, t.leadId, t.id),
    index('handoffs_rep').on(t.workspaceId, t.repId, t.status, t.id),
    index('handoffs_status').on(t.workspaceId, t.status, t.id),
    index('handoffs_team').on(t.workspaceId, t.teamId, t.id).where(sql`team_id is not null`),
    index('handoffs_source').on(t.workspaceId, t.sourceId, t.id),
    index('handoffs_campaign').on(t.workspaceId, t.campaignId, t.id).where(sql`campaign_id is not null`),
    // For reports over a period.
    index('handoffs_offered').on(t.workspaceId, t.offeredAt),
  ],
);
