import type { EventCause } from '../events/events.js';
import type { LeadEventDraft } from '../events/lead-events.js';
import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';

/** Categories that are an outcome of a lead. */
export const OUTCOME_CATEGORIES = ['customer', 'lost', 'disqualified'] as const;
export type OutcomeCategory = (typeof OUTCOME_CATEGORIES)[number];

/** An outcome of a lead, with what reports group it by, as it was then. */
export interface LeadOutcome {
  leadId: string;
  category: OutcomeCategory;
  /** Epoch milliseconds. */
  endedAt: number;
  sourceId: string;
  ownerId?: string | undefined;
  products?: readonly string[] | undefined;
}

/** What identifies an outcome: a lead may end several times, also at one instant of a sandbox clock. */
export type OutcomeKey = Pick<LeadOutcome, 'leadId' | 'category' | 'endedAt'>;

/** Causes by which a person states that the category before was a mistake. All others are news about the lead. */
const CORRECTIONS: ReadonlySet<EventCause> = new Set([
  'manual',
  'release',
  'conversion_undone',
  'bulk_change_undone',
  'corrected',
  'churn_undone',
  'deal_reopened',
]);

/** When the outcome of a lead counts, epoch milliseconds: a converted lead was won when its deal was closed. */
export const endedAtOf = ({ category, categorySince, lifecycle }: Lead): number =>
  (category === 'customer' ? lifecycle?.conversion?.wonAt : undefined) ?? categorySince;

export const outcomeCategoryOf = (category: Category): OutcomeCategory | undefined =>
  OUTCOME_CATEGORIES.find((one) => one === category);

/**
 * What a change of the category does to the outcomes of a lead: it may add one, and a correction withdraws the one before. A lead that comes back, is parked
 * or buys after a loss keeps its earlier outcome. The conversion of a lead that was moved to `customer` before, and its undo, date the outcome anew.
 * @param before undefined: the lead is new
 */
export function outcomeChange(
  before: Lead | undefined,
  lead: Lead,
  cause: EventCause,
): { added?: LeadOutcome | undefined; withdrawn?: OutcomeKey | undefined } {
  const ended = before && outcomeCategoryOf(before.category);
  const isWithdrawn = isCorrection(lead, cause) || before?.category === lead.category;
  return {
    added: outcomeOf(lead, before?.ownerId),
    withdrawn: ended && isWithdrawn ? { leadId: lead.id, category: ended, endedAt: endedAtOf(before) } : undefined,
  };
}

/** Whether a change to the category of the lead states that the one before was a mistake. A lead that is parked by hand keeps its outcome. */
const isCorrection = ({ category }: Pick<Lead, 'category'>, cause: EventCause): boolean =>
  CORRECTIONS.has(cause) && (category !== 'parked' || cause === 'bulk_change_undone');

/** The event that removes the loss or the disqualification of a lead whose outcome a change of its category withdraws. */
export function withdrawalOf(before: Lead, lead: Lead, cause: EventCause): LeadEventDraft | undefined {
  if (before.category === lead.category || !isCorrection(lead, cause)) return undefined;
  const { loss, disqualification } = before.lifecycle ?? {};
  if (before.category === 'disqualified' && disqualification) {
    const sections = { disqualification: undefined };
    return { type: 'lead.requalified', cause, sections, before: { disqualification } };
  }
  // A loss from before a move to `lost` without a reason stands.
  if (before.category !== 'lost' || loss === undefined || loss.at < before.categorySince) return undefined;
  return { type: 'lead.requalified', cause, sections: { loss: loss.earlier }, before: { loss } };
}

/** `ownerBefore` counts where the change took the owner away. */
function outcomeOf(lead: Lead, ownerBefore: string | undefined): LeadOutcome | undefined {
  const category = outcomeCategoryOf(lead.category);
  if (category === undefined) return undefined;
  const { id: leadId, sourceId, ownerId = ownerBefore, facts } = lead;
  return { leadId, category, endedAt: endedAtOf(lead), sourceId, ownerId, products: facts.products };
}
