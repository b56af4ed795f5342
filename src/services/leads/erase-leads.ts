import type { RemovedLead } from '../../core/batch/changes.js';
import { customerWithoutLead, dealWithoutLead, dealWithoutTexts } from '../../core/conversion/parting.js';
import type { Deal } from '../../core/deals/deal.js';
import type { RemovedWithLeads } from '../../db/repositories/removed-leads.js';
import type { WriteScope } from '../../db/store.js';
import { tellCustomer } from '../customers.js';
import { tellDeal } from '../deals.js';

const CAUSE = 'lead_deleted';

/**
 * Customers and deals of leads that are gone stay, and name them no more: a fixed number of statements, however many. A deal
 * without a customer who is still there was about nobody but the lead: it loses its texts. Answers the ids of such deals.
 */
async function partFromLeads(scope: WriteScope, gone: readonly RemovedLead[]): Promise<string[]> {
  const byId = new Map(gone.map((lead) => [lead.leadId, lead]));
  const [customers, deals] = await Promise.all([
    scope.customers.ofLeads([...byId.keys()]),
    scope.deals.ofLeads([...byId.keys()]),
  ]);
  const goneOf = ({ leadId = '' }: { leadId?: string | undefined }) => byId.get(leadId) as RemovedLead;
  const partedCustomers = customers.map((customer) => customerWithoutLead(customer, scope.now));
  const namelessDeals = deals.map((deal) => dealWithoutLead(deal, goneOf(deal).bought, scope.now));
  const buyers = namelessDeals.flatMap(({ customerId, contactId }) => [customerId ?? [], contactId ?? []].flat());
  const known = new Set((await scope.customers.findMany(buyers)).map(({ id }) => id));
  const isOrphan = ({ customerId = '', contactId = '' }: Deal) => !known.has(customerId) && !known.has(contactId);
  const partedDeals = namelessDeals.map((deal) => (isOrphan(deal) ? dealWithoutTexts(deal) : deal));
  await scope.customers.replace(partedCustomers);
  await scope.deals.replace(partedDeals);
  for (const [index, customer] of customers.entries()) {
    tellCustomer({ emit: goneOf(customer).emit }, 'customer.updated', CAUSE, customer, partedCustomers[index]);
  }
  for (const [index, deal] of deals.entries()) {
    tellDeal({ emit: goneOf(deal).emit }, 'deal.updated', CAUSE, deal, partedDeals[index]);
  }
  return partedDeals.filter(isOrphan).map(({ id }) => id);
}

/**
 * What follows when leads have been removed: customers and deals part from them, and everything personal goes from the
 * events about them, their tasks and referrals, those of this transaction included. Answers the ids that remembered answers
 * about them name.
 */
export async function eraseLeads(
  scope: WriteScope,
  gone: readonly RemovedLead[],
  removed: Promise<RemovedWithLeads>,
): Promise<string[]> {
  const dealIds = await partFromLeads(scope, gone);
  const { subjectIds, visitorIds, answeredIds } = await removed;
  scope.sendEvents();
  const leadIds = gone.map(({ leadId }) => leadId);
  const visitors = [...visitorIds, ...gone.flatMap((lead) => lead.visitorIds)];
  const erased = { subjectIds: [...leadIds, ...subjectIds, ...dealIds], visitorIds: visitors };
  const visitIds = await scope.events.erase(erased, new Date(scope.now));
  return [...leadIds, ...answeredIds, ...visitIds];
}
