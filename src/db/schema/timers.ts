import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Work that is due later. One timer for each kind and subject; it is removed or moved in the transaction of its effect. */
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
    // Contains all columns of a timer, so that due timers are read from the index alone.
    index('timers_due').on(t.dueAt, t.workspaceId, t.kind, t.subjectId),
  ],
);
