import { explainCondition } from '../conditions/explain.js';
import type { Subject } from '../conditions/subject.js';
import type { Decision, DecisionRecord, QueueReason, RuleOutcome, RuleTrial } from './decision.js';
import type { CompiledRoutingPolicy } from './policy.js';
import { createPool, giveWithin, type LedgerLine, type Pool, type RepFacts, type TeamFacts } from './pool.js';
import type { Turn } from './rotation.js';

export interface AssignmentFacts {
  reps: readonly RepFacts[];
  teams: readonly TeamFacts[];
  ledgers: readonly LedgerLine[];
}

/** The state of assignment during one batch of leads: each decision sees those before it. Facts handed in stay as they are. */
export interface AssignmentState {
  /**
   * Decides who gets a lead and books it. A lead whose current owner is active stays with it, full or not. Otherwise
   * the receiver's open leads grow by one; the former owner's do not shrink: say `release`.
   */
  assign(subject: Subject, currentOwnerId?: string): Decision;
  /** One open lead fewer for a rep: closed, moved away, or removed. */
  release(repId: string): void;
  /** One open lead more for the rep who owns it already: it was closed and is open again. */
  resume(repId: string): void;
  /** The whole ledgers of the teams that gave a lead, to be stored in place of the old lines. */
  changedLedgers(): LedgerLine[];
}

/** Deterministic: the order of reps, teams and members does not matter, that of the policy's rules and of leads does. */
export function createAssignmentState(policy: CompiledRoutingPolicy, facts: AssignmentFacts): AssignmentState {
  const reps = new Map(facts.reps.map((rep) => [rep.id, { ...rep }]));
  const pools = new Map(
    facts.teams.map((team) => [
      team.id,
      createPool(
        team,
        facts.ledgers.filter((line) => line.teamId === team.id),
      ),
    ]),
  );
  const release = (repId: string): void => {
    const rep = reps.get(repId);
    if (rep !== undefined && rep.openLeads > 0) rep.openLeads -= 1;
  };
  const resume = (repId: string): void => {
    const rep = reps.get(repId);
    if (rep !== undefined) rep.openLeads += 1;
  };
  const changedLedgers = (): LedgerLine[] =>
    [...pools.values()]
      .filter((pool) => pool.changed)
      .flatMap(({ team, entries }) =>
        entries.map(({ repId, given, credit }) => ({ teamId: team.id, repId, given, credit })),
      );
  const assign = (subject: Subject, currentOwnerId?: string): Decision => {
    const record: DecisionRecord = { policyVersion: policy.version, rules: [], trials: [], tieBreak: null };
    if (currentOwnerId !== undefined && reps.get(currentOwnerId)?.active === true) {
      return { outcome: 'kept', repId: currentOwnerId, record };
    }
    return route({ policy, pools, reps, subject, record });
  };
  return { assign, release, resume, changedLedgers };
}

interface Routing {
  policy: CompiledRoutingPolicy;
  pools: ReadonlyMap<string, Pool>;
  reps: ReadonlyMap<string, RepFacts>;
  subject: Subject;
  record: DecisionRecord;
}

function route(routing: Routing): Decision {
  const { policy, subject, record } = routing;
  for (const { rule, holds } of policy.rules) {
    const matched = holds(subject);
    const reason = rule.when === undefined ? 'applies to every lead' : explainCondition(rule.when, subject);
    const trial: RuleTrial = { ruleId: rule.id, teamId: rule.teamId, matched, outcome: 'condition_not_met', reason };
    record.rules.push(trial);
    const decision = matched ? tryTeam(routing, trial) : undefined;
    if (decision !== undefined) return decision;
  }
  const { fallbackTeamId } = policy.document;
  if (fallbackTeamId !== undefined) {
    const reason = 'the fallback of the policy';
    const trial: RuleTrial = {
      ruleId: null,
      teamId: fallbackTeamId,
      matched: true,
      outcome: 'no_eligible_rep',
      reason,
    };
    record.rules.push(trial);
    const decision = tryTeam(routing, trial);
    if (decision !== undefined) return decision;
  }
  return queued(routing);
}

function tryTeam({ pools, reps, record }: Routing, trial: RuleTrial): Decision | undefined {
  const { outcome, turn } = give(trial.teamId, pools, reps, record);
  trial.outcome = outcome;
  if (turn === undefined) return undefined;
  const { repId } = turn.entry;
  const rep = reps.get(repId);
  if (rep !== undefined) rep.openLeads += 1;
  record.tieBreak = turn.tieBreak;
  record.ruleId = trial.ruleId;
  return { outcome: 'assigned', repId, teamId: trial.teamId, ruleId: trial.ruleId, record };
}

function give(
  teamId: string,
  pools: Routing['pools'],
  reps: Routing['reps'],
  record: DecisionRecord,
): { outcome: RuleOutcome; turn?: Turn } {
  const pool = pools.get(teamId);
  if (pool === undefined || !pool.team.active) return { outcome: 'team_unavailable' };
  if (pool.entries.length === 0) return { outcome: 'team_empty' };
  const triedBefore = record.trials.some(({ roster }) => roster.teamId === teamId);
  const turn = triedBefore ? undefined : giveWithin(pool, reps, record.trials);
  return turn === undefined ? { outcome: 'no_eligible_rep' } : { outcome: 'routed', turn };
}

function queued({ policy, pools, record }: Routing): Decision {
  const tried = record.rules.filter((trial) => trial.matched);
  if (tried.length === 0) {
    const detail =
      policy.rules.length === 0
        ? 'The routing policy has no rules and no fallback team.'
        : `None of the ${policy.rules.length} rules matched and the routing policy has no fallback team.`;
    return queue(record, 'no_rule_matched', detail);
  }
  const reason: QueueReason = record.trials.length === 0 ? 'no_team_member' : 'no_eligible_rep';
  const teams = [...new Set(tried.map((trial) => trial.teamId))];
  const detail = teams.map((teamId) => teamDetail(teamId, pools.get(teamId), record)).join(' ');
  return queue(record, reason, detail);
}

function queue(record: DecisionRecord, reason: QueueReason, detail: string): Decision {
  record.reason = reason;
  record.detail = detail;
  return { outcome: 'queued', reason, detail, record };
}

function teamDetail(teamId: string, pool: Pool | undefined, record: DecisionRecord): string {
  if (pool === undefined) return `Team ${teamId} does not exist.`;
  const name = `Team "${pool.team.name}"`;
  if (!pool.team.active) return `${name} is inactive.`;
  const failures = record.trials.find(({ roster }) => roster.teamId === teamId)?.failures;
  if (failures === undefined) return `${name} has no members.`;
  const full = failures.filter((failure) => failure === 'at_capacity').length;
  return `${name} has nobody to take it: ${full} at capacity, ${failures.length - full} inactive.`;
}
