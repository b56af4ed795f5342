import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { Subject } from '../conditions/subject.js';
import type { Category, Temperature } from '../leads/vocabulary.js';
import { AUTOMATIC_CATEGORIES, type CategoryRule, type ClassificationPolicy, type TemperatureRule } from './policy.js';

interface CompiledRule<Rule> {
  readonly rule: Rule;
  readonly holds: Predicate;
}

export interface CompiledClassificationPolicy {
  readonly document: ClassificationPolicy;
  readonly temperature: readonly CompiledRule<TemperatureRule>[];
  readonly category: readonly CompiledRule<CategoryRule>[];
}

/** The category a lead already has; `automatic` when a rule gave it, not a person. */
export interface CurrentCategory {
  category: Category;
  automatic: boolean;
}

/** A rule id is null when no rule decided: the fallback did, or (`categoryKept`) the category is not the rules' to change. */
export interface Classification {
  temperature: Temperature;
  temperatureRuleId: string | null;
  category: Category;
  categoryRuleId: string | null;
  categoryKept: boolean;
}

/** Compiles a valid policy once; the result is immutable and can be shared. */
export function compileClassificationPolicy(document: ClassificationPolicy): CompiledClassificationPolicy {
  const compile = <Rule extends TemperatureRule | CategoryRule>(rule: Rule): CompiledRule<Rule> => ({
    rule,
    holds: compileCondition(rule.when),
  });
  return {
    document,
    temperature: document.temperature.rules.map(compile),
    category: document.category.rules.map(compile),
  };
}

/**
 * Temperature and category of a lead whose `subject.score` and `subject.grade` are set. Rules move a lead only among
 * suspect, lead, mql, sql, and to disqualified. What a person decided stays: prospect, customer, parked, lost, and a
 * disqualification that no rule gave.
 */
export function classify(
  policy: CompiledClassificationPolicy,
  subject: Subject,
  current?: CurrentCategory,
): Classification {
  const hotness = policy.temperature.find(({ holds }) => holds(subject))?.rule;
  const temperature = hotness?.temperature ?? policy.document.temperature.fallback;
  const temperatureRuleId = hotness?.id ?? null;
  if (current !== undefined && isKept(current)) {
    return { temperature, temperatureRuleId, category: current.category, categoryRuleId: null, categoryKept: true };
  }
  const { facts, source, engagement, now, instants, score, grade } = subject;
  const warmed: Subject = { facts, source, engagement, now, instants, score, grade, temperature, category: undefined };
  const stage = policy.category.find(({ holds }) => holds(warmed))?.rule;
  const category = stage?.category ?? policy.document.category.fallback;
  return { temperature, temperatureRuleId, category, categoryRuleId: stage?.id ?? null, categoryKept: false };
}

function isKept({ category, automatic }: CurrentCategory): boolean {
  if (category === 'disqualified') return !automatic;
  return !(AUTOMATIC_CATEGORIES as readonly Category[]).includes(category);
}
