import type { Condition } from '../conditions/grammar.js';
import { validateCondition } from '../conditions/validate.js';
import type { Temperature } from '../leads/vocabulary.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';

/** The categories rules move leads between; the others are set by what people do (accept, convert, park, lose). */
export const AUTOMATIC_CATEGORIES = ['suspect', 'lead', 'mql', 'sql', 'disqualified'] as const;
export type AutomaticCategory = (typeof AUTOMATIC_CATEGORIES)[number];

export interface TemperatureRule {
  id: string;
  label: string;
  temperature: Temperature;
  when: Condition;
}

export interface CategoryRule {
  id: string;
  label: string;
  category: AutomaticCategory;
  when: Condition;
}

/**
 * Ordered rules: the first that matches decides, else the fallback. Temperature comes first and may rest on score and
 * grade; category may rest on the temperature too.
 */
export interface ClassificationPolicy {
  temperature: { rules: TemperatureRule[]; fallback: Temperature };
  category: { rules: CategoryRule[]; fallback: AutomaticCategory };
}

const CLASSIFICATION_RULES_MAXIMUM = 100;

const UNAVAILABLE: Record<keyof ClassificationPolicy, ReadonlySet<string>> = {
  temperature: new Set(['temperature', 'category']),
  category: new Set(['category']),
};

/** Everything wrong with a policy whose shape is known to be right: rule ids, their number, and the conditions. */
export function validateClassificationPolicy(policy: ClassificationPolicy): FieldViolation[] {
  const groups = ['temperature', 'category'] as const;
  const placed = groups.flatMap((group) =>
    policy[group].rules.map((rule, index) => ({ group, rule, pointer: `/${group}/rules/${index}` })),
  );
  const violations = checkRuleIds(placed.map(({ rule, pointer }) => ({ id: rule.id, pointer: `${pointer}/id` })));
  if (placed.length > CLASSIFICATION_RULES_MAXIMUM) {
    const detail = `may have ${CLASSIFICATION_RULES_MAXIMUM} rules at most`;
    violations.push({ pointer: '', code: 'too_many_rules', detail });
  }
  for (const { group, rule, pointer } of placed) {
    const context = { pointer: `${pointer}/when`, unavailable: UNAVAILABLE[group] };
    violations.push(...validateCondition(rule.when, context));
  }
  return violations;
}
