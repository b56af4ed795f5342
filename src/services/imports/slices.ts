import type { ImportShape } from '../../core/jobs/shapes.js';
import { AppError } from '../errors.js';
import type { Step } from '../jobs/kinds.js';
import type { DefaultCountry } from '../leads/settings.js';
import { type BlockRow, unpackBlock } from './blocks.js';
import { type PreparedRows, type PreparingRows, prepareRows } from './prepare-rows.js';

/** Rows in one transaction at most, so that other writers wait only briefly. */
const MOST_ROWS = 250;
/** Jobs whose next slice is prepared at a time: a job that goes on in another process leaves its slice here. */
const MOST_AHEAD = 4;
/** A slice that was prepared longer ago is prepared again: a job may have been paused meanwhile. */
const FRESH_MS = 10_000;

type ImportStep = Step<'import'>;
type Place = Pick<ImportShape['cursor'], 'now' | 'afterRow'>;

/** The rows of one transaction of a run. */
export interface Slice {
  /** The last row before it. */
  afterRow: number;
  block: number;
  rows: readonly BlockRow[];
  prepared: PreparedRows;
  preparing: PreparingRows;
  /** The rows that follow in the block. */
  left: readonly BlockRow[];
  /** When work on it began, after that on the slice before it (`performance.now`). */
  startedAt: number;
}

export interface Slices {
  /** The rows after those that the job has done; undefined at the end of the file. */
  next(step: ImportStep, place: Place): Promise<Slice | undefined>;
  /** Prepares the rows after `slice` while it is saved. `saved` resolves or rejects when the slice is saved or refused. */
  prepareAfter(step: ImportStep, place: Place, slice: Slice, saved: Promise<unknown>): void;
}

interface Ahead {
  afterRow: number;
  startedAt: number;
  slice: Promise<Slice | undefined>;
}

/** Reads the stored rows of files slice by slice: one slice is prepared while the one before it is saved. */
export function createSlices(defaultCountry: DefaultCountry): Slices {
  const ahead = new Map<string, Ahead>();

  const read = async (step: ImportStep, place: Place, before?: Slice, saved?: Promise<unknown>) => {
    const startedAt = performance.now();
    const { importId } = step.params;
    const mapping = (await step.read.imports.find(importId))?.mapping;
    if (!mapping) throw new AppError('not_found', 'The import was deleted.');
    const found = await rowsAfter(step, place.afterRow, before);
    if (found === undefined) return undefined;
    const country = await defaultCountry(step.context.workspaceId);
    const preparing = { importId, mapping, country, now: place.now, actorId: step.requestedBy };
    const rows = found.rows.slice(0, MOST_ROWS);
    const unsaved = before && saved && { rows: before.prepared.accepted, saved };
    const prepared = await prepareRows(step.read, rows, preparing, unsaved);
    return {
      afterRow: place.afterRow,
      block: found.block,
      rows,
      prepared,
      preparing,
      left: found.rows.slice(MOST_ROWS),
      startedAt,
    };
  };

  return {
    next(step, place) {
      const known = ahead.get(step.id);
      ahead.delete(step.id);
      const isFresh = known?.afterRow === place.afterRow && known.startedAt > performance.now() - FRESH_MS;
      // What failed ahead may succeed now.
      return isFresh ? known.slice.catch(() => read(step, place)) : read(step, place);
    },
    prepareAfter(step, place, before, saved) {
      const afterRow = before.rows.at(-1)?.number ?? place.afterRow;
      const slice = read(step, { ...place, afterRow }, before, saved);
      // A step that takes it reads again.
      slice.catch(() => undefined);
      ahead.set(step.id, { afterRow, startedAt: performance.now(), slice });
      for (const jobId of ahead.keys()) {
        if (ahead.size <= MOST_AHEAD) break;
        ahead.delete(jobId);
      }
    },
  };
}

/** The block with the rows that follow, as the block before may be there still. */
async function rowsAfter(
  { read, params: { importId } }: ImportStep,
  afterRow: number,
  before: Slice | undefined,
): Promise<{ block: number; rows: readonly BlockRow[] } | undefined> {
  if (before !== undefined && before.left.length > 0) return { block: before.block, rows: before.left };
  const found = await read.importBlocks.next(importId, before === undefined ? 0 : before.block + 1);
  if (found === undefined) return undefined;
  const rows = await unpackBlock(found.cells);
  return { block: found.block, rows: rows.filter(({ number }) => number > afterRow) };
}
