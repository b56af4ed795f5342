import { ACTIVITY_KINDS } from '../activities/activities.js';
import type { RelatedCondition, Relation } from '../condition.js';
import { DEAL_STATUSES } from '../deals/deal.js';
import { REFERRER_KINDS } from '../referrals/referral.js';
import { TASK_KINDS, TASK_STATUSES } from '../tasks/tasks.js';
import type { FieldViolation } from '../violations.js';
import { dateProblem } from './operands.js';

/** Which members of a related condition select rows of the relation. */
interface RelationKind {
  kinds?: readonly string[];
  statuses?: readonly string[];
  /** Whether its rows name a source and a campaign. */
  hasSource?: true;
  hasAmount?: true;
}

export const RELATION_KINDS: Readonly<Record<Relation, RelationKind>> = {
  touches: { hasSource: true },
  tasks: { kinds: TASK_KINDS, statuses: TASK_STATUSES },
  activities: { kinds: ACTIVITY_KINDS },
  referrals_given: {},
  referrals_received: { kinds: REFERRER_KINDS },
  deals: { statuses: DEAL_STATUSES, hasSource: true, hasAmount: true },
};

/** Most kinds or statuses of one condition, and most ids. */
export const RELATED_LIMITS = { words: 20, ids: 100 } as const;

/** The comparison of the condition in full; without one, at least one row is required. */
export function relatedComparison({ measure = 'count', operator, value }: RelatedCondition) {
  if (operator === undefined || value === undefined) return { measure: 'count', operator: 'gte', value: 1 } as const;
  return { measure, operator, value };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** All violations of a related condition whose shape is valid. Codes: `value_invalid`, `field_unavailable`. */
export function checkRelated(condition: RelatedCondition, pointer: string): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const report = (name: string, detail: string) =>
    void violations.push({ pointer: `${pointer}/${name}`, code: 'value_invalid', detail });
  const { relation, measure, operator, value, currency } = condition;
  const { hasSource, hasAmount, ...words } = RELATION_KINDS[relation];
  for (const name of ['kinds', 'statuses'] as const) {
    const [given, known] = [condition[name], words[name]];
    if (given === undefined) continue;
    if (known === undefined) report(name, `must be absent: ${relation} have none`);
    else if (given.length === 0 || given.some((word) => !known.includes(word)))
      report(name, `must be one or more of ${known.join(', ')}`);
  }
  for (const name of ['sourceChannels', 'sourceIds', 'campaignIds'] as const) {
    const given = condition[name];
    if (given === undefined) continue;
    if (hasSource === undefined) report(name, `must be absent: ${relation} have no source`);
    else if (given.length === 0) report(name, 'must not be empty: leave it out for any');
    else if (name !== 'sourceChannels' && given.some((id) => !UUID.test(id))) report(name, 'must be ids (UUIDs)');
  }
  for (const name of ['from', 'before'] as const) {
    const problem = condition[name] === undefined ? undefined : dateProblem(condition[name]);
    if (problem !== undefined) report(name, problem);
  }
  if (measure === 'amount' && hasAmount === undefined) report('measure', `${relation} have no amount`);
  if (measure === 'amount' && currency === undefined) report('currency', 'is needed with amount');
  if (currency !== undefined && hasAmount === undefined)
    report('currency', `must be absent: ${relation} have no amount`);
  if ((operator === undefined) !== (value === undefined) || (measure !== undefined && operator === undefined))
    report(operator === undefined ? 'operator' : 'value', 'operator and value go together, and measure needs them');
  if ((measure ?? 'count') === 'count' && value !== undefined && !Number.isInteger(value))
    report('value', 'must be an integer: it is compared with a count');
  return violations;
}
