import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { BackfillError } from '../../core/connectors/backfill.js';
import type { ConnectorField, ConnectorKind, SignatureAlgorithm } from '../../core/connectors/connector.js';
import type { PayloadProblem, PayloadState } from '../../core/connectors/payload.js';
import type { PayloadLead } from '../../core/connectors/reading.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const connectors = pgTable(
  'connectors',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    kind: text().$type<ConnectorKind>().notNull(),
    sourceId: uuid('source_id').notNull(),
    campaignId: uuid('campaign_id'),
    enabled: boolean().notNull(),
    fields: jsonb().$type<ConnectorField[]>().notNull(),
    consentText: text('consent_text'),
    createsTestLeads: boolean('creates_test_leads').notNull(),
    signatureHeader: text('signature_header'),
    signatureAlgorithm: text('signature_algorithm').$type<SignatureAlgorithm>().notNull(),
    /** Stored as it is, because it verifies signatures. */
    secret: text(),
    accessToken: text('access_token'),
    baseUrl: text('base_url'),
    /** The default is for the version before, which does not know the column. */
    formIds: jsonb('form_ids').$type<string[]>().notNull().default([]),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** From the SHA-256 of the secret part of an address to its connector: no caller of an address names a workspace. */
export const connectorAddresses = pgTable(
  'connector_addresses',
  {
    hash: text().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    connectorId: uuid('connector_id').notNull(),
  },
  (t) => [index('connector_addresses_connector').on(t.workspaceId, t.connectorId)],
);

/** What arrived, kept for 30 days. `content`, `fetched` and `lead` are personal: they are null once they were erased. */
export const connectorPayloads = pgTable(
  'connector_payloads',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    connectorId: uuid('connector_id').notNull(),
    state: text().$type<PayloadState>().notNull(),
    dedupeKey: text('dedupe_key').notNull(),
    isTest: boolean('is_test').notNull(),
    receivedAt: instant('received_at').notNull(),
    attempts: integer().notNull(),
    nextAttemptAt: instant('next_attempt_at'),
    processedAt: instant('processed_at'),
    leadId: uuid('lead_id'),
    touchId: uuid('touch_id'),
    problem: jsonb().$type<PayloadProblem>(),
    content: text(),
    fetched: text(),
    lead: json().$type<PayloadLead>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('connector_payloads_once').on(t.workspaceId, t.connectorId, t.dedupeKey),
    index('connector_payloads_listed').on(t.workspaceId, t.connectorId, t.id),
    index('connector_payloads_due').on(t.nextAttemptAt).where(sql`next_attempt_at is not null`),
    index('connector_payloads_lead').on(t.workspaceId, t.leadId).where(sql`lead_id is not null`),
    index('connector_payloads_received').on(t.receivedAt),
  ],
);

/** The last backfill of each connector. */
export const connectorBackfills = pgTable(
  'connector_backfills',
  {
    workspaceId: uuid('workspace_id').notNull(),
    connectorId: uuid('connector_id').notNull(),
    since: instant('since').notNull(),
    formIds: jsonb('form_ids').$type<string[]>().notNull(),
    startedAt: instant('started_at').notNull(),
    completedAt: instant('completed_at'),
    formIndex: integer('form_index').notNull(),
    cursor: text(),
    pages: integer().notNull(),
    leadsRead: integer('leads_read').notNull(),
    payloadsAdded: integer('payloads_added').notNull(),
    attempts: integer().notNull(),
    nextAttemptAt: instant('next_attempt_at'),
    lastError: jsonb('last_error').$type<BackfillError>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connectorId] }),
    foreignKey({
      name: 'connector_backfills_connector_fk',
      columns: [t.workspaceId, t.connectorId],
      foreignColumns: [connectors.workspaceId, connectors.id],
    }).onDelete('cascade'),
    index('connector_backfills_due').on(t.nextAttemptAt).where(sql`next_attempt_at is not null`),
  ],
);
