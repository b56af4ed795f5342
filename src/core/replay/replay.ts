import type { EngagementType } from '../engagement.js';
import { HISTORY_LIMIT, latestArrived } from '../engagement-history.js';
import type { EventCause, EventType } from '../events/events.js';
import type { OwnerState, TemperatureState } from '../leads/bulk-change.js';
import type { LeadFacts } from '../leads/facts.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { type CategoryState, type LoggedSections, mergeSections } from '../leads/lifecycle.js';
import type { Grade, Score } from '../leads/score.js';
import type { Category, CategoryDecider, LeadQueueReason, Temperature } from '../leads/vocabulary.js';

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

/** An engagement event as stored in the history. */
export interface HistoricEngagement {
  id: string;
  type: EngagementType;
  occurredAt: number;
  sourceId?: string | undefined;
}

/**
 * The state of a lead after the last event of a history. Values that events do not hold are absent: `reviewAt`,
 * `nextEligibleAt`, `effort` and `lifecycle.rotsAt`, which plan the next work and are no decisions, `lifecycle.givenConsents`,
 * `lifecycle.timeframeShownAt`, `lifecycle.beforeChurn` and `lifecycle.awaitedRepId`.
 */
export interface ReplayedLead {
  lead: Lead;
  /** The engagement events that its last decision counted. */
  engagement: readonly HistoricEngagement[];
}

/** State of one replay. The engagement list is changed in place, because copies would make long histories slow. */
export interface ReplayState {
  lead: Lead;
  engagement: HistoricEngagement[];
}

/**
 * The part of a history up to the last event at or before an instant. The clocks of two processes may differ a little, so the
 * order of the log decides, not the instants alone.
 */
export function historyUntil<Event extends Pick<HistoryEvent, 'occurredAt'>>(
  history: readonly Event[],
  asOf: number,
): readonly Event[] {
  return history.slice(0, history.findLastIndex(({ occurredAt }) => occurredAt <= asOf) + 1);
}

/** The name of a source or campaign at an instant, from its current name and its history, oldest first. */
export function nameAsOf(name: string, history: readonly HistoryEvent[], asOf: number): string {
  const later = history.slice(historyUntil(history, asOf).length);
  const renamed = later.find(({ before }) => typeof (before as { name?: unknown } | undefined)?.name === 'string');
  return renamed === undefined ? name : (renamed.before as { name: string }).name;
}

/**
 * Rebuilds a lead from its events alone, oldest first. The result equals the lead that was stored and returned after the last
 * event. Undefined when the history is empty, or ends with the lead's removal.
 */
export function replayLead(leadId: string, history: readonly HistoryEvent[]): ReplayedLead | undefined {
  let state: ReplayState | undefined;
  for (const event of history) {
    if (event.type === 'lead.created') state = { lead: createdLead(leadId, event), engagement: [] };
    else if (event.type === 'lead.deleted') state = undefined;
    else if (state) state = stateAfter(state, event);
  }
  return state && { lead: state.lead, engagement: latestArrived(state.engagement) };
}

/** Content of `lead.created`. */
export interface CreatedLead
  extends Pick<
    Lead,
    | 'facts'
    | 'score'
    | 'grade'
    | 'temperature'
    | 'category'
    | 'sourceId'
    | 'campaignId'
    | 'scoreModelVersion'
    | 'classificationPolicyVersion'
    | 'conversionProbability'
    | 'predictionModelVersion'
    | 'lifecycle'
  > {
  /** When the first touch happened, if it was stated. */
  touchedAt?: number | undefined;
}

/** The lead of `lead.created`. */
export function createdLead(id: string, { occurredAt: at, after }: HistoryEvent): Lead {
  const { touchedAt = at, ...created } = after as CreatedLead;
  return {
    id,
    version: 1,
    ...created,
    temperatureSince: at,
    categorySince: at,
    categoryDecidedBy: 'rule',
    scoredAt: at,
    queueReason: OPEN_CATEGORIES.has(created.category) ? undefined : 'closed',
    touchCount: 1,
    firstTouchAt: touchedAt,
    lastTouchAt: touchedAt,
    createdAt: at,
    updatedAt: at,
  };
}

/** Content of `lead.touched`. */
export interface LeadTouch {
  touchId: string;
  sourceId: string;
  campaignId?: string | undefined;
  matchedBy?: string | undefined;
  /** When the touch happened, if it was stated. */
  touchedAt?: number | undefined;
  /** It happened before all touches known by then: the lead has its source from now on. */
  isFirst?: true | undefined;
}

/** Content of `lead.scored`, which is also emitted when another version gave the same score. */
export type LeadScored = Score &
  Pick<Lead, 'scoreModelVersion' | 'classificationPolicyVersion' | 'conversionProbability' | 'predictionModelVersion'>;

/** Content of `lead.classified`. The last three are set for a person's decision or its release. */
export interface LeadClassified {
  temperature: Temperature;
  category: Category;
  grade: Grade;
  categoryDecidedBy?: CategoryDecider | undefined;
  moveReason?: string | undefined;
  competitor?: string | undefined;
}

/** Content of `engagement.recorded`. */
export interface RecordedEngagement extends Omit<HistoricEngagement, 'id'> {
  engagementId: string;
  campaignId?: string | undefined;
  /** A visit before all touches known by then: the lead has its source from now on. */
  isFirst?: true | undefined;
}

