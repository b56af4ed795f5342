import { assignTo, releaseOwner } from '../../assignment/commands/ownership.js';
import type { Batch, ChangedLead, LeadResult } from '../../batch/batch.js';
import type { Handoff, HandoffEnding } from '../../leads/handoff.js';
import type { Lead } from '../../leads/lead.js';
import { categoryRefusal } from '../../lifecycle/guards.js';
import { type Refusal, repReference } from '../../refusals.js';
import { endingEvent } from '../endings.js';
import { offersToNextRep } from '../policy.js';
import type {
  HandoffAcceptCommand,
  HandoffRejectCommand,
  HandoffTimeoutCommand,
  HandoffWithdrawCommand,
} from './types.js';

const ACCEPTED = 'Accepted by sales';

const conflict = (detail: string): Refusal => ({ code: 'conflict', detail });

/** Refuses when the lead is not offered, or is offered to another rep. */
export function answerRefusal(
  { assignment }: Batch,
  { repId, type }: HandoffAcceptCommand | HandoffRejectCommand,
  lead: Lead,
): Refusal | undefined {
  const unknown = repId === undefined ? undefined : repReference(repId, assignment);
  const refusal = unknown ?? notOffered(lead);
  if (refusal !== undefined) return refusal;
  const { repId: offeredTo, teamId } = lead.lifecycle?.handoff ?? {};
  if (offeredTo !== undefined) {
    return repId === undefined || repId === offeredTo ? undefined : conflict('The lead is offered to another rep.');
  }
  if (repId === undefined) {
    const detail = 'The lead is offered to a team: send the rep who accepts.';
    return type === 'handoff_accept' ? { code: 'rule_refused', detail, pointer: '/repId' } : undefined;
  }
  const isMember = teamId !== undefined && assignment.isMember(teamId, repId);
  return isMember ? undefined : conflict('The lead is offered to a team that the rep is not in.');
}

/** Refuses also what the funnel refuses of a person who moves the lead to `prospect`. */
export const takingRefusal = (batch: Batch, command: HandoffAcceptCommand, lead: Lead): Refusal | undefined =>
  answerRefusal(batch, command, lead) ?? categoryRefusal(batch.guarded(lead), 'prospect');

export const withdrawRefusal = (_batch: Batch, _command: HandoffWithdrawCommand, lead: Lead): Refusal | undefined =>
  notOffered(lead);

function notOffered({ lifecycle }: Lead): Refusal | undefined {
  const status = lifecycle?.handoff?.status;
  if (status === 'offered') return undefined;
  if (status === undefined) return conflict('The lead is not offered to anybody.');
  return conflict(`The offer was ${status === 'timed_out' ? 'timed out' : status} already.`);
}

export function accept(batch: Batch, { leadId, repId, actorId }: HandoffAcceptCommand): ChangedLead {
  const { now } = batch;
  const lead = batch.leads.get(leadId);
  const handoff = offered(lead);
  const taker = handoff.repId ?? repId;
  const ended = batch.record(
    lead,
    endingEvent(handoff, { id: handoff.id, status: 'accepted', endedAt: now, repId: taker }),
  );
  if (taker !== undefined && ended.ownerId !== taker) {
    assignTo(batch, { ...ended, teamId: handoff.teamId }, taker, { cause: 'handoff_given', reason: ACCEPTED });
  }
  const move = { type: 'move', category: 'prospect', reason: ACCEPTED, actorId, at: now } as const;
  return { changed: true, lead: batch.reevaluate(leadId, { cause: 'handoff', move }) };
}

export function reject(batch: Batch, { leadId, repId, reason, evidence }: HandoffRejectCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  const handoff = offered(lead);
  const by = handoff.repId ?? repId;
  const ending = { id: handoff.id, status: 'rejected', endedAt: batch.now, repId: by, reason, evidence } as const;
  return { changed: true, lead: endUnaccepted(batch, lead, ending) };
}

/** The timer fired. When an answer arrives at the same time, exactly one of the two takes effect. */
export function timeOut(batch: Batch, { leadId }: HandoffTimeoutCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  const dueAt = lead?.lifecycle?.handoff?.dueAt;
  if (lead === undefined || dueAt === undefined || dueAt > batch.now) {
    batch.correctTimers(leadId);
    return { changed: false, lead };
  }
  return { changed: true, lead: timeOutOffer(batch, lead) };
}

/** The offer was not answered in time. */
export function timeOutOffer(batch: Batch, lead: Lead): Lead {
  return endUnaccepted(batch, lead, { id: offered(lead).id, status: 'timed_out', endedAt: batch.now });
}

export function withdraw(batch: Batch, { leadId }: HandoffWithdrawCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  const handoff = offered(lead);
  const ending = { id: handoff.id, status: 'withdrawn', endedAt: batch.now, reason: 'request' } as const;
  const withdrawn = batch.record(lead, endingEvent(handoff, ending, 'marketing'));
  return { changed: true, lead: returnToMarketing(batch, withdrawn) };
}

function offered({ id, lifecycle }: Lead): Handoff {
  const handoff = lifecycle?.handoff;
  if (handoff === undefined) throw new Error(`the lead ${id} has no hand-off`);
  return handoff;
}

type UnacceptedEnding = HandoffEnding & Parameters<typeof offersToNextRep>[1];

/**
 * Ends an offer that was not accepted: the lead is offered to the next rep, or returns to marketing. Where no other rep can take it
 * now, it waits in the queue, and the first rep who can take it gets the next offer.
 */
function endUnaccepted(batch: Batch, lead: Lead, ending: UnacceptedEnding): Lead {
  const handoff = offered(lead);
  const { ownerId } = lead;
  const goesToNextRep = offersToNextRep(batch.basis.lifecycle.handoff, ending, handoff.offers);
  const draft = endingEvent(handoff, ending, goesToNextRep ? 'next_rep' : 'marketing');
  const declinedRepIds = declined(batch, lead, ending.repId);
  const ended = batch.record(lead, { ...draft, sections: { ...draft.sections, declinedRepIds } });
  const isMissed = ending.status === 'timed_out';
  if (!goesToNextRep) return returnToMarketing(batch, ended, isMissed);
  releaseOwner(batch, ended, isMissed);
  return batch.reevaluate(lead.id, { cause: 'handoff', from: ownerId });
}

function declined(batch: Batch, { lifecycle }: Lead, repId: string | undefined): string[] {
  const { repId: offeredTo, teamId } = lifecycle?.handoff ?? {};
  const members = batch.assignment.team(teamId ?? '')?.members ?? [];
  const reps = offeredTo === undefined ? members.map((member) => member.repId) : [offeredTo];
  return [...new Set([...(lifecycle?.declinedRepIds ?? []), ...reps, ...(repId === undefined ? [] : [repId])])];
}

/** Takes the owner away and lets the rules decide the category again. The lead then waits for marketing. */
function returnToMarketing(batch: Batch, lead: Lead, isMissed = false): Lead {
  releaseOwner(batch, lead, isMissed);
  const move = lead.categoryDecidedBy === 'person' ? ({ type: 'release' } as const) : undefined;
  return batch.reevaluate(lead.id, { cause: 'handoff', from: lead.ownerId, move });
}
