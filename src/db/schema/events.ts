import { bigint, index, integer, json, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

import type { PackedRecord } from '../repositories/decision-records.js';

/** The append-only log: numbered without gaps per workspace, written in the transaction of the change it tells. */
export const events = pgTable(
  'events',
  {
    workspaceId: uuid('workspace_id').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    id: uuid().notNull(),
    type: text().notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** Of leads only. */
    subjectVersion: integer('subject_version'),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    requestId: text('request_id').notNull(),
    cause: text().notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    data: json().$type<{ before?: unknown; after?: unknown; decision?: PackedRecord }>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.sequence] }),
    index('events_subject').on(t.workspaceId, t.subjectId, t.sequence),
  ],
);
