import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import type { LifecycleBook } from './lifecycle-book.js';

/**
 * A lead that had come to an end is open again: rules place it as if it had never been anywhere. Where they would close it
 * at once although a person (`byHand`) took it up, it becomes a lead, and stays so until it is released. Its owner keeps it
 * while active; else the rules find another.
 */
export function takeUp(
  book: LifecycleBook,
  lead: Lead,
  { cause, byHand }: { cause: string; byHand?: { reason: string; actorId: string } | undefined },
): Lead {
  const { assignment, now } = book;
  const { ownerId, teamId } = lead;
  const from = ownerId !== undefined && assignment.rep(ownerId)?.active !== true ? ownerId : undefined;
  const free = from === undefined ? lead : { ...lead, ownerActorId: undefined, ownerReason: undefined };
  if (from !== undefined) {
    if (teamId !== undefined) assignment.takeBack(from, teamId);
    if (lead.ownerActorId !== undefined) book.advance(free);
  }
  const placed = book.settle(free, cause, from, { type: 'release' });
  if (byHand === undefined || OPEN_CATEGORIES.has(placed.category)) return placed;
  return book.settle(placed, cause, from, { type: 'move', category: 'lead', ...byHand, at: now });
}
