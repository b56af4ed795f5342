import { explainCondition } from '../conditions/explain.js';
import type { Subject } from '../conditions/subject.js';
import type { Classification } from './classify.js';
import type { CategoryRule, ClassificationPolicy, TemperatureRule } from './policy.js';

/** Why a value is what it is: the rule that decided (null: none did) and a sentence without personal data. */
export interface ClassificationReason {
  ruleId: string | null;
  text: string;
}

/** The reasons of a classification that `classify` made of the same subject under the same policy. */
export function explainClassification(
  policy: ClassificationPolicy,
  subject: Subject,
  result: Classification,
): { temperature: ClassificationReason; category: ClassificationReason } {
  const warmed = { ...subject, temperature: result.temperature };
  const { temperature, category } = policy;
  return {
    temperature: reasonOf(temperature.rules, result.temperatureRuleId, subject, temperature.fallback),
    category: result.categoryKept
      ? { ruleId: null, text: `${result.category} was set by a decision, not by a rule, and rules do not change it` }
      : reasonOf(category.rules, result.categoryRuleId, warmed, category.fallback),
  };
}

function reasonOf(
  rules: readonly (TemperatureRule | CategoryRule)[],
  ruleId: string | null,
  subject: Subject,
  fallback: string,
): ClassificationReason {
  const rule = rules.find(({ id }) => id === ruleId);
  if (rule === undefined) return { ruleId: null, text: `No rule matched, so it is ${fallback}` };
  return { ruleId: rule.id, text: `${rule.label}: ${explainCondition(rule.when, subject)}` };
}
