import { and, asc, eq, gt } from 'drizzle-orm';
import type { ImportOutcome, ImportRow, StoredImportRow } from '../../core/jobs/imports.js';
import type { BulkUndo } from '../../core/leads/bulk-change.js';
import type { LeadKey } from '../../core/leads/keys.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { importRows } from '../schema/imports.js';
import { bindingOf, type ListRequest, matches, type Page, pageOf } from './lists.js';

/** A lead of a run, with what its rows changed in it: the last row first. */
export interface ImportedLead {
  leadId: string;
  /** Whether the run made it. */
  created: boolean;
  undos: BulkUndo[];
}

/** Rows with the same outcome and reason. */
export interface ImportRowCount {
  outcome: ImportOutcome;
  code: string | null;
  detail: string | null;
  rows: number;
  lastRow: number;
}

/** The cells of a rejected row. */
export interface RejectedCells {
  importId: string;
  row: number;
  cells: string[] | null;
}

const REJECTED_OF_ALL = `select import_id as "importId", row::int, cells from import_rows
  where workspace_id = $1 and outcome = 'rejected' and (import_id, row) > ($2::uuid, $3::bigint) order by import_id, row limit $4`;

const FORGET_CELLS = `update import_rows r set cells = null from unnest($2::uuid[], $3::bigint[]) as named (import_id, row)
  where r.workspace_id = $1 and r.outcome = 'rejected' and r.import_id = named.import_id and r.row = named.row`;

/** Rows of another upload of the same file, the latest first; of a workbook, of the same sheet. */
const EARLIER_KEYS = `select distinct on (r.row) r.row::int, key.kind, key.value from imports me
  join imports other on other.workspace_id = $1 and other.file_hash = me.file_hash and other.id <> me.id and other.rows = me.rows
    and other.detected ->> 'sheet' is not distinct from me.detected ->> 'sheet'
  join import_rows r on r.workspace_id = $1 and r.import_id = other.id and r.row = any($3::bigint[])
    and r.outcome in ('created', 'joined')
  cross join lateral (select kind, value from lead_keys
    where workspace_id = $1 and lead_id = r.lead_id and kind = any('{external_id,email,phone}')
    order by array_position('{external_id,email,phone}', kind), value limit 1) key
  where me.workspace_id = $1 and me.id = $2 and me.uploaded_at is not null order by r.row, other.id desc`;

const writer = rowWriter(importRows, ['workspace_id', 'import_id', 'row']);

export function importRowsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const of = (importId: string) => and(eq(importRows.workspaceId, workspaceId), eq(importRows.importId, importId));
  return {
    ...runReads(executor, workspaceId),
    ...rejectedCells(executor, workspaceId),
    insert: (rows: readonly ImportRow[], at: number) =>
      writer.insertNamed(
        executor,
        rows.map((row) => namedRow(workspaceId, row, at)),
      ),
    /** Those of the fingerprints that belong to a row that was imported, with the lead of that row. */
    knownFingerprints: (fingerprints: readonly string[]): Promise<{ fingerprint: string; leadId: string }[]> =>
      executor.run(
        'known_import_rows',
        // One probe of the index for each: planned while the table was empty, `any` compares all rows of the workspace with all of them.
        `select wanted.fingerprint, r.lead_id as "leadId" from unnest($2::uuid[]) as wanted(fingerprint)
          cross join lateral (select lead_id from import_rows
            where workspace_id = $1 and fingerprint = wanted.fingerprint limit 1) r`,
        [workspaceId, fingerprints],
      ),
    /** In the order of the file. */
    list: (
      importId: string,
      outcome: ImportOutcome | undefined,
      request: ListRequest,
    ): Promise<Page<StoredImportRow>> =>
      pageOf<StoredImportRow>(
        cursors,
        `${workspaceId}|${bindingOf(`import_rows|${importId}`, { outcome })}`,
        request,
        ({ row }) => [row],
        (after, take) =>
          executor.orm
            .select()
            .from(importRows)
            .where(
              and(of(importId), matches(importRows.outcome, outcome), after && gt(importRows.row, Number(after[0]))),
            )
            .orderBy(asc(importRows.row))
            .limit(take),
      ),
    /** Rejected rows after one, with their cells. */
    rejectedAfter: (importId: string, row: number, limit: number): Promise<StoredImportRow[]> =>
      executor.orm
        .select()
        .from(importRows)
        .where(and(of(importId), eq(importRows.outcome, 'rejected'), gt(importRows.row, row)))
        .orderBy(asc(importRows.row))
        .limit(limit),
    /** Forgets which rows were imported, so that the file can be imported again: at most `limit` of them; returns how many. */
    async forget(importId: string, limit: number): Promise<number> {
      const gone = await executor.run(
        'forget_import_rows',
        `delete from import_rows where workspace_id = $1 and import_id = $2 and row in
           (select row from import_rows where workspace_id = $1 and import_id = $2 limit $3) returning row`,
        [workspaceId, importId, limit],
      );
      return gone.length;
    },
  };
}

