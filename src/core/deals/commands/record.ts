import type { Batch } from '../../batch/batch.js';
import type { EventCause, EventType } from '../../events/events.js';
import { changesBetween } from '../../values.js';
import { type Deal, dealState } from '../deal.js';
import { dealEvent } from '../events.js';

export function addDeal({ sales }: Batch, deal: Deal, cause: EventCause): void {
  sales.deals.insert(deal);
  sales.record(dealEvent('deal.created', cause, { after: deal }));
}

/** Stores the next state of the deal, and records its event. */
export function replaceDeal({ sales }: Batch, type: EventType, cause: EventCause, after: Deal): void {
  const before = sales.deals.get(after.id);
  sales.deals.put(after);
  sales.record(dealEvent(type, cause, { before, after }));
}

/** The same for a requested change: without a difference the deal stays as it is. */
export function changeDeal(batch: Batch, type: EventType, after: Deal): { deal: Deal } {
  const before = batch.sales.deals.get(after.id);
  if (!changesBetween(dealState(before), dealState(after))) return { deal: before };
  replaceDeal(batch, type, 'api', after);
  return { deal: after };
}
