import { isWaiting } from '../../core/assignment/commands/ownership.js';
import type { Batch } from '../../core/batch/batch.js';
import { execute } from '../../core/commands/execute.js';
import type { Lead } from '../../core/leads/lead.js';
import type { WriteScope } from '../../db/store.js';
import { putLeads } from './load.js';
import type { Slices } from './slices.js';
import { readStickyOwners } from './sticky-owners.js';

/** Waiting leads read at a time: most often one place is free, and the first lead takes it. */
const STEP = 10;
/** Waiting leads tried after one command. The timer of the queue tries the others. */
const MOST_TRIED = 100;
/** Due leads tried before the commands of a transaction. */
const MOST_DUE = 100;

const RANK = { hot: 0, warm: 1, cold: 2 } as const;

/** The order of the queue: hot before warm before cold, then the higher score, then the older lead. */
export function compareWaiting(a: Lead, b: Lead): number {
  const byTemperature = RANK[a.temperature] - RANK[b.temperature];
  if (byTemperature !== 0) return byTemperature;
  if (a.score.total !== b.score.total) return b.score.total - a.score.total;
  return a.id < b.id ? -1 : 1;
}

export interface WaitingQueue {
  /** Routes waiting leads while reps whose place became free have room; undefined when no place became free. */
  serve(): Promise<void> | undefined;
  /** Routes leads whose time to be tried again has come, before later leads are looked at. False when there are more of them. */
  serveDue(): Promise<boolean>;
}

/** The queue of the workspace during one transaction. Leads are read only when a place became free. */
export function waitingQueue(scope: WriteScope, batch: Batch, slices: Slices): WaitingQueue {
  const { assignment, now } = batch;
  const readIds: string[] = [];
  let allRead = false;

  const readNext = async (): Promise<void> => {
    const found = await scope.leads.waiting(STEP, readIds);
    allRead = found.length < STEP;
    readIds.push(...found.map(({ id }) => id));
    await loadLeads(scope, batch, found);
  };

  const route = async (lead: Lead): Promise<void> => {
    execute(batch, { type: 'route', leadId: lead.id });
    const pause = slices.decided();
    if (pause) await pause;
  };

  const untried = (tried: ReadonlySet<string>): Lead[] =>
    batch.leads.ids.flatMap((id) => {
      const lead = tried.has(id) ? undefined : batch.leads.find(id);
      return lead !== undefined && isWaiting(lead, now) ? lead : [];
    });

  const serveFreed = async (): Promise<void> => {
    const tried = new Set<string>();
    while (assignment.hasRoomAgain() && tried.size < MOST_TRIED) {
      let waiting = untried(tried);
      if (!allRead && waiting.length < STEP) {
        await readNext();
        waiting = untried(tried);
      }
      const [lead] = waiting.sort(compareWaiting);
      if (lead === undefined) {
        if (allRead) break;
        continue;
      }
      tried.add(lead.id);
      await route(lead);
    }
    if (tried.size >= MOST_TRIED) batch.timers.reviewQueue(true);
    assignment.forgetRoom();
  };

  return {
    serve: () => (assignment.hasRoomAgain() ? serveFreed() : undefined),
    async serveDue() {
      const timers = await scope.timers.due(now, MOST_DUE, 'lead_routing');
      const leads = await scope.leads.findMany(timers.map(({ subjectId }) => subjectId));
      await loadLeads(scope, batch, leads);
      for (const lead of leads.toSorted(compareWaiting)) await route(lead);
      return timers.length < MOST_DUE;
    },
  };
}

/** Loads leads with their engagement, open tasks and the owners that they may stick to. */
async function loadLeads(scope: WriteScope, batch: Batch, found: readonly Lead[]): Promise<void> {
  const missing = found.filter(({ id }) => !batch.leads.has(id));
  if (missing.length === 0) return;
  const ids = missing.map(({ id }) => id);
  const [histories, tasks] = await Promise.all([scope.engagement.ofLeads(ids), scope.tasks.openOf(ids)]);
  putLeads(batch, missing, histories);
  for (const task of tasks) batch.tasks.load(task);
  await readStickyOwners(scope, batch.assignment, { byId: missing, byKey: [], waiting: [], needs: { facts: [] } });
}
