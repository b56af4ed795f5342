import { HANDOFF_CATEGORIES } from '../leads/handoff.js';
import type { Lead } from '../leads/lead.js';
import type { QueueReason } from '../leads/vocabulary.js';

/** Why an open lead is not routed: it is offered to a team, was returned to marketing, or came with its history. */
export type HoldReason = Extract<QueueReason, 'offered_to_team' | 'returned_to_marketing' | 'history'>;

/** The reason as a sentence. */
export const HOLD_DETAILS: Readonly<Record<HoldReason, string>> = {
  offered_to_team: 'It is offered to a team: whoever of it accepts first gets it.',
  returned_to_marketing:
    'Sales did not take it, so marketing has it back. Offer it again, give it to a rep, or wait until it qualifies anew.',
  history:
    'It came with its history and without an owner. Give it to a rep or run the rules again; something new about it routes it as well.',
};

const BEFORE_SALES: ReadonlySet<string> = new Set(['suspect', 'lead', 'mql', 'sql']);
export const isHandedOver = (category: string): boolean => HANDOFF_CATEGORIES.some((one) => one === category);

type HeldLead = Pick<
  Lead,
  'category' | 'categorySince' | 'lifecycle' | 'queueReason' | 'lastTouchAt' | 'lastEngagedAt'
>;

/** Whether the lead did something since its history was recorded, or was reopened. */
export function hasNews({
  lifecycle,
  lastTouchAt,
  lastEngagedAt = 0,
}: Pick<Lead, 'lifecycle' | 'lastTouchAt' | 'lastEngagedAt'>): boolean {
  const { historyAt = 0, recycledAt = 0 } = lifecycle ?? {};
  return Math.max(lastTouchAt, lastEngagedAt, recycledAt) > historyAt;
}

/**
 * Why the lead stays in the queue even if a rep could take it; undefined when it does not. A lead that was returned to
 * marketing is released when it qualifies again: when it enters a hand-off category after its return.
 */
export function holdOf(lead: HeldLead): HoldReason | undefined {
  const { category, categorySince, lifecycle, queueReason } = lead;
  if (queueReason === 'history' && !hasNews(lead)) return 'history';
  const handoff = lifecycle?.handoff;
  if (handoff === undefined || !BEFORE_SALES.has(category)) return undefined;
  if (handoff.status === 'offered') return handoff.repId === undefined ? 'offered_to_team' : undefined;
  if (handoff.next !== 'marketing') return undefined;
  const qualifiedAnew = isHandedOver(category) && categorySince > (handoff.endedAt ?? 0);
  return qualifiedAnew ? undefined : 'returned_to_marketing';
}
