import type { ErasureShape } from '../../core/jobs/shapes.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { normalizeEmail } from '../identity/emails.js';
import { normalizePhone } from '../identity/phones.js';
import { packRows, unpackBlock } from '../imports/blocks.js';
import { BEFORE_ALL, type Step } from '../jobs/kinds.js';
import { turnsAfter } from '../turns.js';

type Cursor = ErasureShape['cursor'];
type Kind = Cursor['lists'];

export const FIRST_LIST: Cursor = { lists: 'blocks', importId: BEFORE_ALL, place: -1, importRows: 0 };

/** Rejected rows of one step. */
const PAGE = 1_000;
/** Milliseconds of searching after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;
const ERASED = 'The person of this row was erased.';
/** What separates several addresses in a cell, or an address from a name. */
const SEPARATORS = /[\s,;|<>()"']+/u;
const FEWEST_DIGITS = 7;

type ListsStep = Pick<Step<'erasure'>, 'params' | 'read' | 'write' | 'done'>;

/**
 * Searches the next block of a file that was not run, or the next rejected rows, for the addresses of the person, and removes the cells of rows
 * that have one. Returns without effect where the lists are searched to the end.
 */
export async function searchLists(step: ListsStep, cursor: Cursor, country: string | undefined): Promise<boolean> {
  const { read, params } = step;
  const namesIn = (ofList: string | undefined) => namesPerson(read, new Set(params.contactHashes), ofList ?? country);
  return cursor.lists === 'blocks'
    ? searchBlock(step, cursor, namesIn)
    : searchRejected(step, cursor, namesIn(undefined));
}

type Names = (cells: readonly string[]) => boolean;

/** Whether one of the cells of a row is an address of the person. */
function namesPerson({ consents }: Repositories, wanted: ReadonlySet<string>, country: string | undefined): Names {
  const isWanted = (kind: 'email' | 'phone', value: string | undefined): boolean =>
    value !== undefined && consents.hashesOf([{ kind, value }]).some((hash) => wanted.has(hash));
  const isPerson = (cell: string): boolean => {
    const emails = cell.includes('@') ? [cell, ...cell.split(SEPARATORS).filter((part) => part.includes('@'))] : [];
    if (emails.some((text) => isWanted('email', normalizeEmail(text).normalized))) return true;
    const isNumber = cell.replace(/\D/gu, '').length >= FEWEST_DIGITS && emails.length === 0;
    return isNumber && isWanted('phone', normalizePhone(cell, country).e164);
  };
  return (cells) => cells.some(isPerson);
}

const nextList: Record<Kind, Kind | undefined> = { blocks: 'rejected', rejected: undefined };

function endOf(step: ListsStep, cursor: Cursor): Promise<boolean> {
  const lists = nextList[cursor.lists];
  if (lists === undefined) return Promise.resolve(false);
  const { done } = step;
  return step.write(() => ({ cursor: { ...FIRST_LIST, lists, importRows: cursor.importRows }, done })).then(() => true);
}

async function searchBlock(
  step: ListsStep,
  cursor: Cursor,
  namesIn: (country: string | undefined) => Names,
): Promise<boolean> {
  const { done } = step;
  const block = await step.read.importBlocks.nextOfAll(cursor.importId, cursor.place);
  if (block === undefined) return endOf(step, cursor);
  const { importId, block: place } = block;
  const rows = await unpackBlock(block.cells);
  const names = namesIn((await step.read.imports.find(importId))?.mapping?.country);
  const found = await filterInTurns(rows, names);
  const kept = rows.map((row) => (found.has(row) ? { number: row.number, cells: [], fault: ERASED } : row));
  const cells = found.size === 0 ? undefined : await packRows(kept);
  await step.write(async (scope) => {
    if (cells) {
      await scope.importBlocks.replace(importId, { block: place, cells });
      await scope.imports.forgetExamples([importId]);
    }
    return { cursor: { ...cursor, importId, place, importRows: cursor.importRows + found.size }, done };
  });
  return true;
}

async function searchRejected(step: ListsStep, cursor: Cursor, names: Names): Promise<boolean> {
  const { done } = step;
  const rows = await step.read.importRows.rejectedOfAll(cursor.importId, cursor.place, PAGE);
  const last = rows.at(-1);
  if (last === undefined) return endOf(step, cursor);
  const found = [...(await filterInTurns(rows, (cells) => names(cells)))];
  await step.write(async (scope) => {
    await scope.importRows.forgetCells(found);
    if (found.length > 0) await scope.imports.forgetExamples([...new Set(found.map(({ importId }) => importId))]);
    const place = { importId: last.importId, place: last.row };
    return { cursor: { ...cursor, ...place, importRows: cursor.importRows + found.length }, done };
  });
  return true;
}

async function filterInTurns<Row extends { cells: readonly string[] | null }>(
  rows: readonly Row[],
  names: Names,
): Promise<Set<Row>> {
  const found = new Set<Row>();
  const turns = turnsAfter(TURN_MS);
  for (const row of rows) {
    if (row.cells !== null && names(row.cells)) found.add(row);
    const turn = turns.due();
    if (turn) await turn;
  }
  return found;
}
