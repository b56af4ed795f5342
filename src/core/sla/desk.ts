import { timeOut } from '../handoffs/desk.js';
import type { Refusal } from '../ingest/commands.js';
import { takenBack } from '../ingest/owner-desk.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import type { LifecycleResult } from '../lifecycle/commands.js';
import { changed } from '../lifecycle/events.js';
import type { SectionChanges } from '../lifecycle/lifecycle.js';
import type { LifecycleBook } from '../lifecycle/lifecycle-book.js';
import { slaBasisOf } from './basis.js';
import type { SlaCheckCommand, SlaPauseCommand, SlaResumeCommand } from './commands.js';
import { checkClocks, pauseClocks, resumeClocks, type SlaChange } from './follow.js';
import { tellClocks } from './reaction.js';

type Result = Omit<LifecycleResult, 'type'>;

export function pauseRefusal(_command: SlaPauseCommand, { lifecycle }: Lead): Refusal | undefined {
  if (lifecycle?.sla?.paused === undefined) return undefined;
  return { code: 'conflict', detail: 'The clocks of the lead stand already.' };
}

export function resumeRefusal(_command: SlaResumeCommand, { lifecycle }: Lead): Refusal | undefined {
  const cause = lifecycle?.sla?.paused?.cause;
  if (cause === 'request') return undefined;
  const parked = 'The clocks stand because the lead is parked: they go on when it wakes.';
  return { code: 'conflict', detail: cause === 'parked' ? parked : 'The clocks of the lead do not stand.' };
}

export function executePause(book: LifecycleBook, { leadId, reason }: SlaPauseCommand): Result {
  const lead = book.find(leadId) as Lead;
  return carriedOut(book, lead, pauseClocks(lead, basisOf(book, lead), reason), 'api');
}

export function executeResume(book: LifecycleBook, { leadId }: SlaResumeCommand): Result {
  const lead = book.find(leadId) as Lead;
  return carriedOut(book, lead, resumeClocks(lead, basisOf(book, lead)), 'api');
}

/** Warns and breaches what is due; a breach may take the lead from its owner, but not what a person gave it. */
export function executeCheck(book: LifecycleBook, { leadId }: SlaCheckCommand): Result {
  const lead = book.find(leadId);
  const dueAt = lead?.lifecycle?.sla?.dueAt;
  const found = lead && dueAt !== undefined && dueAt <= book.now ? checkClocks(lead, basisOf(book, lead)) : undefined;
  if (lead === undefined || found === undefined) {
    book.correctTimers(leadId);
    return { changed: false, lead };
  }
  const isTaken = found.steps.some(
    ({ type, clock }) => type === 'lead.sla_breached' && clock?.onBreach.includes('reassign'),
  );
  const { ownerId, ownerActorId, category } = lead;
  const { changed: _, lead: told = lead } = carriedOut(book, lead, found, 'sla');
  if (!isTaken || ownerActorId !== undefined || !OPEN_CATEGORIES.has(category)) return { changed: true, lead: told };
  if (told.lifecycle?.handoff?.status === 'offered') return { changed: true, lead: timeOut(book, told) };
  return { changed: true, lead: ownerId === undefined ? told : takenFrom(book, told, ownerId) };
}

/** The rep who broke the promise does not get the lead again; somebody else does, or it waits. */
function takenFrom(book: LifecycleBook, lead: Lead, ownerId: string): Lead {
  const declinedRepIds = [...new Set([...(lead.lifecycle?.declinedRepIds ?? []), ownerId])];
  const declined = tell(book, lead, 'lead.owner_declined', 'sla_breach', { declinedRepIds }, { repId: ownerId });
  takenBack(book, declined);
  return book.settle(declined, 'sla_breach', ownerId);
}

function carriedOut(book: LifecycleBook, lead: Lead, found: SlaChange | undefined, cause: string): Result {
  if (found === undefined) return { changed: false, lead };
  let next = lead;
  for (const { type, sections, after } of tellClocks(lead, found, cause))
    next = tell(book, next, type, cause, sections, after);
  return { changed: true, lead: next };
}

function tell(
  book: LifecycleBook,
  lead: Lead,
  type: Parameters<typeof changed>[2]['type'],
  cause: string,
  sections: SectionChanges,
  after?: Record<string, unknown>,
): Lead {
  const told = changed(lead, book.now, { type, cause, sections, after });
  book.advance(told.lead);
  book.emit(told.event);
  return told.lead;
}

const basisOf = (book: LifecycleBook, lead: Lead) =>
  slaBasisOf(lead, { basis: book.basis, engagement: book.engagementOf(lead.id), now: book.now });