/** The state after one more event, which is not the first or the last of its lead. */
export function stateAfter({ lead, engagement }: ReplayState, event: HistoryEvent): ReplayState {
  const { occurredAt: at, subjectVersion: version = lead.version } = event;
  const next: Lead = { ...lead, version, updatedAt: at, scoredAt: isDecidedBy(event) ? at : lead.scoredAt };
  switch (event.type) {
    case 'lead.touched':
      return { lead: { ...next, ...touched(lead, event) }, engagement };
    case 'lead.updated':
      return { lead: { ...next, facts: corrected(lead.facts, event.after as Record<string, unknown>) }, engagement };
    case 'engagement.recorded': {
      const { engagementId: id, type, occurredAt, sourceId, campaignId, isFirst } = event.after as RecordedEngagement;
      const lastEngagedAt = Math.max(lead.lastEngagedAt ?? occurredAt, occurredAt);
      if (isFirst && sourceId !== undefined) Object.assign(next, { sourceId, campaignId, firstTouchAt: occurredAt });
      engagement.push({ id, type, occurredAt, sourceId });
      const isLong = engagement.length >= 2 * HISTORY_LIMIT;
      return { lead: { ...next, lastEngagedAt }, engagement: isLong ? [...latestArrived(engagement)] : engagement };
    }
    case 'lead.scored': {
      const { fit, engagement: engaged, total, ...versions } = event.after as LeadScored;
      const { conversionProbability, predictionModelVersion } = versions;
      const score = { fit, engagement: engaged, total };
      return { lead: { ...next, score, ...versions, conversionProbability, predictionModelVersion }, engagement };
    }
    case 'lead.classified':
      return { lead: { ...next, ...classified(lead, event) }, engagement };
    case 'lead.conversion_undone':
    case 'lead.restored':
      return { lead: lifecycleAfter({ ...next, ...restored(event) }, event), engagement };
    default:
      return { lead: lifecycleAfter(ownedAfter(next, event), event), engagement };
  }
}

function touched(lead: Lead, { after, occurredAt }: HistoryEvent): Partial<Lead> {
  const { touchedAt = occurredAt, sourceId, campaignId, isFirst } = after as LeadTouch;
  return {
    ...(isFirst && { sourceId, campaignId }),
    touchCount: lead.touchCount + 1,
    firstTouchAt: Math.min(lead.firstTouchAt, touchedAt),
    lastTouchAt: Math.max(lead.lastTouchAt, touchedAt),
  };
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
function lifecycleAfter(lead: Lead, { after }: HistoryEvent): Lead {
  const sections = (after as { lifecycle?: LoggedSections } | undefined)?.lifecycle;
  return sections ? { ...lead, lifecycle: mergeSections(lead.lifecycle, sections) } : lead;
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

/** Content of `lead.assigned`. `ownerReason` is set for a manual assignment. */
export type LeadAssigned = Pick<Lead, 'ownerId' | 'teamId' | 'ownerReason'>;

/** Content of `lead.claimed`. */
export interface LeadClaimed {
  repId?: string | undefined;
  /** Epoch milliseconds. */
  until?: number | undefined;
}

const NO_HOLDER = { ownerActorId: undefined, ownerReason: undefined, leaseRepId: undefined, leaseUntil: undefined };

function ownedAfter(lead: Lead, { type, after, actorId, occurredAt: at }: HistoryEvent): Lead {
  switch (type) {
    case 'lead.assigned': {
      const { ownerId, teamId, ownerReason } = after as LeadAssigned;
      const by = ownerReason === undefined ? undefined : actorId;
      const owned = { ownerId, teamId, assignedAt: at, queueReason: undefined };
      return { ...lead, ...NO_HOLDER, ...owned, ownerReason, ownerActorId: by };
    }
    case 'lead.queued': {
      const { reason, teamId } = after as { reason: LeadQueueReason; teamId?: string };
      return { ...lead, ...NO_HOLDER, ownerId: undefined, assignedAt: undefined, teamId, queueReason: reason };
    }
    case 'lead.owner_released':
      return { ...lead, ownerActorId: undefined, ownerReason: undefined };
    case 'lead.claimed': {
      const { repId, until } = after as LeadClaimed;
      return { ...lead, leaseRepId: repId, leaseUntil: until };
    }
    case 'lead.lease_ended':
      return { ...lead, leaseRepId: undefined, leaseUntil: undefined };
    default:
      return lead;
  }
}

/** The facts after a correction; null removes a fact. */
function corrected(facts: LeadFacts, changed: Record<string, unknown>): LeadFacts {
  const merged: Record<string, unknown> = { ...facts, ...changed };
  for (const [field, value] of Object.entries(changed)) if (value === null) delete merged[field];
  return merged as unknown as LeadFacts;
}

function classified(lead: Lead, { after, actorId, occurredAt }: HistoryEvent): Partial<Lead> {
  const { temperature, category, grade, categoryDecidedBy, moveReason, competitor } = after as LeadClassified;
  return {
    temperature,
    temperatureSince: temperature === lead.temperature ? lead.temperatureSince : occurredAt,
    category,
    categorySince: category === lead.category ? lead.categorySince : occurredAt,
    grade,
    ...queueAfter(lead, category),
    ...(categoryDecidedBy && {
      categoryDecidedBy,
      categoryActorId: categoryDecidedBy === 'person' ? actorId : undefined,
      moveReason,
      competitor,
    }),
  };
}

/** A closed lead without an owner has the queue reason `closed`. */
function queueAfter({ ownerId }: Lead, category: Category): Pick<Lead, 'queueReason'> | undefined {
  return ownerId === undefined && !OPEN_CATEGORIES.has(category) ? { queueReason: 'closed' } : undefined;
}
