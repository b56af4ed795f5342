import { type RowCommand, refusedRow } from '../../core/commands/import-row.js';
import {
  EMPTY_REHEARSAL_TOTALS,
  type ImportRow,
  NOTHING_CARRIED,
  type RehearsalTotals,
  withImportRow,
} from '../../core/jobs/imports.js';
import type { RehearseImportShape } from '../../core/jobs/shapes.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { packLines, unpackBlock } from '../imports/blocks.js';
import { csvLines } from '../imports/lines.js';
import { type PreparedRow, prepareRows } from '../imports/prepare-rows.js';
import type { JobHandler } from '../jobs/kinds.js';
import type { DefaultCountry } from '../leads/settings.js';
import { type Rehearsed, rehearse } from '../transactions/rehearse.js';

/** Most keys of earlier rows that a process remembers: 16 bytes each, and more for the table. */
const MOST_KEYS = 2_000_000;

type Cursor = RehearseImportShape['cursor'];
/** The row by each key of a row that would make a lead. */
type EarlierRows = Map<number, number>;

/** What a run would make of a row. */
interface RehearsedRow extends ImportRow {
  /** The row of the file whose lead it would join. */
  earlierRow?: number | undefined;
  lead?: Lead | undefined;
}

interface Options {
  store: Store;
  defaultCountry: DefaultCountry;
  clock: () => number;
  newId: () => string;
}

/** Decides all rows of a file as a run would, and writes what it found to a file. One block is one step. */
export function rehearseImportHandler(options: Options): JobHandler<'rehearse_import'> {
  /** Keys of earlier rows, by job: another process that goes on with the job does not have them. */
  const remembered = new Map<string, EarlierRows>();
  return async (step) => {
    const { cursor, params, read, write, context } = step;
    const imported = await read.imports.find(params.importId);
    if (!imported?.mapping) throw new AppError('not_found', 'The import was deleted.');
    if (cursor === undefined) {
      return write(({ now }) => ({
        cursor: { ...EMPTY_REHEARSAL_TOTALS, now, block: 0, carried: NOTHING_CARRIED },
        done: 0,
        total: imported.rows,
      }));
    }
    const block = await read.importBlocks.next(imported.id, cursor.block);
    if (block === undefined) {
      remembered.delete(step.id);
      const { now: _now, block: _block, carried: _carried, ...totals } = cursor;
      return write(() => ({ result: totals }));
    }
    const table = await unpackBlock(block.cells);
    const country = await options.defaultCountry(context.workspaceId);
    const { importId, mapping, now } = { importId: imported.id, mapping: imported.mapping, now: cursor.now };
    const prepared = await prepareRows(read, table, { importId, mapping, country, now, actorId: step.requestedBy });
    const earlier = earlierRows(remembered, step.id);
    const { joining, deciding } = divide(prepared.accepted, earlier, importId);
    const commands = deciding.map(({ command }) => command);
    const rehearsed = await rehearse<RowCommand>(options, context, commands, cursor.carried);
    const decided = decidedRows(deciding, rehearsed, { importId, earlier });
    const rows: RehearsedRow[] = [...prepared.others, ...joining, ...decided].sort((a, b) => a.row - b.row);
    const lines = await packLines(csvLines(rows.map((row) => cellsOf(row, rehearsed.nameOf))));
    await write(async (scope) => {
      await scope.importRehearsals.insert(importId, block.block, lines, new Date(scope.realNow));
      const totals = rows.reduce(withRehearsed, cursor);
      return {
        cursor: { ...totals, now, block: block.block + 1, carried: rehearsed.carried },
        done: step.done + table.length,
      };
    });
  };
}

function earlierRows(remembered: Map<string, EarlierRows>, jobId: string): EarlierRows {
  const known = remembered.get(jobId) ?? new Map<number, number>();
  remembered.set(jobId, known);
  return known;
}

/** Rows with a key of an earlier block's row would join the lead of that row, which is stored nowhere. The others can be decided. */
function divide(rows: readonly PreparedRow[], earlier: EarlierRows, importId: string) {
  const joining: RehearsedRow[] = [];
  const deciding: PreparedRow[] = [];
  for (const one of rows) {
    const key = one.command.keys.find(({ kind, value }) => earlier.has(hashOf(`${kind} ${value}`)));
    if (key === undefined) deciding.push(one);
    else {
      const earlierRow = earlier.get(hashOf(`${key.kind} ${key.value}`));
      joining.push({ importId, row: one.row, outcome: 'joined', earlierRow, matchedBy: key.kind });
    }
  }
  return { joining, deciding };
}

function decidedRows(
  deciding: readonly PreparedRow[],
  { outcomes, batch }: Rehearsed<RowCommand>,
  { importId, earlier }: { importId: string; earlier: EarlierRows },
): RehearsedRow[] {
  const made = new Map<string, number>();
  return deciding.map(({ row, command }, index): RehearsedRow => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('a rehearsed row has no outcome');
    if ('refusal' in outcome) {
      return { importId, row, ...refusedRow(outcome.refusal) };
    }
    const { lead: before, matchedBy, outcome: how } = outcome.result;
    const lead = batch.leads.find(before.id) ?? before;
    if (how === 'created') {
      made.set(lead.id, row);
      for (const { kind, value } of command.keys) {
        if (earlier.size < MOST_KEYS) earlier.set(hashOf(`${kind} ${value}`), row);
      }
      return { importId, row, outcome: 'created', lead };
    }
    const earlierRow = made.get(lead.id);
    const leadId = earlierRow === undefined ? lead.id : undefined;
    return { importId, row, outcome: 'joined', leadId, earlierRow, matchedBy, lead };
  });
}

function withRehearsed(totals: Cursor, row: RehearsedRow): Cursor {
  const next = { ...totals, ...withImportRow(totals, row) };
  const { lead } = row;
  if (lead === undefined) return next;
  const counted = (counts: Record<string, number>, key: string) => ({ ...counts, [key]: (counts[key] ?? 0) + 1 });
  const classes: Pick<RehearsalTotals, 'categories' | 'temperatures' | 'owners'> = {
    categories: counted(totals.categories, lead.category),
    temperatures: counted(totals.temperatures, lead.temperature),
    owners: counted(totals.owners, lead.ownerId ?? ''),
  };
  return { ...next, ...classes };
}

function cellsOf(row: RehearsedRow, nameOf: (id: string | undefined) => string | undefined): (string | number)[] {
  const { lead } = row;
  return [
    ...[row.row, row.outcome, row.leadId ?? '', row.earlierRow ?? '', row.matchedBy ?? ''],
    ...[row.code ?? '', row.detail ?? '', row.column ?? ''],
    ...[lead?.score.total ?? '', lead?.temperature ?? '', lead?.category ?? ''],
    ...[lead?.ownerId ?? '', nameOf(lead?.ownerId) ?? ''],
  ];
}

/** A hash of 53 bits (cyrb53 by bryc, public domain): of a million keys two meet with a probability of one in 18,000. */
function hashOf(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}
