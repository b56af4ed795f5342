import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ActivityDirection, ActivityKind, ActivityOutcome } from '../../core/activities/activities.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Notes, calls, meetings and e-mails about a lead. Each external id is recorded once. */
export const activities = pgTable(
  'activities',
  {
    workspaceId: uuid('workspace_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    id: uuid().notNull(),
    kind: text().$type<ActivityKind>().notNull(),
    /** Null for a note. */
    direction: text().$type<ActivityDirection>(),
    subject: text(),
    body: text(),
    outcome: text().$type<ActivityOutcome>(),
    automatic: boolean(),
    durationSeconds: integer('duration_seconds'),
    repId: uuid('rep_id'),
    /** The task that was completed with it. */
    taskId: uuid('task_id'),
    externalId: text('external_id'),
    metadata: json().$type<Record<string, unknown>>(),
    occurredAt: instant('occurred_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.leadId, t.id] }),
    uniqueIndex('activities_external').on(t.workspaceId, t.externalId).where(sql`external_id is not null`),
    index('activities_occurred').on(t.workspaceId, t.occurredAt, t.id),
    index('activities_rep').on(t.workspaceId, t.repId, t.occurredAt).where(sql`rep_id is not null`),
  ],
);
