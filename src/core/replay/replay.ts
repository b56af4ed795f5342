import type { EngagementType } from '../engagement.js';
import { HISTORY_LIMIT, latestArrived } from '../engagement-history.js';
import type { EventType } from '../events/events.js';
import type { LeadFacts } from '../leads/facts.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { type LoggedSections, mergeSections, type Standing } from '../leads/lifecycle.js';
import type { Grade, Score } from '../leads/score.js';
import type { Category, CategoryDecider, Temperature } from '../leads/vocabulary.js';

/** An entry of a lead's history, as the event log keeps it. Instants are epoch milliseconds. */
export interface HistoryEvent {
  type: EventType;
  /** The lead's version after the change. */
  subjectVersion?: number | undefined;
  cause: string;
  actorId: string;
  occurredAt: number;
  before?: unknown;
  after?: unknown;
}

/** What a lead did, as far as its history tells. */
export interface HistoricEngagement {
  id: string;
  type: EngagementType;
  occurredAt: number;
  sourceId?: string | undefined;
}

/**
 * A lead as it stood after the last event of a history. What events do not tell is absent: `reviewAt`, `nextEligibleAt`,
 * `effort` and `lifecycle.rotsAt`, which are about what is to be done next, not about what was decided.
 */
export interface ReplayedLead {
  lead: Lead;
  /** The events that its last decision counted. */
  engagement: readonly HistoricEngagement[];
}

/** The engagement list belongs to one replay alone: a copy for every event would make long histories slow. */
interface Replaying {
  lead: Lead;
  engagement: HistoricEngagement[];
}

/**
 * The part of a history that was there at an instant: everything up to the last event that had been decided by then. The
 * clocks of two processes may differ by a little, so the order of the log decides, not the instants alone.
 */
export function historyUntil<Event extends Pick<HistoryEvent, 'occurredAt'>>(
  history: readonly Event[],
  asOf: number,
): readonly Event[] {
  return history.slice(0, history.findLastIndex(({ occurredAt }) => occurredAt <= asOf) + 1);
}

/** What a source or campaign was called at an instant, by what it is called now and its history, oldest first. */
export function nameAsOf(name: string, history: readonly HistoryEvent[], asOf: number): string {
  const later = history.slice(historyUntil(history, asOf).length);
  const renamed = later.find(({ before }) => typeof (before as { name?: unknown } | undefined)?.name === 'string');
  return renamed === undefined ? name : (renamed.before as { name: string }).name;
}

/**
 * A lead's state rebuilt from its events alone, oldest first: the same that was stored, and answered, after the last of
 * them. Undefined when the history is empty, or ends with the lead's removal.
 */
export function replayLead(leadId: string, history: readonly HistoryEvent[]): ReplayedLead | undefined {
  let state: Replaying | undefined;
  for (const event of history) {
    if (event.type === 'lead.created') state = { lead: createdLead(leadId, event), engagement: [] };
    else if (event.type === 'lead.deleted') state = undefined;
    else if (state) state = after(state, event);
  }
  return state && { lead: state.lead, engagement: latestArrived(state.engagement) };
}

/** What `lead.created` tells. */
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
  > {
  /** When the first touch happened, where it was said. */
  touchedAt?: number | undefined;
}

