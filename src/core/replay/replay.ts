import { HISTORY_LIMIT, latestArrived } from '../engagement-history.js';
import type { EventCause, EventType } from '../events/events.js';
import type { OwnerState, TemperatureState } from '../leads/bulk-change.js';
import type { LeadFacts } from '../leads/facts.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { type CategoryState, type LoggedSections, mergeSections } from '../leads/lifecycle.js';
import { reachedAfter } from '../leads/reached.js';
import { TOUCH_LIMIT, type TouchFact } from '../leads/touch.js';
import type { LeadQueueReason } from '../leads/vocabulary.js';
import { createdLead } from './created-lead.js';
import type {
  HistoricEngagement,
  LeadAssigned,
  LeadClaimed,
  LeadClassified,
  LeadScored,
  LeadTouch,
  RecordedEngagement,
} from './event-contents.js';

/** An entry of a lead's history, as the event log keeps it. Instants are epoch milliseconds. */
export interface HistoryEvent {
  type: EventType;
  /** The lead's version after the change. */
  subjectVersion?: number | undefined;
  cause: EventCause;
  actorId: string;
  occurredAt: number;
  before?: unknown;
  after?: unknown;
}

/**
 * The state of a lead after the last event of a history. Values that events do not hold are absent: `reviewAt`,
 * `nextEligibleAt`, `effort`, `lifecycle.rotsAt` and `entersAt`, which plan the next work and are no decisions, `lifecycle.givenConsents`,
 * `lifecycle.timeframeShownAt`, `lifecycle.beforeChurn` and `lifecycle.awaitedRepId`.
 */
export interface ReplayedLead {
  lead: Lead;
  /** The engagement events that its last decision counted. */
  engagement: readonly HistoricEngagement[];
  /** The touches that it counted, in the order of arrival, without channels. */
  touches: readonly TouchFact[];
}

/** State of one replay. The lists are changed in place, because copies would make long histories slow. */
export interface ReplayState {
  lead: Lead;
  engagement: HistoricEngagement[];
  touches: TouchFact[];
}

/**
 * Rebuilds a lead from its events alone, oldest first. The result equals the lead that was stored and returned after the last
 * event. Undefined when the history is empty, or ends with the lead's removal.
 */
export function replayLead(leadId: string, history: readonly HistoryEvent[]): ReplayedLead | undefined {
  let state: ReplayState | undefined;
  for (const event of history) {
    if (event.type === 'lead.created') state = createdState(leadId, event);
    else if (event.type === 'lead.deleted') state = undefined;
    else if (state) state = stateAfter(state, event);
  }
  if (state === undefined) return undefined;
  return { lead: state.lead, engagement: latestArrived(state.engagement), touches: state.touches.slice(-TOUCH_LIMIT) };
}

/** The state after `lead.created`. */
export function createdState(id: string, event: HistoryEvent): ReplayState {
  const lead = createdLead(id, event);
  const { sourceId, campaignId, firstTouchAt: occurredAt } = lead;
  return { lead, engagement: [], touches: [{ occurredAt, sourceId, campaignId }] };
}

/**
 * The state after one more event, which is not the first or the last of its lead. The lead is copied once and the copy is changed in place: a
 * spread of changes into a copy takes V8 1 to 4 us, for each event of each lead.
 */
export function stateAfter({ lead, engagement, touches }: ReplayState, event: HistoryEvent): ReplayState {
  const { occurredAt: at, subjectVersion: version = lead.version } = event;
  const next: Lead = { ...lead, version, updatedAt: at, scoredAt: isDecidedBy(event) ? at : lead.scoredAt };
  switch (event.type) {
    case 'lead.touched':
      touches.push(touch(next, event));
      return {
        lead: next,
        engagement,
        touches: touches.length >= 2 * TOUCH_LIMIT ? touches.slice(-TOUCH_LIMIT) : touches,
      };
    case 'lead.updated':
      next.facts = corrected(lead.facts, event.after as Record<string, unknown>);
      return { lead: next, engagement, touches };
    case 'engagement.recorded':
      return { lead: next, engagement: engage(next, engagement, event.after as RecordedEngagement), touches };
    case 'lead.scored':
      score(next, event.after as LeadScored);
      return { lead: next, engagement, touches };
    case 'lead.classified':
      classify(next, event);
      return { lead: next, engagement, touches };
    case 'lead.conversion_undone':
    case 'lead.restored':
      Object.assign(next, restored(event));
      changeLifecycle(next, event);
      return { lead: next, engagement, touches };
    default:
      changeOwner(next, event);
      changeLifecycle(next, event);
      return { lead: next, engagement, touches };
  }
}

function touch(lead: Lead, { after, occurredAt }: HistoryEvent): TouchFact {
  const { touchedAt = occurredAt, sourceId, campaignId, isFirst } = after as LeadTouch;
  if (isFirst) {
    lead.sourceId = sourceId;
    lead.campaignId = campaignId;
  }
  lead.touchCount += 1;
  lead.firstTouchAt = Math.min(lead.firstTouchAt, touchedAt);
  lead.lastTouchAt = Math.max(lead.lastTouchAt, touchedAt);
  return { occurredAt: touchedAt, sourceId, campaignId };
}

