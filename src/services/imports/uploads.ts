import { createHash } from 'node:crypto';
import { normalizeTimeZone } from '../../core/identity/time-zones.js';
import { mapColumns } from '../../core/imports/columns.js';
import type { DetectedFile, Import, ImportOptions } from '../../core/imports/import.js';
import { type Profile, startProfile } from '../../core/imports/profile.js';
import { proposeMapping } from '../../core/imports/proposal.js';
import { reusedMapping, withoutRejections } from '../../core/imports/reuse.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError, type FieldError } from '../errors.js';
import { normalizeCountry } from '../identity/countries.js';
import type { Write } from '../writes.js';
import { packBlock } from './blocks.js';
import { type EarlierImport, findEarlier } from './earlier.js';
import { importLookups } from './lookups.js';
import { openTable } from './reading/tables.js';

export interface UploadInput extends ImportOptions {
  /** `import` when absent. */
  name?: string | undefined;
}

const UNNAMED = 'import';

interface Options {
  store: Store;
  write: Write;
  clock: () => number;
  newId: () => string;
  /** Bytes of a file at most. */
  mostBytes: number;
}

/**
 * Reads a file as it arrives, and stores it in blocks of rows. `finish` makes the answer, in the transaction that completes the import. A file
 * that does not arrive whole leaves nothing.
 */
export async function upload<T>(
  options: Options,
  context: WriteContext,
  file: { bytes: AsyncIterable<Uint8Array>; ended: AbortSignal },
  input: UploadInput,
  finish: (scope: WriteScope, row: Import) => Promise<T>,
): Promise<T> {
  const { store, write, newId, clock, mostBytes } = options;
  const importId = newId();
  const read = store.read(context.workspaceId);
  checkOptions(input);
  await read.imports.insert(newImport(context, importId, input, clock()));
  const bytes = measured(file, mostBytes);
  try {
    const found = await storeTable(read, importId, bytes, input, clock);
    const { hash, length } = bytes.total();
    const proposed = await proposal(read, importId, hash, found, input);
    return await write(withFile(context, hash), async (scope) => {
      const row = await scope.imports.find(importId);
      if (row === undefined) throw new AppError('conflict', 'The import was removed while its file arrived.');
      const changes = {
        ...found.stored,
        ...proposed,
        fileHash: hash,
        fileBytes: length,
        uploadedAt: new Date(scope.realNow),
      };
      return finish(scope, await scope.imports.update(row, { ...changes, version: 1 }, scope.now));
    });
  } catch (error) {
    await read.imports.remove(importId);
    throw error;
  }
}

function checkOptions({ country, timeZone }: UploadInput): void {
  const unknown = (parameter: string, detail: string): FieldError => ({ parameter, code: 'rule_refused', detail });
  const errors = [
    ...(country !== undefined && normalizeCountry(country) === undefined
      ? [unknown('country', 'is not recognised: send an ISO 3166-1 code')]
      : []),
    ...(timeZone !== undefined && normalizeTimeZone(timeZone) === undefined
      ? [unknown('timeZone', 'is not recognised: send the IANA name of a zone')]
      : []),
  ];
  if (errors.length > 0) throw new AppError('rule_refused', 'The file cannot be read so: see errors.', { errors });
}

/** Refuses choices that name no column or field before the rows arrive. */
function checkChoices(header: readonly string[], { choices = [] }: UploadInput): void {
  const { faults } = mapColumns(header, choices);
  if (faults.length === 0) return;
  throw new AppError('rule_refused', 'The choices do not fit the file: see errors.', {
    errors: faults.map((detail) => ({ parameter: 'columnUse', code: 'rule_refused', detail })),
  });
}

function newImport(
  context: WriteContext,
  id: string,
  { name = UNNAMED, ...options }: UploadInput,
  now: number,
): Import {
  const at = new Date(now);
  return {
    ...{ workspaceId: context.workspaceId, id, version: 0, name, options, uploadedAt: null },
    ...{
      fileHash: '',
      fileBytes: 0,
      rows: 0,
      blocks: 0,
      header: [],
      detected: null,
      mapping: null,
      evidence: [],
      notes: [],
    },
    ...{ rehearsalId: null, runId: null, revertId: null, pausedAt: null },
    ...{ createdBy: context.actor.id, createdAt: at, updatedAt: at },
  };
}

async function storeTable(
  read: Repositories,
  importId: string,
  bytes: AsyncIterable<Uint8Array>,
  input: UploadInput,
  clock: () => number,
) {
  const table = await openTable(bytes, { encoding: input.encoding, sheet: input.sheet });
  checkChoices(table.header, input);
  const profiling = startProfile(table.header);
  let stored: Promise<void> = Promise.resolve();
  let [blocks, rows] = [0, 0];
  for await (const block of table.blocks) {
    for (const row of block.rows) profiling.add(row);
    const cells = await packBlock(block);
    // One block is written while the next is read.
    await stored;
    stored = read.importBlocks.insert(importId, { block: blocks, cells }, new Date(clock()));
    stored.catch(() => undefined);
    blocks += 1;
    rows += block.rows.length + block.faulty.length;
  }
  await stored;
  if (rows === 0) throw new AppError('rule_refused', 'The file has no rows of data.');
  return { table, profile: profiling.end(), stored: { header: table.header, rows, blocks } };
}

