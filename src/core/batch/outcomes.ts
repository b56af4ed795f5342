import type { EventCause } from '../events/events.js';
import type { LeadEventDraft } from '../events/lead-events.js';
import { type Lead, lossOf } from '../leads/lead.js';
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
  /** Total score before it ended, and the model of it. */
  score: number;
  scoreModelVersion: number;
  /** Probability of a customer before it ended, from 0 to 1; undefined: there was no model. */
  probability?: number | undefined;
  predictionModelVersion?: number | undefined;
}

/** Why a lead was lost or disqualified; undefined: a rule disqualified it without a reason. */
export interface OutcomeReason {
  reason?: string | undefined;
  competitor?: string | undefined;
}

/** What identifies an outcome: a lead may end several times, also at one instant of a sandbox clock. */
export type OutcomeKey = Pick<LeadOutcome, 'leadId' | 'category' | 'endedAt'>;

/** Causes by which a person states that the category before was a mistake. All others are news about the lead. */
export const CORRECTIONS: ReadonlySet<EventCause> = new Set([
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
    added: outcomeOf(before, lead),
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

/** The owner before counts where the change took the owner away. */
export function outcomeOf(before: Lead | undefined, lead: Lead): LeadOutcome | undefined {
  const category = outcomeCategoryOf(lead.category);
  if (category === undefined) return undefined;
  const { id: leadId, sourceId, ownerId = before?.ownerId, facts } = lead;
  const { score, scoreModelVersion } = before ?? lead;
  return {
    ...{ leadId, category, endedAt: endedAtOf(lead), sourceId, ownerId, products: facts.products },
    ...{ score: score.total, scoreModelVersion },
    probability: before?.conversionProbability,
    predictionModelVersion: before?.conversionProbability === undefined ? undefined : before.predictionModelVersion,
  };
}

/** The reason of an outcome by the lead as it is at the end of the batch, open again or not. */
export function outcomeReasonOf({ category, endedAt }: OutcomeKey, lead: Lead): OutcomeReason {
  const { loss, disqualification, lastDisqualification } = lead.lifecycle ?? {};
  const isCurrent = lead.category === category && endedAtOf(lead) === endedAt;
  if (category === 'lost') {
    const found = isCurrent ? lossOf(lead) : [loss, loss?.earlier].find((one) => one?.at === endedAt);
    return { reason: found?.reason, competitor: found?.competitor };
  }
  if (category !== 'disqualified') return {};
  if (!isCurrent) return { reason: lastDisqualification?.at === endedAt ? lastDisqualification.reason : undefined };
  return { reason: disqualification?.reason ?? (lead.categoryDecidedBy === 'person' ? 'other' : undefined) };
}
