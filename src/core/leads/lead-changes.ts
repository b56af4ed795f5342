import type { LeadFacts } from './facts.js';
import type { Lead } from './lead.js';
import type { Lifecycle } from './lifecycle.js';

/** The first touch of a lead; `occurredAt` in epoch milliseconds, if the caller sent it. */
export interface FirstTouch {
  facts: LeadFacts;
  sourceId: string;
  campaignId?: string | undefined;
  occurredAt?: number | undefined;
  /** The first touch alone, where policies compare touches. */
  touches?: Lead['touches'];
  /** Of a known customer. With a disqualification the lead is not pursued. */
  lifecycle?: Lifecycle | undefined;
}

/** A lead at its first touch, before any decision. Sets all properties at once, so that copies have one shape and stay cheap. */
export function newLead(
  touch: FirstTouch,
  id: string,
  versions: Pick<Lead, 'scoreModelVersion' | 'classificationPolicyVersion'>,
  now: number,
): Lead {
  const touchedAt = touch.occurredAt ?? now;
  return {
    id,
    version: 1,
    facts: touch.facts,
    score: { fit: 0, engagement: 0, total: 0 },
    grade: 'C3',
    temperature: 'cold',
    temperatureSince: now,
    category: touch.lifecycle?.disqualification === undefined ? 'suspect' : 'disqualified',
    categorySince: now,
    reachedLeadAt: undefined,
    reachedMqlAt: undefined,
    reachedSqlAt: undefined,
    reachedProspectAt: undefined,
    categoryDecidedBy: 'rule',
    categoryActorId: undefined,
    moveReason: undefined,
    competitor: undefined,
    scoreModelVersion: versions.scoreModelVersion,
    classificationPolicyVersion: versions.classificationPolicyVersion,
    scoredAt: now,
    conversionProbability: undefined,
    predictionModelVersion: undefined,
    reviewAt: undefined,
    ownerId: undefined,
    teamId: undefined,
    queueReason: undefined,
    nextEligibleAt: undefined,
    assignedAt: undefined,
    ownerActorId: undefined,
    ownerReason: undefined,
    effort: undefined,
    leaseRepId: undefined,
    leaseUntil: undefined,
    sourceId: touch.sourceId,
    campaignId: touch.campaignId,
    touchCount: 1,
    touches: touch.touches,
    firstTouchAt: touchedAt,
    lastTouchAt: touchedAt,
    lastEngagedAt: undefined,
    lifecycle: touch.lifecycle,
    createdAt: now,
    updatedAt: now,
  };
}

/** What a lead keeps of its first touch: `sourceId`, `campaignId` and `firstTouchAt` are always those of the same touch. */
export type FirstTouchOfLead = Pick<Lead, 'sourceId' | 'campaignId' | 'firstTouchAt'>;

/** A touch that happened before the first touch known so far replaces it, however late it arrives; undefined: it does not. */
export function earlierTouch(
  { firstTouchAt }: Pick<Lead, 'firstTouchAt'>,
  { sourceId, campaignId, occurredAt }: { sourceId: string; campaignId?: string | undefined; occurredAt: number },
): FirstTouchOfLead | undefined {
  return occurredAt < firstTouchAt ? { sourceId, campaignId, firstTouchAt: occurredAt } : undefined;
}

interface TouchChange {
  facts: Lead['facts'];
  occurredAt: number;
  first: FirstTouchOfLead | undefined;
  /** With this one. */
  touches: Lead['touches'];
}

/** A known lead after another touch: merged facts, touch count, instants of touches, and its source if `first` is set. */
export function touchedLead(lead: Lead, { facts, occurredAt, first, touches }: TouchChange, now: number): Lead {
  return {
    ...lead,
    ...first,
    facts,
    version: lead.version + 1,
    touchCount: lead.touchCount + 1,
    touches,
    lastTouchAt: Math.max(lead.lastTouchAt, occurredAt),
    updatedAt: now,
  };
}
