import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { TaskKind, TaskOutcome, TaskStatus } from '../../core/tasks/tasks.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Tasks about leads, each with a rep and a due instant. */
export const tasks = pgTable(
  'tasks',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    leadId: uuid('lead_id').notNull(),
    kind: text().$type<TaskKind>().notNull(),
    title: text().notNull(),
    description: text(),
    status: text().$type<TaskStatus>().notNull(),
    dueAt: instant('due_at').notNull(),
    /** The rep who has to do it; null: no rep yet. */
    repId: uuid('rep_id'),
    /** The template of a playbook that it was created from, and the version of that playbook; null: no template. */
    templateKey: text('template_key'),
    playbookVersion: integer('playbook_version'),
    outcome: text().$type<TaskOutcome>(),
    /** What was said when it was done; or why it was skipped. */
    note: text(),
    activityId: uuid('activity_id'),
    /** When its overdue event was emitted. */
    overdueAt: instant('overdue_at'),
    closedAt: instant('closed_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('tasks_due').on(t.workspaceId, t.dueAt, t.id),
    index('tasks_lead').on(t.workspaceId, t.leadId, t.dueAt, t.id),
    // Partial: contains only open tasks.
    index('tasks_rep').on(t.workspaceId, t.repId, t.dueAt, t.id).where(sql`status = 'open'`),
  ],
);
