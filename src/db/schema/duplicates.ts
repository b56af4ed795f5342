import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { StoredRecord } from '../../core/matching/record.js';
import type { MatchStatistics } from '../../core/matching/statistics.js';
import type { Evidence } from '../../core/matching/weigh.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Leads as the last scan compared them. */
export const matchLeads = pgTable(
  'match_leads',
  {
    workspaceId: uuid('workspace_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    /** The version of the lead. */
    version: integer().notNull(),
    /** Hashes of its blocking keys, with the workspace, in ascending order. */
    keys: bigint({ mode: 'number' }).array().notNull(),
    /** The scan that read it. */
    scanId: uuid('scan_id').notNull(),
    record: jsonb().$type<StoredRecord>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.leadId] }), index('match_leads_keys').using('gin', t.keys)],
);

/** How frequent values are, by the last scan. Values are hashed. */
export const matchStatistics = pgTable('match_statistics', {
  workspaceId: uuid('workspace_id').primaryKey(),
  statistics: jsonb().$type<MatchStatistics>().notNull(),
  /** Blocking keys that too many leads have. */
  crowdedKeys: bigint('crowded_keys', { mode: 'number' }).array().notNull(),
  countedAt: instant('counted_at').notNull(),
  /** Scans that have read leads and not compared them. */
  unfinishedScanIds: uuid('unfinished_scan_ids').array().notNull(),
});

/** Pairs of leads that may be one, and pairs that a person has decided to be two. `leadId` is the smaller id. */
export const duplicatePairs = pgTable(
  'duplicate_pairs',
  {
    workspaceId: uuid('workspace_id').notNull(),
    leadId: uuid('lead_id').notNull(),
    otherId: uuid('other_id').notNull(),
    probability: real().notNull(),
    bits: real().notNull(),
    evidence: jsonb().$type<readonly Evidence[]>().notNull(),
    /** The scan that found it last. */
    scanId: uuid('scan_id').notNull(),
    /** The smallest id of the leads that it joins, directly and by others. Null: it joins none, or the scan is not complete. */
    groupId: uuid('group_id'),
    areDistinct: boolean('are_distinct').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.leadId, t.otherId] }),
    index('duplicate_pairs_other').on(t.workspaceId, t.otherId),
    index('duplicate_pairs_group').on(t.workspaceId, t.groupId),
  ],
);
