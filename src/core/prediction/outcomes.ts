import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';
import { historyUntil } from '../replay/history-until.js';
import { type HistoryEvent, replayLead } from '../replay/replay.js';

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

/**
 * The lead as it ended last: itself while it is closed, otherwise as its history has it at its last recorded outcome (`lastAt`, epoch milliseconds).
 * Undefined: it has not ended. So a lead that has come back teaches what it taught before.
 */
export function endedLead(lead: Lead, lastAt: number | undefined, history: readonly HistoryEvent[]): Lead | undefined {
  if (!mayStillBeWon(lead.category)) return lead;
  return lastAt === undefined ? undefined : replayLead(lead.id, historyUntil(history, lastAt))?.lead;
}

const isLost = (category: Category) => (LOST_CATEGORIES as readonly Category[]).includes(category);

/** Whether a lead in the category has a probability of winning: not if it is won, lost or disqualified. */
export function mayStillBeWon(category: Category): boolean {
  return !(WON_CATEGORIES as readonly Category[]).includes(category) && !isLost(category);
}
