import type { ClassificationPolicy } from '../classification/policy.js';
import type { Condition } from '../condition.js';

/** Half of the maximum of the default model. */
const DEFAULT_TOTAL = 50;

/** The total score from which rules of a policy make a lead an MQL; the lowest if several rules have one. */
export function qualifyingTotal({ category }: ClassificationPolicy): number {
  const bounds = category.rules.flatMap((rule) => (rule.category === 'mql' ? totalsIn(rule.when) : []));
  return bounds.length === 0 ? DEFAULT_TOTAL : Math.min(...bounds);
}

function totalsIn(condition: Condition): number[] {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.flatMap(totalsIn);
    case 'field': {
      const { field, operator, value } = condition;
      const isBound = field === 'score.total' && (operator === 'gte' || operator === 'gt');
      return isBound && typeof value === 'number' ? [value] : [];
    }
    default:
      return [];
  }
}
