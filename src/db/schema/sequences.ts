import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ConsentChannel } from '../../core/leads/consent.js';
import type { LeaveReason, SequenceEntry, SequencePurpose } from '../../core/leads/sequence-runs.js';
import type { SkipReason, StepOutcome, TakenStep } from '../../core/sequences/advance.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Each stay of a lead in a sequence; `stay` counts them from 1. */
export const sequenceRuns = pgTable(
  'sequence_runs',
  {
    workspaceId: uuid('workspace_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    /** The key of the sequence. */
    sequence: text().notNull(),
    stay: integer().notNull(),
    enteredAt: instant('entered_at').notNull(),
    purpose: text().$type<SequencePurpose>().notNull(),
    /** The version at the entry. */
    version: integer().notNull(),
    enteredBy: text('entered_by').$type<SequenceEntry>().notNull(),
    leftAt: instant('left_at'),
    leaveReason: text('leave_reason').$type<LeaveReason>(),
    lastStep: text('last_step'),
  },
  (t) => [
    primaryKey({ name: 'sequence_runs_pk', columns: [t.workspaceId, t.leadId, t.sequence, t.stay] }),
    index('sequence_runs_entered').on(t.workspaceId, t.enteredAt),
  ],
);

/** The steps that came in each stay; `position` counts them from 1. */
export const sequenceSteps = pgTable(
  'sequence_steps',
  {
    workspaceId: uuid('workspace_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    sequence: text().notNull(),
    stay: integer().notNull(),
    position: integer().notNull(),
    step: text().notNull(),
    type: text().$type<TakenStep['type']>().notNull(),
    version: integer().notNull(),
    at: instant('at').notNull(),
    outcome: text().$type<StepOutcome>().notNull(),
    reason: text().$type<SkipReason>(),
    channel: text().$type<ConsentChannel>(),
    template: text(),
    taskId: uuid('task_id'),
  },
  (t) => [
    primaryKey({
      name: 'sequence_steps_pk',
      columns: [t.workspaceId, t.leadId, t.sequence, t.stay, t.position],
    }),
  ],
);
