import { dealWithoutTexts } from '../core/conversion/parting.js';
import { nextCustomer } from '../core/customers/customer.js';
import { nextDeal } from '../core/deals/deal.js';
import type { IfMatch } from '../core/refusals.js';
import type { WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { tellCustomer } from './customers.js';
import { tellDeal } from './deals.js';
import { checkVersion, notFound } from './versions.js';
import type { Write } from './writes.js';

const CAUSE = 'customer_deleted';

export function customerRemoval(write: Write) {
  return {
    /** Takes everything personal of a customer away; what it bought stays counted. The lead that it was made of stays. */
    remove: (context: WriteContext, id: string, ifMatch: IfMatch): Promise<void> =>
      write(context, (scope) => removeCustomer(scope, id, ifMatch)),
  };
}

async function removeCustomer(scope: WriteScope, id: string, ifMatch: IfMatch): Promise<void> {
  const customer = await scope.customers.find(id);
  if (!customer) throw notFound('customer');
  checkVersion(customer, ifMatch);
  const [members, deals] = await Promise.all([scope.customers.ofOrganizations([id]), scope.deals.ofCustomers([id])]);
  const parted = members.map((member) => nextCustomer(member, { organizationId: undefined }, scope.now));
  const named = deals.filter(({ name, competitor, lossDetail }) => name ?? competitor ?? lossDetail);
  const nameless = named.map((deal) => nextDeal(deal, dealWithoutTexts(deal), scope.now));
  await scope.customers.replace(parted);
  await scope.deals.replace(nameless);
  await scope.conversions.eraseCustomer(id);
  const at = new Date(scope.now);
  await scope.customers.erase(id, at);
  for (const [index, member] of members.entries())
    tellCustomer(scope, 'customer.updated', CAUSE, member, parted[index]);
  for (const [index, deal] of named.entries()) tellDeal(scope, 'deal.updated', CAUSE, deal, nameless[index]);
  tellCustomer(scope, 'customer.deleted', 'api', customer, undefined);
  scope.sendEvents();
  await scope.events.erase({ subjectIds: [id, ...deals.map((deal) => deal.id)], visitorIds: [] }, at);
  await scope.idempotency.erase([id], new Date(scope.realNow));
}
