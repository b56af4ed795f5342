import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { FormField } from '../../core/forms/form.js';

export const forms = pgTable(
  'forms',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    sourceId: uuid('source_id').notNull(),
    campaignId: uuid('campaign_id'),
    fields: jsonb().$type<FormField[]>().notNull(),
    consentText: text('consent_text'),
    trapField: text('trap_field'),
    redirectUrl: text('redirect_url'),
    minFillSeconds: integer('min_fill_seconds'),
    requiresStamp: boolean('requires_stamp').notNull().default(false),
    submissionsPerMinute: integer('submissions_per_minute'),
    addressSubmissionsPerMinute: integer('address_submissions_per_minute'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);
