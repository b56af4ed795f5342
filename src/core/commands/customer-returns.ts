import type { Batch } from '../batch/batch.js';
import type { CustomerLeads } from '../batch/reads.js';
import { churn, returnCustomer, undoChurn } from '../customers/commands/churn.js';
import { replaceCustomer } from '../customers/commands/record.js';
import { type Customer, nextCustomer } from '../customers/customer.js';
import { returnByDeal, withoutReturnByDeal } from '../customers/returns.js';
import { customersOf, withBuyer } from '../deals/commands/buyers.js';
import { type ReopenDealCommand, reopenDeal, type WinDealCommand, winDeal } from '../deals/commands/close.js';
import type { Deal } from '../deals/deal.js';
import { type ChurnCorrection, followChurn } from '../lifecycle/commands/churned-leads.js';

// Commands by which a customer leaves or comes back. They open and close its leads from lists.

export const leadsOfChurn = (_: Batch, { customerId }: { customerId: string }): CustomerLeads => ({
  ids: [customerId],
});

const withLeads =
  <Command extends { customerId: string }>(
    apply: (batch: Batch, command: Command) => { customer: Customer },
    correction?: ChurnCorrection,
  ) =>
  (batch: Batch, command: Command): { customer: Customer } => {
    const before = batch.sales.customers.get(command.customerId);
    const result = apply(batch, command);
    followChurn(batch, before, correction);
    return result;
  };

export const churnWithLeads = withLeads(churn);
export const returnWithLeads = withLeads(returnCustomer);
export const undoChurnWithLeads = withLeads(undoChurn, 'churn_undone');

/** The leads of the customers that come back by the deal, or leave again by its reopening. */
export function leadsOfDeal(batch: Batch, { dealId }: { dealId: string }): CustomerLeads | undefined {
  const deal = batch.sales.deals.find(dealId);
  const buyers = deal === undefined ? [] : customersOf(batch, withBuyer(batch, deal));
  const isMoving = ({ churnedAt, pastChurns }: Customer) =>
    churnedAt !== undefined || pastChurns?.at(-1)?.dealId === dealId;
  const ids = buyers.filter(isMoving).map(({ id }) => id);
  return ids.length === 0 ? undefined : { ids };
}

/** Wins a deal, which ends an earlier churn of its customers. */
export function winDealEndingChurn(batch: Batch, command: WinDealCommand): { deal: Deal } {
  const result = winDeal(batch, command);
  for (const customer of customersOf(batch, result.deal)) {
    const back = returnByDeal(customer, result.deal);
    if (back === undefined) continue;
    replaceCustomer(batch, 'customer.returned', 'deal_won', nextCustomer(customer, back, batch.now));
    followChurn(batch, customer);
  }
  return result;
}

/** Reopens a deal. A customer whose churn the deal had ended has churned again. */
export function reopenDealRestoringChurn(batch: Batch, command: ReopenDealCommand): { deal: Deal } {
  const result = reopenDeal(batch, command);
  for (const customer of customersOf(batch, result.deal)) {
    const away = withoutReturnByDeal(customer, result.deal.id);
    if (away === undefined) continue;
    replaceCustomer(batch, 'customer.updated', 'deal_reopened', nextCustomer(customer, away, batch.now));
    followChurn(batch, customer, 'deal_reopened');
  }
  return result;
}
