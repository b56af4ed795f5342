import type { Batch } from '../../batch/batch.js';
import type { CustomerLeads, Reads } from '../../batch/reads.js';
import { noteDenials } from '../../consents/commands/note-statements.js';
import { isContactKey } from '../../consents/consent.js';
import { conversionWithoutCustomer, dealWithoutTexts } from '../../conversion/detachment.js';
import { replaceDeal } from '../../deals/commands/record.js';
import { nextDeal } from '../../deals/deal.js';
import { matchKeysOf } from '../../leads/keys.js';
import type { IfMatch } from '../../refusals.js';
import { nextCustomer } from '../customer.js';
import { customerEvent } from '../events.js';
import { forgetCustomer } from './forget.js';
import { replaceCustomer } from './record.js';

/** Erases the personal data of a customer; reports still count its deals. Its leads stay, without a reference to it. */
export interface RemoveCustomerCommand {
  type: 'remove_customer';
  customerId: string;
  ifMatch?: IfMatch;
}

const CAUSE = 'customer_deleted';

export const removeReads = ({ customerId }: RemoveCustomerCommand): Reads => {
  const ids = [customerId];
  return {
    sales: { customerIds: ids, peopleOfOrganizations: ids, dealsOfCustomers: ids, conversionsOfCustomers: ids },
  };
};

/** The leads that name it. */
export const removeLeadsOf = (_: Batch, { customerId }: RemoveCustomerCommand): CustomerLeads => ({
  ids: [customerId],
  buyers: [customerId],
});

export function remove(batch: Batch, { customerId }: RemoveCustomerCommand): { customerId: string } {
  const { sales, now } = batch;
  const { customers, deals, conversions } = sales;
  const customer = customers.get(customerId);
  for (const person of customers.ofOrganization(customerId)) {
    replaceCustomer(batch, 'customer.updated', CAUSE, nextCustomer(person, { organizationId: undefined }, now));
  }
  const bought = deals.ofCustomer(customerId);
  for (const deal of bought) {
    const hasTexts = (deal.name ?? deal.competitor ?? deal.lossDetail) !== undefined;
    if (hasTexts) replaceDeal(batch, 'deal.updated', CAUSE, nextDeal(deal, dealWithoutTexts(deal), now));
  }
  for (const conversion of conversions.ofCustomer(customerId)) {
    conversions.put(conversionWithoutCustomer(conversion, customerId));
  }
  forgetCustomer(batch, customerId, CAUSE);
  noteDenials(batch, customer);
  customers.erase(customerId);
  sales.record(customerEvent('customer.deleted', 'api', { before: customer }));
  const contacts = matchKeysOf(customer.facts).filter(isContactKey);
  sales.erase([customerId, ...bought.map(({ id }) => id)], [customerId], contacts);
  return { customerId };
}
