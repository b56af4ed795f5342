import type { LeadSnapshot } from '../../core/batch/reads.js';
import type { EngagementFact } from '../../core/engagement.js';
import { HISTORY_LIMIT } from '../../core/engagement-history.js';
import type { RescoreCommand } from '../../core/leads/commands/rescore.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import { BEFORE_ALL, type Handler, type Held, type RescoreShape, type Step } from '../jobs/kinds.js';
import type { Transactions } from '../transactions/request.js';
import { passLeads, stepOf } from './pass-leads.js';

/** Leads decided anew in one transaction: writers wait for no more than that. */
const SLICE = 500;
/** Engagement events of a slice, unless a single lead has more: a slice is in memory as a whole. */
const SLICE_EVENTS = 50_000;
/** So many slices make a step: each is a transaction of its own, and the next is on its way before the one before is confirmed. */
const SLICES_PER_STEP = 16;

/** Some leads to decide anew, and where to go on; none: there are no more. */
interface Slice {
  snapshots: LeadSnapshot[];
  lastId: string;
}

/**
 * Looks at every lead, in the order of ids, through the pipeline that every lead goes through, which decides those anew that
 * other versions have decided. Leads that change meanwhile, or come, are decided by the new versions anyway.
 */
export function rescoreHandler(transactions: Transactions, store: Pick<Store, 'failureOf'>): Handler<'rescore'> {
  const ahead = readAhead();
  return async (step) => {
    const { cursor, read } = step;
    if (cursor === undefined) {
      const total = await countOrNothing(read, store);
      const first = { afterId: BEFORE_ALL, leadsDecided: 0, scoresChanged: 0, classesChanged: 0 };
      return step.write(() => ({ cursor: first, done: 0, total }));
    }
    let { afterId } = cursor;
    let running: Promise<unknown> = Promise.resolve();
    for (let count = 0; count < SLICES_PER_STEP && !step.signal?.aborted; count++) {
      const from = afterId;
      const slice = await ahead.take(step.id, from, () => readSlice(read, from));
      if (slice.snapshots.length === 0) {
        await running;
        return step.write((_scope, held) => ({ result: sumsOf(held) }));
      }
      const before = running;
      afterId = slice.lastId;
      running = rescoreSlice(transactions, step, slice, from);
      // The slice after it is read while it is decided and written.
      ahead.begin(step.id, afterId, () => readSlice(read, afterId));
      // Its failure is heard of below, after that of the one before.
      running.catch(() => undefined);
      await before;
    }
    await running;
  };
}

/** Has no effect unless the slice before had one: that one failed, and will be tried again. */
function rescoreSlice(
  transactions: Transactions,
  step: Step<'rescore'>,
  { snapshots }: Slice,
  from: string,
): Promise<void> {
  const commands = snapshots.map((snapshot, index): RescoreCommand => {
    const afterId = snapshots[index - 1]?.lead.id ?? from;
    return { type: 'rescore', ...stepOf(step, snapshot.lead.id, afterId), snapshot };
  });
  return passLeads(transactions, step, commands);
}

function sumsOf(held: Held<'rescore'> | undefined): RescoreShape['result'] {
  const { leadsDecided = 0, scoresChanged = 0, classesChanged = 0 } = held?.cursor ?? {};
  return { leadsDecided, scoresChanged, classesChanged };
}

/** What takes too long to count is not counted. */
async function countOrNothing(
  read: Repositories,
  { failureOf }: Pick<Store, 'failureOf'>,
): Promise<number | undefined> {
  try {
    return await read.leads.count();
  } catch (error) {
    if (failureOf(error)?.kind === 'timeout') return undefined;
    throw error;
  }
}

async function readSlice(read: Repositories, afterId: string): Promise<Slice> {
  const leads = withinEvents(await read.leads.findNext(afterId, SLICE));
  const lastId = leads.at(-1)?.id;
  if (lastId === undefined) return { snapshots: [], lastId: afterId };
  const histories = await readHistories(read, leads);
  return { snapshots: leads.map((lead) => ({ lead, engagement: histories.get(lead.id) ?? [] })), lastId };
}

/** The first of them, so many that they have no more than `SLICE_EVENTS` together: each event has made a version of its lead. */
function withinEvents(leads: readonly Lead[]): readonly Lead[] {
  let events = 0;
  const end = leads.findIndex(({ version }) => {
    events += Math.min(version, HISTORY_LIMIT);
    return events > SLICE_EVENTS;
  });
  return end < 0 ? leads : leads.slice(0, Math.max(1, end));
}

/** One scan of a range is the faster read, where no lead can have more events than decisions count. */
async function readHistories(
  read: Repositories,
  leads: readonly Lead[],
): Promise<Map<string, readonly EngagementFact[]>> {
  const [first, last] = [leads[0], leads.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  if (leads.some(({ version }) => version > HISTORY_LIMIT)) {
    const histories = await read.engagement.ofLeads(leads.map(({ id }) => id));
    return new Map(histories.map(({ leadId, engagement }) => [leadId, engagement]));
  }
  const histories = new Map<string, EngagementFact[]>();
  for (const { leadId, fact } of await read.engagement.ofRange(first.id, last.id)) {
    const facts = histories.get(leadId);
    if (facts) facts.push(fact);
    else histories.set(leadId, [fact]);
  }
  return histories;
}

/** The slice that an operation of this process will want next, if all goes well; one, whatever became of the operation. */
function readAhead() {
  let next: { name: string; slice: Promise<Slice> } | undefined;
  const nameOf = (operationId: string, afterId: string) => `${operationId}|${afterId}`;
  return {
    begin(operationId: string, afterId: string, read: () => Promise<Slice>): void {
      if (next?.name === nameOf(operationId, afterId)) return;
      const slice = read();
      // Whoever takes it hears of a failure.
      slice.catch(() => undefined);
      next = { name: nameOf(operationId, afterId), slice };
    },
    take(operationId: string, afterId: string, read: () => Promise<Slice>): Promise<Slice> {
      if (next?.name !== nameOf(operationId, afterId)) return read();
      const { slice } = next;
      next = undefined;
      return slice;
    },
  };
}
