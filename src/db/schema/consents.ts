import { boolean, index, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { ConsentStatus, ContactChannel } from '../../core/consents/consent.js';
import type { SuppressionKind } from '../../core/consents/suppression.js';
import type { ConsentProof } from '../../core/leads/consent.js';

/** The ledger of consents: entries are added and never changed, but for the erasure of a person. */
export const consents = pgTable(
  'consents',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** Grows with time. */
    id: uuid().notNull(),
    /** Null: there was no lead of the person, or it is erased. */
    leadId: uuid('lead_id'),
    channel: text().$type<ContactChannel>().notNull(),
    purpose: text().notNull(),
    status: text().$type<ConsentStatus>().notNull(),
    basis: text(),
    source: text().notNull(),
    proof: jsonb().$type<ConsentProof>(),
    fillOnly: boolean('fill_only').notNull().default(false),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
    actorId: text('actor_id'),
    /** Keyed hashes of the normalised addresses: see `src/db/contact-hashes.ts`. They stay after an erasure. */
    subjectHashes: text('subject_hashes').array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('consents_lead').on(t.workspaceId, t.leadId, t.id),
    index('consents_subjects').using('gin', t.subjectHashes),
  ],
);

/** Workspaces with consents from before there was a ledger. A pass in the order of ids, of leads and then of customers, makes the entries. */
export const consentPasses = pgTable('consent_passes', {
  workspaceId: uuid('workspace_id').primaryKey(),
  records: text().$type<'leads' | 'customers'>().notNull(),
  /** The last record that is done. */
  afterId: uuid('after_id').notNull(),
});

/** Who is not stored: keyed hashes only, so that the list itself names nobody. */
export const suppressions = pgTable(
  'suppressions',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** Grows with time. */
    id: uuid().notNull(),
    kind: text().$type<SuppressionKind>().notNull(),
    hash: text().notNull(),
    reason: text(),
    source: text().notNull(),
    actorId: text('actor_id').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), uniqueIndex('suppressions_hash').on(t.workspaceId, t.hash)],
);
