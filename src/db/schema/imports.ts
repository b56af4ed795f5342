import { sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { DetectedFile, ImportOptions } from '../../core/imports/import.js';
import type { ColumnEvidence, ImportMapping } from '../../core/imports/mapping.js';
import type { ImportOutcome } from '../../core/jobs/imports.js';
import type { BulkUndo } from '../../core/leads/bulk-change.js';
import type { MatchKey } from '../../core/leads/vocabulary.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Files that were uploaded to become leads. */
export const imports = pgTable(
  'imports',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    /** Null while the file arrives. */
    uploadedAt: instant('uploaded_at'),
    options: jsonb().$type<ImportOptions>().notNull(),
    /** SHA-256 of the bytes of the file, hexadecimal. */
    fileHash: text('file_hash').notNull(),
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull(),
    rows: bigint({ mode: 'number' }).notNull(),
    blocks: integer().notNull(),
    header: jsonb().$type<string[]>().notNull(),
    detected: jsonb().$type<DetectedFile>(),
    mapping: jsonb().$type<ImportMapping>(),
    evidence: jsonb().$type<ColumnEvidence[]>().notNull(),
    notes: jsonb().$type<string[]>().notNull(),
    /** The jobs that rehearsed, ran and reverted it last. */
    rehearsalId: uuid('rehearsal_id'),
    runId: uuid('run_id'),
    revertId: uuid('revert_id'),
    /** When the run was paused; null: it goes on. */
    pausedAt: instant('paused_at'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('imports_file').on(t.workspaceId, t.fileHash),
    index('imports_created').on(t.createdAt),
  ],
);

/** The cells of up to 1,000 rows of a file, as compressed JSON. A run removes each block with its effects. */
export const importBlocks = pgTable(
  'import_blocks',
  {
    workspaceId: uuid('workspace_id').notNull(),
    importId: uuid('import_id').notNull(),
    /** From 0. */
    block: integer().notNull(),
    cells: bytes().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ name: 'import_blocks_pk', columns: [t.workspaceId, t.importId, t.block] })],
);

/** What a run made of each row. `cells` and `undo` hold personal values: the row goes with its lead, and with the import. */
export const importRows = pgTable(
  'import_rows',
  {
    workspaceId: uuid('workspace_id').notNull(),
    importId: uuid('import_id').notNull(),
    row: bigint({ mode: 'number' }).notNull(),
    outcome: text().$type<ImportOutcome>().notNull(),
    leadId: uuid('lead_id'),
    matchedBy: text('matched_by').$type<MatchKey>(),
    code: text(),
    detail: text(),
    column: text('column_name'),
    cells: jsonb().$type<string[]>(),
    fingerprint: uuid(),
    undo: jsonb().$type<BulkUndo>(),
    at: instant('at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'import_rows_pk', columns: [t.workspaceId, t.importId, t.row] }),
    index('import_rows_lead').on(t.workspaceId, t.leadId).where(sql`lead_id is not null`),
    uniqueIndex('import_rows_fingerprint').on(t.workspaceId, t.fingerprint).where(sql`fingerprint is not null`),
    index('import_rows_rejected').on(t.workspaceId, t.importId, t.row).where(sql`outcome = 'rejected'`),
  ],
);

/** The file of a rehearsal, in parts: compressed lines of CSV. */
export const importRehearsals = pgTable(
  'import_rehearsals',
  {
    workspaceId: uuid('workspace_id').notNull(),
    importId: uuid('import_id').notNull(),
    block: integer().notNull(),
    lines: bytes().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ name: 'import_rehearsals_pk', columns: [t.workspaceId, t.importId, t.block] })],
);
