import { bigint, index, integer, json, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ActorKind, EventCause, EventType, SubjectKind } from '../../core/events/events.js';

import type { PackedRecord } from './decision-records.js';

/** Without its personal part. Events from before the separation contain all of it. */
export interface EventData {
  before?: unknown;
  after?: unknown;
  decision?: PackedRecord;
}

export interface PersonalData {
  before?: unknown;
  after?: unknown;
  /** Of the decision record: the reason that a person gave. */
  manual?: PackedRecord['manual'];
}

/** The append-only log: numbered without gaps per workspace, written in the transaction of the change that it records. */
export const events = pgTable(
  'events',
  {
    workspaceId: uuid('workspace_id').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    id: uuid().notNull(),
    type: text().$type<EventType>().notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    subjectId: text('subject_id').notNull(),
    /** For leads only. */
    subjectVersion: integer('subject_version'),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorId: text('actor_id').notNull(),
    requestId: text('request_id').notNull(),
    cause: text().$type<EventCause>().notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    data: json().$type<EventData>().notNull(),
    /** The personal part of `data`, in the same form. Null: there was none, or it was erased. */
    personal: json().$type<PersonalData>(),
    /** When the personal part was erased; the only change to an event. */
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.sequence] }),
    index('events_subject').on(t.workspaceId, t.subjectId, t.sequence),
  ],
);
