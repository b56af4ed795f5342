import { give, takenBack } from '../ingest/owner-desk.js';
import type { Lead } from '../leads/lead.js';
import type { LifecycleResult } from '../lifecycle/commands.js';
import { changed, type Telling } from '../lifecycle/events.js';
import type { LifecycleBook } from '../lifecycle/lifecycle-book.js';
import type {
  HandoffAcceptCommand,
  HandoffOfferCommand,
  HandoffRejectCommand,
  HandoffTimeoutCommand,
  HandoffWithdrawCommand,
} from './commands.js';
import { tellEnding } from './follow.js';
import type { Handoff, HandoffEnding } from './handoff.js';
import { isHandedOver } from './hold.js';
import { offerOf } from './offers.js';
import { asksNext } from './policy.js';

type Result = Omit<LifecycleResult, 'type'>;

const ACCEPTED = 'Accepted by sales';

/** Offers it; who is asked owns it, but nobody does while a whole team is asked. */
export function executeOffer(book: LifecycleBook, command: HandoffOfferCommand): Result {
  const { cause, teamId } = command;
  let lead = book.find(command.leadId);
  if (lead === undefined || !isHandedOver(lead.category) || lead.lifecycle?.handoff?.status === 'offered') {
    return { changed: false, lead };
  }
  // A reaction may come too late: the owner that was to be asked has changed meanwhile.
  if (cause !== 'request' && (command.repId === undefined || command.repId !== lead.ownerId))
    return { changed: false, lead };
  lead = cause === 'request' ? afresh(book, lead) : lead;
  if (teamId !== undefined) return { changed: true, lead: offerToTeam(book, lead, teamId) };
  const repId = command.repId ?? lead.ownerId;
  if (repId === undefined) return { changed: true, lead: book.settle(lead, 'handoff') };
  if (repId !== lead.ownerId)
    lead = give(book, unlocked(book, lead), repId, { cause: 'handoff_given', reason: 'Handed over' });
  return { changed: true, lead: offer(book, lead, { cause, repId, teamId: lead.teamId }) };
}

/** A new hand-off: nobody has declined it. One that marketing had back looks for an owner again. */
function afresh(book: LifecycleBook, lead: Lead): Lead {
  const { handoff, declinedRepIds } = lead.lifecycle ?? {};
  if (handoff?.next !== 'marketing' && declinedRepIds === undefined) return lead;
  const again = handoff && { ...handoff, offers: 0, next: 'next_rep' as const };
  const sections = { handoff: again, declinedRepIds: undefined };
  return tell(book, lead, { type: 'lead.handoff_reopened', cause: 'api', sections });
}

function offer(book: LifecycleBook, lead: Lead, to: Pick<HandoffOfferCommand, 'cause' | 'repId' | 'teamId'>): Lead {
  const { assignment, lifecycle, now } = book;
  const { repId, teamId, cause } = to;
  const asked = repId === undefined ? (assignment.team(teamId ?? '')?.members ?? []) : [{ repId }];
  const calendars = asked.map((one) => assignment.rep(one.repId)?.calendar);
  const { handoff, offer } = offerOf(lifecycle.handoff, lead, { ...to, id: book.newId(), calendars }, now);
  return tell(book, lead, { type: 'lead.handoff_offered', cause, sections: { handoff }, after: { offer } });
}

/** Held for the team, the lead has no owner until one of it accepts. */
function offerToTeam(book: LifecycleBook, lead: Lead, teamId: string): Lead {
  const { ownerId } = lead;
  const offered = offer(book, lead, { cause: 'request', teamId });
  takenBack(book, offered);
  return book.settle(offered, 'handoff', ownerId);
}

export function executeAccept(book: LifecycleBook, { leadId, repId, actorId }: HandoffAcceptCommand): Result {
  const { now } = book;
  let lead = book.find(leadId) as Lead;
  const handoff = lead.lifecycle?.handoff as Handoff;
  const taker = handoff.repId ?? repId;
  lead = tell(book, lead, tellEnding(handoff, { id: handoff.id, status: 'accepted', endedAt: now, repId: taker }));
  if (taker !== undefined && lead.ownerId !== taker) {
    lead = give(book, { ...lead, teamId: handoff.teamId }, taker, { cause: 'handoff_given', reason: ACCEPTED });
  }
  const move = {
    type: 'move',
    category: 'prospect',
    reason: ACCEPTED,
    actorId,
    competitor: undefined,
    at: now,
  } as const;
  return { changed: true, lead: book.settle(lead, 'handoff', undefined, move) };
}

