import type { Condition } from '../condition.js';
import { checkDocumentLeaves, validateCondition } from '../conditions/validate.js';
import type { Temperature } from '../leads/vocabulary.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';

/** The categories rules move leads between; the others are set by what people do (accept, convert, park, lose). */
export const AUTOMATIC_CATEGORIES = ['suspect', 'lead', 'mql', 'sql', 'disqualified'] as const;
export type AutomaticCategory = (typeof AUTOMATIC_CATEGORIES)[number];

interface ClassRule {
  id: string;
  label: string;
  /** Enters: makes a lead what the rule says. */
  when: Condition;
  /** Leaves only when this is false too: the weaker condition under which a lead that is so already stays so. */
  stay?: Condition | undefined;
  /** A lead that is what the rule says is not moved sooner than so many hours after it became so. */
  minimumDwellHours?: number | undefined;
}

export interface TemperatureRule extends ClassRule {
  temperature: Temperature;
}

export interface CategoryRule extends ClassRule {
  category: AutomaticCategory;
}

/** Rules put no lead into the category, and keep none in it, that does not meet the condition. */
export interface CategoryGuard {
  id: string;
  label: string;
  category: AutomaticCategory;
  requires: Condition;
}

/**
 * Ordered rules: the first that matches decides, else the fallback. Temperature comes first and may rest on score and
 * grade; category may rest on the temperature too. `minimumDwellHours` beside the rules is for values whose rules have
 * none of their own; disqualifying never waits for a dwell.
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

/** Everything wrong with a policy whose shape is known to be right: ids, numbers of rules, conditions, guards, dwells. */
export function validateClassificationPolicy(policy: ClassificationPolicy): FieldViolation[] {
  const groups = ['temperature', 'category'] as const;
  const placed = groups.flatMap((group) =>
    policy[group].rules.map((rule, index) => ({ group, rule, pointer: `/${group}/rules/${index}` })),
  );
  const guards = (policy.category.guards ?? []).map((guard, index) => ({
    guard,
    pointer: `/category/guards/${index}`,
  }));
  const ids = [...placed.map(({ rule, pointer }) => ({ id: rule.id, pointer: `${pointer}/id` }))];
  ids.push(...guards.map(({ guard, pointer }) => ({ id: guard.id, pointer: `${pointer}/id` })));
  const violations = checkRuleIds(ids);
  if (placed.length > CLASSIFICATION_LIMITS.rules) {
    const detail = `may have ${CLASSIFICATION_LIMITS.rules} rules at most`;
    violations.push({ pointer: '', code: 'too_many_rules', detail });
  }
  for (const { group, rule, pointer } of placed) {
    const unavailable = UNAVAILABLE[group];
    violations.push(...validateCondition(rule.when, { pointer: `${pointer}/when`, unavailable }));
    if (rule.stay) violations.push(...validateCondition(rule.stay, { pointer: `${pointer}/stay`, unavailable }));
    checkDwell(rule.minimumDwellHours, pointer, violations);
  }
  const conditions = placed.flatMap(({ rule }) => [rule.when, rule.stay]);
  violations.push(...checkDocumentLeaves([...conditions, ...guards.map(({ guard }) => guard.requires)]));
  for (const group of groups) checkDwell(policy[group].minimumDwellHours, `/${group}`, violations);
  for (const { guard, pointer } of guards) {
    const context = { pointer: `${pointer}/requires`, unavailable: UNAVAILABLE.category };
    violations.push(...validateCondition(guard.requires, context));
    if (guard.category === policy.category.fallback) {
      const detail = 'the fallback takes every lead that nothing else does, so nothing can guard it';
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
