import { candidatesOf } from '../../core/assignment/candidates.js';
import type { DecisionRecord, LoggedDecision } from '../../core/assignment/decision.js';
import type { Lead } from '../../core/leads/lead.js';
import type { NameLookup } from '../../services/names.js';
import { formatInstant } from './instants.js';
import { queueOf } from './lead-presenters.js';

export function decisionOut(row: LoggedDecision, names: NameLookup) {
  const { record } = row;
  return {
    id: row.id,
    leadId: row.leadId,
    decidedAt: row.decidedAt.toISOString(),
    outcome: row.outcome,
    repId: row.repId,
    repName: names(row.repId),
    teamId: row.teamId,
    teamName: names(row.teamId),
    ...recordOut(record, names),
  };
}

/** The record of a decision, real or simulated. */
export function recordOut(record: DecisionRecord, names: NameLookup) {
  const { policyVersion, ruleId, reason, detail, nextEligibleAt, stickiness, manual, rules, tieBreak } = record;
  return {
    ruleId: ruleId ?? null,
    queueReason: reason,
    detail,
    nextEligibleAt: formatInstant(nextEligibleAt),
    stickiness,
    manualReason: manual?.reason,
    routingPolicyVersion: policyVersion,
    rules: rules.map((trial) => ({ ...trial, teamName: names(trial.teamId) })),
    candidates: candidatesOf(record).map(({ eligibleFrom, ...rest }) => ({
      ...rest,
      repName: names(rest.repId),
      teamName: names(rest.teamId),
      eligibleFrom: formatInstant(eligibleFrom),
    })),
    tieBreak,
  };
}

export function assignmentOut(
  { lead, decision }: { lead: Lead; decision: LoggedDecision | undefined },
  names: NameLookup,
) {
  return {
    leadId: lead.id,
    ownerId: lead.ownerId,
    ownerName: names(lead.ownerId),
    teamId: lead.teamId,
    teamName: names(lead.teamId),
    assignedAt: formatInstant(lead.assignedAt),
    queue: queueOf(lead),
    decision: decision && decisionOut(decision, names),
  };
}
