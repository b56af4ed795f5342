import type { Batch } from '../batch/batch.js';
import { pastMatchOf } from '../history/commands/record-history.js';
import type { HistoryCommand, HistoryResult } from '../history/commands/types.js';
import { type ImportBlockKey, type ImportRow, storableCells, withImportRow } from '../jobs/imports.js';
import type { LeadJobOf } from '../jobs/job.js';
import { matchOf, type SubmitCommand, type SubmitResult } from '../leads/commands/submit.js';
import type { Lead } from '../leads/lead.js';
import type { Refusal } from '../refusals.js';
import { originalOf, undoOf } from './bulk-change.js';
import type { CommandRow } from './row.js';

/** The command by which a row becomes a lead. */
export type RowCommand = SubmitCommand | HistoryCommand;

/** What every command of a run has: the job, the process that claims to run it, and the row after which the step begins. */
interface ImportStep {
  jobId: string;
  holder: string;
  afterRow: number;
}

/** One row of a file in a step of a run. */
export interface ImportRowCommand extends ImportStep {
  type: 'import_row';
  importId: string;
  row: number;
  fingerprint: string;
  /** The cells, which are kept when the row is rejected. */
  cells: readonly string[];
  command: RowCommand;
}

/** Ends a step of a run: its other rows, and how far the run has come. */
export interface ImportedCommand extends ImportStep {
  type: 'imported';
  /** Rows that were rejected or recognised before the step. */
  rows: readonly ImportRow[];
  /** The last row of the step. */
  lastRow: number;
  /** The number of rows of the step. */
  count: number;
  /** The block that ends with it, if one does. */
  block?: ImportBlockKey | undefined;
  /** Milliseconds that the step has taken so far. */
  workedMs: number;
}

type ImportJob = LeadJobOf<'import'>;

const LOST: Refusal = { code: 'conflict', detail: 'The operation has ended, or another process runs it.' };

function jobOf(batch: Batch, jobId: string): ImportJob | undefined {
  const job = batch.jobs.find(jobId);
  return job?.kind === 'import' ? job : undefined;
}

/** Refuses a step of a process that lost the job, or that was done before. */
function refuseStep(batch: Batch, { jobId, holder, afterRow }: ImportStep): Refusal | undefined {
  const job = jobOf(batch, jobId);
  return job?.holder === holder && job.cursor.afterRow === afterRow ? undefined : LOST;
}

function heldJob(batch: Batch, jobId: string): ImportJob {
  const job = jobOf(batch, jobId);
  if (job === undefined) throw new Error(`the import ${jobId} is not loaded`);
  return job;
}

function noteRow(batch: Batch, jobId: string, row: ImportRow): void {
  const job = heldJob(batch, jobId);
  batch.jobs.addImportRow(row.cells ? { ...row, cells: storableCells(row.cells) } : row);
  batch.jobs.put({ ...job, cursor: { ...job.cursor, ...withImportRow(job.cursor, row) } });
}

type Rows = {
  submission: CommandRow<SubmitCommand, SubmitResult>;
  record_history: CommandRow<HistoryCommand, HistoryResult>;
};

/** The row of imported rows, which does what the rows of single leads do. A refusal rejects its row only. */
export function importRow(rows: Rows): CommandRow<ImportRowCommand, { accepted: boolean }> {
  const rowOf = ({ type }: RowCommand) => rows[type] as CommandRow<RowCommand, SubmitResult | HistoryResult>;
  return {
    reads: ({ command, jobId }) => ({ ...rowOf(command).reads(command), jobId }),
    readsNext: (batch, { command }) => rowOf(command).readsNext?.(batch, command) ?? {},
    leadsOf: (batch, { command }) => rowOf(command).leadsOf?.(batch, command),
    refuse: refuseStep,
    apply(batch, { jobId, importId, row, fingerprint, cells, command }) {
      const { refuse, apply } = rowOf(command);
      const refusal = refuse?.(batch, command);
      if (refusal !== undefined) {
        const refused = refusedRow(refusal);
        // Nothing of a suppressed person is stored.
        const kept = refused.outcome === 'rejected' ? cells : undefined;
        noteRow(batch, jobId, { importId, row, ...refused, cells: kept });
        return { accepted: false };
      }
      const known = knownLead(batch, command);
      const original = known && originalOf(batch, known.id);
      const { outcome, lead, matchedBy } = apply(batch, command);
      const isCreated = outcome === 'created';
      const undo = isCreated || original?.lead.id !== lead.id ? undefined : undoOf(batch, original, lead);
      const accepted = { importId, row, leadId: lead.id, matchedBy, fingerprint, undo };
      noteRow(batch, jobId, { ...accepted, outcome: isCreated ? 'created' : 'joined' });
      return { accepted: true };
    },
  };
}

/** Outcome, code and reason of a refused row, with the first place at fault. */
export function refusedRow(refusal: Refusal): Pick<ImportRow, 'outcome' | 'code' | 'detail'> {
  const { code, detail } = refusal;
  const [first] = 'errors' in refusal ? (refusal.errors ?? []) : [];
  return {
    outcome: code === 'suppressed' ? 'suppressed' : 'rejected',
    code,
    detail: first === undefined ? detail : `${first.pointer.slice(1)}: ${first.detail}`,
  };
}

const knownLead = (batch: Batch, command: RowCommand): Lead | undefined =>
  command.type === 'submission' ? matchOf(batch, command).lead : pastMatchOf(batch, command).lead;

/** The row that ends each step of a run. */
export const IMPORTED: CommandRow<ImportedCommand, { job: ImportJob }> = {
  reads: ({ jobId }) => ({ jobId }),
  refuse: refuseStep,
  apply(batch, { jobId, rows, lastRow, count, block, workedMs }) {
    for (const row of rows) noteRow(batch, jobId, row);
    const held = heldJob(batch, jobId);
    const cursor = { ...held.cursor, afterRow: lastRow, workedMs: held.cursor.workedMs + workedMs };
    const job = { ...held, done: held.done + count, cursor };
    if (block) batch.jobs.endImportBlock(block);
    batch.jobs.put(job);
    return { job };
  },
};
