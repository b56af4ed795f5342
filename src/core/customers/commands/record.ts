import type { Batch } from '../../batch/batch.js';
import type { EventCause, EventType } from '../../events/events.js';
import { changesBetween } from '../../values.js';
import { type Customer, type CustomerState, customerState, nextCustomer } from '../customer.js';
import { customerEvent } from '../events.js';

export function addCustomer({ sales }: Batch, customer: Customer, cause: EventCause): void {
  sales.customers.insert(customer);
  sales.record(customerEvent('customer.created', cause, { after: customer }));
}

/** Stores the next state of the customer, and records its event. */
export function replaceCustomer({ sales }: Batch, type: EventType, cause: EventCause, after: Customer): void {
  const before = sales.customers.get(after.id);
  sales.customers.put(after);
  sales.record(customerEvent(type, cause, { before, after }));
}

/** Changes the customer; without a difference it stays as it is. */
export function changeCustomer(
  batch: Batch,
  customerId: string,
  changes: Partial<CustomerState>,
  type: EventType = 'customer.updated',
): { customer: Customer } {
  const before = batch.sales.customers.get(customerId);
  const after = nextCustomer(before, changes, batch.now);
  if (!changesBetween(customerState(before), customerState(after))) return { customer: before };
  replaceCustomer(batch, type, 'api', after);
  return { customer: after };
}
