import type { ImportedCommand, ImportRowCommand } from '../../core/commands/import-row.js';
import { EMPTY_IMPORT_TOTALS, type ImportTotals, MAX_REJECTION_REASONS } from '../../core/jobs/imports.js';
import type { LeadJob } from '../../core/jobs/job.js';
import type { ImportShape } from '../../core/jobs/shapes.js';
import type { ImportRowCount } from '../../db/repositories/import-rows.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { type BlockRow, unpackBlock } from '../imports/blocks.js';
import { type PreparedRows, prepareRows } from '../imports/prepare-rows.js';
import type { JobHandler, Step } from '../jobs/kinds.js';
import { LeaseLost } from '../jobs/step.js';
import type { DefaultCountry } from '../leads/settings.js';
import type { Outcome, Transactions } from '../transactions/request.js';

/** Rows in one transaction at most, so that other writers wait only briefly. */
const SLICE = 500;

type ImportStep = Step<'import'>;
type Cursor = ImportShape['cursor'];
type StepCommand = ImportRowCommand | ImportedCommand;

export interface ImportHandlerOptions {
  store: Store;
  transactions: Transactions;
  defaultCountry: DefaultCountry;
}

/** Makes leads of the rows of an uploaded file: a slice of rows and the progress in one transaction. */
export function importHandler(options: ImportHandlerOptions): JobHandler<'import'> {
  /** The block that was read last: a block is several steps. */
  let last: { importId: string; block: number; rows: BlockRow[] } | undefined;
  return async (step) => {
    const { cursor, params, read, context } = step;
    if (cursor === undefined) return begin(step);
    const startedAt = performance.now();
    const { importId } = params;
    const mapping = (await read.imports.find(importId))?.mapping;
    if (!mapping) throw new AppError('not_found', 'The import was deleted.');
    const block = await read.importBlocks.next(importId);
    if (block === undefined) {
      const { now: _now, afterRow: _afterRow, workedMs: _workedMs, ...totals } = cursor;
      return step.write(() => ({ result: totals }));
    }
    if (last?.importId !== importId || last.block !== block.block)
      last = { importId, block: block.block, rows: await unpackBlock(block.cells) };
    const left = last.rows.filter(({ number }) => number > cursor.afterRow);
    const country = await options.defaultCountry(context.workspaceId);
    const preparing = { importId, mapping, country, now: cursor.now, actorId: step.requestedBy };
    for (let slice = left.slice(0, SLICE); ; slice = slice.slice(0, Math.ceil(slice.length / 2))) {
      const prepared = await prepareRows(read, slice, preparing);
      const place = { block: slice.length === left.length ? block.block : undefined, startedAt };
      try {
        return await save(options.transactions, step, cursor, slice, prepared, place);
      } catch (error) {
        if (!mayBeOfRow(options.store, error)) throw error;
        if (slice.length <= 1)
          return await save(options.transactions, step, cursor, slice, rejected(importId, prepared), place);
      }
    }
  };
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
  { afterRow }: Cursor,
  slice: readonly BlockRow[],
  { accepted, others }: PreparedRows,
  { block, startedAt }: { block: number | undefined; startedAt: number },
): Promise<void> {
  const { importId } = step.params;
  const of = { jobId: step.id, holder: step.holder, afterRow };
  const rows = accepted.map((row): ImportRowCommand => ({ type: 'import_row', ...of, importId, ...row }));
  const end: ImportedCommand = {
    type: 'imported',
    ...of,
    rows: others,
    lastRow: slice.at(-1)?.number ?? afterRow,
    count: slice.length,
    block: block === undefined ? undefined : { importId, block },
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
