import type { RemovedLead } from '../../core/batch/changes.js';
import { customerWithoutLead, dealWithoutLead, dealWithoutTexts } from '../../core/conversion/parting.js';
import type { Deal } from '../../core/deals/deal.js';
import type { RemovedWithLeads } from '../../db/repositories/removed-leads.js';
import type { WriteScope } from '../../db/store.js';
import { tellCustomer } from '../customers.js';
import { tellDeal } from '../deals.js';

const CAUSE = 'lead_deleted';

/**
 * Customers and deals of removed leads stay, without a reference to them: a fixed number of statements, however many. A deal
 * without a customer that still exists was about the lead alone: it loses its texts. Returns the ids of such deals.
 */
async function detachFromLeads(scope: WriteScope, removedLeads: readonly RemovedLead[]): Promise<string[]> {
  const byId = new Map(removedLeads.map((lead) => [lead.leadId, lead]));
  const [customers, deals] = await Promise.all([
    scope.customers.ofLeads([...byId.keys()]),
    scope.deals.ofLeads([...byId.keys()]),
  ]);
  const removedOf = ({ leadId = '' }: { leadId?: string | undefined }) => byId.get(leadId) as RemovedLead;
  const detachedCustomers = customers.map((customer) => customerWithoutLead(customer, scope.now));
  const namelessDeals = deals.map((deal) => dealWithoutLead(deal, removedOf(deal).bought, scope.now));
  const buyers = namelessDeals.flatMap(({ customerId, contactId }) => [customerId ?? [], contactId ?? []].flat());
  const known = new Set((await scope.customers.findMany(buyers)).map(({ id }) => id));
  const isOrphan = ({ customerId = '', contactId = '' }: Deal) => !known.has(customerId) && !known.has(contactId);
  const detachedDeals = namelessDeals.map((deal) => (isOrphan(deal) ? dealWithoutTexts(deal) : deal));
  await scope.customers.replace(detachedCustomers);
  await scope.deals.replace(detachedDeals);
  for (const [index, customer] of customers.entries()) {
    tellCustomer({ emit: removedOf(customer).emit }, 'customer.updated', CAUSE, customer, detachedCustomers[index]);
  }
  for (const [index, deal] of deals.entries()) {
    tellDeal({ emit: removedOf(deal).emit }, 'deal.updated', CAUSE, deal, detachedDeals[index]);
  }
  return detachedDeals.filter(isOrphan).map(({ id }) => id);
}

/**
 * Detaches customers and deals from removed leads, and empties all personal values of the events about the leads, their tasks
 * and their referrals, those of this transaction included. Returns the ids by which stored answers about them are found.
 */
export async function eraseLeads(
  scope: WriteScope,
  removedLeads: readonly RemovedLead[],
  removed: Promise<RemovedWithLeads>,
): Promise<string[]> {
  const dealIds = await detachFromLeads(scope, removedLeads);
  const { subjectIds, visitorIds, answeredIds } = await removed;
  scope.sendEvents();
  const leadIds = removedLeads.map(({ leadId }) => leadId);
  const visitors = [...visitorIds, ...removedLeads.flatMap((lead) => lead.visitorIds)];
  const erased = { subjectIds: [...leadIds, ...subjectIds, ...dealIds], visitorIds: visitors };
  const visitIds = await scope.events.erase(erased, new Date(scope.now));
  return [...leadIds, ...answeredIds, ...visitIds];
}
