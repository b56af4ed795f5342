import { compileCondition } from '../conditions/compile.js';
import { type Subject, subjectNow } from '../conditions/subject.js';
import { validateCondition } from '../conditions/validate.js';
import type { Refusal } from '../ingest/commands.js';
import type { Lead } from '../leads/lead.js';
import { sameValue } from '../values.js';
import type { LifecycleResult, ParkCommand, WakeCommand } from './commands.js';
import { changed, withSections } from './events.js';
import type { Parked, WakeWhen } from './lifecycle.js';
import type { LifecycleBook, LifecycleFacts } from './lifecycle-book.js';
import type { LeadChange, Reaction } from './reaction.js';
import type { WakeCause } from './reasons.js';
import { takeUp } from './taking-up.js';
import { mayTurnByTime } from './turning.js';

/** Conditions that time alone can make true are looked at again so often, milliseconds. */
const LOOK_AGAIN = 86_400_000;

/** What stands against parking: a customer, a condition that cannot work, or one that would wake the lead at once. */
export function parkRefusal(command: ParkCommand, lead: Lead, facts: LifecycleFacts): Refusal | undefined {
  if (lead.category === 'customer') {
    return { code: 'rule_refused', detail: 'The lead is a customer: it has nothing to wait for.' };
  }
  const { wakeWhen } = command;
  const { condition } = wakeWhen;
  const errors = condition === undefined ? [] : validateCondition(condition);
  if (errors.length > 0) {
    const placed = errors.map((error) => ({ ...error, pointer: `/wakeWhen/condition${error.pointer}` }));
    return { code: 'rule_refused', detail: 'The condition cannot work: see `errors`.', errors: placed };
  }
  const pointerOf = { date: 'at', score: 'minimumScore', condition: 'condition' } as const;
  const cause = wakeCause({ since: facts.now, ...command }, lead, facts.subject(lead));
  if (cause === undefined || cause === 'engagement') return undefined;
  const detail = 'That is so already: the lead would wake at once.';
  return { code: 'rule_refused', detail, pointer: `/wakeWhen/${pointerOf[cause]}` };
}

/** What wakes the lead now, if anything does. Of events only those count that happened since it was parked. */
function wakeCause(
  { since, wakeWhen }: Pick<Parked, 'since' | 'wakeWhen'>,
  lead: Lead,
  subject: Subject,
): Exclude<WakeCause, 'moved'> | undefined {
  const { at, minimumScore, engagementTypes, condition } = wakeWhen;
  if (at !== undefined && at <= subject.now) return 'date';
  if (minimumScore !== undefined && lead.score.total >= minimumScore) return 'score';
  const isAwaited = (type: string) => engagementTypes?.some((awaited) => awaited === type);
  if (subject.engagement.some(({ type, occurredAt }) => occurredAt > since && isAwaited(type))) return 'engagement';
  return condition !== undefined && compileCondition(condition)(subject) ? 'condition' : undefined;
}

/** When time may wake it, or has it looked at again. */
export function wakesAt({ at, condition }: WakeWhen, now: number): number | undefined {
  const again = condition !== undefined && mayTurnByTime(condition) ? now + LOOK_AGAIN : undefined;
  return at === undefined || again === undefined ? (at ?? again) : Math.min(at, again);
}

/** Parked is a person's decision about the category; said again in the same words it changes nothing. */
export function executePark(book: LifecycleBook, command: ParkCommand): Omit<LifecycleResult, 'type'> {
  const { now } = book;
  const { reason, detail, competitor, wakeWhen, actorId } = command;
  const lead = book.find(command.leadId) as Lead;
  if (isParkedSo(lead, { reason, detail, competitor, wakeWhen })) return { changed: false, lead };
  const parked: Parked = { since: now, reason, detail, competitor, wakeWhen, ownerId: lead.ownerId };
  const { lead: next, event } = changed(lead, now, {
    type: 'lead.parked',
    cause: 'manual',
    sections: { parked, disqualification: undefined, wakesAt: wakesAt(wakeWhen, now) },
    before: { category: lead.category },
    after: { reason, detail, competitor },
  });
  book.advance(next);
  book.emit(event);
  const move = { type: 'move', category: 'parked', reason: detail ?? reason, actorId, at: now } as const;
  return { changed: true, lead: book.settle(next, 'manual', undefined, move) };
}

function isParkedSo(
  { category, categoryDecidedBy, lifecycle }: Lead,
  said: Pick<Parked, 'reason' | 'detail' | 'competitor' | 'wakeWhen'>,
): boolean {
  const { parked } = lifecycle ?? {};
  if (parked === undefined || category !== 'parked' || categoryDecidedBy !== 'person') return false;
  const { since: _since, ownerId: _ownerId, ...known } = parked;
  return sameValue(known, said);
}

/** Fired by the timer, or asked for by what happened to the lead: it finds out itself what wakes it. */
export function executeWake(book: LifecycleBook, { leadId }: WakeCommand): Omit<LifecycleResult, 'type'> {
  const { now } = book;
  const known = book.find(leadId);
  const { parked } = known?.lifecycle ?? {};
  if (known === undefined || parked === undefined) {
    book.correctTimers(leadId);
    return { changed: false, lead: known };
  }
  // Points may have faded since anything happened.
  const { condition } = parked.wakeWhen;
  const lead = condition !== undefined && mayTurnByTime(condition) ? book.settle(known, 'decay') : known;
  const cause = wakeCause(parked, lead, book.subject(lead));
  if (cause === undefined) {
    book.advance(withSections(lead, { wakesAt: wakesAt(parked.wakeWhen, now) }));
    book.correctTimers(leadId);
    return { changed: false, lead: book.find(leadId) };
  }
  const cycles = (lead.lifecycle?.cycles ?? 0) + 1;
  const { lead: next, event } = changed(lead, now, {
    type: 'lead.woken',
    cause,
    sections: { parked: undefined, wakesAt: undefined, cycles, recycledAt: now },
    before: { parked },
    after: { wokenBy: cause, cycle: cycles },
  });
  book.advance(next);
  book.emit(event);
  return { changed: true, lead: takeUp(book, next, { cause: 'woken' }) };
}

/** What happens to a parked lead may wake it; who is moved elsewhere is not parked any more. */
export function parkingFollows({ lead, basis, engagement, now }: LeadChange): Reaction | undefined {
  const { parked, wakesAt: due } = lead.lifecycle ?? {};
  if (parked === undefined) return due === undefined ? undefined : { silent: { wakesAt: undefined } };
  if (lead.category !== 'parked') {
    const telling = { type: 'lead.woken', cause: 'moved', sections: { parked: undefined } } as const;
    return {
      silent: { wakesAt: undefined },
      told: { ...telling, before: { parked }, after: { wokenBy: 'moved' } },
    };
  }
  const subject = subjectNow(lead, { source: basis.sourceOf(lead), engagement, now });
  return wakeCause(parked, lead, subject) === undefined ? undefined : { next: { type: 'wake', leadId: lead.id } };
}
