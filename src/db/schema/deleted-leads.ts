import {
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** What reports count of a deleted lead, under a random id of its own. Nothing here identifies anybody. */
export const deletedLeads = pgTable(
  'deleted_leads',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    createdAt: instant('created_at').notNull(),
    category: text().notNull(),
    categorySince: instant('category_since'),
    reachedLeadAt: instant('reached_lead_at'),
    reachedMqlAt: instant('reached_mql_at'),
    reachedSqlAt: instant('reached_sql_at'),
    reachedProspectAt: instant('reached_prospect_at'),
    temperature: text().notNull(),
    grade: text().notNull(),
    fitScore: doublePrecision('fit_score').notNull(),
    engagementScore: doublePrecision('engagement_score').notNull(),
    totalScore: doublePrecision('total_score').notNull(),
    scoreModelVersion: integer('score_model_version').notNull(),
    sourceId: uuid('source_id').notNull(),
    campaignId: uuid('campaign_id'),
    ownerId: uuid('owner_id'),
    teamId: uuid('team_id'),
    touchCount: integer('touch_count').notNull(),
    /** Stage, cycles, and the reasons of the last loss and disqualification, without texts. */
    lifecycle: jsonb(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('deleted_leads_created').on(t.workspaceId, t.createdAt),
  ],
);

/** What reports count of the touches, engagement events, activities and stage changes of deleted leads. */
export const deletedLeadRecords = pgTable(
  'deleted_lead_records',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    deletedLeadId: uuid('deleted_lead_id').notNull(),
    record: text().$type<'touch' | 'engagement' | 'activity' | 'stage_change'>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
    /** The type of an engagement event, the kind of an activity. */
    type: text(),
    direction: text(),
    outcome: text(),
    durationSeconds: integer('duration_seconds'),
    repId: uuid('rep_id'),
    sourceId: uuid('source_id'),
    campaignId: uuid('campaign_id'),
    fromStage: text('from_stage'),
    fromCategory: text('from_category'),
    toStage: text('to_stage'),
    toCategory: text('to_category'),
    cause: text(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('deleted_lead_records_occurred').on(t.workspaceId, t.record, t.occurredAt),
    index('deleted_lead_records_lead').on(t.workspaceId, t.deletedLeadId),
  ],
);

/** What reports count of referrals of which a lead has been deleted. Ids of deleted leads are those of `deleted_leads`. */
export const deletedReferrals = pgTable(
  'deleted_referrals',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    referrerKind: text('referrer_kind').notNull(),
    referrerLeadId: uuid('referrer_lead_id'),
    referrerCustomerId: uuid('referrer_customer_id'),
    referrerRepId: uuid('referrer_rep_id'),
    referredLeadId: uuid('referred_lead_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('deleted_referrals_referred').on(t.workspaceId, t.referredLeadId),
    index('deleted_referrals_referrer').on(t.workspaceId, t.referrerLeadId),
  ],
);
