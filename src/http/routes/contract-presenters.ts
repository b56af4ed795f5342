import type { Handoff } from '../../core/leads/handoff.js';
import type { SlaClock } from '../../core/leads/sla.js';
import { iso } from '../../core/time.js';
import type { HandoffRow } from '../../services/leads/handoffs.js';
import type { LeadSla, SlaClockRow } from '../../services/leads/sla.js';

const isoOr = (at: number | undefined) => (at === undefined ? undefined : iso(at));
const textOr = (at: Date | null) => at?.toISOString();

/** The latest offer of a lead, as the lead tells it. */
export function leadHandoffOut(handoff: Handoff | undefined) {
  if (handoff === undefined) return undefined;
  const { id, status, offers, repId, teamId, offeredAt, dueAt, endedAt, reason, next } = handoff;
  const instants = { offeredAt: iso(offeredAt), dueAt: isoOr(dueAt), endedAt: isoOr(endedAt) };
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
    endedAt: textOr(row.endedAt),
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

const seconds = (ms: number) => ms / 1000;

function liveClockOut(clock: SlaClock) {
  return {
    clock: clock.clock,
    ruleId: clock.ruleId,
    slaPolicyVersion: clock.policyVersion,
    status: clock.status,
    hours: clock.hours,
    allowedSeconds: seconds(clock.allowedMs),
    leftSeconds: seconds(clock.leftMs),
    startedAt: iso(clock.startedAt),
    warnAt: isoOr(clock.warnAt),
    warnedAt: isoOr(clock.warnedAt),
    dueAt: isoOr(clock.dueAt),
    ownerId: clock.ownerId,
    handoffId: clock.handoffId,
  };
}

function endedClockOut(row: SlaClockRow) {
  return {
    clock: row.clock as 'first_touch',
    ruleId: row.ruleId,
    slaPolicyVersion: row.policyVersion,
    status: row.status as 'met',
    hours: row.hours as 'owner',
    allowedSeconds: seconds(row.allowedMs),
    leftSeconds: seconds(row.allowedMs - row.usedMs),
    startedAt: row.startedAt.toISOString(),
    warnedAt: textOr(row.warnedAt),
    endedAt: row.endedAt.toISOString(),
    cancelReason: (row.cancelReason ?? undefined) as 'closed' | undefined,
    ownerId: row.ownerId ?? undefined,
  };
}

const isLive = ({ status }: SlaClock) => status === 'running' || status === 'paused';

export function leadSlaOut({ lead, ended, firstContact }: LeadSla) {
  const { paused, clocks = [] } = lead.lifecycle?.sla ?? {};
  return {
    leadId: lead.id,
    paused: paused && { at: iso(paused.at), cause: paused.cause, reason: paused.reason },
    speedToLead: firstContact && {
      firstContactAt: firstContact.contactedAt.toISOString(),
      repId: firstContact.repId ?? undefined,
      elapsedSeconds: seconds(firstContact.elapsedMs),
      businessSeconds: seconds(firstContact.businessMs),
    },
    clocks: [...clocks.filter(isLive).map(liveClockOut), ...ended.map(endedClockOut)],
  };
}
