import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import { reachedAfter } from '../leads/reached.js';
import type { CreatedLead } from './event-contents.js';

/** The lead of `lead.created`, with every property, so that copies that set more of them keep its shape. */
export function createdLead(id: string, { occurredAt: at, after }: { occurredAt: number; after?: unknown }): Lead {
  const created = after as CreatedLead;
  const { touchedAt = at } = created;
  const reached = reachedAfter({}, created.category, at);
  return {
    id,
    version: 1,
    facts: created.facts,
    score: created.score,
    grade: created.grade,
    temperature: created.temperature,
    temperatureSince: at,
    category: created.category,
    categorySince: at,
    reachedLeadAt: reached.reachedLeadAt,
    reachedMqlAt: reached.reachedMqlAt,
    reachedSqlAt: reached.reachedSqlAt,
    reachedProspectAt: reached.reachedProspectAt,
    categoryDecidedBy: 'rule',
    categoryActorId: undefined,
    moveReason: undefined,
    competitor: undefined,
    scoreModelVersion: created.scoreModelVersion,
    classificationPolicyVersion: created.classificationPolicyVersion,
    scoredAt: at,
    conversionProbability: created.conversionProbability,
    predictionModelVersion: created.predictionModelVersion,
    reviewAt: undefined,
    ownerId: undefined,
    teamId: undefined,
    queueReason: OPEN_CATEGORIES.has(created.category) ? undefined : 'closed',
    nextEligibleAt: undefined,
    assignedAt: undefined,
    ownerActorId: undefined,
    ownerReason: undefined,
    effort: undefined,
    leaseRepId: undefined,
    leaseUntil: undefined,
    sourceId: created.sourceId,
    campaignId: created.campaignId,
    touchCount: 1,
    touches: undefined,
    firstTouchAt: touchedAt,
    lastTouchAt: touchedAt,
    lastEngagedAt: undefined,
    lifecycle: created.lifecycle,
    createdAt: at,
    updatedAt: at,
  };
}
