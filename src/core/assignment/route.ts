import { explainCondition } from '../conditions/explain.js';
import type { Subject } from '../conditions/subject.js';
import type { QueueReason } from '../leads/vocabulary.js';
import { chooseAnyRep } from './any-rep.js';
import type { BatchReps } from './batch-reps.js';
import type { Decision, DecisionRecord, PoolTrial, RuleOutcome, RuleTrial } from './decision.js';
import { obstacleOf, type RoutedLead } from './eligibility.js';
import type { CompiledRoutingPolicy, RoutingRule } from './policy.js';
import { giveByRotation, type Pool } from './pool.js';
import { ANY_REP, type RepRequirements } from './requirements.js';
import type { Turn } from './rotation.js';

export interface Routing {
  policy: CompiledRoutingPolicy;
  pools: { get(teamId: string): Pool | undefined };
  reps: BatchReps;
  subject: Subject;
  routedLead: RoutedLead;
  record: DecisionRecord;
  /** Whether a former owner without room gets the lead once there is room. */
  isAwaiting: boolean;
}

/** The team of a rule, or the fallback team (without a rule), with group is required of its reps. */
interface Attempt {
  rule?: RoutingRule;
  requirements: RepRequirements;
  teamId: string;
}

/** Tries the rules in order, then the fallback team, then any rep. Queues the lead when none of them gives a rep. */
export function route(routing: Routing): Decision {
  const { policy, subject, record } = routing;
  const tried: Attempt[] = [];
  for (const { rule, holds, requirements } of policy.rules) {
    const matched = holds(subject);
    const reason = rule.when === undefined ? 'applies to every lead' : explainCondition(rule.when, subject);
    const trial: RuleTrial = { ruleId: rule.id, teamId: rule.teamId, matched, outcome: 'condition_not_met', reason };
    record.rules.push(trial);
    if (!matched) continue;
    const decision = tryTeam(routing, { rule, requirements, teamId: rule.teamId }, trial, tried);
    if (decision !== undefined) return decision;
  }
  const { fallbackTeamId: teamId } = policy.document;
  if (teamId !== undefined) {
    const reason = 'the fallback of the policy';
    const trial: RuleTrial = { ruleId: null, teamId, matched: true, outcome: 'no_eligible_rep', reason };
    record.rules.push(trial);
    const decision = tryTeam(routing, { requirements: ANY_REP, teamId }, trial, tried);
    if (decision !== undefined) return decision;
  }
  return tryAnyRep(routing) ?? queueUnassigned(routing);
}

/** Undefined when the policy does not send the lead to any rep, or none is eligible. */
function tryAnyRep({ policy, reps, subject, routedLead, record }: Routing): Decision | undefined {
  const { anyRep } = policy;
  if (anyRep === undefined) return undefined;
  const matched = anyRep.holds(subject);
  const reason = anyRep.when === undefined ? 'applies to every lead' : explainCondition(anyRep.when, subject);
  const trial: RuleTrial = { ruleId: null, matched, outcome: 'condition_not_met', reason };
  record.rules.push(trial);
  if (!matched) return undefined;
  const { owner } = routedLead;
  const keeps = owner !== undefined && obstacleOf(reps.get(owner), ANY_REP, routedLead) === undefined;
  const chosen = keeps ? { repId: owner, tieBreak: null } : chooseAnyRep(reps, routedLead, record.trials);
  trial.outcome = keeps ? 'kept' : chosen ? 'routed' : 'no_eligible_rep';
  if (chosen === undefined) return undefined;
  record.tieBreak = chosen.tieBreak;
  record.ruleId = null;
  return { outcome: 'assigned', repId: chosen.repId, ruleId: null, record };
}

/** Undefined when the next rule is to be tried. */
function tryTeam(routing: Routing, attempt: Attempt, trial: RuleTrial, tried: Attempt[]): Decision | undefined {
  const { record } = routing;
  const { rule, requirements, teamId } = attempt;
  const { outcome, turn } = give(routing, attempt, tried);
  trial.outcome = outcome;
  if (turn !== undefined) {
    record.tieBreak = turn.tieBreak;
    record.ruleId = trial.ruleId;
    return { outcome: 'assigned', repId: turn.entry.repId, teamId, ruleId: trial.ruleId, record };
  }
  if (outcome === 'kept') {
    const repId = routing.routedLead.owner as string;
    return { outcome: 'assigned', repId, teamId, ruleId: trial.ruleId, record };
  }
  if (outcome === 'pooled') {
    const detail = `Waits to be claimed: rule "${rule?.label}".`;
    return queue(record, { reason: 'claim_pool', detail, teamId });
  }
  if (outcome === 'no_eligible_rep' && requirements.availability.mode === 'hold') {
    const nextEligibleAt = nextEligible(record, record.trials.length - 1);
    // Waiting does not help when members are full or unsuitable: then the next rule is tried.
    if (nextEligibleAt === undefined) return undefined;
    trial.outcome = 'held';
    const detail = `Waits for somebody of the team to work: rule "${rule?.label}".`;
    return queue(record, { reason: 'held', detail, teamId, nextEligibleAt });
  }
  return undefined;
}

