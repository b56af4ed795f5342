import { bestWaiting } from '../assignment/claims.js';
import type { AssignmentState } from '../assignment/state.js';
import type { DomainEvent } from '../events.js';
import { holdOf } from '../handoffs/hold.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { leadEvent } from './lead-changes.js';
import type {
  AssignCommand,
  ClaimCommand,
  LeaseCommand,
  LeaseExpiryCommand,
  OwnerCommand,
  OwnerResult,
  RerunCommand,
  RouteCommand,
  UnlockCommand,
} from './owner-commands.js';
import { carriedOut, partedFrom } from './owning.js';

/** What the desk needs of the book it works in. */
export interface OwnerBook {
  now: number;
  assignment: AssignmentState;
  /** A lead of the book that is there. */
  find(leadId: string): Lead | undefined;
  /** Leads that were read as waiting, and are there. */
  waiting(): Lead[];
  /** Makes it the lead's next state. */
  advance(lead: Lead): void;
  /** Decides everything about the lead anew; `from`: takes it away from that owner. Its version grows if that changes it. */
  settle(lead: Lead, cause: string, from?: string): Lead;
  /** The same, and the rules are asked about its owner, too. */
  rerun(lead: Lead): Lead;
  /** Stores again when its timers are due: one fired that should not have. */
  correctTimers(leadId: string): void;
  /** Waiting leads have to be tried again at once; or not any more. */
  wakeQueue(again: boolean): void;
  emit(event: DomainEvent): void;
}

/** Leads tried in one go. */
export const QUEUE_BATCH = 500;

/** What people and timers do about owners. Expects that `ownerRefusal` found nothing against it. */
export function executeOwner(book: OwnerBook, command: OwnerCommand): OwnerResult {
  switch (command.type) {
    case 'assign':
      return assign(book, command);
    case 'unlock':
      return unlock(book, command);
    case 'route':
      return route(book, command);
    case 'route_queue':
      return routeQueue(book);
    case 'rerun':
      return rerun(book, command);
    case 'claim':
      return claim(book, command);
    case 'lease':
      return lease(book, command);
    case 'lease_expiry':
      return expire(book, command);
  }
}

function assign(book: OwnerBook, { leadId, repId, reason, actorId }: AssignCommand): OwnerResult {
  const lead = book.find(leadId) as Lead;
  if (lead.ownerId === repId && lead.ownerActorId === actorId && lead.ownerReason === reason) {
    return { type: 'assign', changed: false, lead };
  }
  const locked = { ...next(book, lead), ownerActorId: actorId, ownerReason: reason };
  return { type: 'assign', changed: true, lead: give(book, locked, repId, { cause: 'manual', reason }) };
}

function unlock(book: OwnerBook, { leadId }: UnlockCommand): OwnerResult {
  const lead = book.find(leadId) as Lead;
  if (lead.ownerActorId === undefined) return { type: 'unlock', changed: false, lead };
  const free = { ...next(book, lead), ownerActorId: undefined, ownerReason: undefined };
  book.advance(free);
  const { ownerId, ownerReason } = lead;
  book.emit(leadEvent(free, 'lead.owner_released', 'api', { ownerId, ownerReason }, { ownerId }));
  return { type: 'unlock', changed: true, lead: free };
}

function route(book: OwnerBook, { leadId, from }: RouteCommand): OwnerResult {
  const lead = book.find(leadId);
  if (lead === undefined || !(from === undefined ? isWaiting(lead, book.now) : mayLose(lead, from))) {
    book.correctTimers(leadId);
    return { type: 'route', changed: false, lead };
  }
  if (from !== undefined && lead.teamId !== undefined) book.assignment.takeBack(from, lead.teamId);
  const after = book.settle(lead, from === undefined ? 'queue' : 'reassignment', from);
  return { type: 'route', changed: after.ownerId !== lead.ownerId, lead: after };
}

function routeQueue(book: OwnerBook): OwnerResult {
  const waiting = book.waiting();
  let assigned = 0;
  for (const lead of waiting) {
    if (!isWaiting(lead, book.now)) continue;
    if (book.settle(lead, 'queue').ownerId !== undefined) assigned += 1;
  }
  book.wakeQueue(waiting.length >= QUEUE_BATCH && assigned > 0);
  return { type: 'route_queue', changed: assigned > 0, assigned };
}

/** Why a lead is not asked about when the rules are asked anew; undefined: it is. `waiting`: a hand-off keeps it. */
export function rerunObstacle(lead: Lead | undefined, now: number): 'locked' | 'closed' | 'waiting' | undefined {
  if (lead === undefined || !OPEN_CATEGORIES.has(lead.category)) return 'closed';
  if (lead.ownerActorId !== undefined || isLeased(lead, now)) return 'locked';
  return lead.ownerId === undefined && holdOf(lead) ? 'waiting' : undefined;
}

function rerun(book: OwnerBook, { leadId }: RerunCommand): OwnerResult {
  const lead = book.find(leadId);
  const obstacle = rerunObstacle(lead, book.now);
  if (lead === undefined || obstacle !== undefined) {
    return { type: 'rerun', changed: false, outcome: obstacle ?? 'closed', lead };
  }
  const after = book.rerun(lead);
  const changed = after.ownerId !== lead.ownerId;
  if (changed) return { type: 'rerun', changed, outcome: 'moved', from: lead.ownerId, lead: after };
  const outcome = after.ownerId === undefined ? 'waiting' : 'kept';
  return { type: 'rerun', changed, outcome, lead: after };
}

