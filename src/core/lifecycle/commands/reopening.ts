import { releaseOwner } from '../../assignment/commands/ownership.js';
import type { Batch } from '../../batch/batch.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';

/**
 * Opens a lead that had ended: the rules place it as if it had never been anywhere. Where they would close it at once although
 * a person (`byHand`) reopened it, it becomes a lead, and stays one until it is released. An active owner keeps it; otherwise
 * the rules find another.
 */
export function reopen(
  batch: Batch,
  lead: Lead,
  { cause, byHand }: { cause: string; byHand?: { reason: string; actorId: string } | undefined },
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
