import {
  boolean,
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { RecordMetricName } from '../../core/metrics/catalogue.js';
import type { TargetPeriod } from '../../core/targets/target.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Numbers that are to be reached in a period. Reps, teams and sources are never removed, so there are no foreign keys. */
export const targets = pgTable(
  'targets',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    metric: text().$type<RecordMetricName>().notNull(),
    teamId: uuid('team_id'),
    repId: uuid('rep_id'),
    sourceId: uuid('source_id'),
    product: text(),
    currency: text(),
    period: text().$type<TargetPeriod>().notNull(),
    fromDay: date('from_day', { mode: 'string' }).notNull(),
    beforeDay: date('before_day', { mode: 'string' }).notNull(),
    value: numeric({ precision: 19, scale: 4 }).notNull(),
    reachedAt: instant('reached_at'),
    closedAt: instant('closed_at'),
    missed: boolean(),
    checkDueAt: instant('check_due_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('targets_check_due').on(t.checkDueAt)],
);
