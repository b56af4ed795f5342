import { isWaiting } from '../../core/assignment/commands/ownership.js';
import {
  comparePlaces,
  compareWaiting,
  passAfterStart,
  passAfterStep,
  placeOf,
  type QueuePlace,
} from '../../core/assignment/queue-order.js';
import type { Batch } from '../../core/batch/batch.js';
import { execute } from '../../core/commands/execute.js';
import type { Command } from '../../core/commands/table.js';
import type { Lead } from '../../core/leads/lead.js';
import type { WriteScope } from '../../db/store.js';
import { putLeads } from './put-leads.js';
import type { Slices } from './slices.js';
import { readStickyOwners } from './sticky-owners.js';

/** Waiting leads read first: most often one place is free, and the first lead takes it. Each further page is twice as large. */
const FIRST_PAGE = 10;
const LARGEST_PAGE = 200;
/** Waiting leads tried after a command of a person. */
const MOST_TRIED = 100;
/** The same in a step of a pass: by its timer, before new leads, and after a change of reps, teams or the policy. */
const MOST_IN_STEP = 500;
/** A decision about a lead looks at each member of a team. So many looks take about half a second. */
const MOST_LOOKS = 50_000;
const LEAST_IN_STEP = 10;
/** Due leads tried before the commands of a transaction. */
const MOST_DUE = 100;

export interface WaitingQueue {
  /**
   * Gives waiting leads to the reps that have room again after the command, or continues the pass. Returns the number of leads given;
   * undefined when there was nothing to do.
   */
  serve(command?: Command): Promise<number> | undefined;
  /** Before new leads: gives leads whose time to be tried again has come. False when there are more of them. */
  serveDue(): Promise<boolean>;
  /** Before new leads: continues the pass that an earlier transaction began. */
  servePass(): Promise<void>;
  /** Stores the pass, with the timer that continues it. */
  save(): void;
}

/**
 * The queue of the workspace during one transaction, and the only way by which waiting leads are chosen. Leads are read only when a
 * rep has room again, in the order of the queue. What a transaction leaves is a pass: its timer is due at once. `members`: of the
 * largest team.
 */
export function waitingQueue(scope: WriteScope, batch: Batch, slices: Slices, members: number): WaitingQueue {
  const { assignment, now } = batch;
  const { room } = assignment;
  const reader = queueReader(scope, batch);
  const most = mostInStep(members);
  const stored = scope.head.queuePass ?? undefined;
  let pass = stored;
  let isTimerStale = false;

  const give = (lead: Lead) => giveLead(batch, slices, lead);

  const giveAfter = async (after: QueuePlace | undefined, limit: number) => {
    let [given, tried] = [0, 0];
    if (!room.hasRoomAgain) return { given };
    for await (const lead of reader.waitingAfter(after)) {
      const place = placeOf(lead);
      if (await give(lead)) given += 1;
      tried += 1;
      if (!room.hasRoomAgain) break;
      if (tried >= limit) return { given, rest: place };
    }
    return { given };
  };

  const start = async (limit: number): Promise<number> => {
    const { given, rest } = await giveAfter(undefined, limit);
    room.forgetRoom();
    pass = passAfterStart(pass, rest);
    return given;
  };

  const step = async (): Promise<number> => {
    room.openToAll();
    const { given, rest } = await giveAfter(pass?.after, most);
    room.forgetRoom();
    pass = passAfterStep(pass, rest);
    return given;
  };

  return {
    serve(command) {
      const isOfQueue = command?.type === 'route_queue';
      if (isOfQueue && command.isContinued) {
        isTimerStale = true;
        return step();
      }
      return room.hasRoomAgain ? start(isOfQueue ? most : MOST_TRIED) : undefined;
    },
    async serveDue() {
      const timers = await scope.timers.due(now, MOST_DUE, 'lead_routing');
      const leads = await scope.leads.findMany(timers.map(({ subjectId }) => subjectId));
      await loadLeads(scope, batch, leads);
      for (const lead of leads.toSorted(compareWaiting)) await give(lead);
      return timers.length < MOST_DUE;
    },
    async servePass() {
      if (pass) await step();
    },
    save() {
      if (pass !== stored) scope.setQueuePass(pass ?? null);
      if (pass === stored && !isTimerStale) return;
      const timer = { kind: 'queue_review', subjectId: scope.workspaceId } as const;
      scope.defer(pass ? scope.timers.set([{ ...timer, dueAt: now }]) : scope.timers.clear([timer]));
    },
  };
}

