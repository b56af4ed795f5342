import { foreignKey, integer, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { Channel } from '../../core/sources.js';

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
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
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
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('campaigns_source_name').on(t.workspaceId, t.sourceId, t.nameKey),
    foreignKey({ columns: [t.workspaceId, t.sourceId], foreignColumns: [sources.workspaceId, sources.id] }),
  ],
);
