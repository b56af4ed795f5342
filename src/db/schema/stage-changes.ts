import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { EventCause } from '../../core/events/events.js';
import type { Category } from '../../core/leads/vocabulary.js';

/** Changes of the stage or the category of leads, as the log has them. The creation of a lead is none. */
export const stageChanges = pgTable(
  'stage_changes',
  {
    workspaceId: uuid('workspace_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    /** Grows with each change of a lead. */
    id: uuid().notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    fromStage: text('from_stage').notNull(),
    fromCategory: text('from_category').$type<Category>().notNull(),
    toStage: text('to_stage').notNull(),
    toCategory: text('to_category').$type<Category>().notNull(),
    cause: text().$type<EventCause>().notNull(),
    actorId: text('actor_id').notNull(),
    reason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.leadId, t.id] }),
    index('stage_changes_occurred').on(t.workspaceId, t.occurredAt, t.id),
  ],
);

/** Workspaces with leads from before there were rows of their changes. A pass in the order of ids makes the rows. */
export const stageChangePasses = pgTable('stage_change_passes', {
  workspaceId: uuid('workspace_id').primaryKey(),
  /** The last lead that is done. */
  afterId: uuid('after_id').notNull(),
});