function claim(book: OwnerBook, { repId, leaseMs }: ClaimCommand): OwnerResult {
  const held = book.waiting().find((lead) => lead.leaseRepId === repId && isLeased(lead, book.now));
  if (held) return { type: 'claim', changed: false, lead: held, masked: book.assignment.masks(held) };
  const free = book.waiting().filter((lead) => isWaiting(lead, book.now));
  const best = bestWaiting(free, book.assignment, repId, book.now);
  if (best === undefined) return { type: 'claim', changed: false, masked: false };
  if (best.teamId !== undefined) book.assignment.claimed(best.teamId, repId, book.now);
  const lease = { leaseRepId: repId, leaseUntil: book.now + leaseMs };
  const leased: Lead = { ...next(book, best), ...lease, nextEligibleAt: undefined };
  book.advance(leased);
  book.emit(leadEvent(leased, 'lead.claimed', 'claim', undefined, leaseOf(leased)));
  return { type: 'claim', changed: true, lead: leased, masked: book.assignment.masks(leased) };
}

function lease(book: OwnerBook, command: LeaseCommand): OwnerResult {
  const lead = leaseChanged(book, command);
  return { type: 'lease', changed: true, lead, masked: book.assignment.masks(lead) };
}

function leaseChanged(book: OwnerBook, { action, leadId, repId, leaseMs = 0 }: LeaseCommand): Lead {
  const lead = book.find(leadId) as Lead;
  if (action === 'return') return endLease(book, lead, 'returned');
  if (action === 'take') return give(book, next(book, lead), repId, { cause: 'claim', reason: 'claimed' });
  const renewed = { ...next(book, lead), leaseUntil: book.now + leaseMs };
  book.advance(renewed);
  book.emit(leadEvent(renewed, 'lead.claimed', 'renewal', leaseOf(lead), leaseOf(renewed)));
  return renewed;
}

function expire(book: OwnerBook, { leadId }: LeaseExpiryCommand): OwnerResult {
  const lead = book.find(leadId);
  if (lead?.leaseUntil === undefined || lead.leaseUntil > book.now) {
    book.correctTimers(leadId);
    return { type: 'lease_expiry', changed: false };
  }
  return { type: 'lease_expiry', changed: true, lead: endLease(book, lead, 'expired') };
}

/** Makes the rep its owner, and books it: whoever had it is credited, and whoever gets it has had a turn. */
export function give(
  book: OwnerBook,
  lead: Lead,
  repId: string,
  { cause, reason }: { cause: 'manual' | 'claim' | 'handoff_given'; reason: string },
): Lead {
  const { assignment, now } = book;
  const { facts, temperature, category, ownerId, teamId } = lead;
  if (ownerId !== undefined && teamId !== undefined) assignment.takeBack(ownerId, teamId);
  const subject = { facts, temperature, category, engagement: [], now };
  const gift = { leadId: lead.id, repId, teamId: assignment.teamFor(repId, teamId), reason };
  const decision = assignment.give(subject, gift);
  const owned = carriedOut(assignment, lead, decision, { cause, events: [], now });
  book.advance(owned.lead);
  for (const event of owned.events) book.emit(event);
  return owned.lead;
}

/** The lead is to go to somebody else: its giver's turn is credited, and what a person decided about its owner ends. */
export function takenBack(book: OwnerBook, lead: Lead): void {
  const { ownerId, teamId, ownerActorId } = lead;
  if (ownerId === undefined) return;
  if (teamId !== undefined) book.assignment.takeBack(ownerId, teamId);
  if (ownerActorId !== undefined) book.advance({ ...lead, ownerActorId: undefined, ownerReason: undefined });
}

/** Nobody holds it any more; the rules are tried again, as somebody may have come meanwhile. */
function endLease(book: OwnerBook, lead: Lead, how: 'returned' | 'expired'): Lead {
  const { leaseRepId: repId } = lead;
  const { free, told } = partedFrom(book.assignment, next(book, lead), repId, book.now);
  book.advance({ ...free, leaseRepId: undefined, leaseUntil: undefined });
  book.emit(leadEvent(free, 'lead.lease_ended', how, { repId }, { how, ...told }));
  return book.settle(book.find(lead.id) as Lead, 'queue');
}

const leaseOf = ({ leaseRepId: repId, leaseUntil: until }: Lead) => ({ repId, until });

const next = ({ now }: OwnerBook, lead: Lead): Lead => ({ ...lead, version: lead.version + 1, updatedAt: now });

const isLeased = ({ leaseUntil }: Lead, now: number) => leaseUntil !== undefined && leaseUntil > now;

/** Open, and the rep's by the rules: what a person gave it stays, and so does what is closed. */
function mayLose({ ownerId, ownerActorId, category }: Lead, from: string): boolean {
  return ownerId === from && ownerActorId === undefined && OPEN_CATEGORIES.has(category);
}

/** Open, nobody's, held by nobody, and not kept back by its hand-off. */
export function isWaiting(lead: Lead, now: number): boolean {
  return lead.ownerId === undefined && OPEN_CATEGORIES.has(lead.category) && !isLeased(lead, now) && !holdOf(lead);
}