const mostInStep = (members: number): number =>
  Math.max(LEAST_IN_STEP, Math.min(MOST_IN_STEP, MOST_LOOKS / Math.max(1, members)));

/** Routes one lead that waits. Returns whether it has an owner now. */
async function giveLead(batch: Batch, slices: Slices, { id: leadId }: Lead): Promise<boolean> {
  const { lead } = execute(batch, { type: 'route', leadId });
  const pause = slices.decided();
  if (pause) await pause;
  return lead?.ownerId !== undefined;
}

/** Reads the queue page by page, and merges what is read with the waiting leads of the batch, whose rows may be older. */
function queueReader(scope: WriteScope, batch: Batch) {
  /** All leads that are stored between these places are in the batch. */
  let start: QueuePlace | undefined;
  let end: QueuePlace | undefined;
  let isRead = false;
  let size = FIRST_PAGE;
  const isAfter = (place: QueuePlace | undefined, lead: Lead) =>
    place === undefined || comparePlaces(placeOf(lead), place) > 0;

  const readPage = async (): Promise<Lead[]> => {
    const page = await scope.leads.waitingAfter(end, size);
    const last = page.at(-1);
    isRead = page.length < size;
    size = Math.min(2 * size, LARGEST_PAGE);
    if (last) end = placeOf(last);
    return loadLeads(scope, batch, page);
  };

  return {
    /** The leads that wait after a place, in the order of the queue. Each is still waiting when it is taken. */
    async *waitingAfter(place: QueuePlace | undefined): AsyncGenerator<Lead> {
      const isCovered = start === undefined || (place !== undefined && comparePlaces(place, start) >= 0);
      if (!isCovered || (end === undefined && place !== undefined)) [start, end, isRead] = [place, place, false];
      let ready = waitingOf(batch)
        .filter((lead) => isAfter(place, lead))
        .sort(compareWaiting);
      for (;;) {
        const [lead] = ready;
        if (lead !== undefined && (isRead || !isAfter(end, lead))) {
          ready.shift();
          const current = batch.leads.find(lead.id);
          if (current !== undefined && isWaiting(current, batch.now)) yield current;
        } else if (isRead) return;
        else ready = [...ready, ...(await readPage())].sort(compareWaiting);
      }
    },
  };
}

const waitingOf = ({ leads, now }: Batch): Lead[] =>
  leads.ids.flatMap((id) => {
    const lead = leads.find(id);
    return lead !== undefined && isWaiting(lead, now) ? lead : [];
  });

/** Loads leads with their engagement, open tasks and the owners that they may stick to. Returns those that were not in the batch. */
async function loadLeads(scope: WriteScope, batch: Batch, found: readonly Lead[]): Promise<Lead[]> {
  const missing = found.filter(({ id }) => !batch.leads.has(id));
  if (missing.length === 0) return missing;
  const ids = missing.map(({ id }) => id);
  const [histories, tasks] = await Promise.all([scope.engagement.ofLeads(ids), scope.tasks.openOf(ids)]);
  putLeads(batch, missing, histories);
  for (const task of tasks) batch.tasks.load(task);
  await readStickyOwners(scope, batch.assignment, { byId: missing, byKey: [], waiting: [], needs: { facts: [] } });
  return missing;
}
