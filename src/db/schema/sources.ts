import { sql } from 'drizzle-orm';
import {
  date,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { CampaignStatus } from '../../core/campaigns.js';
import type { Channel } from '../../core/sources.js';

/** Merges rewrite no record: reads take the survivor of a source or campaign in its place. Null of `survivor_id`: itself. */
const merging = () => ({ mergedInto: uuid('merged_into'), survivorId: uuid('survivor_id') });

export const sources = pgTable(
  'sources',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    channel: text().$type<Channel>().notNull(),
    name: text().notNull(),
    /** Lower-case name: one source per channel and name, regardless of case. */
    nameKey: text('name_key').notNull(),
    description: text(),
    ...merging(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('sources_merged').on(t.workspaceId, t.survivorId).where(sql`survivor_id is not null`),
    unique('sources_channel_name').on(t.workspaceId, t.channel, t.nameKey),
  ],
);

export const campaigns = pgTable(
  'campaigns',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    sourceId: uuid('source_id').notNull(),
    name: text().notNull(),
    nameKey: text('name_key').notNull(),
    description: text(),
    startsOn: date('starts_on', { mode: 'string' }),
    endsOn: date('ends_on', { mode: 'string' }),
    budget: numeric({ precision: 19, scale: 4 }),
    budgetCurrency: text('budget_currency'),
    status: text().$type<CampaignStatus>().notNull().default('active'),
    ...merging(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('campaigns_merged').on(t.workspaceId, t.survivorId).where(sql`survivor_id is not null`),
    unique('campaigns_source_name').on(t.workspaceId, t.sourceId, t.nameKey),
    foreignKey({ columns: [t.workspaceId, t.sourceId], foreignColumns: [sources.workspaceId, sources.id] }),
  ],
);
