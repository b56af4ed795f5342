import { checkDocumentLeaves, validateCondition } from '../conditions/validate.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';
import type { ClaimPool } from './claim-pools.js';
import type { RoutingPolicy, RoutingRule } from './policy.js';
import { findRepField } from './rep-fields.js';

const ROUTING_RULES_MAXIMUM = 200;

/** The teams that a policy may refer to: ids of members by team id. */
export type KnownTeams = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * All violations of a policy whose shape is valid. Codes: `unknown_team`, `unknown_rep`, `too_many_rules`, `invalid_rule_id`,
 * `duplicate_rule_id`, `hours_missing`, `hours_unused`, `skills_missing`, `duplicate`, `pool_unused`, and those of
 * `validateCondition`.
 */
export function validateRoutingPolicy(policy: RoutingPolicy, teams: KnownTeams): FieldViolation[] {
  const violations = checkRuleIds(policy.rules.map(({ id }, index) => ({ id, pointer: `/rules/${index}/id` })));
  if (policy.rules.length > ROUTING_RULES_MAXIMUM) {
    const detail = `may have ${ROUTING_RULES_MAXIMUM} rules at most`;
    violations.push({ pointer: '/rules', code: 'too_many_rules', detail });
  }
  policy.rules.forEach((rule, index) => {
    violations.push(...ruleViolations(rule, `/rules/${index}`, teams));
  });
  policy.claimPools?.forEach((pool, index, pools) => {
    violations.push(
      ...poolViolations(pool, policy, { at: `/claimPools/${index}`, others: pools.slice(0, index), teams }),
    );
  });
  const { when } = policy.anyRep ?? {};
  violations.push(...checkDocumentLeaves([...policy.rules.flatMap(({ when, repWhen }) => [when, repWhen]), when]));
  if (when !== undefined) violations.push(...validateCondition(when, { pointer: '/anyRep/when' }));
  const { fallbackTeamId } = policy;
  if (fallbackTeamId !== undefined && !teams.has(fallbackTeamId)) violations.push(unknownTeam('/fallbackTeamId'));
  return violations;
}

const unknownTeam = (pointer: string): FieldViolation => ({
  pointer,
  code: 'unknown_team',
  detail: 'there is no such team in this workspace',
});

function poolViolations(
  { teamId }: ClaimPool,
  { rules }: RoutingPolicy,
  { at, others, teams }: { at: string; others: readonly ClaimPool[]; teams: KnownTeams },
): FieldViolation[] {
  const pointer = `${at}/teamId`;
  if (!teams.has(teamId)) return [unknownTeam(pointer)];
  if (others.some((other) => other.teamId === teamId)) {
    return [{ pointer, code: 'duplicate', detail: 'the team has a pool already' }];
  }
  if (rules.some((rule) => rule.teamId === teamId && rule.strategy === 'claim')) return [];
  return [{ pointer, code: 'pool_unused', detail: 'no rule with the strategy `claim` leads to the team' }];
}

function ruleViolations(rule: RoutingRule, at: string, teams: KnownTeams): FieldViolation[] {
  const { teamId, when, repWhen, repIds, availability, strategy, skills } = rule;
  const members = teams.get(teamId);
  const violations = members === undefined ? [unknownTeam(`${at}/teamId`)] : [];
  if (when !== undefined) violations.push(...validateCondition(when, { pointer: `${at}/when` }));
  if (repWhen !== undefined) {
    violations.push(...validateCondition(repWhen, { pointer: `${at}/repWhen`, repFieldOf: findRepField }));
  }
  repIds?.forEach((repId, index) => {
    if (members !== undefined && !members.has(repId)) {
      const detail = 'there is no such rep in the team of the rule';
      violations.push({ pointer: `${at}/repIds/${index}`, code: 'unknown_rep', detail });
    }
  });
  const pointer = `${at}/availability/hours`;
  if (availability?.mode === 'within' && availability.hours === undefined) {
    violations.push({ pointer, code: 'hours_missing', detail: 'is needed with `within`' });
  } else if (availability !== undefined && availability.mode !== 'within' && availability.hours !== undefined) {
    violations.push({ pointer, code: 'hours_unused', detail: 'goes with `within` only' });
  }
  if (strategy === 'best_match' && (skills ?? []).length === 0) {
    const detail = 'are needed to find the best match';
    violations.push({ pointer: `${at}/skills`, code: 'skills_missing', detail });
  }
  return violations;
}
