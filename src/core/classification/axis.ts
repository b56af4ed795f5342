import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { Subject } from '../conditions/subject.js';
import { MILLISECONDS_PER_HOUR } from '../time.js';
import type { CategoryGuard, CategoryRule, TemperatureRule } from './policy.js';

export interface CompiledRule<Rule, Value> {
  readonly rule: Rule;
  readonly value: Value;
  readonly holds: Predicate;
  /** Asked for leads that have the value already; undefined where leaving is entering turned round. */
  readonly stays: Predicate | undefined;
  readonly guards: readonly Predicate[];
}

/** One of the two axes on which rules place a lead, temperature or category, made ready to be asked often. */
export interface CompiledAxis<Rule, Value extends string> {
  readonly rules: readonly CompiledRule<Rule, Value>[];
  readonly fallback: Value;
  /** Milliseconds for which a value is kept at least. */
  dwellOf(value: Value): number;
}

/** What a lead is on an axis, and since when (epoch ms). */
export interface Standing<Value> {
  value: Value;
  since: number;
}

/** `ruleId` null: no rule decided. `heldUntil`: the rules say something else, and the dwell keeps the value till then. */
export interface Placement<Value> {
  value: Value;
  ruleId: string | null;
  heldUntil: number | undefined;
}

interface AxisDocument<Rule, Value> {
  rules: readonly Rule[];
  fallback: Value;
  guards?: readonly CategoryGuard[] | undefined;
  minimumDwellHours?: number | undefined;
}

export function compileAxis<Rule extends TemperatureRule | CategoryRule, Value extends string>(
  { rules, fallback, guards = [], minimumDwellHours = 0 }: AxisDocument<Rule, Value>,
  valueBy: (rule: Rule) => Value,
): CompiledAxis<Rule, Value> {
  const dwells = new Map<Value, number>();
  for (const rule of rules) {
    if (rule.minimumDwellHours === undefined) continue;
    dwells.set(valueBy(rule), Math.max(dwells.get(valueBy(rule)) ?? 0, rule.minimumDwellHours));
  }
  return {
    rules: rules.map((rule) => ({
      rule,
      value: valueBy(rule),
      holds: compileCondition(rule.when),
      stays: rule.stay && compileCondition(rule.stay),
      guards: guards.flatMap(({ category, requires }) =>
        category === (valueBy(rule) as string) ? [compileCondition(requires)] : [],
      ),
    })),
    fallback,
    dwellOf: (value) => Math.ceil((dwells.get(value) ?? minimumDwellHours) * MILLISECONDS_PER_HOUR),
  };
}

/** Where the rules put a subject that stands there (undefined: nowhere yet); a value in `atOnce` waits for no dwell. */
export function place<Rule extends { id: string }, Value extends string>(
  axis: CompiledAxis<Rule, Value>,
  subject: Subject,
  standing: Standing<Value> | undefined,
  atOnce?: Value,
): Placement<Value> {
  const was = standing?.value;
  const found = axis.rules.find(
    ({ holds, stays, value, guards }) =>
      (holds(subject) || (value === was && stays?.(subject) === true)) && guards.every((guard) => guard(subject)),
  );
  const value = found?.value ?? axis.fallback;
  if (standing !== undefined && value !== standing.value && value !== atOnce) {
    const heldUntil = standing.since + axis.dwellOf(standing.value);
    if (subject.now < heldUntil) return { value: standing.value, ruleId: null, heldUntil };
  }
  return { value, ruleId: found?.rule.id ?? null, heldUntil: undefined };
}
