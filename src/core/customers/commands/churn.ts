import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { futureRefusal } from '../../deals/closing.js';
import type { Deal } from '../../deals/deal.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { iso } from '../../time.js';
import type { ChurnReason, Customer } from '../customer.js';
import { afterReturn, NO_CHURN } from '../returns.js';
import { changeCustomer } from './record.js';

const NOT_CHURNED: Refusal = { code: 'conflict', detail: 'The customer has not churned.' };

export interface Churn {
  /** Epoch milliseconds; now when absent. */
  churnedAt?: number | undefined;
  reason: ChurnReason;
  detail?: string | undefined;
}

/** The customer has churned. */
export interface ChurnCommand extends Churn {
  type: 'churn_customer';
  customerId: string;
  ifMatch?: IfMatch;
}

/** The customer came back. */
export interface ReturnCommand {
  type: 'return_customer';
  customerId: string;
  ifMatch?: IfMatch;
  /** Epoch milliseconds; now when absent. */
  returnedAt?: number | undefined;
}

/** The customer never left. */
export interface UndoChurnCommand {
  type: 'undo_churn';
  customerId: string;
  ifMatch?: IfMatch;
}

/** The customer, and its deals, of which the first one that was won began its time as a customer. */
export const churnReads = ({ customerId }: ChurnCommand): Reads => ({
  sales: { customerIds: [customerId], dealsOfCustomers: [customerId] },
});

export function churnRefusal(
  { now, sales }: Batch,
  { churnedAt = now }: ChurnCommand,
  customer: Customer,
): Refusal | undefined {
  const late = futureRefusal(churnedAt, now, '/churnedAt');
  if (late) return { ...late, detail: 'A customer cannot have churned in the future.' };
  if (customer.churnedAt !== undefined) {
    return { code: 'conflict', detail: 'The customer has churned already: undo that first to change it.' };
  }
  const since = customerSince(customer, sales.deals.ofCustomer(customer.id));
  if (since !== undefined && churnedAt < since) {
    return refused(`A customer cannot leave before its first purchase (${iso(since)}).`);
  }
  const back = customer.pastChurns?.at(-1)?.returnedAt;
  if (back === undefined || churnedAt >= back) return undefined;
  return refused(`The customer returned at ${iso(back)} from an earlier churn: it cannot have left before that.`);
}

const refused = (detail: string): Refusal => ({ code: 'rule_refused', detail, pointer: '/churnedAt' });

/** When it bought first, epoch milliseconds; without a won deal when it was converted. Undefined: the records do not show it. */
function customerSince({ leadId, createdAt }: Customer, deals: readonly Deal[]): number | undefined {
  const won = deals.flatMap(({ status, closedAt }) => (status === 'won' && closedAt !== undefined ? [closedAt] : []));
  if (won.length > 0) return Math.min(...won);
  return leadId === undefined ? undefined : createdAt;
}

export function churn(batch: Batch, command: ChurnCommand): { customer: Customer } {
  const { customerId, churnedAt = batch.now, reason: churnReason, detail: churnDetail } = command;
  return changeCustomer(batch, customerId, { churnedAt, churnReason, churnDetail }, 'customer.churned');
}

export function returnRefusal({ now }: Batch, { returnedAt }: ReturnCommand, customer: Customer): Refusal | undefined {
  const late = futureRefusal(returnedAt, now, '/returnedAt');
  if (late) return { ...late, detail: 'A customer cannot have come back in the future.' };
  const { churnedAt } = customer;
  if (churnedAt === undefined) return NOT_CHURNED;
  if (returnedAt === undefined || returnedAt >= churnedAt) return undefined;
  return { code: 'rule_refused', detail: 'A customer cannot come back before it left.', pointer: '/returnedAt' };
}

/** The time away stays in the customer's history, and in the retention of its period. */
export function returnCustomer(
  batch: Batch,
  { customerId, returnedAt = batch.now }: ReturnCommand,
): { customer: Customer } {
  const changes = afterReturn(batch.sales.customers.get(customerId), { returnedAt });
  return changeCustomer(batch, customerId, changes, 'customer.returned');
}

export function undoChurnRefusal(customer: Customer): Refusal | undefined {
  if (customer.churnedAt !== undefined) return undefined;
  return NOT_CHURNED;
}

export function undoChurn(batch: Batch, { customerId }: UndoChurnCommand): { customer: Customer } {
  return changeCustomer(batch, customerId, NO_CHURN);
}
