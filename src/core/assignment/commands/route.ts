import type { Batch, LeadResult } from '../../batch/batch.js';
import { holdOf } from '../../handoffs/hold.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import type { RerunOutcome } from '../rerun.js';
import { isLeased, isWaiting } from './ownership.js';

/** Applies the routing rules again to a lead of the queue or, with `from`, reassigns the lead of that owner. */
export interface RouteCommand {
  type: 'route';
  leadId: string;
  from?: string | undefined;
}

/** Applies the routing rules again to the leads of the queue, in its order. */
export interface RouteQueueCommand {
  type: 'route_queue';
  /** Continues the pass that an earlier transaction began. */
  isContinued?: boolean;
}

export function route(batch: Batch, { leadId, from }: RouteCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  if (lead === undefined || !(from === undefined ? isWaiting(lead, batch.now) : mayReassign(lead, from))) {
    batch.correctTimers(leadId);
    return { changed: false, lead };
  }
  const { teamId } = lead;
  if (from !== undefined && teamId !== undefined) batch.assignment.takeBack({ leadId, ownerId: from, teamId });
  const next = batch.reevaluate(leadId, { cause: from === undefined ? 'queue' : 'reassignment', from });
  return { changed: next.ownerId !== lead.ownerId, lead: next };
}

/** Whether the lead is open and was assigned to the rep by rules, not by a person. */
function mayReassign({ ownerId, ownerActorId, category }: Lead, from: string): boolean {
  return ownerId === from && ownerActorId === undefined && OPEN_CATEGORIES.has(category);
}

export interface RoutedQueue {
  changed: boolean;
}

/** The transaction then gives waiting leads to every rep that has room (`src/services/transactions/serve-queue.ts`). */
export function routeQueue(batch: Batch): RoutedQueue {
  batch.assignment.room.openToAll();
  return { changed: false };
}

/** Why the rules are not applied again to a lead; undefined when they are. `waiting`: a hand-off keeps it in the queue. */
export function rerunObstacle(lead: Lead | undefined, now: number): 'locked' | 'closed' | 'waiting' | undefined {
  if (lead === undefined || !OPEN_CATEGORIES.has(lead.category)) return 'closed';
  if (lead.ownerActorId !== undefined || isLeased(lead, now)) return 'locked';
  const hold = lead.ownerId === undefined ? holdOf(lead) : undefined;
  return hold === undefined || hold === 'history' ? undefined : 'waiting';
}

export interface RerunResult {
  changed: boolean;
  outcome: RerunOutcome;
  /** The previous owner of a lead that moved. */
  from?: string | undefined;
  lead?: Lead | undefined;
}

/** Applies the routing rules again to an open lead, owned or waiting. Manual assignments and leases stay. */
export function rerunRules(batch: Batch, leadId: string): RerunResult {
  const lead = batch.leads.find(leadId);
  const obstacle = rerunObstacle(lead, batch.now);
  if (lead === undefined || obstacle !== undefined) return { changed: false, outcome: obstacle ?? 'closed', lead };
  const next = batch.reevaluate(leadId, { cause: 'rerun', rerun: true });
  if (next.ownerId !== lead.ownerId) return { changed: true, outcome: 'moved', from: lead.ownerId, lead: next };
  return { changed: false, outcome: next.ownerId === undefined ? 'waiting' : 'kept', lead: next };
}