function engage(lead: Lead, engagement: HistoricEngagement[], recorded: RecordedEngagement): HistoricEngagement[] {
  const { engagementId: id, type, occurredAt, sourceId, campaignId, isFirst } = recorded;
  lead.lastEngagedAt = Math.max(lead.lastEngagedAt ?? occurredAt, occurredAt);
  if (isFirst && sourceId !== undefined) {
    lead.sourceId = sourceId;
    lead.campaignId = campaignId;
    lead.firstTouchAt = occurredAt;
  }
  engagement.push({ id, type, occurredAt, sourceId });
  return engagement.length >= 2 * HISTORY_LIMIT ? [...latestArrived(engagement)] : engagement;
}

function score(lead: Lead, { fit, engagement, total, ...versions }: LeadScored): void {
  lead.score = { fit, engagement, total };
  lead.conversionProbability = versions.conversionProbability;
  lead.scoreModelVersion = versions.scoreModelVersion;
  lead.classificationPolicyVersion = versions.classificationPolicyVersion;
  lead.predictionModelVersion = versions.predictionModelVersion;
}

/** The category before a conversion or a bulk change, with its decision, and the owner before the latter. */
function restored({ after }: HistoryEvent): Partial<Lead> {
  const { restored, owner, temperature } = after as {
    restored?: CategoryState;
    owner?: OwnerState;
    temperature?: TemperatureState;
  };
  // Lists every member, so that an absent one becomes undefined.
  const { assignedAt, ownerActorId, ownerReason } = owner ?? {};
  const owned = { ...temperature, ...(owner && { assignedAt, ownerActorId, ownerReason }) };
  if (restored === undefined) return owned;
  const { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor } = restored;
  return { ...owned, category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor };
}

/** Applies the changed sections of any event. */
function changeLifecycle(lead: Lead, { after }: HistoryEvent): void {
  const sections = (after as { lifecycle?: LoggedSections } | undefined)?.lifecycle;
  if (sections) lead.lifecycle = mergeSections(lead.lifecycle, sections);
}

/** Causes of an assignment without an evaluation. */
const BY_PEOPLE: ReadonlySet<EventCause> = new Set(['manual', 'claim', 'handoff_given', 'bulk_change_undone']);

/** Whether the event belongs to an evaluation of the lead. Ownership changes by people and timers do not. */
function isDecidedBy({ type, cause, after }: HistoryEvent): boolean {
  if (type === 'lead.queued') return true;
  if (type === 'lead.assigned') return !BY_PEOPLE.has(cause);
  if (type === 'lead.lease_ended') return cause !== 'returned' && cause !== 'expired';
  if (type === 'lead.owner_released' || type === 'lead.claimed') return false;
  return (after as { lifecycle?: unknown } | undefined)?.lifecycle === undefined;
}

function changeOwner(lead: Lead, { type, after, actorId, occurredAt: at }: HistoryEvent): void {
  switch (type) {
    case 'lead.assigned': {
      const { ownerId, teamId, ownerReason } = after as LeadAssigned;
      endHold(lead);
      lead.ownerId = ownerId;
      lead.teamId = teamId;
      lead.assignedAt = at;
      lead.queueReason = undefined;
      lead.ownerReason = ownerReason;
      lead.ownerActorId = ownerReason === undefined ? undefined : actorId;
      return;
    }
    case 'lead.queued': {
      const { reason, teamId } = after as { reason: LeadQueueReason; teamId?: string };
      endHold(lead);
      lead.ownerId = undefined;
      lead.assignedAt = undefined;
      lead.teamId = teamId;
      lead.queueReason = reason;
      return;
    }
    case 'lead.owner_released':
      lead.ownerActorId = undefined;
      lead.ownerReason = undefined;
      return;
    case 'lead.claimed': {
      const { repId, until } = after as LeadClaimed;
      lead.leaseRepId = repId;
      lead.leaseUntil = until;
      return;
    }
    case 'lead.lease_ended':
      endLease(lead);
  }
}

/** Neither a person's assignment nor a lease holds the lead. */
function endHold(lead: Lead): void {
  lead.ownerActorId = undefined;
  lead.ownerReason = undefined;
  endLease(lead);
}

function endLease(lead: Lead): void {
  lead.leaseRepId = undefined;
  lead.leaseUntil = undefined;
}

/** The facts after a correction; null removes a fact. */
function corrected(facts: LeadFacts, changed: Record<string, unknown>): LeadFacts {
  const merged: Record<string, unknown> = { ...facts, ...changed };
  for (const [field, value] of Object.entries(changed)) if (value === null) delete merged[field];
  return merged as unknown as LeadFacts;
}

function classify(lead: Lead, { after, actorId, occurredAt }: HistoryEvent): void {
  const { temperature, category, grade, categoryDecidedBy, moveReason, competitor } = after as LeadClassified;
  if (temperature !== lead.temperature) lead.temperatureSince = occurredAt;
  if (category !== lead.category) {
    lead.categorySince = occurredAt;
    const { reachedLeadAt, reachedMqlAt, reachedSqlAt, reachedProspectAt } = reachedAfter(lead, category, occurredAt);
    Object.assign(lead, { reachedLeadAt, reachedMqlAt, reachedSqlAt, reachedProspectAt });
  }
  lead.temperature = temperature;
  lead.category = category;
  lead.grade = grade;
  // A closed lead without an owner has the queue reason `closed`.
  if (lead.ownerId === undefined && !OPEN_CATEGORIES.has(category)) lead.queueReason = 'closed';
  if (categoryDecidedBy === undefined) return;
  lead.categoryDecidedBy = categoryDecidedBy;
  lead.categoryActorId = categoryDecidedBy === 'person' ? actorId : undefined;
  lead.moveReason = moveReason;
  lead.competitor = competitor;
}
