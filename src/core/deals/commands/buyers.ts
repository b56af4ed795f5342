import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import type { Customer } from '../../customers/customer.js';
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

/**
 * Reads the customers of a deal; for a deal without a customer, its lead and the customers that the lead was converted
 * to.
 */
export function buyerReads({ sales }: Batch, { dealId }: { dealId: string }): Reads {
  const { leadId, customerId, contactId } = sales.deals.find(dealId) ?? {};
  if (customerId !== undefined) return { sales: { customerIds: [customerId, contactId ?? []].flat() } };
  return leadId === undefined ? {} : { leadIds: [leadId], sales: { customersOfLeads: [leadId] } };
}

/** The customers of a deal, as far as they are loaded. */
export const customersOf = ({ sales }: Batch, { customerId, contactId }: Deal): Customer[] =>
  [customerId, contactId].flatMap((id) => sales.customers.find(id) ?? []);