type StoredTable = Awaited<ReturnType<typeof storeTable>>;

/** How the columns become leads: as in an import that the file belongs to, else by their names and values. */
async function proposal(
  read: Repositories,
  importId: string,
  fileHash: string,
  { table, profile }: StoredTable,
  input: UploadInput,
): Promise<Pick<Import, 'mapping' | 'evidence' | 'notes' | 'detected'>> {
  const workspace = await read.workspaces.find();
  const { format, headerRow } = table.detected;
  const { name, sourceName = name } = input;
  const { mapping, evidence, notes, dates } = proposeMapping(table.header, profile, {
    list: input.list,
    choices: input.choices,
    kind: input.kind,
    sourceName: sourceName ?? UNNAMED,
    // Ids of two files without a name are not ids of one system.
    externalSystem: input.externalSystem ?? sourceName?.slice(0, 100) ?? `${UNNAMED} ${fileHash.slice(0, 16)}`,
    channel: input.channel,
    country: input.country === undefined ? undefined : normalizeCountry(input.country),
    homeCountry: workspace?.defaultCountry ?? undefined,
    dateOrder: input.dateOrder,
    isContinental: table.detected.delimiter === ';',
    timeZone: input.timeZone === undefined ? (workspace?.timeZone ?? 'UTC') : normalizeTimeZone(input.timeZone),
    kinds: table.kinds,
    // The keys of JSON are headers.
    headerless: headerRow === undefined && !format.startsWith('json'),
    lookups: importLookups,
  });
  const sampleOf = (index: number) => profile.columns[index]?.sample ?? [];
  const earlier = await findEarlier(read, { fileHash, importId, header: table.header, sampleOf });
  const own = withoutRejections(mapping);
  const proposed = earlier?.row.mapping ? reusedMapping(own, earlier.row.mapping, input) : own;
  const { dateOrder, timeZone } = proposed;
  const certainty = dateOrder === dates.dateOrder ? dates.certainty : earlier?.row.detected?.dateOrderCertainty;
  return {
    mapping: proposed,
    detected: { ...table.detected, timeZone, dateOrder, dateOrderCertainty: certainty },
    evidence,
    notes: [...fileNotes(table.detected, profile), ...table.notes, ...notes, ...earlierNotes(earlier)],
  };
}

function earlierNotes(earlier: EarlierImport | undefined): string[] {
  if (earlier === undefined) return [];
  const { row, by } = earlier;
  const what = by === 'same_file' ? 'The same file was uploaded before' : 'The file has rejected rows of an import';
  return [`${what} ("${row.name}", ${row.id}): its mapping is proposed, and rows that were imported are recognised.`];
}

function fileNotes({ format, damaged, quote, headerRow }: DetectedFile, { longRows, shortRows }: Profile): string[] {
  const notes: string[] = [];
  if (damaged) notes.push('A few characters are damaged: bytes that are invalid in the encoding.');
  if (format === 'delimited' && quote === undefined)
    notes.push('Quotation marks do not pair up, so they are read as plain characters.');
  if (format === 'delimited' && headerRow === undefined)
    notes.push('The first row is data: columns are named by their place, such as "Column 1".');
  if (longRows > 0) notes.push(`${longRows} rows have more cells than columns: they are rejected.`);
  if (shortRows > 0)
    notes.push(`${shortRows} rows have fewer cells than columns: the cells that are missing at the end are empty.`);
  return notes;
}

/** Counts and hashes the bytes; refuses a file that is too long, or that does not arrive whole. */
function measured({ bytes, ended }: { bytes: AsyncIterable<Uint8Array>; ended: AbortSignal }, most: number) {
  const sha = createHash('sha256');
  let length = 0;
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const chunk of arriving(bytes)) {
      if (ended.aborted) throw new AppError('overloaded', 'The service is stopping: send the file again.');
      length += chunk.length;
      if (length > most) {
        throw new AppError('body_too_large', `The file has more than ${most} bytes: send it in parts.`);
      }
      sha.update(chunk);
      yield chunk;
    }
  }
  return { [Symbol.asyncIterator]: pass, total: () => ({ hash: sha.digest('hex'), length }) };
}

async function* arriving(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = bytes[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await chunks.next();
    } catch (cause) {
      throw new AppError('validation_failed', 'The file did not arrive whole.', { cause });
    }
    if (next.done) return;
    yield next.value;
  }
}

/** The same Idempotency-Key with another file is another request. */
function withFile(context: WriteContext, hash: string): WriteContext {
  const { idempotency } = context;
  if (idempotency === undefined) return context;
  const fingerprint = createHash('sha256').update(`${idempotency.fingerprint}\n${hash}`).digest('hex');
  return { ...context, idempotency: { ...idempotency, fingerprint } };
}
