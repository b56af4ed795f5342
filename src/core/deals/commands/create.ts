import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { noSuchCustomer, ownerReference, type Refusal } from '../../refusals.js';
import type { Deal } from '../deal.js';
import { type DealTerms, isRefusal, pricedBy } from '../terms.js';
import { buyersOf } from './buyers.js';
import { addDeal } from './record.js';

export interface DealInput extends DealTerms {
  name?: string | undefined;
  leadId?: string | undefined;
  customerId?: string | undefined;
  ownerId?: string | undefined;
  currency: string;
  expectedCloseOn?: string | undefined;
  competitor?: string | undefined;
}

/** Creates a deal about a lead, for a customer, or both. */
export interface CreateDealCommand {
  type: 'create_deal';
  input: DealInput;
}

const listOf = (id: string | undefined): string[] => (id === undefined ? [] : [id]);

export const createReads = ({ input: { leadId, customerId } }: CreateDealCommand): Reads => ({
  leadIds: listOf(leadId),
  sales: { customerIds: listOf(customerId) },
});

export function createRefusal(batch: Batch, { input }: CreateDealCommand): Refusal | undefined {
  const { leadId, customerId, ownerId } = input;
  if (leadId === undefined && customerId === undefined) {
    const detail = 'A deal is about a lead or of a customer: send `leadId` or `customerId`.';
    return { code: 'rule_refused', detail };
  }
  if (leadId !== undefined && batch.leads.find(leadId) === undefined) {
    const detail = 'There is no such lead in this workspace.';
    return { code: 'reference_not_found', detail, pointer: '/leadId' };
  }
  if (customerId !== undefined && batch.sales.customers.find(customerId) === undefined) {
    return noSuchCustomer('/customerId');
  }
  const priced = pricedBy(input, NOTHING_AGREED);
  return isRefusal(priced) ? priced : ownerReference(ownerId, batch.assignment);
}

const NOTHING_AGREED = { products: [], amount: undefined };

export function create(batch: Batch, { input }: CreateDealCommand): { deal: Deal } {
  const { now, leads, sales } = batch;
  const { name, leadId, customerId, ownerId, expectedCloseOn, competitor } = input;
  const lead = leadId === undefined ? undefined : leads.get(leadId);
  const customer = customerId === undefined ? undefined : sales.customers.get(customerId);
  const priced = pricedBy(input, NOTHING_AGREED);
  if (isRefusal(priced)) throw new Error('the deal is refused');
  const origin = lead ?? customer;
  const deal: Deal = {
    id: batch.newId(),
    version: 1,
    status: 'open',
    name: name?.trim(),
    ...(customer ? { customerId: customer.id } : buyersOf(lead)),
    leadId,
    ownerId: ownerId ?? origin?.ownerId,
    ...priced,
    expectedCloseOn,
    competitor,
    sourceId: origin?.sourceId,
    campaignId: origin?.campaignId,
    // A further deal of a customer does not begin with the old first touch.
    cycleStartedAt: lead && lead.lifecycle?.conversion === undefined ? lead.firstTouchAt : now,
    createdAt: now,
    updatedAt: now,
  };
  addDeal(batch, deal, 'api');
  return { deal };
}
