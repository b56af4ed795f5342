import { type ContactChannel, contactChannels } from '../../core/leads/channels.js';
import type { Lead } from '../../core/leads/lead.js';
import { iso } from '../../core/time.js';
import type { HandoffWithChannels } from '../../services/leads/handoffs.js';
import type { NameLookup } from '../../services/names.js';
import { formatInstant } from './instants.js';

export const channelsOut = (channels: readonly ContactChannel[]) =>
  channels.map(({ since, ...channel }) => ({ ...channel, since: formatInstant(since) }));

/** The latest offer of a lead, as part of the lead. */
export function leadHandoffOut({ facts, lifecycle }: Lead, names: NameLookup) {
  const handoff = lifecycle?.handoff;
  if (handoff === undefined) return undefined;
  const { id, status, offers, repId, teamId, offeredAt, dueAt, endedAt, reason, next } = handoff;
  const instants = { offeredAt: iso(offeredAt), dueAt: formatInstant(dueAt), endedAt: formatInstant(endedAt) };
  const channels = channelsOut(contactChannels(facts));
  const receiver = { repId, repName: names(repId), teamId, teamName: names(teamId) };
  return { id, status, offerNumber: offers, ...receiver, ...instants, reason, next, channels };
}

export function handoffOut(row: HandoffWithChannels, names: NameLookup) {
  return {
    id: row.id,
    leadId: row.leadId,
    status: row.status,
    cause: row.cause,
    offerNumber: row.offerNumber,
    repId: row.repId ?? undefined,
    repName: names(row.repId),
    teamId: row.teamId ?? undefined,
    teamName: names(row.teamId),
    offeredAt: row.offeredAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    endedAt: row.endedAt?.toISOString(),
    reason: row.reason ?? undefined,
    evidence: row.evidence ?? undefined,
    endedBy: row.endedBy ?? undefined,
    handoffPolicyVersion: row.policyVersion,
    category: row.category,
    temperature: row.temperature,
    grade: row.grade,
    score: row.score,
    scoreModelVersion: row.scoreModelVersion,
    conversionProbability: row.conversionProbability ?? undefined,
    sourceId: row.sourceId,
    sourceName: names(row.sourceId),
    campaignId: row.campaignId ?? undefined,
    campaignName: names(row.campaignId),
    channels: channelsOut(row.channels),
  };
}
