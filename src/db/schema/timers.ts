import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Whatever must happen later. One for each kind and subject; gone or moved in the transaction of its effect. */
export const timers = pgTable(
  'timers',
  {
    workspaceId: uuid('workspace_id').notNull(),
    kind: text().notNull(),
    subjectId: uuid('subject_id').notNull(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.subjectId] }),
    // Holds all there is to a timer: what is due is read from the index alone.
    index('timers_due').on(t.dueAt, t.workspaceId, t.kind, t.subjectId),
  ],
);
