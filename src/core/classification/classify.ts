import type { Subject } from '../conditions/subject.js';
import type { Category, Temperature } from '../leads/vocabulary.js';
import { type CompiledAxis, type CurrentClass, compileAxis, placeOnAxis } from './axis.js';
import { AUTOMATIC_CATEGORIES, type CategoryRule, type ClassificationPolicy, type TemperatureRule } from './policy.js';

export interface CompiledClassificationPolicy {
  readonly document: ClassificationPolicy;
  readonly temperature: CompiledAxis<TemperatureRule, Temperature>;
  readonly category: CompiledAxis<CategoryRule, Category>;
}

/**
 * The current classes of a lead, for hysteresis and dwell. An absent class is decided as for a new lead. Instants are epoch
 * milliseconds.
 */
export interface CurrentCategory {
  category?: Category | undefined;
  /** True when a rule gave the category, not a person. */
  automatic: boolean;
  categorySince?: number | undefined;
  temperature?: Temperature | undefined;
  temperatureSince?: number | undefined;
  /** The person who set the category, and the reason. For the explanation only. */
  actorId?: string | undefined;
  reason?: string | undefined;
}

/**
 * A rule id is null when no rule decided: the fallback did, a dwell keeps the value (`...HeldUntil`), or
 * (`categoryKept`) rules may not change the category.
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
 * suspect, lead, mql, sql, and to parked and disqualified. A category set by a person stays until it is released. So do the
 * categories that only people's actions set: prospect, customer, lost.
 */
export function classify(
  policy: CompiledClassificationPolicy,
  subject: Subject,
  current?: CurrentCategory,
): Classification {
  const placed = placeOnAxis(
    policy.temperature,
    subject,
    currentClass(current?.temperature, current?.temperatureSince),
  );
  const kept = keptCategory(current);
  if (kept !== undefined) return combine(placed, { value: kept, ruleId: null, heldUntil: undefined }, true);
  const { facts, source, engagement, now, instants, score, grade, conversionProbability } = subject;
  const withTemperature: Subject = {
    facts,
    source,
    engagement,
    now,
    instants,
    score,
    grade,
    temperature: placed.value,
    category: undefined,
    conversionProbability,
  };
  const was = currentClass(current?.category, current?.categorySince);
  return combine(placed, placeOnAxis(policy.category, withTemperature, was, 'disqualified'), false);
}

/** Without a known instant the class is infinitely old, so no dwell applies. */
function currentClass<Value>(value: Value | undefined, since: number | undefined): CurrentClass<Value> | undefined {
  return value === undefined ? undefined : { value, since: since ?? Number.NEGATIVE_INFINITY };
}

function keptCategory(current: CurrentCategory | undefined): Category | undefined {
  if (current?.category === undefined) return undefined;
  const { category, automatic } = current;
  return automatic && (AUTOMATIC_CATEGORIES as readonly Category[]).includes(category) ? undefined : category;
}

function combine(
  temperature: ReturnType<typeof placeOnAxis<TemperatureRule, Temperature>>,
  category: ReturnType<typeof placeOnAxis<CategoryRule, Category>>,
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
