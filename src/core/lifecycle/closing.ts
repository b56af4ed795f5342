import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';

/** Categories that end the work on a lead. Work for a customer goes on, and a parked lead comes back. */
const CLOSED: ReadonlySet<Category> = new Set(['disqualified', 'lost']);

export const isOpening = (before: Lead, after: Lead): boolean =>
  !OPEN_CATEGORIES.has(before.category) && OPEN_CATEGORIES.has(after.category);

/** Whether the change closes the lead. An undone conversion may restore a category in which the lead was already closed. */
export function isClosing(before: Lead, { category }: Lead): boolean {
  if (before.category === category || !CLOSED.has(category)) return false;
  return before.lifecycle?.conversion?.before.category !== category;
}
