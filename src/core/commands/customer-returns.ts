import type { Batch } from '../batch/batch.js';
import { replaceCustomer } from '../customers/commands/record.js';
import { nextCustomer } from '../customers/customer.js';
import { returnByDeal, withoutReturnByDeal } from '../customers/returns.js';
import { customersOf } from '../deals/commands/buyers.js';
import { type ReopenDealCommand, reopenDeal, type WinDealCommand, winDeal } from '../deals/commands/close.js';
import type { Deal } from '../deals/deal.js';

/** Wins a deal, which ends an earlier churn of its customers. */
export function winDealEndingChurn(batch: Batch, command: WinDealCommand): { deal: Deal } {
  const result = winDeal(batch, command);
  for (const customer of customersOf(batch, result.deal)) {
    const back = returnByDeal(customer, result.deal);
    if (back) replaceCustomer(batch, 'customer.returned', 'deal_won', nextCustomer(customer, back, batch.now));
  }
  return result;
}

/** Reopens a deal. A customer whose churn the deal had ended has churned again. */
export function reopenDealRestoringChurn(batch: Batch, command: ReopenDealCommand): { deal: Deal } {
  const result = reopenDeal(batch, command);
  for (const customer of customersOf(batch, result.deal)) {
    const away = withoutReturnByDeal(customer, result.deal.id);
    if (away) replaceCustomer(batch, 'customer.updated', 'deal_reopened', nextCustomer(customer, away, batch.now));
  }
  return result;
}
