import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ActorKind } from '../../core/events/events.js';
import type { JobKind, JobState } from '../../core/job-kinds.js';
import type { Job } from '../../core/jobs/shapes.js';
import type { BulkOutcome, BulkUndo } from '../../core/leads/bulk-change.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Long-running operations. The effects of a step, its cursor and its progress are written in one transaction. */
export const operations = pgTable(
  'operations',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    kind: text().$type<JobKind>().notNull(),
    state: text().$type<JobState>().notNull(),
    /** What was asked for. */
    params: jsonb().$type<Job['params']>().notNull(),
    /** Where the next step goes on; null before the first. */
    cursor: jsonb().$type<NonNullable<Job['cursor']>>(),
    done: bigint({ mode: 'number' }).notNull(),
    /** Null: not known. */
    total: bigint({ mode: 'number' }),
    result: jsonb().$type<NonNullable<Job['result']>>(),
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    /** Failures in a row. */
    attempts: integer().notNull(),
    /** The process that runs it: only steps of the holder are committed. */
    leaseHolder: text('lease_holder'),
    /** When a process may take it: at once, after a pause, or when the lease expires. Null: it has ended. */
    dueAt: instant('due_at'),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorId: text('actor_id').notNull(),
    requestId: text('request_id').notNull(),
    /** W3C trace context of the request. Null: it was not traced. */
    traceParent: text('trace_parent'),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('operations_due').on(t.dueAt).where(sql`due_at is not null`),
  ],
);

/** Leads that a bulk change has changed or left out. `undo` holds personal values: the row goes with its lead, and after some days. */
export const operationLeads = pgTable(
  'operation_leads',
  {
    workspaceId: uuid('workspace_id').notNull(),
    operationId: uuid('operation_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    outcome: text().$type<BulkOutcome>().notNull(),
    /** Why the lead was left out. */
    code: text(),
    detail: text(),
    /** Values before and after. Null: nothing to take back. */
    undo: jsonb().$type<BulkUndo>(),
    at: instant('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.operationId, t.leadId] }),
    index('operation_leads_lead').on(t.workspaceId, t.leadId),
    index('operation_leads_at').on(t.at),
  ],
);
