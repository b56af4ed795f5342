import type { Batch } from '../../batch/batch.js';
import { withDecision } from '../../batch/ownership.js';
import { holdOf } from '../../handoffs/hold.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';

/** Makes the rep the owner: the rep's turn is counted, and the turn of the owner before is credited. */
export function giveTo(
  batch: Batch,
  lead: Lead,
  repId: string,
  { cause, reason }: { cause: 'manual' | 'claim' | 'handoff_given'; reason: string },
): Lead {
  const { assignment, now } = batch;
  const { facts, temperature, category, ownerId, teamId } = lead;
  if (ownerId !== undefined && teamId !== undefined) assignment.takeBack(ownerId, teamId);
  const subject = { facts, temperature, category, engagement: [], now };
  const gift = { leadId: lead.id, repId, teamId: assignment.teamFor(repId, teamId), reason };
  const decision = assignment.give(subject, gift);
  const owned = withDecision(assignment, lead, decision, { cause, events: [], now });
  batch.put(owned.lead);
  for (const event of owned.events) batch.emit(event);
  return owned.lead;
}

/** The lead is to go to another rep: the turn of its owner is credited, and what a person decided about its owner ends. */
export function creditOwner(batch: Batch, lead: Lead): void {
  const { ownerId, teamId, ownerActorId } = lead;
  if (ownerId === undefined) return;
  if (teamId !== undefined) batch.assignment.takeBack(ownerId, teamId);
  if (ownerActorId !== undefined) batch.put({ ...lead, ownerActorId: undefined, ownerReason: undefined });
}

export const nextVersion = ({ now }: Batch, lead: Lead): Lead => ({
  ...lead,
  version: lead.version + 1,
  updatedAt: now,
});

export const isLeased = ({ leaseUntil }: Lead, now: number): boolean => leaseUntil !== undefined && leaseUntil > now;

/** Open, without owner or lease, and not kept in the queue by its hand-off. */
export function isWaiting(lead: Lead, now: number): boolean {
  return lead.ownerId === undefined && OPEN_CATEGORIES.has(lead.category) && !isLeased(lead, now) && !holdOf(lead);
}
