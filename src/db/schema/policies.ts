import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Policy, PolicyKind } from '../../core/policies/policy.js';

/** Versioned documents that decisions use: score models, classification policies, routing policies. */
export const policies = pgTable(
  'policies',
  {
    workspaceId: uuid('workspace_id').notNull(),
    kind: text().$type<PolicyKind>().notNull(),
    version: integer().notNull(),
    status: text().$type<Policy['status']>().notNull(),
    name: text().notNull(),
    /** For score models: the key of the product line whose leads it scores; empty: all other leads. */
    productLine: text('product_line').notNull().default(''),
    document: jsonb().$type<Policy['document']>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true }),
    retiredAt: timestamp('retired_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.version] }),
    uniqueIndex('policies_published').on(t.workspaceId, t.kind, t.productLine).where(sql`status = 'published'`),
  ],
);
