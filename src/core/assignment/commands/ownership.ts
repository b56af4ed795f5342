import type { Batch } from '../../batch/batch.js';
import { withDecision } from '../../batch/ownership.js';
import type { EventCause } from '../../events/events.js';
import { withSections } from '../../events/lead-events.js';
import { holdOf } from '../../handoffs/hold.js';
import type { GivenShares } from '../../leads/bulk-change.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';

/** Makes the rep the owner. The lead counts in the rep's ledger entry, and no longer in that of the previous owner. */
export function assignTo(
  batch: Batch,
  lead: Lead,
  repId: string,
  { cause, reason }: { cause: 'manual' | 'claim' | 'handoff_given'; reason: string },
): Lead {
  const owned = ownedAgain(batch, lead, { repId, teamId: lead.teamId, cause, reason });
  batch.put(owned);
  return owned;
}

/** The lead with an owner whom it had before, without being stored. It counts in the ledger of the team that the owner is in. */
export function ownedAgain(
  { assignment, emit, now }: Batch,
  lead: Lead,
  { repId, teamId, cause, reason }: { repId: string; teamId: string | undefined; cause: EventCause; reason: string },
): Lead {
  const { id: leadId, facts, temperature, category, ownerId, teamId: from } = lead;
  if (ownerId !== undefined && from !== undefined) assignment.takeBack({ leadId, ownerId, teamId: from });
  const subject = { facts, temperature, category, engagement: [], now };
  const manual = { leadId, repId, teamId: assignment.teamFor(repId, teamId), reason };
  const owned = withDecision(assignment, lead, assignment.assignManually(subject, manual), { cause, events: [], now });
  for (const event of owned.events) emit(event);
  return owned.lead;
}

/**
 * The lead with the owner from before a change whose effect on the ledgers is reversed, without being stored. The ledger counts the former
 * decision again. `given`: what that gave.
 */
export function restoredOwner(
  { assignment, emit, now }: Batch,
  lead: Lead,
  { repId, teamId, cause, reason }: { repId: string; teamId: string | undefined; cause: EventCause; reason: string },
  given: GivenShares | undefined,
): Lead {
  const { id: leadId, facts, temperature, category } = lead;
  const subject = { facts, temperature, category, engagement: [], now };
  const team = teamId === undefined ? undefined : assignment.teamFor(repId, teamId);
  const shares = given?.teamId === team ? given?.shares : undefined;
  const manual = { leadId, repId, teamId: team, reason, restored: { shares: shares ?? {} } };
  const owned = withDecision(assignment, lead, assignment.assignManually(subject, manual), { cause, events: [], now });
  for (const event of owned.events) emit(event);
  return owned.lead;
}

/**
 * Reverses the decision about a lead that is about to go to another rep, and ends a manual assignment. `isMissed`: the owner did not
 * work on it in time.
 */
export function releaseOwner(batch: Batch, lead: Lead, isMissed = false): void {
  const { id: leadId, ownerId, teamId, ownerActorId } = lead;
  if (ownerId === undefined) return;
  if (teamId !== undefined) batch.assignment.takeBack({ leadId, ownerId, teamId, isMissed });
  if (ownerActorId !== undefined) batch.put({ ...lead, ownerActorId: undefined, ownerReason: undefined });
}

/**
 * Releases the owner of a lead that is reopened, if inactive or without room in the capacity. Returns that owner.
 * @param isAwaited whether an owner without room gets the lead again once there is room, if no other rep has taken it by then
 */
export function releaseUnavailable(batch: Batch, lead: Lead, isAwaited = true): string | undefined {
  const { ownerId } = lead;
  if (ownerId === undefined) return undefined;
  const { assignment } = batch;
  const isActive = assignment.rep(ownerId)?.active === true;
  if (isActive && !assignment.isFullFor(ownerId, lead)) return undefined;
  releaseOwner(batch, lead);
  if (isActive && isAwaited) {
    batch.putQuietly(withSections(batch.leads.get(lead.id), { awaitedRepId: ownerId }));
  }
  return ownerId;
}

/** After a change that may have opened a lead that had ended (`before`): an owner who is inactive or full does not keep it. */
export function withinCapacity(batch: Batch, before: Lead, cause: EventCause): Lead {
  const lead = batch.leads.get(before.id);
  if (OPEN_CATEGORIES.has(before.category) || !OPEN_CATEGORIES.has(lead.category)) return lead;
  const from = releaseUnavailable(batch, lead);
  return from === undefined ? lead : batch.reevaluate(lead.id, { cause, from });
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
