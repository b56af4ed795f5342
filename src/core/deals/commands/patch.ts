import type { Batch } from '../../batch/batch.js';
import { type IfMatch, ownerReference, type Refusal } from '../../refusals.js';
import { type Deal, nextDeal } from '../deal.js';
import { type DealTerms, isRefusal, pricedBy } from '../terms.js';
import { changeDeal } from './record.js';

/** Null removes, absent keeps. */
export interface DealPatch extends DealTerms {
  name?: string | null | undefined;
  ownerId?: string | null | undefined;
  expectedCloseOn?: string | null | undefined;
  competitor?: string | null | undefined;
}

export interface PatchDealCommand {
  type: 'patch_deal';
  dealId: string;
  ifMatch?: IfMatch;
  patch: DealPatch;
}

export function patchRefusal(batch: Batch, { patch: changes }: PatchDealCommand, deal: Deal): Refusal | undefined {
  const priced = pricedBy(changes, deal);
  if (isRefusal(priced)) return priced;
  if (deal.status === 'won' && priced.amount === undefined) {
    return { code: 'rule_refused', detail: 'A won deal has an amount.', pointer: '/amount' };
  }
  return changes.ownerId === deal.ownerId ? undefined : ownerReference(changes.ownerId, batch.assignment);
}

export function patch(batch: Batch, { dealId, patch: changes }: PatchDealCommand): { deal: Deal } {
  const deal = batch.sales.deals.get(dealId);
  const priced = pricedBy(changes, deal);
  if (isRefusal(priced)) throw new Error('the deal is refused');
  const patched = <Field extends 'name' | 'ownerId' | 'expectedCloseOn' | 'competitor'>(field: Field) =>
    changes[field] === undefined ? deal[field] : (changes[field] ?? undefined);
  const state = {
    ...priced,
    name: patched('name')?.trim(),
    ownerId: patched('ownerId'),
    expectedCloseOn: patched('expectedCloseOn'),
    competitor: patched('competitor'),
  };
  return changeDeal(batch, 'deal.updated', nextDeal(deal, state, batch.now));
}
