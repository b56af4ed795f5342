import { date, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { Condition } from '../../core/condition.js';
import type { SegmentKind } from '../../core/segments/segment.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const segments = pgTable(
  'segments',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    nameKey: text('name_key').notNull(),
    description: text(),
    kind: text().$type<SegmentKind>().notNull(),
    condition: jsonb().$type<Condition>(),
    conditionVersion: integer('condition_version').notNull(),
    filledAt: instant('filled_at'),
    passDueAt: instant('pass_due_at'),
    passNumber: integer('pass_number').notNull(),
    passAfterId: uuid('pass_after_id'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('segments_name').on(t.workspaceId, t.nameKey),
    index('segments_pass_due').on(t.passDueAt),
  ],
);

/** The conditions that a segment has had; `version` counts them from 1. */
export const segmentVersions = pgTable(
  'segment_versions',
  {
    workspaceId: uuid('workspace_id').notNull(),
    segmentId: uuid('segment_id').notNull(),
    version: integer().notNull(),
    condition: jsonb().$type<Condition>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ name: 'segment_versions_pk', columns: [t.workspaceId, t.segmentId, t.version] })],
);

/** The leads of each segment. */
export const segmentMembers = pgTable(
  'segment_members',
  {
    workspaceId: uuid('workspace_id').notNull(),
    segmentId: uuid('segment_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    enteredAt: instant('entered_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'segment_members_pk', columns: [t.workspaceId, t.segmentId, t.leadId] }),
    index('segment_members_lead').on(t.workspaceId, t.leadId),
  ],
);

/** The size of a segment at the end of each day (UTC) on which it changed. */
export const segmentDays = pgTable(
  'segment_days',
  {
    workspaceId: uuid('workspace_id').notNull(),
    segmentId: uuid('segment_id').notNull(),
    day: date().notNull(),
    entered: integer().notNull(),
    /** With deleted leads. */
    left: integer('left_count').notNull(),
    count: integer('lead_count').notNull(),
  },
  (t) => [primaryKey({ name: 'segment_days_pk', columns: [t.workspaceId, t.segmentId, t.day] })],
);

/** Segments that are deleted, while rows of their members are left. Nothing else reads those rows. */
export const removedSegments = pgTable(
  'removed_segments',
  {
    workspaceId: uuid('workspace_id').notNull(),
    segmentId: uuid('segment_id').notNull(),
  },
  (t) => [primaryKey({ name: 'removed_segments_pk', columns: [t.workspaceId, t.segmentId] })],
);
