import type { Lead } from '../leads/lead.js';
import { OPEN_CATEGORIES } from '../leads/lead.js';
import type { Category, Temperature } from '../leads/vocabulary.js';

/**
 * Effort of an open lead for its owner, in whole units from 0 to 100, by temperature. In a `released` category the effort
 * is 0.
 */
export interface EffortRule {
  hot: number;
  warm: number;
  cold: number;
  released?: readonly Category[] | undefined;
}

export const DEFAULT_EFFORT: EffortRule = { hot: 3, warm: 2, cold: 1 };

/** Units of effort of a lead; 0 when it is closed, or released. */
export function effortOf(
  rule: EffortRule,
  { temperature, category }: { temperature?: Temperature | undefined; category?: Category | undefined },
): number {
  if (category !== undefined && (!OPEN_CATEGORIES.has(category) || rule.released?.includes(category))) return 0;
  return rule[temperature ?? 'cold'];
}

/** The stored effort of an open, owned lead; 0 otherwise. */
export function openEffortOf(lead: Lead | undefined): number {
  return lead?.ownerId === undefined || !OPEN_CATEGORIES.has(lead.category) ? 0 : (lead.effort ?? 0);
}
