import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';

export const WON_CATEGORIES = ['customer'] as const satisfies readonly Category[];
export const LOST_CATEGORIES = ['lost', 'disqualified'] as const satisfies readonly Category[];

/** The outcome of a lead: `at` is when it got its category, epoch milliseconds. */
export interface Outcome {
  won: boolean;
  at: number;
}

/**
 * The outcome of a lead for training: won as a customer, lost as `lost` or disqualified by a person. Undefined for leads that
 * may still be won, and for leads that rules disqualified, because a model would learn the rules.
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

/** Whether a lead in the category has a probability of winning: not if it is won, lost or disqualified. */
export function mayStillBeWon(category: Category): boolean {
  return !(WON_CATEGORIES as readonly Category[]).includes(category) && !isLost(category);
}
