import type { Refusal } from '../ingest/commands.js';
import type { Lead } from '../leads/lead.js';
import type { DisqualifyCommand, LifecycleResult } from './commands.js';
import { changed } from './events.js';
import type { LifecycleBook } from './lifecycle-book.js';
import type { LeadChange, Reaction } from './reaction.js';

export function disqualifyRefusal(_command: DisqualifyCommand, lead: Lead): Refusal | undefined {
  if (lead.category !== 'customer') return undefined;
  return { code: 'rule_refused', detail: 'The lead is a customer: undo its conversion first.' };
}

/** The reason is told first; then the category follows as a person's decision. Again word for word changes nothing. */
export function executeDisqualify(book: LifecycleBook, command: DisqualifyCommand): Omit<LifecycleResult, 'type'> {
  const { now } = book;
  const { reason, detail, actorId } = command;
  const lead = book.find(command.leadId) as Lead;
  const known = lead.lifecycle?.disqualification;
  if (lead.category === 'disqualified' && known?.reason === reason && known.detail === detail) {
    return { changed: false, lead };
  }
  const { lead: next, event } = changed(lead, now, {
    type: 'lead.disqualified',
    cause: 'manual',
    sections: { disqualification: { at: now, reason, detail } },
    before: { category: lead.category },
    after: { reason, detail },
  });
  book.advance(next);
  book.emit(event);
  const move = { type: 'move', category: 'disqualified', reason: detail ?? reason, actorId, at: now } as const;
  return { changed: true, lead: book.settle(next, 'manual', undefined, move) };
}

/** Whoever is moved elsewhere is not disqualified any more. */
export function disqualificationFollows({ lead }: LeadChange): Reaction | undefined {
  const { disqualification } = lead.lifecycle ?? {};
  if (disqualification === undefined || lead.category === 'disqualified') return undefined;
  const sections = { disqualification: undefined };
  return { told: { type: 'lead.requalified', cause: 'moved', sections, before: { disqualification } } };
}
