import { hash } from 'node:crypto';
import type { RowCommand } from '../../core/commands/import-row.js';
import { createImportReader } from '../../core/imports/export-rows.js';
import { leadLimitRefusal } from '../../core/imports/limits.js';
import { hasManyRows } from '../../core/imports/list-kinds.js';
import type { ImportMapping, ListKind, RowResult } from '../../core/imports/mapping.js';
import { isRejectionColumn } from '../../core/imports/reuse.js';
import type { ImportRow } from '../../core/jobs/imports.js';
import type { LeadKey } from '../../core/leads/keys.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { AppError } from '../errors.js';
import { prepareHistory } from '../leads/history.js';
import { prepareSubmission } from '../leads/prepare.js';
import { turnsAfter } from '../turns.js';
import type { BlockRow } from './blocks.js';
import { importLookups } from './lookups.js';
import { pastReferences } from './references.js';

/** A row that can become a lead. */
export interface PreparedRow {
  row: number;
  cells: readonly string[];
  fingerprint: string;
  command: RowCommand;
}

export interface PreparedRows {
  accepted: PreparedRow[];
  /** Rows that become no lead: rejected, or imported before. */
  others: ImportRow[];
}

export interface PreparingRows {
  importId: string;
  mapping: ImportMapping;
  /** The country of rows without one, where the mapping names none. */
  country: string | undefined;
  now: number;
  /** Who requested the import. */
  actorId: string;
}

/** Accepted rows whose transaction has not ended: their records are found when `saved` resolves or rejects. */
export interface UnsavedRows {
  rows: readonly PreparedRow[];
  saved: Promise<unknown>;
}

/** Milliseconds of reading and normalising after which other requests get a turn of the event loop. */
const TURN_MS = 10;
const KEYLESS_SYSTEM = 'import';
/** Their rows fill gaps and never overwrite what a lead has, whatever source they name. */
const FILL_ONLY_LISTS: ReadonlySet<ListKind> = new Set<ListKind>(['purchased_list', 'own_customers']);

/** Reads rows by the mapping and makes their commands. Rows that were imported before are found by their fingerprints. */
export async function prepareRows(
  repositories: Pick<Repositories, 'importRows' | 'reps' | 'policies'>,
  rows: readonly BlockRow[],
  preparing: PreparingRows,
  unsaved?: UnsavedRows,
): Promise<PreparedRows> {
  const { importId, mapping, now } = preparing;
  // Rows without a key get an id of their cells, which is the same in every step of a run.
  const references = await pastReferences(repositories, mapping);
  const readRow = createImportReader({ ...mapping, rowIds: false }, { now, lookups: importLookups, references });
  const prepared: PreparedRows = { accepted: [], others: [] };
  const turns = turnsAfter(TURN_MS);
  for (const { number: row, cells, fault } of rows) {
    const read = fault === undefined ? readRow(cells) : { refused: { reason: fault } };
    const result = prepareRow(read, cells, preparing);
    if ('code' in result) prepared.others.push({ importId, row, outcome: 'rejected', ...result, cells });
    else prepared.accepted.push({ row, cells, ...result });
    const turn = turns.due();
    if (turn) await turn;
  }
  await awaitEqualRows(prepared.accepted, unsaved);
  const left = await withoutRepeated(repositories, importId, prepared);
  return { ...left, accepted: await withEarlierKeys(repositories, importId, left.accepted) };
}

/**
 * The rows with a key of the lead that the same row of the same file made by an earlier import, after their own keys. A row joins that lead also
 * where another mapping reads other keys from it, or none.
 */
async function withEarlierKeys(
  { importRows }: Pick<Repositories, 'importRows'>,
  importId: string,
  accepted: readonly PreparedRow[],
): Promise<PreparedRow[]> {
  if (accepted.length === 0) return [];
  const found = await importRows.earlierKeys(
    importId,
    accepted.map(({ row }) => row),
  );
  const keys = new Map(found.map(({ row, kind, value }) => [row, { kind, value }]));
  return accepted.map((one) => {
    const { row, command } = one;
    const key = keys.get(row);
    const isOwn = key && command.keys.some(({ kind, value }) => kind === key.kind && value === key.value);
    return key === undefined || isOwn ? one : { ...one, command: { ...command, keys: [...command.keys, key] } };
  });
}

type Rejection = Required<Pick<ImportRow, 'code' | 'detail'>> & Pick<ImportRow, 'column'>;

