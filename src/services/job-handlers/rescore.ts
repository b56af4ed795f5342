import type { LeadSnapshot } from '../../core/batch/reads.js';
import type { EngagementFact } from '../../core/engagement.js';
import { HISTORY_LIMIT } from '../../core/engagement-history.js';
import type { RescoreShape } from '../../core/jobs/shapes.js';
import type { RescoreCommand } from '../../core/leads/commands/rescore.js';
import type { Lead } from '../../core/leads/lead.js';
import { withTouches } from '../../core/leads/touch.js';
import type { History } from '../../db/repositories/engagement.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import { BEFORE_ALL, type JobHandler, type JobProgress, type Step } from '../jobs/kinds.js';
import type { Transactions } from '../transactions/request.js';
import { passLeads, stepOf } from './pass-leads.js';

/** Most leads rescored in one transaction, so that other writers wait only briefly. */
const SLICE = 500;
/** Most engagement events of a slice, unless a single lead has more: memory holds a whole slice. */
const SLICE_EVENTS = 50_000;
/** Slices of one step. Each is one transaction, and the next is sent before the previous one is confirmed. */
const SLICES_PER_STEP = 16;

/** Leads to rescore, and the id where the next slice starts. Empty after the last lead. */
interface Slice {
  snapshots: LeadSnapshot[];
  lastId: string;
}

/**
 * Sends every lead, in the order of ids, through the usual pipeline, which rescores those that other versions decided. Leads
 * that arrive or change meanwhile are decided by the new versions anyway.
 */
export function rescoreHandler(transactions: Transactions, store: Pick<Store, 'failureOf'>): JobHandler<'rescore'> {
  const ahead = readAhead();
  return async (step) => {
    const { cursor, read } = step;
    if (cursor === undefined) {
      const total = await countWithinTimeout(read, store);
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
        return step.write((_scope, held) => ({ result: totalsOf(held) }));
      }
      const before = running;
      afterId = slice.lastId;
      running = rescoreSlice(transactions, step, slice, from);
      // The next slice is read while this one is decided and written.
      ahead.begin(step.id, afterId, () => readSlice(read, afterId));
      // `await running` reports its failure, after a failure of the previous slice.
      running.catch(() => undefined);
      await before;
    }
    await running;
  };
}

/** Has no effect when the previous slice failed: that one is tried again first. */
function rescoreSlice(
  transactions: Transactions,
  step: Step<'rescore'>,
  { snapshots }: Slice,
  from: string,
): Promise<void> {
  const commands = snapshots.map((snapshot, index): RescoreCommand => {
    const afterId = snapshots[index - 1]?.lead.id ?? from;
    return {
      type: 'rescore',
      snapshot,
      evaluatedBefore: step.params.evaluatedBefore,
      ...stepOf(step, snapshot.lead.id, afterId),
    };
  });
  return passLeads(transactions, step, commands);
}

function totalsOf(held: JobProgress<'rescore'> | undefined): RescoreShape['result'] {
  const { leadsDecided = 0, scoresChanged = 0, classesChanged = 0 } = held?.cursor ?? {};
  return { leadsDecided, scoresChanged, classesChanged };
}

/** Undefined when counting times out. */
async function countWithinTimeout(
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
  // Read before the events: a policy that is published in between makes the slice incomplete, not unnoticed.
  const compared = await read.workspaces.compared();
  const leads = withinEvents(await read.leads.findNext(afterId, SLICE));
  const lastId = leads.at(-1)?.id;
  if (lastId === undefined) return { snapshots: [], lastId: afterId };
  const histories = await readHistories(read, leads, compared.touches);
  const snapshots = leads.map((lead) => {
    const { engagement = [], touches } = histories.get(lead.id) ?? {};
    return { lead: withTouches(lead, touches), engagement, compared: compared.text };
  });
  return { snapshots, lastId };
}

/** The longest prefix with at most `SLICE_EVENTS` events: a lead has no more events, or touches, than versions. */
function withinEvents(leads: readonly Lead[]): readonly Lead[] {
  let events = 0;
  const end = leads.findIndex(({ version }) => {
    events += Math.min(version, HISTORY_LIMIT);
    return events > SLICE_EVENTS;
  });
  return end < 0 ? leads : leads.slice(0, Math.max(1, end));
}

/** One range scan is the faster read of events, where no lead can have more than decisions count. */
async function readHistories(
  read: Repositories,
  leads: readonly Lead[],
  comparesTouches: boolean,
): Promise<Map<string, Partial<History>>> {
  const [first, last] = [leads[0], leads.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  if (comparesTouches || leads.some(({ version }) => version > HISTORY_LIMIT)) {
    const histories = await read.engagement.ofLeads(leads.map(({ id }) => id));
    return new Map(histories.map((history) => [history.leadId, history]));
  }
  const histories = new Map<string, { engagement: EngagementFact[] }>();
  for (const { leadId, fact } of await read.engagement.ofRange(first.id, last.id)) {
    const known = histories.get(leadId);
    if (known) known.engagement.push(fact);
    else histories.set(leadId, { engagement: [fact] });
  }
  return histories;
}

/** Holds at most one slice, read ahead for the next transaction of a job of this process. */
function readAhead() {
  let next: { name: string; slice: Promise<Slice> } | undefined;
  const nameOf = (jobId: string, afterId: string) => `${jobId}|${afterId}`;
  return {
    begin(jobId: string, afterId: string, read: () => Promise<Slice>): void {
      if (next?.name === nameOf(jobId, afterId)) return;
      const slice = read();
      // `take` returns the failure.
      slice.catch(() => undefined);
      next = { name: nameOf(jobId, afterId), slice };
    },
    take(jobId: string, afterId: string, read: () => Promise<Slice>): Promise<Slice> {
      if (next?.name !== nameOf(jobId, afterId)) return read();
      const { slice } = next;
      next = undefined;
      return slice;
    },
  };
}
