import { winRefusal } from '../deals/closing.js';
import { type Deal, dealState, nextDeal } from '../deals/deal.js';
import { isRefusal, pricedBy } from '../deals/terms.js';
import type { Refusal } from '../refusals.js';
import { sameValue } from '../values.js';
import type { ConversionFacts, ConversionRequest, Making, NewDeal } from './request.js';

/** The deal that the conversion creates, or an existing open one. */
export type DealPart = { action: 'created'; deal: Deal } | { action: 'linked'; before: Deal; deal: Deal };

type Buyers = Pick<Deal, 'customerId' | 'contactId'>;

/** The deal of a conversion, or its refusal. */
export function dealPart(
  request: ConversionRequest,
  facts: ConversionFacts,
  buyers: Buyers,
  making: Making,
): DealPart | Refusal {
  const wrong = contradiction(request);
  if (wrong) return wrong;
  const { dealId, deal: terms } = request;
  const begun = terms === undefined ? linked(dealId, facts, buyers, making) : made(terms, facts, buyers, making);
  return isRefusal(begun) ? begun : closed(begun, request, making);
}

function contradiction({ dealId, deal, won, closedAt, competitor }: ConversionRequest): Refusal | undefined {
  if ((dealId === undefined) === (deal === undefined)) {
    return refused('/deal', 'Send either `deal`, for a new one, or the `dealId` of an open one.');
  }
  if (won) return undefined;
  if (closedAt !== undefined) return refused('/closedAt', 'A deal that is not won yet has not been closed.');
  return competitor === undefined ? undefined : refused('/competitor', 'Only a won deal has a beaten competitor.');
}

function made(terms: NewDeal, { lead }: ConversionFacts, buyers: Buyers, { now, newId }: Making): DealPart | Refusal {
  const priced = pricedBy(terms, { products: [], amount: undefined }, '/deal');
  if (isRefusal(priced)) return priced;
  const { name, expectedCloseOn } = terms;
  const { id: leadId, ownerId, sourceId, campaignId, firstTouchAt: cycleStartedAt } = lead;
  const stamps = { id: newId(), version: 1, createdAt: now, updatedAt: now };
  const origin = { leadId, ownerId, sourceId, campaignId, cycleStartedAt };
  return {
    action: 'created',
    deal: { ...stamps, status: 'open', name, ...buyers, ...origin, ...priced, expectedCloseOn },
  };
}

function linked(
  dealId: string | undefined,
  { deal, lead, given }: ConversionFacts,
  buyers: Buyers,
  { now }: Making,
): DealPart | Refusal {
  if (deal === undefined) {
    const detail = 'There is no such deal in this workspace.';
    return { code: 'reference_not_found', detail, pointer: '/dealId' };
  }
  if (deal.status !== 'open')
    return { code: 'conflict', detail: `The deal ${dealId} is ${deal.status}: reopen it first.` };
  if (deal.leadId !== undefined && deal.leadId !== lead.id) {
    return refused('/dealId', 'The deal is about another lead.');
  }
  const { customerId } = deal;
  if (customerId !== undefined && customerId !== buyers.customerId && customerId !== buyers.contactId) {
    const remedy = given === undefined ? 'name that customer in `customerId`' : 'name another deal';
    return refused('/dealId', `The deal is one of another customer: ${remedy}.`);
  }
  const { ownerId = lead.ownerId, contactId = buyers.contactId } = deal;
  const taken = nextDeal(deal, { ...buyers, contactId, leadId: lead.id, ownerId }, now);
  return { action: 'linked', before: deal, deal: taken };
}

function closed(part: DealPart, { won, closedAt, competitor }: ConversionRequest, { now }: Making): DealPart | Refusal {
  const { deal } = part;
  if (won) {
    const refusal = winRefusal(deal, { closedAt }, now);
    if (refusal) return withPlace(refusal, part);
    const end = { status: 'won', closedAt: closedAt ?? now, competitor: competitor ?? deal.competitor } as const;
    return { ...part, deal: { ...deal, ...end } };
  }
  if (part.action === 'created' || !sameValue(dealState(part.before), dealState(deal))) return part;
  return { ...part, deal: part.before };
}

/** Points the refusal of a missing amount at the deal in the request. */
function withPlace(refusal: Refusal, { action }: DealPart): Refusal {
  if (refusal.code !== 'rule_refused' || !('pointer' in refusal) || refusal.pointer !== '/amount') return refusal;
  return { ...refusal, pointer: action === 'created' ? '/deal/amount' : '/dealId' };
}

const refused = (pointer: string, detail: string): Refusal => ({ code: 'rule_refused', detail, pointer });