export function executeReject(book: LifecycleBook, command: HandoffRejectCommand): Result {
  const { leadId, repId, reason, evidence } = command;
  const lead = book.find(leadId) as Lead;
  const handoff = lead.lifecycle?.handoff as Handoff;
  const by = handoff.repId ?? repId;
  const ending = { id: handoff.id, status: 'rejected', endedAt: book.now, repId: by, reason, evidence } as const;
  return {
    changed: true,
    lead: notTaken(book, lead, ending, asksNext(book.lifecycle.handoff, ending, handoff.offers)),
  };
}

/** The timer finds out whether the offer is over: exactly one of the answers that race against it wins. */
export function executeTimeout(book: LifecycleBook, { leadId }: HandoffTimeoutCommand): Result {
  const lead = book.find(leadId);
  const dueAt = lead?.lifecycle?.handoff?.dueAt;
  if (lead === undefined || dueAt === undefined || dueAt > book.now) {
    book.correctTimers(leadId);
    return { changed: false, lead };
  }
  return { changed: true, lead: timeOut(book, lead) };
}

/** Who was asked has not answered in time. */
export function timeOut(book: LifecycleBook, lead: Lead): Lead {
  const handoff = lead.lifecycle?.handoff as Handoff;
  const ending = { id: handoff.id, status: 'timed_out', endedAt: book.now } as const;
  return notTaken(book, lead, ending, asksNext(book.lifecycle.handoff, ending, handoff.offers));
}

export function executeWithdraw(book: LifecycleBook, { leadId }: HandoffWithdrawCommand): Result {
  const lead = book.find(leadId) as Lead;
  const handoff = lead.lifecycle?.handoff as Handoff;
  const ending = { id: handoff.id, status: 'withdrawn', endedAt: book.now, reason: 'request' } as const;
  const withdrawn = tell(book, lead, tellEnding(handoff, ending, 'marketing'));
  return { changed: true, lead: returned(book, withdrawn) };
}

/** Nobody who was asked is asked again: the next rep is looked for, or marketing has the lead back. */
function notTaken(book: LifecycleBook, lead: Lead, ending: HandoffEnding, looksFurther: boolean): Lead {
  const handoff = lead.lifecycle?.handoff as Handoff;
  const { ownerId } = lead;
  const telling = tellEnding(handoff, ending, looksFurther ? 'next_rep' : 'marketing');
  const declinedRepIds = declined(book, lead, ending.repId);
  const ended = tell(book, lead, { ...telling, sections: { ...telling.sections, declinedRepIds } });
  if (!looksFurther) return returned(book, ended);
  takenBack(book, ended);
  const routed = book.settle(ended, 'handoff', ownerId);
  return isHopeless(routed) ? returned(book, sendBack(book, routed)) : routed;
}

function declined(book: LifecycleBook, { lifecycle }: Lead, repId: string | undefined): string[] {
  const { repId: asked, teamId } = lifecycle?.handoff ?? {};
  const members = book.assignment.team(teamId ?? '')?.members ?? [];
  const who = asked === undefined ? members.map((member) => member.repId) : [asked];
  return [...new Set([...(lifecycle?.declinedRepIds ?? []), ...who, ...(repId === undefined ? [] : [repId])])];
}

/** Nobody has it, and time alone brings nobody: who is left has declined, or does not fit. */
function isHopeless({ ownerId, queueReason, nextEligibleAt }: Lead): boolean {
  const waits = queueReason === 'held' || queueReason === 'claim_pool';
  return ownerId === undefined && !waits && nextEligibleAt === undefined;
}

function sendBack(book: LifecycleBook, lead: Lead): Lead {
  const handoff = { ...(lead.lifecycle?.handoff as Handoff), next: 'marketing' as const };
  return tell(book, lead, { type: 'lead.handoff_returned', cause: 'handoff', sections: { handoff } });
}

/** The rules place it again, nobody owns it, and it waits for marketing. */
function returned(book: LifecycleBook, lead: Lead): Lead {
  takenBack(book, lead);
  const release = lead.categoryDecidedBy === 'person' ? ({ type: 'release' } as const) : undefined;
  return book.settle(lead, 'handoff', lead.ownerId, release);
}

function tell(book: LifecycleBook, lead: Lead, telling: Telling): Lead {
  const told = changed(lead, book.now, telling);
  book.advance(told.lead);
  book.emit(told.event);
  return told.lead;
}

/** The next version, without what a person decided about its owner. */
function unlocked({ now }: LifecycleBook, lead: Lead): Lead {
  return { ...lead, version: lead.version + 1, updatedAt: now, ownerActorId: undefined, ownerReason: undefined };
}
