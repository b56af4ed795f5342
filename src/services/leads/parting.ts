import { customerWithoutLead, dealWithoutLead } from '../../core/conversion/parting.js';
import type { LeadGone } from '../../core/ingest/changes.js';
import type { WriteScope } from '../../db/store.js';
import { tellCustomer } from '../customers.js';
import { tellDeal } from '../deals.js';

const CAUSE = 'lead_deleted';

/** Customers and deals of leads that are gone stay, and name them no more: a fixed number of statements, however many. */
export async function partFromLeads(scope: WriteScope, gone: readonly LeadGone[]): Promise<void> {
  const byId = new Map(gone.map((lead) => [lead.leadId, lead]));
  const [customers, deals] = await Promise.all([
    scope.customers.ofLeads([...byId.keys()]),
    scope.deals.ofLeads([...byId.keys()]),
  ]);
  const goneOf = ({ leadId = '' }: { leadId?: string | undefined }) => byId.get(leadId) as LeadGone;
  const partedCustomers = customers.map((customer) => customerWithoutLead(customer, scope.now));
  const partedDeals = deals.map((deal) => dealWithoutLead(deal, goneOf(deal).bought, scope.now));
  await scope.customers.replace(partedCustomers);
  await scope.deals.replace(partedDeals);
  for (const [index, customer] of customers.entries()) {
    tellCustomer({ emit: goneOf(customer).tell }, 'customer.updated', CAUSE, customer, partedCustomers[index]);
  }
  for (const [index, deal] of deals.entries()) {
    tellDeal({ emit: goneOf(deal).tell }, 'deal.updated', CAUSE, deal, partedDeals[index]);
  }
}
