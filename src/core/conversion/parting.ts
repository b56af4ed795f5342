import type { Customer } from '../customers/customer.js';
import { type Deal, nextDeal } from '../deals/deal.js';
import type { Bought } from '../leads/lifecycle.js';

/** The customer stays when the lead that it was made of is deleted, and does not name it any more. */
export function customerWithoutLead(customer: Customer, now: number): Customer {
  return { ...customer, leadId: undefined, version: customer.version + 1, updatedAt: now };
}

/** A deal without what somebody wrote about it: numbers, products, instants and reasons stay. */
export const dealWithoutTexts = (deal: Deal): Deal => ({
  ...deal,
  name: undefined,
  competitor: undefined,
  lossDetail: undefined,
});

/** So does a deal. One that was its customer's only by way of the lead (`bought`: what that became) is said to be so. */
export function dealWithoutLead(deal: Deal, bought: Bought | undefined, now: number): Deal {
  const { customerId, contactId } = deal.customerId === undefined && bought !== undefined ? bought : deal;
  return nextDeal(deal, { customerId, contactId, leadId: undefined }, now);
}
