import type { Category } from './vocabulary.js';

/**
 * When a lead first reached each category of the funnel, or a later one, in epoch milliseconds; absent: it has not. Nothing takes a step back,
 * so that going back and forth is one step. The step to a customer is an outcome (`batch/outcomes.ts`), which an undo withdraws.
 */
export interface Reached {
  reachedLeadAt?: number | undefined;
  reachedMqlAt?: number | undefined;
  reachedSqlAt?: number | undefined;
  reachedProspectAt?: number | undefined;
}

const PLACES: Partial<Record<Category, number>> = { lead: 1, mql: 2, sql: 3, prospect: 4 };

/** The steps after the lead is in the category. Returns the argument where they stay. */
export function reachedAfter(before: Reached, category: Category, at: number): Reached {
  const place = PLACES[category] ?? 0;
  if (place === 0) return before;
  return {
    reachedLeadAt: before.reachedLeadAt ?? at,
    reachedMqlAt: before.reachedMqlAt ?? (place > 1 ? at : undefined),
    reachedSqlAt: before.reachedSqlAt ?? (place > 2 ? at : undefined),
    reachedProspectAt: before.reachedProspectAt ?? (place > 3 ? at : undefined),
  };
}
