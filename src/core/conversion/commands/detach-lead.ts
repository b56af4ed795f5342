import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { replaceCustomer } from '../../customers/commands/record.js';
import { replaceDeal } from '../../deals/commands/record.js';
import type { Lead } from '../../leads/lead.js';
import { customerWithoutLead, dealWithoutLead, dealWithoutTexts } from '../detachment.js';

const CAUSE = 'lead_deleted';

/** Customers and deals that refer to a lead. */
export const detachReads = (leadId: string): Reads => ({
  sales: { customersOfLeads: [leadId], dealsOfLeads: [leadId] },
});

/** Customers that the deals of the lead refer to, or will refer to. */
export function detachReadsNext({ sales, leads }: Batch, leadId: string): Reads {
  const deals = sales.deals.ofLead(leadId);
  if (deals.length === 0) return {};
  const named = [...deals, leads.find(leadId)?.lifecycle?.conversion ?? {}];
  return {
    sales: {
      customerIds: named.flatMap(({ customerId, contactId }: { customerId?: string; contactId?: string }) =>
        [customerId ?? [], contactId ?? []].flat(),
      ),
    },
  };
}

/**
 * Customers and deals of a removed lead stay, without a reference to it. A deal without a customer that still exists was about
 * the lead alone: it loses its texts, in the log as well.
 */
export function detachFromLead(batch: Batch, { id: leadId, lifecycle }: Lead): void {
  const { sales, now } = batch;
  const { customers, deals } = sales;
  for (const customer of customers.ofLead(leadId)) {
    replaceCustomer(batch, 'customer.updated', CAUSE, customerWithoutLead(customer, now));
  }
  for (const deal of deals.ofLead(leadId)) {
    const detached = dealWithoutLead(deal, lifecycle?.conversion, now);
    const hasCustomer = [detached.customerId, detached.contactId].some((id) => customers.find(id) !== undefined);
    replaceDeal(batch, 'deal.updated', CAUSE, hasCustomer ? detached : dealWithoutTexts(detached));
    if (!hasCustomer) sales.erase([deal.id]);
  }
  sales.conversions.forgetLead(leadId);
}
