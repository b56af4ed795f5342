import { compileCondition, type Predicate } from '../conditions/compile.js';
import type { Subject } from '../conditions/subject.js';
import { MILLISECONDS_PER_HOUR } from '../time.js';
import { parkedUntil } from './parking.js';
import type { CategoryGuard, CategoryRule, TemperatureRule } from './policy.js';

export interface CompiledRule<Rule, Value> {
  readonly rule: Rule;
  readonly value: Value;
  readonly holds: Predicate;
  /** Evaluated for leads that already have the value. Undefined: a lead leaves as soon as `holds` is false. */
  readonly stays: Predicate | undefined;
  readonly guards: readonly Predicate[];
}

/** The compiled rules of one of the two axes, temperature or category. */
export interface CompiledAxis<Rule, Value extends string> {
  readonly rules: readonly CompiledRule<Rule, Value>[];
  readonly fallback: Value;
  /** Minimum time a value is kept, in milliseconds. */
  dwellOf(value: Value): number;
}

/** The current value of a lead on an axis, and since when (epoch ms). */
export interface CurrentClass<Value> {
  value: Value;
  since: number;
}

/** `ruleId` null: no rule decided. `heldUntil`: the rules give another value, but the dwell keeps this one until then. */
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
      guards: [
        ...guards.flatMap(({ category, requires }) =>
          category === (valueBy(rule) as string) ? [compileCondition(requires)] : [],
        ),
        ...parkingGuards(rule),
      ],
    })),
    fallback,
    dwellOf: (value) => Math.ceil((dwells.get(value) ?? minimumDwellHours) * MILLISECONDS_PER_HOUR),
  };
}

/** A lead that would wake at once is not parked. */
function parkingGuards(rule: TemperatureRule | CategoryRule): Predicate[] {
  const park = 'park' in rule ? rule.park : undefined;
  return park === undefined ? [] : [({ facts, now }) => parkedUntil(park, facts, now) > now];
}

/** The value that the rules give a subject with this current value (undefined: a new lead). The value `exempt` ignores the dwell. */
export function placeOnAxis<Rule extends { id: string }, Value extends string>(
  axis: CompiledAxis<Rule, Value>,
  subject: Subject,
  current: CurrentClass<Value> | undefined,
  exempt?: Value,
): Placement<Value> {
  const currentValue = current?.value;
  const decidingRule = axis.rules.find(
    ({ holds, stays, value, guards }) =>
      (holds(subject) || (value === currentValue && stays?.(subject) === true)) &&
      guards.every((guard) => guard(subject)),
  );
  const value = decidingRule?.value ?? axis.fallback;
  if (current !== undefined && value !== current.value && value !== exempt) {
    const heldUntil = current.since + axis.dwellOf(current.value);
    if (subject.now < heldUntil) return { value: current.value, ruleId: null, heldUntil };
  }
  return { value, ruleId: decidingRule?.rule.id ?? null, heldUntil: undefined };
}