function give(
  { pools, reps, routedLead, record }: Routing,
  attempt: Attempt,
  tried: Attempt[],
): { outcome: RuleOutcome; turn?: Turn } {
  const { rule, requirements, teamId } = attempt;
  const pool = pools.get(teamId);
  if (pool === undefined || !pool.team.active) return { outcome: 'team_unavailable' };
  if (pool.entries.length === 0) return { outcome: 'team_empty' };
  if (mayKeepOwner(pool, reps, requirements, routedLead)) return { outcome: 'kept' };
  const isRepeated = tried.some((one) => one.teamId === teamId && one.requirements === requirements);
  tried.push(attempt);
  const pooled = rule?.strategy === 'claim';
  if (isRepeated && !pooled) return { outcome: 'no_eligible_rep' };
  const turn = giveByRotation(pool, reps, { rule, requirements, routedLead }, record.trials);
  if (turn !== undefined) return { outcome: 'routed', turn };
  return { outcome: pooled ? 'pooled' : 'no_eligible_rep' };
}

/** Whether the lead has an owner that is a member of the team and meets the requirements. */
function mayKeepOwner(pool: Pool, reps: BatchReps, requirements: RepRequirements, routedLead: RoutedLead): boolean {
  const { owner } = routedLead;
  if (owner === undefined || !pool.entries.some(({ repId }) => repId === owner)) return false;
  return obstacleOf(reps.get(owner), requirements, routedLead) === undefined;
}

function queueUnassigned(routing: Routing): Decision {
  const { policy, pools, record } = routing;
  const tried = record.rules.filter((trial) => trial.matched);
  if (routing.isAwaiting && record.trials.every(({ roster }) => roster.members.length === 0)) {
    const detail = 'Its former owner has no room for it, and the routing policy sends it to no other rep.';
    return queue(record, { reason: 'no_eligible_rep', detail });
  }
  if (tried.length === 0) {
    const [only] = record.rules;
    const detail =
      policy.rules.length > 0
        ? `None of the ${policy.rules.length} rules matched and the routing policy has no fallback team.`
        : only === undefined
          ? 'The routing policy has no rules and no fallback team.'
          : `The routing policy sends it to no rep: ${only.reason}.`;
    return queue(record, { reason: 'no_rule_matched', detail });
  }
  const considered = record.trials.filter(({ roster }) => roster.members.length > 0);
  const teams = [...new Set(tried.map((trial) => trial.teamId))];
  const reason: QueueReason =
    considered.length > 0 ? 'no_eligible_rep' : teams.includes(undefined) ? 'no_rep' : 'no_team_member';
  const detail = teams
    .map((teamId) => (teamId === undefined ? anyRepDetail(record) : teamDetail(teamId, pools.get(teamId), record)))
    .join(' ');
  return queue(record, { reason, detail, nextEligibleAt: nextEligible(record) });
}

function queue(
  record: DecisionRecord,
  entry: { reason: QueueReason; detail: string; teamId?: string; nextEligibleAt?: number | undefined },
): Decision {
  record.reason = entry.reason;
  record.detail = entry.detail;
  record.nextEligibleAt = entry.nextEligibleAt;
  return { outcome: 'queued', ...entry, record };
}

/** The first instant at which time alone makes a rep eligible, in the trials from index `from` on. */
function nextEligible({ trials }: DecisionRecord, from = 0): number | undefined {
  let next: number | undefined;
  for (const { eligibleFrom = [] } of trials.slice(from)) {
    for (const at of eligibleFrom) if (at !== null && (next === undefined || at < next)) next = at;
  }
  return next;
}

const FAILURE_GROUPS: Record<string, string> = {
  at_capacity: 'at capacity',
  at_effort_capacity: 'at capacity',
  inactive: 'inactive',
  time_off: 'away',
  not_working: 'away',
  daily_cap: 'at a cap',
  burst_cap: 'at a cap',
  declined: 'did not take it before',
};

function teamDetail(teamId: string, pool: Pool | undefined, record: DecisionRecord): string {
  if (pool === undefined) return `Team ${teamId} does not exist.`;
  const name = `Team "${pool.team.name}"`;
  if (!pool.team.active) return `${name} is inactive.`;
  const failures = failuresOf(record, teamId);
  if (failures === undefined) return `${name} has no members.`;
  return `${name} has nobody to take it: ${failureCounts(failures)}.`;
}

function anyRepDetail(record: DecisionRecord): string {
  const failures = failuresOf(record, undefined);
  if (failures === undefined) return 'The workspace has no active rep.';
  return `None of the ${failures.length} active reps can take it: ${failureCounts(failures)}.`;
}

const failuresOf = ({ trials }: DecisionRecord, teamId: string | undefined) =>
  trials.findLast(({ roster }) => roster.teamId === teamId)?.failures;

function failureCounts(failures: NonNullable<PoolTrial['failures']>): string {
  const counts = new Map([
    ['at capacity', 0],
    ['inactive', 0],
  ]);
  for (const failure of failures) {
    const group = FAILURE_GROUPS[failure ?? ''] ?? 'not fit for it';
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts].map(([group, count]) => `${count} ${group}`).join(', ');
}