/** The cells of rejected rows, which belong to no lead. */
const rejectedCells = (executor: Executor, workspaceId: string) => ({
  /** Rejected rows with cells after one, of all imports. */
  rejectedOfAll: (afterImportId: string, afterRow: number, limit: number): Promise<RejectedCells[]> =>
    executor.run<RejectedCells>('rejected_rows_of_all', REJECTED_OF_ALL, [workspaceId, afterImportId, afterRow, limit]),
  /** Removes the cells of these rejected rows. */
  async forgetCells(rows: readonly Pick<RejectedCells, 'importId' | 'row'>[]): Promise<void> {
    if (rows.length === 0) return;
    const keys = [rows.map(({ importId }) => importId), rows.map(({ row }) => row)];
    await executor.run('forget_rejected_cells', FORGET_CELLS, [workspaceId, ...keys]);
  },
});

const namedRow = (workspaceId: string, row: ImportRow, at: number) => ({
  workspace_id: workspaceId,
  import_id: row.importId,
  row: row.row,
  outcome: row.outcome,
  lead_id: row.leadId,
  matched_by: row.matchedBy,
  code: row.code,
  detail: row.detail,
  column_name: row.column,
  cells: row.cells,
  fingerprint: row.fingerprint,
  undo: row.undo,
  at: iso(at),
});

/** What a run has made. */
function runReads(executor: Executor, workspaceId: string) {
  return {
    /** What a run has made so far, by outcome and reason, and its last row. */
    totals: (importId: string): Promise<ImportRowCount[]> =>
      executor.run<ImportRowCount>(
        'import_row_totals',
        `select outcome, code, detail, count(*)::int as rows, max(row)::int as "lastRow" from import_rows
          where workspace_id = $1 and import_id = $2 group by outcome, code, detail order by count(*) desc`,
        [workspaceId, importId],
      ),
    /** The number of cells of the longest rejected row; 0 without one. */
    async mostRejectedCells(importId: string): Promise<number> {
      const [row] = await executor.run<{ cells: number }>(
        'most_rejected_cells',
        `select coalesce(max(jsonb_array_length(cells)), 0)::int as cells from import_rows
          where workspace_id = $1 and import_id = $2 and outcome = 'rejected'`,
        [workspaceId, importId],
      );
      return row?.cells ?? 0;
    },
    async countLeads(importId: string): Promise<number> {
      const [row] = await executor.run<{ leads: string }>(
        'count_import_leads',
        `select count(distinct lead_id) as leads from import_rows
          where workspace_id = $1 and import_id = $2 and outcome in ('created', 'joined')`,
        [workspaceId, importId],
      );
      return Number(row?.leads ?? 0);
    },
    /** A key of the lead of each of these rows, where another import of the same file made or found it. */
    earlierKeys: (importId: string, rows: readonly number[]): Promise<(LeadKey & { row: number })[]> =>
      executor.run<LeadKey & { row: number }>('earlier_import_keys', EARLIER_KEYS, [workspaceId, importId, rows]),
    /** The leads of a run before one, the latest first: what was made last can rest on what was made before. */
    leadsBefore: (importId: string, beforeId: string, limit: number): Promise<ImportedLead[]> =>
      executor.run<ImportedLead>(
        'import_leads_before',
        `select lead_id as "leadId", bool_or(outcome = 'created') as created,
                coalesce(jsonb_agg(undo order by row desc) filter (where undo is not null), '[]') as undos
           from import_rows
          where workspace_id = $1 and import_id = $2 and lead_id < $3 and outcome in ('created', 'joined')
          group by lead_id order by lead_id desc limit $4`,
        [workspaceId, importId, beforeId, limit],
      ),
  };
}