function createdLead(id: string, { occurredAt: at, after }: HistoryEvent): Lead {
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

/** What `lead.touched` tells. */
export interface LeadTouch {
  touchId: string;
  sourceId: string;
  campaignId?: string | undefined;
  matchedBy?: string | undefined;
  /** When it happened, where that was said. */
  touchedAt?: number | undefined;
}

/** What `lead.scored` tells. It is told too when another version gave the same score. */
export type LeadScored = Score &
  Pick<Lead, 'scoreModelVersion' | 'classificationPolicyVersion' | 'conversionProbability' | 'predictionModelVersion'>;

/** What `lead.classified` tells; the last three with a person's decision, or its release. */
export interface LeadClassified {
  temperature: Temperature;
  category: Category;
  grade: Grade;
  categoryDecidedBy?: CategoryDecider | undefined;
  moveReason?: string | undefined;
  competitor?: string | undefined;
}

/** What `engagement.recorded` tells. */
export interface RecordedEngagement extends Omit<HistoricEngagement, 'id'> {
  engagementId: string;
}

function after({ lead, engagement }: Replaying, event: HistoryEvent): Replaying {
  const { occurredAt: at, subjectVersion: version = lead.version } = event;
  const next: Lead = { ...lead, version, updatedAt: at, scoredAt: isDecidedBy(event) ? at : lead.scoredAt };
  switch (event.type) {
    case 'lead.touched':
      return { lead: { ...next, ...touched(lead, event) }, engagement };
    case 'lead.updated':
      return { lead: { ...next, facts: corrected(lead.facts, event.after as Record<string, unknown>) }, engagement };
    case 'engagement.recorded': {
      const { engagementId: id, type, occurredAt, sourceId } = event.after as RecordedEngagement;
      const lastEngagedAt = Math.max(lead.lastEngagedAt ?? occurredAt, occurredAt);
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
      return { lead: lifecycleAfter({ ...next, ...restored(event) }, event), engagement };
    default:
      return { lead: lifecycleAfter(ownedAfter(next, event), event), engagement };
  }
}

function touched(lead: Lead, { after, occurredAt }: HistoryEvent): Partial<Lead> {
  const { touchedAt = occurredAt } = after as LeadTouch;
  return {
    touchCount: lead.touchCount + 1,
    firstTouchAt: Math.min(lead.firstTouchAt, touchedAt),
    lastTouchAt: Math.max(lead.lastTouchAt, touchedAt),
  };
}

/** Where the lead stood before a conversion, and who had put it there. */
function restored({ after }: HistoryEvent): Partial<Lead> {
  const { restored } = after as { restored?: Standing };
  if (restored === undefined) return {};
  // What is absent was absent.
  const { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor } = restored;
  return { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor };
}

/** Whatever the event is called: the sections it tells have changed. */
function lifecycleAfter(lead: Lead, { after }: HistoryEvent): Lead {
  const sections = (after as { lifecycle?: LoggedSections } | undefined)?.lifecycle;
  return sections ? { ...lead, lifecycle: mergeSections(lead.lifecycle, sections) } : lead;
}

/** Whether the event comes with a decision about all of the lead: people's and timers' doings about its owner do not. */
function isDecidedBy({ type, cause, after }: HistoryEvent): boolean {
  if (type === 'lead.queued') return true;
  if (type === 'lead.assigned') return cause !== 'manual' && cause !== 'claim' && cause !== 'handoff_given';
  if (type === 'lead.lease_ended') return cause !== 'returned' && cause !== 'expired';
  if (type === 'lead.owner_released' || type === 'lead.claimed') return false;
  return (after as { lifecycle?: unknown } | undefined)?.lifecycle === undefined;
}

/** What `lead.assigned` tells. `ownerReason`: by hand, and why. */
export type LeadAssigned = Pick<Lead, 'ownerId' | 'teamId' | 'ownerReason'>;

/** What `lead.claimed` tells. */
export interface LeadClaimed {
  repId?: string | undefined;
  /** Epoch milliseconds. */
  until?: number | undefined;
}

const UNHELD = { ownerActorId: undefined, ownerReason: undefined, leaseRepId: undefined, leaseUntil: undefined };

function ownedAfter(lead: Lead, { type, after, actorId, occurredAt: at }: HistoryEvent): Lead {
  switch (type) {
    case 'lead.assigned': {
      const { ownerId, teamId, ownerReason } = after as LeadAssigned;
      const by = ownerReason === undefined ? undefined : actorId;
      const owned = { ownerId, teamId, assignedAt: at, queueReason: undefined };
      return { ...lead, ...UNHELD, ...owned, ownerReason, ownerActorId: by };
    }
    case 'lead.queued': {
      const { reason, teamId } = after as { reason: string; teamId?: string };
      return { ...lead, ...UNHELD, ownerId: undefined, assignedAt: undefined, teamId, queueReason: reason };
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

/** Null says that the fact is gone. */
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

/** A closed lead waits for nobody, whatever it waited for before. */
function queueAfter({ ownerId }: Lead, category: Category): Pick<Lead, 'queueReason'> | undefined {
  return ownerId === undefined && !OPEN_CATEGORIES.has(category) ? { queueReason: 'closed' } : undefined;
}
