import { formerRepsAfter } from '../assignment/claim-pools.js';
import type { Decision, DecisionRecord } from '../assignment/decision.js';
import type { AssignmentState } from '../assignment/state.js';
import type { Subject } from '../conditions/subject.js';
import type { DomainEvent, EventCause } from '../events/events.js';
import { leadEvent, withSections } from '../events/lead-events.js';
import { HOLD_DETAILS, type HoldReason, holdOf } from '../handoffs/hold.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import type { FormerRep } from '../leads/lifecycle.js';

interface Owned {
  lead: Lead;
  events: DomainEvent[];
}

interface OwnerOptions {
  cause: EventCause;
  events: DomainEvent[];
  from: string | undefined;
  rerun: boolean | undefined;
}

/** Assigns an open lead without an owner to a rep, or puts it into the queue; a lead with an owner keeps it. */
export function withOwner(
  assignment: AssignmentState,
  lead: Lead,
  subject: Subject,
  { cause, events, from, rerun }: OwnerOptions,
): Owned {
  if (lead.ownerId !== undefined && rerun && OPEN_CATEGORIES.has(lead.category)) {
    const { id: leadId, ownerId, teamId } = lead;
    const declined = lead.lifecycle?.declinedRepIds;
    const moved = assignment.rerun(subject, { leadId, ownerId, teamId, declined });
    if (moved === undefined) return { lead: withEffort(assignment, lead), events };
    return withDecision(assignment, lead, moved, { cause, events, now: subject.now });
  }
  if (lead.ownerId !== undefined && lead.ownerId !== from) return { lead: withEffort(assignment, lead), events };
  // A lead that is closed by the decision that would unassign it keeps its owner, without a manual assignment.
  if (lead.ownerId !== undefined && !OPEN_CATEGORIES.has(lead.category)) {
    const { ownerId } = lead;
    events.push(leadEvent(lead, 'lead.owner_released', cause, { ownerId }, { ownerId }));
    return { lead: withEffort(assignment, lead), events };
  }
  // A closed lead needs no owner: it is not routed, and its queue reason says so.
  if (!OPEN_CATEGORIES.has(lead.category)) {
    addLeaseEnd(lead, 'closed', cause, events);
    return { lead: { ...lead, ...UNLEASED, queueReason: 'closed', nextEligibleAt: undefined }, events };
  }
  const hold = holdOf(lead);
  // The rules run again also for leads that came with their history.
  if (hold !== undefined && !(rerun && hold === 'history')) return withHold(assignment, lead, hold, { cause, events });
  // A rep holds the lease and may take the lead.
  if (lead.leaseUntil !== undefined && lead.leaseUntil > subject.now) return { lead, events };
  addLeaseEnd(lead, 'expired', cause, events);
  const { declinedRepIds: declined, awaitedRepId: awaited } = lead.lifecycle ?? {};
  return withDecision(assignment, lead, assignment.assign(subject, { leadId: lead.id, from, declined, awaited }), {
    cause,
    events,
    now: subject.now,
  });
}

/** The hand-off keeps the lead in the queue: rules do not route it, and no rep can claim it. */
function withHold(
  { policyVersion }: AssignmentState,
  lead: Lead,
  reason: HoldReason,
  { cause, events }: { cause: EventCause; events: DomainEvent[] },
): Owned {
  const { ownerId, queueReason } = lead;
  const teamId = reason === 'offered_to_team' ? lead.lifecycle?.handoff?.teamId : undefined;
  if (ownerId === undefined && queueReason === reason && lead.teamId === teamId) return { lead, events };
  addLeaseEnd(lead, 'handoff', cause, events);
  const before = ownerId === undefined ? undefined : { ownerId, teamId: lead.teamId };
  const detail = HOLD_DETAILS[reason];
  const decision: DecisionRecord = { policyVersion, reason, detail, rules: [], trials: [], tieBreak: null };
  events.push({ decision, ...leadEvent(lead, 'lead.queued', cause, before, { reason, detail, teamId }) });
  const held = { ...lead, ...UNOWNED, ...UNLEASED, teamId, queueReason: reason, nextEligibleAt: undefined };
  return { lead: held, events };
}

