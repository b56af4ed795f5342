import { explainCondition } from '../conditions/explain.js';
import type { Subject } from '../conditions/subject.js';
import type { Decision, DecisionRecord, QueueReason, RuleOutcome, RuleTrial } from './decision.js';
import { ANY_REP, type Demand } from './demand.js';
import { type Asking, obstacleOf } from './eligibility.js';
import type { CompiledRoutingPolicy, RoutingRule } from './policy.js';
import { giveWithin, type Pool } from './pool.js';
import type { RepRoll } from './roll.js';
import type { Turn } from './rotation.js';

export interface Routing {
  policy: CompiledRoutingPolicy;
  pools: { get(teamId: string): Pool | undefined };
  reps: RepRoll;
  subject: Subject;
  asking: Asking;
  record: DecisionRecord;
}

/** What a rule, or the fallback (without one), asks of its team. */
interface Question {
  rule?: RoutingRule;
  demand: Demand;
  teamId: string;
}

/** Asks the rules in order, then the fallback team; puts the lead into the queue when all of it gives nobody. */
export function route(routing: Routing): Decision {
  const { policy, subject, record } = routing;
  const tried: Question[] = [];
  for (const { rule, holds, demand } of policy.rules) {
    const matched = holds(subject);
    const reason = rule.when === undefined ? 'applies to every lead' : explainCondition(rule.when, subject);
    const trial: RuleTrial = { ruleId: rule.id, teamId: rule.teamId, matched, outcome: 'condition_not_met', reason };
    record.rules.push(trial);
    if (!matched) continue;
    const decision = ask(routing, { rule, demand, teamId: rule.teamId }, trial, tried);
    if (decision !== undefined) return decision;
  }
  const { fallbackTeamId: teamId } = policy.document;
  if (teamId !== undefined) {
    const reason = 'the fallback of the policy';
    const trial: RuleTrial = { ruleId: null, teamId, matched: true, outcome: 'no_eligible_rep', reason };
    record.rules.push(trial);
    const decision = ask(routing, { demand: ANY_REP, teamId }, trial, tried);
    if (decision !== undefined) return decision;
  }
  return queued(routing);
}

/** Undefined when the next rule is to be asked. */
function ask(routing: Routing, question: Question, trial: RuleTrial, tried: Question[]): Decision | undefined {
  const { record } = routing;
  const { rule, demand, teamId } = question;
  const { outcome, turn } = give(routing, question, tried);
  trial.outcome = outcome;
  if (turn !== undefined) {
    record.tieBreak = turn.tieBreak;
    record.ruleId = trial.ruleId;
    return { outcome: 'assigned', repId: turn.entry.repId, teamId, ruleId: trial.ruleId, record };
  }
  if (outcome === 'kept') {
    const repId = routing.asking.holder as string;
    return { outcome: 'assigned', repId, teamId, ruleId: trial.ruleId, record };
  }
  if (outcome === 'pooled') {
    const detail = `Waits to be claimed: rule "${rule?.label}".`;
    return queue(record, { reason: 'claim_pool', detail, teamId });
  }
  if (outcome === 'no_eligible_rep' && demand.availability.mode === 'hold') {
    const nextEligibleAt = nextEligible(record, record.trials.length - 1);
    // Whoever is full, or unfit, will not come back by waiting: then the next rule is asked all the same.
    if (nextEligibleAt === undefined) return undefined;
    trial.outcome = 'held';
    const detail = `Waits for somebody of the team to work: rule "${rule?.label}".`;
    return queue(record, { reason: 'held', detail, teamId, nextEligibleAt });
  }
  return undefined;
}

function give(
  { pools, reps, asking, record }: Routing,
  question: Question,
  tried: Question[],
): { outcome: RuleOutcome; turn?: Turn } {
  const { rule, demand, teamId } = question;
  const pool = pools.get(teamId);
  if (pool === undefined || !pool.team.active) return { outcome: 'team_unavailable' };
  if (pool.entries.length === 0) return { outcome: 'team_empty' };
  if (mayKeep(pool, reps, demand, asking)) return { outcome: 'kept' };
  const again = tried.some((one) => one.teamId === teamId && one.demand === demand);
  tried.push(question);
  const pooled = rule?.strategy === 'claim';
  if (again && !pooled) return { outcome: 'no_eligible_rep' };
  const turn = giveWithin(pool, reps, { rule, demand, asking }, record.trials);
  if (turn !== undefined) return { outcome: 'routed', turn };
  return { outcome: pooled ? 'pooled' : 'no_eligible_rep' };
}

/** Whether the lead has an owner whom the team and the rule would let have it. */
function mayKeep(pool: Pool, reps: RepRoll, demand: Demand, asking: Asking): boolean {
  const { holder } = asking;
  if (holder === undefined || !pool.entries.some(({ repId }) => repId === holder)) return false;
  return obstacleOf(reps.get(holder), demand, asking) === undefined;
}

function queued({ policy, pools, record }: Routing): Decision {
  const tried = record.rules.filter((trial) => trial.matched);
  if (tried.length === 0) {
    const detail =
      policy.rules.length === 0
        ? 'The routing policy has no rules and no fallback team.'
        : `None of the ${policy.rules.length} rules matched and the routing policy has no fallback team.`;
    return queue(record, { reason: 'no_rule_matched', detail });
  }
  const reason: QueueReason = record.trials.length === 0 ? 'no_team_member' : 'no_eligible_rep';
  const teams = [...new Set(tried.map((trial) => trial.teamId))];
  const detail = teams.map((teamId) => teamDetail(teamId, pools.get(teamId), record)).join(' ');
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

/** The first instant at which time alone makes somebody eligible, of those looked at. */
function nextEligible({ trials }: DecisionRecord, from = 0): number | undefined {
  let next: number | undefined;
  for (const { eligibleFrom = [] } of trials.slice(from)) {
    for (const at of eligibleFrom) if (at !== null && (next === undefined || at < next)) next = at;
  }
  return next;
}

const COUNTED: Record<string, string> = {
  at_capacity: 'at capacity',
  at_effort_capacity: 'at capacity',
  inactive: 'inactive',
  time_off: 'away',
  not_working: 'away',
  daily_cap: 'at a cap',
  burst_cap: 'at a cap',
};

function teamDetail(teamId: string, pool: Pool | undefined, record: DecisionRecord): string {
  if (pool === undefined) return `Team ${teamId} does not exist.`;
  const name = `Team "${pool.team.name}"`;
  if (!pool.team.active) return `${name} is inactive.`;
  const failures = record.trials.findLast(({ roster }) => roster.teamId === teamId)?.failures;
  if (failures === undefined) return `${name} has no members.`;
  const counts = new Map([
    ['at capacity', 0],
    ['inactive', 0],
  ]);
  for (const failure of failures) {
    const what = COUNTED[failure ?? ''] ?? 'not fit for it';
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const told = [...counts].map(([what, count]) => `${count} ${what}`).join(', ');
  return `${name} has nobody to take it: ${told}.`;
}
