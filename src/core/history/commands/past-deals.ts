import type { Batch } from '../../batch/batch.js';
import { pastKey } from '../../batch/known-past.js';
import { conversionFacts } from '../../conversion/commands/facts.js';
import type { CustomerPart } from '../../conversion/customers.js';
import { planConversion, recordOf } from '../../conversion/plan.js';
import type { ConversionRequest } from '../../conversion/request.js';
import { replaceCustomer } from '../../customers/commands/record.js';
import { customerEvent } from '../../customers/events.js';
import { buyersOf } from '../../deals/commands/buyers.js';
import { type Deal, dealState } from '../../deals/deal.js';
import { dealEvent } from '../../deals/events.js';
import { isRefusal, pricedBy } from '../../deals/terms.js';
import type { Lead } from '../../leads/lead.js';
import type { Bought } from '../../leads/lifecycle.js';
import { type LeadPast, type PastDeal, wonDealOf } from '../history.js';

const NOTHING_AGREED = { products: [], amount: undefined };

/** The deals of the past except the one by which the lead became a customer. Returns how many there are with it. */
export function addPastDeals(batch: Batch, lead: Lead, past: LeadPast): number {
  const by = past.outcome?.result === 'won' ? wonDealOf(past) : undefined;
  const others = past.deals.filter((deal) => deal !== by);
  return others.filter((deal) => addPastDeal(batch, lead, past, deal)).length + (by === undefined ? 0 : 1);
}

/** Returns false when the lead has the deal. */
export function addPastDeal(batch: Batch, lead: Lead, past: LeadPast, deal: PastDeal): boolean {
  if (!batch.known.add(lead.id, keyOf(past, deal))) return false;
  insertDeal(batch, dealOf(batch, lead, past, deal));
  return true;
}

export const keyOf = ({ createdAt }: LeadPast, { name, openedAt = createdAt }: PastDeal): string =>
  pastKey.deal({ name: name?.trim(), openedAt });

function dealOf({ newId }: Batch, lead: Lead, past: LeadPast, deal: PastDeal): Deal {
  const {
    status,
    name,
    openedAt = past.createdAt,
    closedAt,
    expectedCloseOn,
    competitor,
    lossReason,
    lossDetail,
  } = deal;
  const priced = pricedBy(deal, NOTHING_AGREED);
  if (isRefusal(priced)) throw new Error('the deal is refused');
  return {
    id: newId(),
    version: 1,
    status,
    name: name?.trim(),
    ...buyersOf(lead),
    leadId: lead.id,
    ownerId: lead.ownerId,
    ...priced,
    expectedCloseOn,
    closedAt,
    competitor,
    lossReason: status === 'lost' ? (lossReason ?? 'other') : undefined,
    lossDetail,
    sourceId: lead.sourceId,
    campaignId: lead.campaignId,
    cycleStartedAt: lead.lifecycle?.conversion === undefined ? lead.firstTouchAt : openedAt,
    createdAt: openedAt,
    updatedAt: closedAt ?? openedAt,
  };
}

function insertDeal({ sales }: Batch, deal: Deal): void {
  sales.deals.insert(deal);
  sales.record(dealEvent('deal.history_recorded', 'history', { after: deal }));
}

/** Converts a lead that was won: it becomes or joins customers, with the deal that was won. */
export function convertPast(batch: Batch, lead: Lead, past: LeadPast, at: number): Bought & { conversionId: string } {
  const { sales, now, newId } = batch;
  const won = wonDealOf(past);
  if (won === undefined) throw new Error('the history is refused');
  const { name, currency = '', products, amount, expectedCloseOn, closedAt, competitor, openedAt } = won;
  const deal = { name: name?.trim(), currency, products, amount, expectedCloseOn };
  const request: ConversionRequest = { deal, won: true, closedAt, competitor, overwrite: false };
  const facts = conversionFacts(sales, lead, request);
  const plan = isRefusal(facts) ? facts : planConversion(request, facts, { now, newId });
  if (isRefusal(plan)) throw new Error('the conversion of a history is refused');
  for (const part of [plan.organization, plan.person]) if (part) recordPastCustomer(batch, part, at);
  const opened = openedAt ?? past.createdAt;
  const wonDeal: Deal = { ...plan.deal.deal, createdAt: opened, updatedAt: closedAt ?? at };
  batch.known.add(lead.id, keyOf(past, won));
  insertDeal(batch, wonDeal);
  const conversionId = newId();
  const record = { ...recordOf(plan), deal: { id: wonDeal.id, after: dealState(wonDeal) } };
  sales.conversions.insert({ id: conversionId, leadId: lead.id, record, convertedAt: at });
  const { customerId = '', contactId, id: dealId } = wonDeal;
  return { conversionId, customerId, contactId, dealId };
}

function recordPastCustomer(batch: Batch, part: CustomerPart, at: number): void {
  const { customer } = part;
  if (part.action === 'created') {
    const since = { ...customer, createdAt: at, updatedAt: at };
    batch.sales.customers.insert(since);
    batch.sales.record(customerEvent('customer.history_recorded', 'history', { after: since }));
  } else if (part.before !== customer) replaceCustomer(batch, 'customer.updated', 'history', customer);
}
