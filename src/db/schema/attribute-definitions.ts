import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { AttributeType } from '../../core/attributes/kind.js';
import type { AttributeValue } from '../../core/values.js';

export const attributeDefinitions = pgTable(
  'attribute_definitions',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    /** The letters and digits of the name, in lower case: one definition for each. */
    nameKey: text('name_key').notNull(),
    label: text().notNull(),
    type: text().$type<AttributeType>().notNull(),
    options: jsonb().$type<string[]>(),
    requiredForStages: text('required_for_stages').array().notNull(),
    unique: boolean('is_unique').notNull(),
    defaultValue: jsonb('default_value').$type<AttributeValue>(),
    description: text(),
    personal: boolean().notNull(),
    archivedAt: timestamp('archived_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('attribute_definitions_name').on(t.workspaceId, t.nameKey),
  ],
);
