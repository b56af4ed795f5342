import { bigint, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CancelReason, ClockStatus, SlaClockKind, SlaHours } from '../../core/leads/sla.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Clocks that have ended: met, breached or cancelled. Running and paused clocks are stored with their leads. */
export const slaClocks = pgTable(
  'sla_clocks',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    /** Null: the lead has been deleted, and the row is only counted. */
    leadId: uuid('lead_id'),
    /** The same in `deleted_leads`. */
    deletedLeadId: uuid('deleted_lead_id'),
    clock: text().$type<SlaClockKind>().notNull(),
    ruleId: text('rule_id').notNull(),
    policyVersion: integer('policy_version').notNull(),
    status: text().$type<ClockStatus>().notNull(),
    hours: text().$type<SlaHours>().notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at').notNull(),
    warnedAt: instant('warned_at'),
    /** Milliseconds of the hours that count. */
    allowedMs: bigint('allowed_ms', { mode: 'number' }).notNull(),
    usedMs: bigint('used_ms', { mode: 'number' }).notNull(),
    cancelReason: text('cancel_reason').$type<CancelReason>(),
    ownerId: uuid('owner_id'),
    sourceId: uuid('source_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('sla_clocks_lead').on(t.workspaceId, t.leadId, t.id),
    index('sla_clocks_ended').on(t.workspaceId, t.endedAt),
  ],
);

const contactColumns = {
  workspaceId: uuid('workspace_id').notNull(),
  /** An id of `deleted_leads`: the lead has been deleted, and the row is only counted. */
  leadId: uuid('lead_id').notNull(),
  contactedAt: instant('contacted_at').notNull(),
  repId: uuid('rep_id'),
  sourceId: uuid('source_id').notNull(),
  elapsedMs: bigint('elapsed_ms', { mode: 'number' }).notNull(),
  /** Milliseconds in working hours of the rep. */
  businessMs: bigint('business_ms', { mode: 'number' }).notNull(),
};

/** How long each lead waited for its first contact after its creation. */
export const firstContacts = pgTable('first_contacts', contactColumns, (t) => [
  primaryKey({ columns: [t.workspaceId, t.leadId] }),
  index('first_contacts_contacted').on(t.workspaceId, t.contactedAt),
]);

/** The same for each time that a lead was reopened; `cycle` counts them from 1. */
export const laterContacts = pgTable('later_contacts', { ...contactColumns, cycle: integer().notNull() }, (t) => [
  primaryKey({ columns: [t.workspaceId, t.leadId, t.cycle] }),
  index('later_contacts_contacted').on(t.workspaceId, t.contactedAt),
]);
