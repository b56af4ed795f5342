import { HANDOFF_CATEGORIES } from '../leads/handoff.js';
import type { Lead } from '../leads/lead.js';
import type { QueueReason } from '../leads/vocabulary.js';

/** Why a hand-off keeps an open lead from being routed: it is offered to a team, or was returned to marketing. */
export type HoldReason = Extract<QueueReason, 'offered_to_team' | 'returned_to_marketing'>;

/** The reason as a sentence. */
export const HOLD_DETAILS: Readonly<Record<HoldReason, string>> = {
  offered_to_team: 'It is offered to a team: whoever of it accepts first gets it.',
  returned_to_marketing:
    'Sales did not take it, so marketing has it back. Offer it again, give it to a rep, or wait until it qualifies anew.',
};

const BEFORE_SALES: ReadonlySet<string> = new Set(['suspect', 'lead', 'mql', 'sql']);
export const isHandedOver = (category: string): boolean => HANDOFF_CATEGORIES.some((one) => one === category);

/**
 * Why the lead stays in the queue even if a rep could take it; undefined when it does not. A lead that was returned to
 * marketing is released when it qualifies again: when it enters a hand-off category after its return.
 */
export function holdOf({
  category,
  categorySince,
  lifecycle,
}: Pick<Lead, 'category' | 'categorySince' | 'lifecycle'>): HoldReason | undefined {
  const handoff = lifecycle?.handoff;
  if (handoff === undefined || !BEFORE_SALES.has(category)) return undefined;
  if (handoff.status === 'offered') return handoff.repId === undefined ? 'offered_to_team' : undefined;
  if (handoff.next !== 'marketing') return undefined;
  const qualifiedAnew = isHandedOver(category) && categorySince > (handoff.endedAt ?? 0);
  return qualifiedAnew ? undefined : 'returned_to_marketing';
}
