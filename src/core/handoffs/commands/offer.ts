import { assignTo, nextVersion, releaseOwner } from '../../assignment/commands/ownership.js';
import type { AssignmentState } from '../../assignment/state.js';
import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { Lead } from '../../leads/lead.js';
import { activeRepReference, type Refusal } from '../../refusals.js';
import { isHandedOver } from '../hold.js';
import { offerOf } from '../offers.js';
import type { HandoffOfferCommand } from './types.js';

const conflict = (detail: string): Refusal => ({ code: 'conflict', detail });

export function offerRefusal(
  { assignment }: Batch,
  { repId, teamId }: HandoffOfferCommand,
  { category, ownerId, lifecycle }: Lead,
): Refusal | undefined {
  if (repId !== undefined && teamId !== undefined) {
    return { code: 'rule_refused', detail: 'Offer it to a rep or to a team, not to both.', pointer: '/teamId' };
  }
  const unknown =
    (repId === undefined ? undefined : activeRepReference(repId, assignment)) ?? teamRefusal(teamId, assignment);
  if (unknown !== undefined) return unknown;
  if (!isHandedOver(category)) {
    return conflict(`The lead is in the category ${category}: only an mql or sql can be handed over.`);
  }
  const handoff = lifecycle?.handoff;
  if (handoff?.status === 'offered') return conflict('The lead is offered already: withdraw that offer first.');
  if (repId !== undefined || teamId !== undefined || ownerId !== undefined || handoff?.next !== undefined)
    return undefined;
  return conflict('The lead waits for an owner: say repId or teamId, or offer it when it has one.');
}

function teamRefusal(teamId: string | undefined, assignment: Pick<AssignmentState, 'team'>): Refusal | undefined {
  if (teamId === undefined) return undefined;
  const team = assignment.team(teamId);
  if (team === undefined) {
    return { code: 'reference_not_found', detail: 'There is no such team in this workspace.', pointer: '/teamId' };
  }
  if (team.active && team.members.length > 0) return undefined;
  return { code: 'rule_refused', detail: 'The team is inactive, or has no members.', pointer: '/teamId' };
}

/** A rep who gets an offer becomes the owner. A lead that is offered to a team has no owner. */
export function offer(batch: Batch, command: HandoffOfferCommand): ChangedLead {
  const { cause, teamId } = command;
  const lead = batch.leads.get(command.leadId);
  if (!isHandedOver(lead.category) || lead.lifecycle?.handoff?.status === 'offered') {
    return { changed: false, lead };
  }
  // A reaction may be outdated: the owner may have changed meanwhile.
  if (cause !== 'request' && (command.repId === undefined || command.repId !== lead.ownerId))
    return { changed: false, lead };
  const fresh = cause === 'request' ? reopened(batch, lead) : lead;
  if (teamId !== undefined) return { changed: true, lead: offerToTeam(batch, fresh, teamId) };
  const repId = command.repId ?? fresh.ownerId;
  if (repId === undefined) return { changed: true, lead: batch.reevaluate(fresh.id, { cause: 'handoff' }) };
  const owned =
    repId === fresh.ownerId
      ? fresh
      : assignTo(batch, unlocked(batch, fresh), repId, { cause: 'handoff_given', reason: 'Handed over' });
  return { changed: true, lead: recordOffer(batch, owned, { cause, repId, teamId: owned.teamId }) };
}

/** Starts a new hand-off without declined reps. A lead that sales did not take is routed again. */
function reopened(batch: Batch, lead: Lead): Lead {
  const { handoff, declinedRepIds } = lead.lifecycle ?? {};
  if (handoff?.next !== 'marketing' && declinedRepIds === undefined) return lead;
  const again = handoff && { ...handoff, offers: 0, next: 'next_rep' as const };
  const sections = { handoff: again, declinedRepIds: undefined };
  return batch.record(lead, { type: 'lead.handoff_reopened', cause: 'api', sections });
}

/** Records a new offer to a rep or a team, numbered after the hand-off that the lead has. */
export function recordOffer(
  batch: Batch,
  lead: Lead,
  to: Pick<HandoffOfferCommand, 'cause' | 'repId' | 'teamId'>,
): Lead {
  const { assignment, now } = batch;
  const { repId, teamId, cause } = to;
  const reps = repId === undefined ? (assignment.team(teamId ?? '')?.members ?? []) : [{ repId }];
  const calendars = reps.map((one) => assignment.rep(one.repId)?.calendar);
  const policy = batch.basis.lifecycle.handoff;
  const { handoff, offer } = offerOf(policy, lead, { ...to, id: batch.newId(), calendars }, now);
  return batch.record(lead, { type: 'lead.handoff_offered', cause, sections: { handoff }, after: { offer } });
}

function offerToTeam(batch: Batch, lead: Lead, teamId: string): Lead {
  const { ownerId } = lead;
  const offered = recordOffer(batch, lead, { cause: 'request', teamId });
  releaseOwner(batch, offered);
  return batch.reevaluate(lead.id, { cause: 'handoff', from: ownerId });
}

/** The next version of the lead, without a manual assignment. */
const unlocked = (batch: Batch, lead: Lead): Lead => ({
  ...nextVersion(batch, lead),
  ownerActorId: undefined,
  ownerReason: undefined,
});
