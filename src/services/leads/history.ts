import type { HistoryCommand, HistoryResult } from '../../core/history/commands/types.js';
import type { LeadPast, PastActivity } from '../../core/history/history.js';
import type { ConsentDates } from '../../core/imports/mapping.js';
import type { NormalizationNote, RawLead } from '../../core/leads/raw-leads.js';
import type { SourceReference } from '../../core/sources.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { type BatchItem, type ItemResult, type PreparedItem, prepareItem, runItems } from '../transactions/items.js';
import type { BatchMode, Transactions } from '../transactions/request.js';
import { turnsAfter } from '../turns.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { prepareSubmission } from './prepare.js';
import type { DefaultCountry } from './settings.js';

/** A lead with its past, as a caller sends it: reps also by e-mail address. */
export interface HistoryInput {
  lead: RawLead & { source?: SourceReference | undefined } & ConsentDates;
  past: Omit<LeadPast, 'activities'> & {
    ownerEmail?: string | undefined;
    activities: readonly (PastActivity & { repEmail?: string | undefined })[];
  };
}

export type RecordedPast = HistoryResult & { notes: NormalizationNote[] };

interface Options {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

interface Prepared {
  command: HistoryCommand;
  notes: NormalizationNote[];
}

/** Milliseconds of normalising after which other requests get a turn of the event loop. */
const TURN_MS = 10;

export type LeadHistoryService = ReturnType<typeof leadHistoryService>;

export function leadHistoryService({ store, transactions, timeOf, defaultCountry }: Options) {
  return {
    /** Leads with their past, each accepted or refused by itself; with `atomic`, all or none. */
    async recordBatch(
      context: WriteContext,
      items: readonly BatchItem<HistoryInput>[],
      mode: BatchMode,
    ): Promise<ItemResult<RecordedPast>[]> {
      const { workspaceId, actor } = context;
      const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
      const repIds = items.some(namesByEmail) ? await readRepIds(store, workspaceId) : new Map<string, string>();
      const turns = turnsAfter(TURN_MS);
      const prepared: PreparedItem<Prepared>[] = [];
      for (const item of items) {
        prepared.push(prepareItem(item, (input) => prepareHistory(input, { country, now, repIds, actorId: actor.id })));
        await turns.due();
      }
      return runItems<HistoryCommand, Prepared, RecordedPast>(
        transactions,
        { context, mode, items: prepared },
        (result, { notes }) => ({ ...result, notes }),
      );
    },
  };
}

function namesByEmail(item: BatchItem<HistoryInput>): boolean {
  if (!('input' in item)) return false;
  const { ownerEmail, activities } = item.input.past;
  return ownerEmail !== undefined || activities.some(({ repEmail }) => repEmail !== undefined);
}

/** The ids of reps by their e-mail addresses in lower case; of two with the same address, the active one, else the later one. */
async function readRepIds(store: Store, workspaceId: string): Promise<ReadonlyMap<string, string>> {
  const reps = await store.read(workspaceId).reps.all();
  const inOrder = reps.toSorted((a, b) => Number(a.active) - Number(b.active) || (a.id < b.id ? -1 : 1));
  return new Map(inOrder.flatMap(({ id, email }) => (email === null ? [] : [[email.toLowerCase(), id]])));
}

interface Preparing {
  country: string | undefined;
  now: number;
  repIds: ReadonlyMap<string, string>;
  actorId: string;
}

/** The command of a lead with its past; throws AppError when it names no person and no organization, or an unknown rep. */
export function prepareHistory({ lead, past }: HistoryInput, { country, now, repIds, actorId }: Preparing): Prepared {
  const { ownerEmail, ownerId, activities, ...rest } = past;
  const idOf = (id: string | undefined, email: string | undefined, pointer: string) => {
    if (email === undefined) return id;
    if (id !== undefined) throw refused('rule_refused', pointer, 'Name the rep by its id or its address, not both.');
    const found = repIds.get(email.trim().toLowerCase());
    if (found === undefined) throw refused('reference_not_found', pointer, 'There is no rep with this address.');
    return found;
  };
  const { command, notes } = prepareSubmission({ ...lead, occurredAt: past.createdAt }, country, now);
  const { facts, keys, source } = command;
  const done = activities.map(({ repEmail, repId, ...activity }, index): PastActivity => {
    const at = `/activities/${index}`;
    return { ...activity, repId: idOf(repId, repEmail, `${at}/repEmail`) };
  });
  const owned = { ...rest, ownerId: idOf(ownerId, ownerEmail, '/ownerEmail'), activities: done };
  const raw = { ...lead } as Record<string, unknown>;
  return { command: { type: 'record_history', facts, keys, source, past: owned, raw, actorId }, notes };
}

function refused(code: 'rule_refused' | 'reference_not_found', pointer: string, detail: string): AppError {
  return new AppError(code, detail, { errors: [{ pointer, code, detail }] });
}
