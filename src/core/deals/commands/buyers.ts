import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import type { Lead } from '../../leads/lead.js';
import type { Deal } from '../deal.js';

/** The customers of a converted lead. */
export function buyersOf(lead: Lead | undefined): Pick<Deal, 'customerId' | 'contactId'> {
  const { customerId, contactId } = lead?.lifecycle?.conversion ?? {};
  return { customerId, contactId };
}

/** A deal about a lead that has been converted since gets the customer of that conversion. */
export function withBuyer({ leads }: Batch, deal: Deal): Deal {
  if (deal.customerId !== undefined || deal.leadId === undefined) return deal;
  return { ...deal, ...buyersOf(leads.find(deal.leadId)) };
}

/** The lead that a deal without a customer is about. */
export function buyerReads({ sales }: Batch, { dealId }: { dealId: string }): Reads {
  const { leadId, customerId } = sales.deals.find(dealId) ?? {};
  return leadId === undefined || customerId !== undefined ? {} : { leadIds: [leadId] };
}
