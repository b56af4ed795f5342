import { compileCondition } from '../conditions/compile.js';
import { explainCondition } from '../conditions/explain.js';
import type { Subject } from '../conditions/subject.js';
import { iso } from '../time.js';
import type { Classification, CurrentCategory } from './classify.js';
import type { CategoryRule, ClassificationPolicy, TemperatureRule } from './policy.js';

/** Why a value is what it is: the rule that decided (null: none did) and a sentence. */
export interface ClassificationReason {
  ruleId: string | null;
  text: string;
}

/** The reasons of a classification that `classify` made of the same subject, current classes and policy. */
export function explainClassification(
  policy: ClassificationPolicy,
  subject: Subject,
  result: Classification,
  current?: CurrentCategory,
): { temperature: ClassificationReason; category: ClassificationReason } {
  const withTemperature = { ...subject, temperature: result.temperature };
  const { temperature, category } = policy;
  const { temperatureHeldUntil, categoryHeldUntil } = result;
  return {
    temperature:
      temperatureHeldUntil === undefined
        ? reasonOf(temperature.rules, result.temperatureRuleId, subject, temperature.fallback)
        : held(result.temperature, temperatureHeldUntil),
    category: result.categoryKept
      ? { ruleId: null, text: keptText(result, current) }
      : categoryHeldUntil === undefined
        ? reasonOf(category.rules, result.categoryRuleId, withTemperature, category.fallback)
        : held(result.category, categoryHeldUntil),
  };
}

function held(value: string, until: number): ClassificationReason {
  return { ruleId: null, text: `The rules say otherwise, but the minimum dwell keeps it ${value} until ${iso(until)}` };
}

function keptText({ category }: Classification, current: CurrentCategory | undefined): string {
  const { actorId, reason, categorySince } = current ?? {};
  if (actorId === undefined || reason === undefined) {
    return `${category} was set by a decision, not by a rule, and rules do not change it`;
  }
  const since = categorySince === undefined ? '' : ` on ${iso(categorySince)}`;
  return `${category} was set by API key ${actorId}${since}, and rules do not change it until it is released: ${reason}`;
}

function reasonOf(
  rules: readonly (TemperatureRule | CategoryRule)[],
  ruleId: string | null,
  subject: Subject,
  fallback: string,
): ClassificationReason {
  const rule = rules.find(({ id }) => id === ruleId);
  if (rule === undefined) return { ruleId: null, text: `No rule matched, so it is ${fallback}` };
  if (rule.stay === undefined || compileCondition(rule.when)(subject)) {
    return { ruleId: rule.id, text: `${rule.label}: ${explainCondition(rule.when, subject)}` };
  }
  const text = `${rule.label}, and it stays so while ${explainCondition(rule.stay, subject)}`;
  return { ruleId: rule.id, text };
}
