import {
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { OutcomeCategory } from '../../core/batch/outcomes.js';

/** Each time that a lead became a customer, was lost or was disqualified, with what reports group it by, as it was then. */
export const leadOutcomes = pgTable(
  'lead_outcomes',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    /** Null: the lead has been deleted. */
    leadId: uuid('lead_id'),
    /** The same in `deleted_leads`. */
    deletedLeadId: uuid('deleted_lead_id'),
    category: text().$type<OutcomeCategory>().notNull(),
    endedAt: timestamp('ended_at', { withTimezone: true }).notNull(),
    sourceId: uuid('source_id').notNull(),
    ownerId: uuid('owner_id'),
    products: text().array(),
    /** Why it was lost or disqualified. Null: a customer, or a rule gave no reason. */
    reason: text(),
    competitor: text(),
    /** Total score and probability before it ended, with their models. Null: recorded before this was stored, or no model. */
    score: doublePrecision(),
    scoreModelVersion: integer('score_model_version'),
    probability: doublePrecision(),
    predictionModelVersion: integer('prediction_model_version'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('lead_outcomes_lead').on(t.workspaceId, t.leadId, t.endedAt, t.category),
    index('lead_outcomes_ended').on(t.workspaceId, t.endedAt),
  ],
);
