import type { Lead } from '../leads/lead.js';
import type { LifecycleResult, LoseCommand } from './commands.js';
import { changed } from './events.js';
import type { LossSection } from './lifecycle.js';
import type { LifecycleBook } from './lifecycle-book.js';

/** Lost is a person's decision about the category; said again in the same words it changes nothing. */
export function executeLose(book: LifecycleBook, command: LoseCommand): Omit<LifecycleResult, 'type'> {
  const { now } = book;
  const { leadId, reason, detail, competitor, actorId } = command;
  const lead = book.find(leadId) as Lead;
  const loss = lossOf(lead);
  const isSame = loss?.reason === reason && loss.detail === detail && loss.competitor === competitor;
  if (lead.category === 'lost' && lead.categoryDecidedBy === 'person' && isSame) return { changed: false, lead };
  const section: LossSection = { reason, detail, competitor, at: now };
  const told = {
    type: 'lead.lost',
    cause: 'api',
    sections: { loss: section },
    after: { reason, detail, competitor },
  } as const;
  const next = changed(lead, now, told);
  book.advance(next.lead);
  book.emit(next.event);
  const move = { type: 'move', category: 'lost', reason: detail ?? reason, competitor, actorId, at: now } as const;
  return { changed: true, lead: book.settle(next.lead, 'manual', undefined, move) };
}

/** How a lost lead was lost. One that was moved to `lost` by hand has the words of whoever moved it. */
export function lossOf({ category, categorySince, moveReason, competitor, lifecycle }: Lead): LossSection | undefined {
  if (category !== 'lost') return undefined;
  const loss = lifecycle?.loss;
  if (loss !== undefined && loss.at >= categorySince) return loss;
  return { reason: 'other', detail: moveReason, competitor, at: categorySince };
}
