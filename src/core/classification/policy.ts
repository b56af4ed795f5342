import type { Condition } from '../condition.js';
import { checkDocumentLeaves, validateCondition } from '../conditions/validate.js';
import type { Temperature } from '../leads/vocabulary.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';

/** The categories that rules set. The others are set by actions of people (accept, convert, park, lose). */
export const AUTOMATIC_CATEGORIES = ['suspect', 'lead', 'mql', 'sql', 'disqualified'] as const;
export type AutomaticCategory = (typeof AUTOMATIC_CATEGORIES)[number];

interface ClassRule {
  id: string;
  label: string;
  /** A lead enters the class when this holds. */
  when: Condition;
  /** A lead that is in the class leaves it only when this does not hold either (hysteresis). */
  stay?: Condition | undefined;
  /** Hours for which a lead stays in the class at least. */
  minimumDwellHours?: number | undefined;
}

export interface TemperatureRule extends ClassRule {
  temperature: Temperature;
}

export interface CategoryRule extends ClassRule {
  category: AutomaticCategory;
}

/** Rules neither move a lead into the category nor keep it there unless the condition holds. */
export interface CategoryGuard {
  id: string;
  label: string;
  category: AutomaticCategory;
  requires: Condition;
}

/**
 * Ordered rules: the first that matches decides, else the fallback. Temperature is decided first and may depend on score and
 * grade; category may also depend on temperature. `minimumDwellHours` beside the rules applies to values whose rules have
 * none. Disqualification ignores the dwell.
 */
export interface ClassificationPolicy {
  temperature: { rules: TemperatureRule[]; fallback: Temperature; minimumDwellHours?: number | undefined };
  category: {
    rules: CategoryRule[];
    guards?: CategoryGuard[] | undefined;
    fallback: AutomaticCategory;
    minimumDwellHours?: number | undefined;
  };
}

export const CLASSIFICATION_LIMITS = { rules: 100, guards: 20, dwellHours: 8_760 } as const;

const UNAVAILABLE: Record<keyof ClassificationPolicy, ReadonlySet<string>> = {
  temperature: new Set(['temperature', 'category']),
  category: new Set(['category']),
};

/** All violations of a policy whose shape is valid: ids, numbers of rules, conditions, guards, dwells. */
export function validateClassificationPolicy(policy: ClassificationPolicy): FieldViolation[] {
  const groups = ['temperature', 'category'] as const;
  const located = groups.flatMap((group) =>
    policy[group].rules.map((rule, index) => ({ group, rule, pointer: `/${group}/rules/${index}` })),
  );
  const guards = (policy.category.guards ?? []).map((guard, index) => ({
    guard,
    pointer: `/category/guards/${index}`,
  }));
  const ids = [...located.map(({ rule, pointer }) => ({ id: rule.id, pointer: `${pointer}/id` }))];
  ids.push(...guards.map(({ guard, pointer }) => ({ id: guard.id, pointer: `${pointer}/id` })));
  const violations = checkRuleIds(ids);
  if (located.length > CLASSIFICATION_LIMITS.rules) {
    const detail = `may have ${CLASSIFICATION_LIMITS.rules} rules at most`;
    violations.push({ pointer: '', code: 'too_many_rules', detail });
  }
  for (const { group, rule, pointer } of located) {
    const unavailable = UNAVAILABLE[group];
    violations.push(...validateCondition(rule.when, { pointer: `${pointer}/when`, unavailable }));
    if (rule.stay) violations.push(...validateCondition(rule.stay, { pointer: `${pointer}/stay`, unavailable }));
    checkDwell(rule.minimumDwellHours, pointer, violations);
  }
  const conditions = located.flatMap(({ rule }) => [rule.when, rule.stay]);
  violations.push(...checkDocumentLeaves([...conditions, ...guards.map(({ guard }) => guard.requires)]));
  for (const group of groups) checkDwell(policy[group].minimumDwellHours, `/${group}`, violations);
  for (const { guard, pointer } of guards) {
    const context = { pointer: `${pointer}/requires`, unavailable: UNAVAILABLE.category };
    violations.push(...validateCondition(guard.requires, context));
    if (guard.category === policy.category.fallback) {
      const detail = 'the fallback takes every lead that no rule takes, so it cannot have a guard';
      violations.push({ pointer: `${pointer}/category`, code: 'value_invalid', detail });
    }
  }
  return violations;
}

function checkDwell(hours: number | undefined, pointer: string, violations: FieldViolation[]): void {
  if (hours === undefined || (hours >= 0 && hours <= CLASSIFICATION_LIMITS.dwellHours)) return;
  const detail = `must be from 0 to ${CLASSIFICATION_LIMITS.dwellHours} hours`;
  violations.push({ pointer: `${pointer}/minimumDwellHours`, code: 'value_invalid', detail });
}
