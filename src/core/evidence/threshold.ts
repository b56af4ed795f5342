import type { ClassificationPolicy } from '../classification/policy.js';
import type { Condition } from '../condition.js';

/** Half of what the default model can give. */
const WITHOUT_BOUND = 50;

/** The total from which a policy makes a lead an MQL by its score alone; the lowest, where several rules say one. */
export function qualifyingTotal({ category }: ClassificationPolicy): number {
  const bounds = category.rules.flatMap((rule) => (rule.category === 'mql' ? totalsIn(rule.when) : []));
  return bounds.length === 0 ? WITHOUT_BOUND : Math.min(...bounds);
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
