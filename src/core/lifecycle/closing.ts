import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';

/** Nobody works such a lead any more. Work for a customer goes on, and a parked lead comes back. */
const CLOSED: ReadonlySet<Category> = new Set(['disqualified', 'lost']);

/** Whether the change closes the lead. A lead that an undone conversion puts back had been closed before. */
export function isClosing(before: Lead, { category }: Lead): boolean {
  if (before.category === category || !CLOSED.has(category)) return false;
  return before.lifecycle?.conversion?.before.category !== category;
}
