import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';

export const WON_CATEGORIES = ['customer'] as const satisfies readonly Category[];
export const LOST_CATEGORIES = ['lost', 'disqualified'] as const satisfies readonly Category[];

/** How a lead ended: `at` is when it was so classified, epoch milliseconds. */
export interface Outcome {
  won: boolean;
  at: number;
}

/**
 * What a lead teaches: won as a customer, lost as lost or disqualified by a person. Leads that rules disqualified teach
 * nothing: a model would learn the rules. Undefined for these and for all that may still be won.
 */
export function outcomeOf({
  category,
  categorySince: at,
  categoryDecidedBy,
}: Pick<Lead, 'category' | 'categorySince' | 'categoryDecidedBy'>): Outcome | undefined {
  if ((WON_CATEGORIES as readonly Category[]).includes(category)) return { won: true, at };
  if (!isLost(category)) return undefined;
  return category === 'disqualified' && categoryDecidedBy === 'rule' ? undefined : { won: false, at };
}

const isLost = (category: Category) => (LOST_CATEGORIES as readonly Category[]).includes(category);
