import type { Handoff } from '../../core/leads/handoff.js';
import { iso } from '../../core/time.js';
import type { HandoffRow } from '../../services/leads/handoffs.js';
import { formatInstant } from './instants.js';

/** The latest offer of a lead, as part of the lead. */
export function leadHandoffOut(handoff: Handoff | undefined) {
  if (handoff === undefined) return undefined;
  const { id, status, offers, repId, teamId, offeredAt, dueAt, endedAt, reason, next } = handoff;
  const instants = { offeredAt: iso(offeredAt), dueAt: formatInstant(dueAt), endedAt: formatInstant(endedAt) };
  return { id, status, offerNumber: offers, repId, teamId, ...instants, reason, next };
}

export function handoffOut(row: HandoffRow) {
  return {
    id: row.id,
    leadId: row.leadId,
    status: row.status as 'offered',
    cause: row.cause as 'automatic',
    offerNumber: row.offerNumber,
    repId: row.repId ?? undefined,
    teamId: row.teamId ?? undefined,
    offeredAt: row.offeredAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    endedAt: row.endedAt?.toISOString(),
    reason: (row.reason ?? undefined) as 'wrong_fit' | undefined,
    evidence: row.evidence ?? undefined,
    endedBy: row.endedBy ?? undefined,
    handoffPolicyVersion: row.policyVersion,
    category: row.category as 'mql',
    temperature: row.temperature as 'hot',
    grade: row.grade as 'A1',
    score: row.score,
    scoreModelVersion: row.scoreModelVersion,
    conversionProbability: row.conversionProbability ?? undefined,
    sourceId: row.sourceId,
    campaignId: row.campaignId ?? undefined,
  };
}