function prepareRow(
  result: RowResult,
  cells: readonly string[],
  preparing: PreparingRows,
): Pick<PreparedRow, 'fingerprint' | 'command'> | Rejection {
  if ('refused' in result)
    return { code: 'rule_refused', detail: result.refused.reason, column: result.refused.column };
  const fault = leadLimitRefusal(result.lead);
  if (fault !== undefined) return { code: 'validation_failed', detail: fault };
  const fingerprint = fingerprintOf(result, preparing.mapping.list);
  const ofCells = () => ({ externalId: `row-${rowIdOf(cells, preparing.mapping)}`, externalSystem: KEYLESS_SYSTEM });
  const byCells = () => commandOf({ ...result, lead: { ...result.lead, ...ofCells() } }, preparing);
  const { externalId, email, phone } = result.lead;
  try {
    // In a file without any column of keys, rows may name no one: their cells identify them.
    if (preparing.mapping.rowIds && (externalId ?? email ?? phone) === undefined)
      return { fingerprint, command: byCells() };
    const command = commandOf(result, preparing);
    if (command.keys.length > 0) return { fingerprint, command };
    return { fingerprint, command: byCells() };
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, detail: error.detail };
    throw error;
  }
}

type LeadRow = Exclude<RowResult, { refused: unknown }>;

function commandOf({ lead, past }: LeadRow, preparing: PreparingRows): RowCommand & { keys: readonly LeadKey[] } {
  const { mapping, now, actorId } = preparing;
  const country = mapping.country ?? preparing.country;
  const { occurredAt, ...facts } = lead;
  if (past === undefined) {
    const isPast = occurredAt !== undefined && occurredAt >= 0 && occurredAt <= now;
    const { command } = prepareSubmission(isPast ? lead : facts, country, now);
    const isCustomer = mapping.list === 'own_customers' ? true : undefined;
    return FILL_ONLY_LISTS.has(mapping.list) ? { ...command, fillOnly: true, isCustomer } : command;
  }
  const { command } = prepareHistory({ lead: facts, past }, { country, now, repIds: new Map(), actorId });
  return { ...command, isPartial: hasManyRows(mapping.list) };
}

/** A list of own customers says more than its rows: the same row of another kind of list is another one. */
const fingerprintOf = (result: LeadRow, list: ListKind): string =>
  digestOf(list === 'own_customers' ? { ...result, list } : result);

/** Identifies a row without keys by its cells and the source of the file: the same by any mapping, and in any order of the columns. */
function rowIdOf(cells: readonly string[], { columns, source }: ImportMapping): string {
  const named = columns.flatMap(({ column }, index) => {
    const cell = cells[index] ?? '';
    return cell === '' || isRejectionColumn(column) ? [] : [JSON.stringify([column, cell])];
  });
  return digestOf([source.name, named.sort()]);
}

/** The first 128 bits of the SHA-256 of a value, in the form of a UUID. */
function digestOf(value: object): string {
  const digest = hash('sha256', JSON.stringify(value), 'hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 20)];
  return `${parts.join('-')}-${digest.slice(20, 32)}`;
}

/** Waits for the transaction of unsaved rows if one of them is equal to one of these rows. */
async function awaitEqualRows(accepted: readonly PreparedRow[], unsaved: UnsavedRows | undefined): Promise<void> {
  if (unsaved === undefined) return;
  const fingerprints = new Set(unsaved.rows.map(({ fingerprint }) => fingerprint));
  // Why it failed is handled where it is saved.
  if (accepted.some(({ fingerprint }) => fingerprints.has(fingerprint))) await unsaved.saved.catch(() => undefined);
}

const REPEATED = 'repeated';

/** The rows with those moved to `others` that were imported before, or that are in the same step twice. */
async function withoutRepeated(
  { importRows }: Pick<Repositories, 'importRows'>,
  importId: string,
  { accepted, others }: PreparedRows,
): Promise<PreparedRows> {
  if (accepted.length === 0) return { accepted, others };
  const known = await importRows.knownFingerprints(accepted.map(({ fingerprint }) => fingerprint));
  const leadIds = new Map<string, string | undefined>(known.map(({ fingerprint, leadId }) => [fingerprint, leadId]));
  const repeated: ImportRow[] = [];
  const kept = accepted.filter(({ row, fingerprint }) => {
    const isKnown = leadIds.has(fingerprint);
    if (isKnown) repeated.push({ importId, row, outcome: REPEATED, leadId: leadIds.get(fingerprint) });
    else leadIds.set(fingerprint, undefined);
    return !isKnown;
  });
  return { accepted: kept, others: [...others, ...repeated] };
}
