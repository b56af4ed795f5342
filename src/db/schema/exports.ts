import {
  bigint,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Files of exports; the id is that of the operation. They hold personal values: each goes after a day, and with the next erasure. */
export const exportFiles = pgTable(
  'export_files',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: uuid().notNull(),
    /** The attempt that writes it: one that begins anew replaces the file. */
    attemptId: uuid('attempt_id').notNull(),
    /** Null: it is being written. */
    completedAt: instant('completed_at'),
    /** By the real clock. */
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('export_files_expire').on(t.expiresAt)],
);

/** Parts of a file, each compressed by gzip. One after the other they are a gzip file. */
export const exportChunks = pgTable(
  'export_chunks',
  {
    workspaceId: uuid('workspace_id').notNull(),
    exportId: uuid('export_id').notNull(),
    number: integer().notNull(),
    content: bytea().notNull(),
    /** Bytes before compression. */
    bytes: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.exportId, t.number] }),
    foreignKey({
      name: 'export_chunks_file',
      columns: [t.workspaceId, t.exportId],
      foreignColumns: [exportFiles.workspaceId, exportFiles.id],
    }).onDelete('cascade'),
  ],
);
