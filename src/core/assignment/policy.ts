import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { Condition } from '../conditions/grammar.js';
import { validateCondition } from '../conditions/validate.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';

/** Sends the leads for which `when` holds (absent: every lead) to a team. */
export interface RoutingRule {
  id: string;
  label: string;
  when?: Condition | undefined;
  teamId: string;
}

/**
 * Ordered rules. The first that matches and whose team has an eligible rep decides; else the fallback team; else the
 * lead is queued with the reason.
 */
export interface RoutingPolicy {
  rules: RoutingRule[];
  fallbackTeamId?: string | undefined;
}

export interface CompiledRoutingPolicy {
  readonly document: RoutingPolicy;
  readonly version: number;
  readonly rules: readonly { readonly rule: RoutingRule; readonly holds: Predicate }[];
}

const ROUTING_RULES_MAXIMUM = 200;

/** Compiles a valid policy once; the result is immutable and can be shared. */
export function compileRoutingPolicy(document: RoutingPolicy, version: number): CompiledRoutingPolicy {
  return {
    document,
    version,
    rules: document.rules.map((rule) => ({
      rule,
      holds: rule.when === undefined ? () => true : compileCondition(rule.when),
    })),
  };
}

/**
 * Everything wrong with a policy whose shape is known to be right. Codes: `unknown_team`, `too_many_rules`,
 * `invalid_rule_id`, `duplicate_rule_id`, and those of `validateCondition`.
 */
export function validateRoutingPolicy(policy: RoutingPolicy, knownTeamIds: ReadonlySet<string>): FieldViolation[] {
  const violations = checkRuleIds(policy.rules.map(({ id }, index) => ({ id, pointer: `/rules/${index}/id` })));
  if (policy.rules.length > ROUTING_RULES_MAXIMUM) {
    const detail = `may have ${ROUTING_RULES_MAXIMUM} rules at most`;
    violations.push({ pointer: '/rules', code: 'too_many_rules', detail });
  }
  const checkTeam = (teamId: string, pointer: string): void => {
    if (knownTeamIds.has(teamId)) return;
    violations.push({ pointer, code: 'unknown_team', detail: 'there is no such team in this workspace' });
  };
  policy.rules.forEach((rule, index) => {
    checkTeam(rule.teamId, `/rules/${index}/teamId`);
    if (rule.when !== undefined) {
      violations.push(...validateCondition(rule.when, { pointer: `/rules/${index}/when` }));
    }
  });
  if (policy.fallbackTeamId !== undefined) checkTeam(policy.fallbackTeamId, '/fallbackTeamId');
  return violations;
}
