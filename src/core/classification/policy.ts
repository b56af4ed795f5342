import type { Condition } from '../condition.js';
import { checkDocumentLeaves, validateCondition } from '../conditions/validate.js';
import { DISQUALIFICATION_REASONS, PARK_REASONS } from '../leads/lifecycle-reasons.js';
import type { Temperature } from '../leads/vocabulary.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';

/** The categories that rules set. The others are set by actions of people (accept, convert, lose). */
export const AUTOMATIC_CATEGORIES = ['suspect', 'lead', 'mql', 'sql', 'parked', 'disqualified'] as const;
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
  /** Why the lead is parked or disqualified: one of the reasons of the category. Required with `parked`. */
  reason?: string | undefined;
  /** Until when the lead is parked; only with `parked`, and required there. */
  park?: RuleParking | undefined;
}

/** How long a rule parks a lead. A lead whose contract with a competitor ends too soon is not parked by the rule. */
export interface RuleParking {
  /** Days after which it wakes. */
  days: number;
  /** Wakes so many days before `competitorContractEndsOn` instead, if that is known. */
  daysBeforeContractEnd?: number | undefined;
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

export const CLASSIFICATION_LIMITS = { rules: 100, guards: 20, dwellHours: 8_760, parkDays: 3_650 } as const;

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
    if ('category' in rule) violations.push(...endingViolations(rule, pointer));
  }
  if (policy.category.fallback === 'parked') {
    const detail = 'the fallback cannot park leads: it has no reason and no date';
    violations.push({ pointer: '/category/fallback', code: 'value_invalid', detail });
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

/** `existing_customer` belongs to the funnel: it keeps rules from deciding about the lead. */
const REASONS: Partial<Record<AutomaticCategory, readonly string[]>> = {
  parked: PARK_REASONS,
  disqualified: DISQUALIFICATION_REASONS.filter((reason) => reason !== 'existing_customer'),
};

function endingViolations({ category, reason, park }: CategoryRule, at: string): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const known = REASONS[category];
  if (reason !== undefined && known?.includes(reason) !== true) {
    const detail = known
      ? `"${reason}" is no reason of the category "${category}" that a rule can give: ${known.join(', ')}`
      : `a lead of the category "${category}" has no reason`;
    violations.push({ pointer: `${at}/reason`, code: 'value_invalid', detail });
  }
  if (category === 'parked' && (reason === undefined || park === undefined)) {
    violations.push({
      pointer: at,
      code: 'value_invalid',
      detail: 'a rule that parks leads needs `reason` and `park`',
    });
  }
  if (category !== 'parked' && park !== undefined) {
    violations.push({ pointer: `${at}/park`, code: 'value_invalid', detail: 'goes with the category `parked` only' });
  }
  return violations;
}

function checkDwell(hours: number | undefined, pointer: string, violations: FieldViolation[]): void {
  if (hours === undefined || (hours >= 0 && hours <= CLASSIFICATION_LIMITS.dwellHours)) return;
  const detail = `must be from 0 to ${CLASSIFICATION_LIMITS.dwellHours} hours`;
  violations.push({ pointer: `${pointer}/minimumDwellHours`, code: 'value_invalid', detail });
}
