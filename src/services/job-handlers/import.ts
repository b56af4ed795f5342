import type { ImportedCommand, ImportRowCommand } from '../../core/commands/import-row.js';
import { EMPTY_IMPORT_TOTALS, type ImportTotals, MAX_REJECTION_REASONS } from '../../core/jobs/imports.js';
import type { LeadJob } from '../../core/jobs/job.js';
import type { ImportRowCount } from '../../db/repositories/import-rows.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { type PreparedRows, prepareRows } from '../imports/prepare-rows.js';
import { createSlices, type Slice } from '../imports/slices.js';
import type { JobHandler, Step } from '../jobs/kinds.js';
import { LeaseLost } from '../jobs/step.js';
import type { DefaultCountry } from '../leads/settings.js';
import type { Outcome, Transactions } from '../transactions/request.js';

type ImportStep = Step<'import'>;
type StepCommand = ImportRowCommand | ImportedCommand;

export interface ImportHandlerOptions {
  store: Store;
  transactions: Transactions;
  defaultCountry: DefaultCountry;
}

/** Makes leads of the rows of an uploaded file: a slice of rows and the progress in one transaction. */
export function importHandler({ store, transactions, defaultCountry }: ImportHandlerOptions): JobHandler<'import'> {
  const slices = createSlices(defaultCountry);
  return async (step) => {
    const { cursor } = step;
    if (cursor === undefined) return begin(step);
    const slice = await slices.next(step, cursor);
    if (slice === undefined) {
      const { now: _now, afterRow: _afterRow, workedMs: _workedMs, ...totals } = cursor;
      return step.write(() => ({ result: totals }));
    }
    const saving = save(transactions, step, slice);
    slices.prepareAfter(step, cursor, slice, saving);
    try {
      await saving;
    } catch (error) {
      if (!mayBeOfRow(store, error)) throw error;
      await savePart(store, transactions, step, slice);
    }
  };
}

/** Saves the first rows of a slice, ever fewer until they can be saved; a single row that cannot be is rejected. */
async function savePart(store: Store, transactions: Transactions, step: ImportStep, slice: Slice): Promise<void> {
  const { preparing, rows: all } = slice;
  for (let size = all.length; ; size = Math.ceil(size / 2)) {
    const rows = all.slice(0, size);
    const left = [...all.slice(size), ...slice.left];
    const part = { ...slice, rows, left, prepared: await prepareRows(step.read, rows, preparing) };
    try {
      return await save(transactions, step, part);
    } catch (error) {
      if (!mayBeOfRow(store, error)) throw error;
      if (size <= 1)
        return await save(transactions, step, { ...part, prepared: rejected(preparing.importId, part.prepared) });
    }
  }
}

/** Whether a single row may have caused the error, so that the others can go on without it. */
function mayBeOfRow(store: Store, error: unknown): boolean {
  const kind = store.failureOf(error)?.kind;
  return !(error instanceof AppError) && (kind === undefined || kind === 'data' || kind === 'other');
}

function rejected(importId: string, { accepted, others }: PreparedRows): PreparedRows {
  const detail = 'The service could not save this row.';
  const rows = accepted.map(({ row, cells }) => ({
    importId,
    row,
    cells,
    outcome: 'rejected' as const,
    code: 'internal_error',
    detail,
  }));
  return { accepted: [], others: [...others, ...rows] };
}

/** A run that failed or was cancelled is continued where it ended. */
async function begin({ params: { importId }, read, write }: ImportStep): Promise<void> {
  const [row, counts] = [await read.imports.find(importId), await read.importRows.totals(importId)];
  if (!row) throw new AppError('not_found', 'The import was deleted.');
  const done = counts.reduce((sum, { rows }) => sum + rows, 0);
  const afterRow = counts.reduce((last, { lastRow }) => Math.max(last, lastRow), 0);
  await write(({ now }) => ({
    cursor: { ...totalsOf(counts), now, afterRow, workedMs: 0 },
    done,
    total: row.rows,
  }));
}

function totalsOf(counts: readonly ImportRowCount[]): ImportTotals {
  const totals: ImportTotals = { ...EMPTY_IMPORT_TOTALS, rejections: [] };
  for (const { outcome, code, detail, rows } of counts) {
    totals[outcome] += rows;
    const isListed = outcome === 'rejected' && totals.rejections.length < MAX_REJECTION_REASONS;
    if (isListed) totals.rejections.push({ code: code ?? '', detail: detail ?? '', rows });
  }
  return totals;
}

async function save(
  transactions: Transactions,
  step: ImportStep,
  { afterRow, block, rows: all, left, prepared, startedAt }: Slice,
): Promise<void> {
  const { importId } = step.params;
  const of = { jobId: step.id, holder: step.holder, afterRow };
  const rows = prepared.accepted.map((row): ImportRowCommand => ({ type: 'import_row', ...of, importId, ...row }));
  const end: ImportedCommand = {
    type: 'imported',
    ...of,
    rows: prepared.others,
    lastRow: all.at(-1)?.number ?? afterRow,
    count: all.length,
    block: left.length === 0 ? { importId, block } : undefined,
    workedMs: Math.round(performance.now() - startedAt),
  };
  const job = await transactions.run<StepCommand, LeadJob | undefined>({
    context: step.context,
    commands: [...rows, end],
    mode: 'partial',
    answer: jobAfter,
  });
  if (job === undefined) throw new LeaseLost();
  step.advanced(job);
}

/** The job after the last command. When the first is refused, all others are too. */
function jobAfter(outcomes: readonly Outcome<StepCommand>[]): LeadJob | undefined {
  const last = outcomes.at(-1);
  return last && 'result' in last && 'job' in last.result ? last.result.job : undefined;
}
