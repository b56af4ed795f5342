import type { Batch } from '../../batch/batch.js';
import { futureRefusal } from '../../deals/closing.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { type ChurnReason, type Customer, MOST_PAST_CHURNS } from '../customer.js';
import { changeCustomer } from './record.js';

const NOT_CHURNED: Refusal = { code: 'conflict', detail: 'The customer has not churned.' };
const NO_CHURN = { churnedAt: undefined, churnReason: undefined, churnDetail: undefined };

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

export function churnRefusal({ now }: Batch, { churnedAt }: ChurnCommand, customer: Customer): Refusal | undefined {
  const late = futureRefusal(churnedAt, now, '/churnedAt');
  if (late) return { ...late, detail: 'A customer cannot have churned in the future.' };
  if (customer.churnedAt === undefined) return undefined;
  return { code: 'conflict', detail: 'The customer has churned already: undo that first to change it.' };
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
  const { churnedAt, churnReason: reason = 'other', pastChurns = [] } = batch.sales.customers.get(customerId);
  const away = churnedAt === undefined ? [] : [{ churnedAt, reason, returnedAt }];
  const changes = { ...NO_CHURN, pastChurns: [...pastChurns, ...away].slice(-MOST_PAST_CHURNS) };
  return changeCustomer(batch, customerId, changes, 'customer.returned');
}

export function undoChurnRefusal(customer: Customer): Refusal | undefined {
  if (customer.churnedAt !== undefined) return undefined;
  return NOT_CHURNED;
}

export function undoChurn(batch: Batch, { customerId }: UndoChurnCommand): { customer: Customer } {
  return changeCustomer(batch, customerId, NO_CHURN);
}
