import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';
import type { EndTasksCommand, LifecycleResult } from './commands.js';
import type { LifecycleBook } from './lifecycle-book.js';
import type { LeadChange, Reaction } from './reaction.js';

/** Nobody works such a lead any more. What is to be done about a customer goes on, and a parked lead comes back. */
const CLOSED: ReadonlySet<Category> = new Set(['disqualified', 'lost']);

/** Whether the change closes the lead. One that an undone conversion puts back had been closed before. */
export function isClosing(before: Lead, { category }: Lead): boolean {
  if (before.category === category || !CLOSED.has(category)) return false;
  return before.lifecycle?.conversion?.before.category !== category;
}

/** What was to be done about the lead is not to be done any more, whoever closed it. */
export function closingFollows({ before, lead }: LeadChange): Reaction | undefined {
  if (before === undefined || !isClosing(before, lead)) return undefined;
  return { next: { type: 'end_tasks', leadId: lead.id } };
}

/** Which tasks these are is known to the tables only: whoever writes the changes ends them. */
export function executeEndTasks(book: LifecycleBook, { leadId }: EndTasksCommand): Omit<LifecycleResult, 'type'> {
  book.work.endTasks(leadId, (event) => book.emit(event));
  return { changed: true, lead: book.find(leadId) };
}
