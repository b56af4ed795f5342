import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { KeyKind, Scope } from '../../core/api-keys/scopes.js';
import { workspaces } from './workspaces.js';

export const apiKeys = pgTable(
  'api_keys',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    kind: text().$type<KeyKind>().notNull(),
    name: text().notNull(),
    scopes: text().array().$type<Scope[]>().notNull(),
    /** The first characters of the key, to identify keys in a list. */
    displayId: text('display_id').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
    /** The address of that use. */
    lastUsedAddress: text('last_used_address'),
    /** The key this one replaced by rotation. */
    rotatedFrom: uuid('rotated_from'),
    /** The first key in the chain of rotations; null: this key. */
    principalId: uuid('principal_id'),
    /** CIDR blocks, as `formatBlock` writes them; empty: requests may come from anywhere. */
    allowedAddresses: text('allowed_addresses').array().notNull().default([]),
    /** Origins of pages, as browsers send them; empty: no page of another origin. */
    allowedOrigins: text('allowed_origins').array().notNull().default([]),
    /** Null: the limit of the deployment. */
    requestsPerMinute: integer('requests_per_minute'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    // A preflight names an origin and no key.
    index('api_keys_origins').using('gin', t.allowedOrigins).where(sql`allowed_origins <> '{}'`),
  ],
);

/**
 * The one global look-up: from the SHA-256 of a key to its workspace. The secret itself is not stored. No foreign key: a table that is
 * found by hash is not distributed by workspace, and may not refer to one that is.
 */
export const apiKeyDirectory = pgTable(
  'api_key_directory',
  {
    hash: text().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    keyId: uuid('key_id').notNull(),
  },
  (t) => [index('api_key_directory_key').on(t.workspaceId, t.keyId)],
);

/** Requests of a key in its latest minute that all processes together have leased; minutes are counted from the epoch. */
export const keyAllowances = pgTable(
  'key_allowances',
  {
    workspaceId: uuid('workspace_id').notNull(),
    keyId: uuid('key_id').notNull(),
    minute: integer().notNull(),
    leased: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.keyId] }),
    foreignKey({ columns: [t.workspaceId, t.keyId], foreignColumns: [apiKeys.workspaceId, apiKeys.id] }).onDelete(
      'cascade',
    ),
  ],
);
