import type { Batch, LeadResult } from '../../batch/batch.js';
import { withFormerRep } from '../../batch/ownership.js';
import type { Reads } from '../../batch/reads.js';
import { leadEvent } from '../../events/lead-events.js';
import type { Lead } from '../../leads/lead.js';
import { type Refusal, repReference } from '../../refusals.js';
import { bestWaiting } from '../claims.js';
import { assignTo, isLeased, isWaiting, nextVersion } from './ownership.js';

/** A rep claims the best lead of the queue and holds it for `leaseMs` milliseconds. */
export interface ClaimCommand {
  type: 'claim';
  repId: string;
  leaseMs: number;
}

/** The rep who holds a lease renews it, returns the lead, or takes it. */
export interface LeaseCommand {
  type: 'lease';
  action: 'renew' | 'return' | 'take';
  leadId: string;
  repId: string;
  /** With `renew`: milliseconds from now. */
  leaseMs?: number | undefined;
}

/** The timer of a lease fired. */
export interface LeaseExpiryCommand {
  type: 'lease_expiry';
  leadId: string;
}

export const claimReads = ({ repId }: ClaimCommand): Reads => ({ claimingRepId: repId });

export function claimRefusal({ assignment }: Batch, { repId }: ClaimCommand): Refusal | undefined {
  if (assignment.rep(repId) !== undefined) return undefined;
  return { code: 'not_found', detail: 'There is no such rep in this workspace.' };
}

/** Without `lead`: no waiting lead that the rep could take. `masked`: the contact data are hidden from the rep for now. */
export interface ClaimResult {
  changed: boolean;
  lead?: Lead | undefined;
  masked: boolean;
}

/** A rep who already holds a lease gets the same lead. */
export function claim(batch: Batch, { repId, leaseMs }: ClaimCommand): ClaimResult {
  const { assignment, leads, now } = batch;
  const held = leads.waiting().find((lead) => lead.leaseRepId === repId && isLeased(lead, now));
  if (held) return { changed: false, lead: held, masked: assignment.masks(held) };
  const free = leads.waiting().filter((lead) => isWaiting(lead, now));
  const best = bestWaiting(free, assignment, repId, now);
  if (best === undefined) return { changed: false, masked: false };
  if (best.teamId !== undefined) assignment.recordClaim(best.teamId, repId, now);
  const lease = { leaseRepId: repId, leaseUntil: now + leaseMs };
  const leased: Lead = { ...nextVersion(batch, best), ...lease, nextEligibleAt: undefined };
  batch.put(leased);
  batch.emit(leadEvent(leased, 'lead.claimed', 'claim', undefined, leaseOf(leased)));
  return { changed: true, lead: leased, masked: assignment.masks(leased) };
}

export function leaseRefusal(
  { assignment, now }: Batch,
  { repId }: LeaseCommand,
  { leaseRepId, leaseUntil }: Lead,
): Refusal | undefined {
  const unknown = repReference(repId, assignment);
  if (unknown !== undefined) return unknown;
  if (leaseRepId === repId && leaseUntil !== undefined && leaseUntil > now) return undefined;
  return { code: 'conflict', detail: 'The rep does not hold this lead (any more): claim the next lead.' };
}

export function lease(batch: Batch, command: LeaseCommand): ClaimResult & { lead: Lead } {
  const lead = withLease(batch, command);
  return { changed: true, lead, masked: batch.assignment.masks(lead) };
}

function withLease(batch: Batch, { action, leadId, repId, leaseMs = 0 }: LeaseCommand): Lead {
  const lead = batch.leads.get(leadId);
  if (action === 'return') return endLease(batch, lead, 'returned');
  if (action === 'take') return assignTo(batch, nextVersion(batch, lead), repId, { cause: 'claim', reason: 'claimed' });
  const renewed = { ...nextVersion(batch, lead), leaseUntil: batch.now + leaseMs };
  batch.put(renewed);
  batch.emit(leadEvent(renewed, 'lead.claimed', 'renewal', leaseOf(lead), leaseOf(renewed)));
  return renewed;
}

export function expireLease(batch: Batch, { leadId }: LeaseExpiryCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  if (lead?.leaseUntil === undefined || lead.leaseUntil > batch.now) {
    batch.correctTimers(leadId);
    return { changed: false };
  }
  return { changed: true, lead: endLease(batch, lead, 'expired') };
}

/** Applies the rules again, because a rep may have become available meanwhile. */
function endLease(batch: Batch, lead: Lead, how: 'returned' | 'expired'): Lead {
  const { leaseRepId: repId } = lead;
  const { free, logged } = withFormerRep(batch.assignment, nextVersion(batch, lead), repId, batch.now);
  batch.put({ ...free, leaseRepId: undefined, leaseUntil: undefined });
  batch.emit(leadEvent(free, 'lead.lease_ended', how, { repId }, { how, ...logged }));
  return batch.reevaluate(lead.id, { cause: 'queue' });
}

const leaseOf = ({ leaseRepId: repId, leaseUntil: until }: Lead) => ({ repId, until });
