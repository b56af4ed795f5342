import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type {
  DeliveryError,
  DeliveryState,
  SigningKey,
  WebhookDisabledReason,
  WebhookEndpoint,
  WebhookHeader,
  WebhookPayload,
  WebhookSignature,
} from '../../core/webhooks/endpoint.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Receivers of events. The columns from `position` on change with deliveries, without a new version. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    url: text().notNull(),
    description: text(),
    types: text().array().notNull(),
    where: jsonb().$type<NonNullable<WebhookEndpoint['where']>>(),
    payload: text().$type<WebhookPayload>().notNull(),
    headers: json().$type<WebhookHeader[]>().notNull(),
    signature: text().$type<WebhookSignature>().notNull(),
    signingKeys: jsonb('signing_keys').$type<SigningKey[]>().notNull(),
    skipActors: text('skip_actors').array().notNull(),
    principalId: uuid('principal_id').notNull(),
    enabled: boolean().notNull(),
    disabledReason: text('disabled_reason').$type<WebhookDisabledReason>(),
    disabledAt: instant('disabled_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    position: bigint({ mode: 'number' }).notNull(),
    failures: integer().notNull(),
    failingSince: instant('failing_since'),
    retryAt: instant('retry_at'),
    leaseHolder: text('lease_holder'),
    leaseUntil: instant('lease_until'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** One row for each event that was sent to an endpoint or waits for it. It refers to the event and holds none of its values. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    workspaceId: uuid('workspace_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    eventId: uuid('event_id').notNull(),
    type: text().notNull(),
    subjectKey: text('subject_key').notNull(),
    state: text().$type<DeliveryState>().notNull(),
    attempts: integer().notNull(),
    nextAttemptAt: instant('next_attempt_at'),
    lastStatus: integer('last_status'),
    lastError: text('last_error').$type<DeliveryError>(),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.endpointId, t.sequence] }),
    index('webhook_deliveries_due')
      .on(t.workspaceId, t.endpointId, t.nextAttemptAt)
      .where(sql`next_attempt_at is not null`),
    index('webhook_deliveries_waiting')
      .on(t.workspaceId, t.endpointId, t.subjectKey, t.sequence)
      .where(sql`state = 'waiting'`),
    index('webhook_deliveries_created').on(t.createdAt),
  ],
);

/** Attempts, kept for some days. `answer` can repeat values of the event, so it is erased with the lead of the event. */
export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    workspaceId: uuid('workspace_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    id: uuid().notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    eventId: uuid('event_id').notNull(),
    type: text().notNull(),
    subjectKey: text('subject_key').notNull(),
    at: instant('at').notNull(),
    status: integer(),
    error: text().$type<DeliveryError>(),
    durationMs: integer('duration_ms').notNull(),
    answer: text(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.endpointId, t.id] }),
    index('webhook_attempts_answers').on(t.workspaceId, t.subjectKey).where(sql`answer is not null`),
    index('webhook_attempts_at').on(t.at),
  ],
);
