import type { Batch } from '../../batch/batch.js';
import { futureRefusal } from '../../deals/closing.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import type { ChurnReason, Customer } from '../customer.js';
import { changeCustomer } from './record.js';

export interface Churn {
  /** Epoch milliseconds; now when absent. */
  churnedAt?: number | undefined;
  reason: ChurnReason;
  detail?: string | undefined;
}

/** The customer left. */
export interface ChurnCommand extends Churn {
  type: 'churn_customer';
  customerId: string;
  ifMatch?: IfMatch;
}

/** The customer never left, or has come back. */
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

export function undoChurnRefusal(customer: Customer): Refusal | undefined {
  if (customer.churnedAt !== undefined) return undefined;
  return { code: 'conflict', detail: 'The customer has not churned.' };
}

export function undoChurn(batch: Batch, { customerId }: UndoChurnCommand): { customer: Customer } {
  return changeCustomer(batch, customerId, { churnedAt: undefined, churnReason: undefined, churnDetail: undefined });
}
