import { releaseOwner } from '../../assignment/commands/ownership.js';
import type { Batch } from '../../batch/batch.js';
import type { EventCause } from '../../events/events.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';

/**
 * Reopens a lead that had ended. The rules decide its category as for a new lead. If a person (`byHand`) reopened it and the rules
 * would close it immediately, it gets the category `lead` until it is released. An active owner keeps it; otherwise the rules
 * assign another.
 */
export function reopen(
  batch: Batch,
  lead: Lead,
  { cause, byHand }: { cause: EventCause; byHand?: { reason: string; actorId: string } | undefined },
): Lead {
  const { assignment, now } = batch;
  const { ownerId } = lead;
  const from = ownerId !== undefined && assignment.rep(ownerId)?.active !== true ? ownerId : undefined;
  if (from !== undefined) releaseOwner(batch, lead);
  const placed = batch.reevaluate(lead.id, { cause, from, move: { type: 'release' } });
  if (byHand === undefined || OPEN_CATEGORIES.has(placed.category)) return placed;
  const move = { type: 'move', category: 'lead', ...byHand, at: now } as const;
  return batch.reevaluate(lead.id, { cause, from, move });
}
