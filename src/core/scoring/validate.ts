import { checkDocumentLeaves, validateCondition } from '../conditions/validate.js';
import { hasDecimals } from '../decimals.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';
import {
  type Bounds,
  type EngagementRule,
  type Frequency,
  SCORE_MODEL_LIMITS as LIMITS,
  type ScoreModel,
} from './model.js';

/** Fields that a score cannot depend on: those computed from the score, and the prediction. */
const UNAVAILABLE: ReadonlySet<string> = new Set([
  'score.fit',
  'score.engagement',
  'score.total',
  'grade',
  'temperature',
  'category',
  'conversionProbability',
]);

/**
 * All violations of a model whose shape is valid. Codes: `points_invalid`, `days_invalid`, `count_invalid`,
 * `factor_invalid`, `bounds_invalid`, `too_many_rules`, `empty`, `invalid_rule_id`, `duplicate_rule_id`, and those of
 * `validateCondition`.
 */
export function validateScoreModel(model: ScoreModel): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const ids = (group: 'fit' | 'engagement') =>
    model[group].rules.map(({ id }, index) => ({ id, pointer: `/${group}/rules/${index}/id` }));
  violations.push(...checkRuleIds([...ids('fit'), ...ids('engagement')]));
  if (model.fit.rules.length + model.engagement.rules.length > LIMITS.rules) {
    violations.push({ pointer: '', code: 'too_many_rules', detail: `may have ${LIMITS.rules} rules at most` });
  }
  model.fit.rules.forEach((rule, index) => {
    const pointer = `/fit/rules/${index}`;
    checkPoints(rule.points, `${pointer}/points`, violations);
    violations.push(...validateCondition(rule.when, { pointer: `${pointer}/when`, unavailable: UNAVAILABLE }));
  });
  model.engagement.rules.forEach((rule, index) => {
    checkEngagementRule(rule, `/engagement/rules/${index}`, violations);
  });
  violations.push(...checkDocumentLeaves([...model.fit.rules, ...model.engagement.rules].map(({ when }) => when)));
  for (const group of ['fit', 'engagement', 'total'] as const) checkBounds(model[group], `/${group}`, violations);
  checkGradeBounds(model.grade.fitBounds, '/grade/fitBounds', violations);
  checkGradeBounds(model.grade.engagementBounds, '/grade/engagementBounds', violations);
  return violations;
}

function checkEngagementRule(rule: EngagementRule, pointer: string, violations: FieldViolation[]): void {
  const { decay, frequency } = rule;
  if (rule.engagementTypes.length === 0) {
    violations.push({ pointer: `${pointer}/engagementTypes`, code: 'empty', detail: 'must not be empty' });
  }
  checkPoints(rule.points, `${pointer}/points`, violations);
  if (rule.sourceChannels?.length === 0) {
    violations.push({ pointer: `${pointer}/sourceChannels`, code: 'empty', detail: 'must not be empty' });
  }
  checkAmounts(rule, pointer, violations);
  if (rule.withinDays !== undefined) checkDays(rule.withinDays, `${pointer}/withinDays`, violations);
  if (decay.type !== 'none') checkDays(decay.days, `${pointer}/decay/days`, violations);
  if (decay.type === 'step' && !(decay.factor >= 0 && decay.factor <= 1)) {
    violations.push({ pointer: `${pointer}/decay/factor`, code: 'factor_invalid', detail: 'must be from 0 to 1' });
  }
  checkFrequency(frequency, `${pointer}/frequency`, violations);
  if (rule.when !== undefined) {
    violations.push(...validateCondition(rule.when, { pointer: `${pointer}/when`, unavailable: UNAVAILABLE }));
  }
}

/** Floor and cap of a rule are absolute amounts: not negative, and the floor is not above the cap. */
function checkAmounts({ minimum, maximum }: EngagementRule, pointer: string, violations: FieldViolation[]): void {
  for (const [name, amount] of Object.entries({ minimum, maximum })) {
    if (amount === undefined) continue;
    checkPoints(amount, `${pointer}/${name}`, violations);
    if (amount < 0) {
      violations.push({ pointer: `${pointer}/${name}`, code: 'points_invalid', detail: 'must not be negative' });
    }
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    violations.push({ pointer: `${pointer}/minimum`, code: 'bounds_invalid', detail: 'must not be above the maximum' });
  }
}

function checkFrequency(frequency: Frequency, pointer: string, violations: FieldViolation[]): void {
  const check = (name: 'count' | 'days', value: number, code: string) => {
    if (Number.isInteger(value) && inRange(value, 1, LIMITS[name])) return;
    const detail = `must be an integer from 1 to ${LIMITS[name]}`;
    violations.push({ pointer: `${pointer}/${name}`, code, detail });
  };
  if (frequency.type === 'at_most' || frequency.type === 'per_window') check('count', frequency.count, 'count_invalid');
  if (frequency.type === 'per_window') check('days', frequency.days, 'days_invalid');
}

function checkPoints(points: number, pointer: string, violations: FieldViolation[]): boolean {
  const valid = inRange(Math.abs(points), 0, LIMITS.points) && hasDecimals(points, 2);
  if (!valid) {
    const detail = `must be from -${LIMITS.points} to ${LIMITS.points} with at most 2 decimal places`;
    violations.push({ pointer, code: 'points_invalid', detail });
  }
  return valid;
}

function checkDays(days: number, pointer: string, violations: FieldViolation[]): void {
  if (days > 0 && days <= LIMITS.days) return;
  violations.push({ pointer, code: 'days_invalid', detail: `must be above 0 and at most ${LIMITS.days} days` });
}

function checkBounds({ minimum, maximum }: Bounds, pointer: string, violations: FieldViolation[]): void {
  const minimumValid = checkPoints(minimum, `${pointer}/minimum`, violations);
  const maximumValid = checkPoints(maximum, `${pointer}/maximum`, violations);
  if (minimumValid && maximumValid && minimum > maximum) {
    violations.push({ pointer: `${pointer}/minimum`, code: 'bounds_invalid', detail: 'must not be above the maximum' });
  }
}

function checkGradeBounds([high, low]: readonly [number, number], pointer: string, violations: FieldViolation[]): void {
  const valid = [checkPoints(high, `${pointer}/0`, violations), checkPoints(low, `${pointer}/1`, violations)];
  if (valid.every(Boolean) && high < low) {
    violations.push({ pointer, code: 'bounds_invalid', detail: 'must be [higher, lower]' });
  }
}

function inRange(value: number, minimum: number, maximum: number): boolean {
  return value >= minimum && value <= maximum;
}
