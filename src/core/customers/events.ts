import { eventValues, type RecordChange } from '../events/changes.js';
import type { DomainEvent, EventCause, EventType } from '../events/events.js';
import { type Customer, customerState } from './customer.js';

export function customerEvent(
  type: EventType,
  cause: EventCause,
  { before, after }: RecordChange<Customer>,
): DomainEvent {
  const values = eventValues(before && valuesOf(before), after && valuesOf(after));
  return { type, subjectKind: 'customer', subjectId: (after ?? before).id, cause, ...values };
}

const valuesOf = (customer: Customer) => ({ ...customerState(customer), leadId: customer.leadId });
