import { sql } from 'drizzle-orm';
import { index, json, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { EngagementType } from '../../core/engagement.js';
import { EVENT_WORDS } from './lead-words.js';

/** Events of a visitor that is not a lead yet; they become events of the lead when a submission names the visitor. */
export const visitorEvents = pgTable(
  'visitor_events',
  {
    workspaceId: uuid('workspace_id').notNull(),
    visitorId: text('visitor_id').notNull(),
    id: uuid().notNull(),
    type: text().$type<EngagementType>().notNull(),
    sourceId: uuid('source_id'),
    campaignId: uuid('campaign_id'),
    externalId: text('external_id'),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    properties: json().$type<Record<string, unknown>>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.visitorId, t.id] }),
    index('visitor_events_received').on(t.receivedAt),
    uniqueIndex('visitor_events_external').on(t.workspaceId, t.externalId).where(sql`external_id is not null`),
  ],
);

/** Engagement events of leads. Each external id is recorded once. */
export const engagementEvents = pgTable(
  'engagement_events',
  {
    workspaceId: uuid('workspace_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    id: uuid().notNull(),
    type: text().$type<EngagementType>().notNull(),
    sourceId: uuid('source_id'),
    campaignId: uuid('campaign_id'),
    externalId: text('external_id'),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    properties: json().$type<Record<string, unknown>>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.leadId, t.id] }),
    uniqueIndex('engagement_events_external').on(t.workspaceId, t.externalId).where(sql`external_id is not null`),
    index('engagement_events_occurred').on(t.workspaceId, t.occurredAt, t.id),
    index('engagement_events_type').on(t.workspaceId, t.type, t.occurredAt, t.leadId),
    // Partial: most events have no properties.
    index('engagement_events_words')
      .using('gin', sql`(${sql.raw(EVENT_WORDS)})`)
      .where(sql`properties is not null`),
  ],
);