/** A closed lead without the owner that it has. */
export function withoutOwner(lead: Lead, cause: EventCause): Owned {
  const { ownerId, teamId } = lead;
  const event = leadEvent(lead, 'lead.queued', cause, { ownerId, teamId }, { reason: 'closed' });
  const free = { ...lead, ...UNOWNED, teamId: undefined, queueReason: 'closed', nextEligibleAt: undefined } as const;
  return { lead: free, events: [event] };
}

/** A lease may end before its timer fires. */
function addLeaseEnd(
  lead: Lead,
  how: 'closed' | 'expired' | 'handoff',
  cause: EventCause,
  events: DomainEvent[],
): void {
  if (lead.leaseRepId === undefined) return;
  events.push(leadEvent(lead, 'lead.lease_ended', cause, { repId: lead.leaseRepId }, { how }));
}

const UNLEASED = { leaseRepId: undefined, leaseUntil: undefined };

function withEffort(assignment: AssignmentState, lead: Lead): Lead {
  const effort = assignment.effortOf(lead);
  return lead.effort === effort ? lead : { ...lead, effort };
}

/** The lead after a rep lost it, with the cooldown for a new claim by that rep, and the part of the event about that. */
export function withFormerRep(
  { claimPools }: Pick<AssignmentState, 'claimPools'>,
  lead: Lead,
  repId: string | undefined,
  now: number,
): { free: Lead; logged: { lifecycle: { formerReps: readonly FormerRep[] } } | undefined } {
  const formerReps =
    claimPools.size === 0 || repId === undefined ? undefined : formerRepsAfter(claimPools, lead, repId, now);
  if (formerReps === undefined) return { free: lead, logged: undefined };
  return { free: { ...lead, lifecycle: { ...lead.lifecycle, formerReps } }, logged: { lifecycle: { formerReps } } };
}

/** The lead after a decision about its owner, with the event of that decision. */
export function withDecision(
  assignment: AssignmentState,
  was: Lead,
  decision: Decision,
  { cause, events, now }: { cause: EventCause; events: DomainEvent[]; now: number },
): Owned {
  const keeps = decision.outcome === 'assigned' && decision.repId === was.ownerId;
  const { free: lead, logged } = withFormerRep(assignment, was, keeps ? undefined : was.ownerId, now);
  const before = lead.ownerId === undefined ? undefined : { ownerId: lead.ownerId, teamId: lead.teamId };
  const { record } = decision;
  if (decision.outcome === 'queued') {
    const { reason, detail, teamId, nextEligibleAt } = decision;
    const waiting: Lead = { ...lead, ...UNOWNED, ...UNLEASED, teamId, queueReason: reason, nextEligibleAt };
    // The result is the same as before, so there is nothing to record.
    if (lead.queueReason === reason && lead.teamId === teamId && lead.ownerId === undefined)
      return { lead: waiting, events };
    const after = { reason, detail, teamId, nextEligibleAt, ...logged };
    events.push({ decision: record, ...leadEvent(lead, 'lead.queued', cause, before, after) });
    return { lead: waiting, events };
  }
  const { repId, teamId, ruleId } = decision;
  const { ownerReason } = lead;
  const after = { ownerId: repId, teamId, ruleId, routingPolicyVersion: record.policyVersion, ownerReason, ...logged };
  events.push({ decision: record, ...leadEvent(lead, 'lead.assigned', cause, before, after) });
  const owned: Lead = {
    ...(lead.lifecycle?.awaitedRepId === undefined ? lead : withSections(lead, { awaitedRepId: undefined })),
    ...UNLEASED,
    ownerId: repId,
    teamId,
    assignedAt: now,
    queueReason: undefined,
    nextEligibleAt: undefined,
    effort: assignment.effortOf(lead),
  };
  return { lead: owned, events };
}

const UNOWNED = {
  ownerId: undefined,
  assignedAt: undefined,
  ownerActorId: undefined,
  ownerReason: undefined,
  effort: undefined,
};
