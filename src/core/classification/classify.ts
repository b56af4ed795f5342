import type { Subject } from '../conditions/subject.js';
import type { Category, Temperature } from '../leads/vocabulary.js';
import { type CompiledAxis, compileAxis, place, type Standing } from './axis.js';
import { AUTOMATIC_CATEGORIES, type CategoryRule, type ClassificationPolicy, type TemperatureRule } from './policy.js';

export interface CompiledClassificationPolicy {
  readonly document: ClassificationPolicy;
  readonly temperature: CompiledAxis<TemperatureRule, Temperature>;
  readonly category: CompiledAxis<CategoryRule, Category>;
}

/**
 * What a lead is already. Hysteresis and dwell rest on it: a part that is absent is decided as for a new lead. Instants
 * are epoch milliseconds.
 */
export interface CurrentCategory {
  category?: Category | undefined;
  /** True when a rule gave the category, not a person. */
  automatic: boolean;
  categorySince?: number | undefined;
  temperature?: Temperature | undefined;
  temperatureSince?: number | undefined;
  /** Who gave the category and why, where a person did: for the explanation only. */
  actorId?: string | undefined;
  reason?: string | undefined;
}

/**
 * A rule id is null when no rule decided: the fallback did, a dwell keeps the value (`...HeldUntil`), or
 * (`categoryKept`) the category is not the rules' to change.
 */
export interface Classification {
  temperature: Temperature;
  temperatureRuleId: string | null;
  temperatureHeldUntil: number | undefined;
  category: Category;
  categoryRuleId: string | null;
  categoryHeldUntil: number | undefined;
  categoryKept: boolean;
}

/** Compiles a valid policy once; the result is immutable and can be shared. */
export function compileClassificationPolicy(document: ClassificationPolicy): CompiledClassificationPolicy {
  return {
    document,
    temperature: compileAxis<TemperatureRule, Temperature>(document.temperature, ({ temperature }) => temperature),
    category: compileAxis<CategoryRule, Category>(document.category, ({ category }) => category),
  };
}

/**
 * Temperature and category of a lead whose `subject.score` and `subject.grade` are set. Rules move a lead only among
 * suspect, lead, mql, sql, and to disqualified. What a person decided stays until it is released, and so do the
 * categories that only people's doings give: prospect, customer, parked, lost.
 */
export function classify(
  policy: CompiledClassificationPolicy,
  subject: Subject,
  current?: CurrentCategory,
): Classification {
  const heat = place(policy.temperature, subject, standing(current?.temperature, current?.temperatureSince));
  const kept = keptCategory(current);
  if (kept !== undefined) return together(heat, { value: kept, ruleId: null, heldUntil: undefined }, true);
  const { facts, source, engagement, now, instants, score, grade, conversionProbability } = subject;
  const warmed: Subject = {
    facts,
    source,
    engagement,
    now,
    instants,
    score,
    grade,
    temperature: heat.value,
    category: undefined,
    conversionProbability,
  };
  const was = standing(current?.category, current?.categorySince);
  return together(heat, place(policy.category, warmed, was, 'disqualified'), false);
}

/** Without an instant, since ever: no dwell is left. */
function standing<Value>(value: Value | undefined, since: number | undefined): Standing<Value> | undefined {
  return value === undefined ? undefined : { value, since: since ?? Number.NEGATIVE_INFINITY };
}

function keptCategory(current: CurrentCategory | undefined): Category | undefined {
  if (current?.category === undefined) return undefined;
  const { category, automatic } = current;
  return automatic && (AUTOMATIC_CATEGORIES as readonly Category[]).includes(category) ? undefined : category;
}

function together(
  temperature: ReturnType<typeof place<TemperatureRule, Temperature>>,
  category: ReturnType<typeof place<CategoryRule, Category>>,
  categoryKept: boolean,
): Classification {
  return {
    temperature: temperature.value,
    temperatureRuleId: temperature.ruleId,
    temperatureHeldUntil: temperature.heldUntil,
    category: category.value,
    categoryRuleId: category.ruleId,
    categoryHeldUntil: category.heldUntil,
    categoryKept,
  };
}
