import { CONDITION_LIMITS, type RelatedCondition, type Relation } from '../condition.js';
import { TOUCH_LIMIT } from '../leads/touch.js';
import type { FieldViolation } from '../violations.js';
import { dateProblem, UUID } from './operands.js';
import { isRelativeDate } from './relative-dates.js';

/** The kinds and statuses that rows of a relation can have. They belong to other folders of the core, which import this one. */
export type RelationWords = Readonly<
  Partial<Record<Relation, { kinds?: readonly string[]; statuses?: readonly string[] }>>
>;

/** Relations whose rows name a source and a campaign. */
const WITH_SOURCE: ReadonlySet<Relation> = new Set(['touches', 'deals']);
const WITH_AMOUNT: ReadonlySet<Relation> = new Set(['deals']);

/** Most kinds or statuses of one condition, and most ids. */
export const RELATED_LIMITS = { words: 20, ids: 100 } as const;

/** What a rule can say of touches: it has no relative dates, and counts no more touches than are loaded. */
export function checkTouchesOfRule(condition: RelatedCondition, pointer: string): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const report = (name: string, detail: string) =>
    void violations.push({ pointer: `${pointer}/${name}`, code: 'value_invalid', detail });
  for (const name of ['from', 'before'] as const) {
    const date = condition[name];
    if (date !== undefined && isRelativeDate(date))
      report(name, 'must be a date or an instant in rules: for a distance from now use withinDays');
  }
  const { measure, value } = relatedComparison(condition);
  if (measure === 'count' && value > TOUCH_LIMIT)
    report('value', `must be at most ${TOUCH_LIMIT} in rules, which count the last ${TOUCH_LIMIT} touches of a lead`);
  return violations;
}

/** The comparison of the condition in full; without one, at least one row is required. */
export function relatedComparison({ measure = 'count', operator, value }: RelatedCondition) {
  if (operator === undefined || value === undefined) return { measure: 'count', operator: 'gte', value: 1 } as const;
  return { measure, operator, value };
}

/** The least number of selected rows for which the comparison can hold; 0: it holds for some leads without a row. */
export function leastRows({ measure, operator, value }: ReturnType<typeof relatedComparison>): number {
  if (measure === 'days_since_last') return operator === 'eq' || operator === 'lt' || operator === 'lte' ? 1 : 0;
  const isAtLeast = operator === 'gte' || operator === 'eq';
  if (measure === 'amount') return (operator === 'gt' && value >= 0) || (isAtLeast && value > 0) ? 1 : 0;
  return operator === 'gt' ? Math.max(0, value + 1) : isAtLeast ? Math.max(0, value) : 0;
}

/** All violations of a related condition whose shape is valid. Codes: `value_invalid`, `field_unavailable`. */
export function checkRelated(condition: RelatedCondition, pointer: string, words: RelationWords): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const report = (name: string, detail: string) =>
    void violations.push({ pointer: `${pointer}/${name}`, code: 'value_invalid', detail });
  const { relation, measure, operator, value, currency, withinDays } = condition;
  const [hasSource, hasAmount] = [WITH_SOURCE.has(relation), WITH_AMOUNT.has(relation)];
  for (const name of ['kinds', 'statuses'] as const) {
    const [given, known] = [condition[name], words[relation]?.[name]];
    if (given === undefined) continue;
    if (known === undefined) report(name, `must be absent: ${relation} have none`);
    else if (new Set(given).size < given.length) report(name, 'names a word again');
    else if (given.length === 0 || given.some((word) => !known.includes(word)))
      report(name, `must be one or more of ${known.join(', ')}`);
  }
  for (const name of ['sourceChannels', 'sourceIds', 'campaignIds'] as const) {
    const given = condition[name];
    if (given === undefined) continue;
    if (!hasSource) report(name, `must be absent: ${relation} have no source`);
    else if (given.length === 0) report(name, 'must not be empty: leave it out for any');
    else if (new Set<string>(given).size < given.length) report(name, 'names a value again');
    else if (name !== 'sourceChannels' && given.some((id) => !UUID.test(id))) report(name, 'must be ids (UUIDs)');
  }
  for (const name of ['from', 'before'] as const) {
    const problem = condition[name] === undefined ? undefined : dateProblem(condition[name]);
    if (problem !== undefined) report(name, problem);
  }
  if (withinDays !== undefined && relation === 'tasks')
    report('withinDays', 'must be absent: tasks are due in the future');
  else if (withinDays !== undefined && !(withinDays > 0 && withinDays <= CONDITION_LIMITS.withinDays))
    report('withinDays', `must be above 0 and at most ${CONDITION_LIMITS.withinDays} days`);
  if (measure === 'amount' && !hasAmount) report('measure', `${relation} have no amount`);
  if (measure === 'amount' && currency === undefined) report('currency', 'is needed with amount');
  if (currency !== undefined && !hasAmount) report('currency', `must be absent: ${relation} have no amount`);
  if ((operator === undefined) !== (value === undefined) || (measure !== undefined && operator === undefined))
    report(operator === undefined ? 'operator' : 'value', 'operator and value go together, and measure needs them');
  if ((measure ?? 'count') === 'count' && value !== undefined && !Number.isInteger(value))
    report('value', 'must be an integer: it is compared with a count');
  return violations;
}
