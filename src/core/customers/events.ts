import type { DomainEvent, EventCause, EventType } from '../events/events.js';
import { changesBetween } from '../values.js';
import { type Customer, customerState } from './customer.js';

/** A customer as it was and is; without `before` it is new, without `after` it is removed. */
export type CustomerChange =
  | { before: Customer; after: Customer }
  | { before?: undefined; after: Customer }
  | { before: Customer; after?: undefined };

/** All of a new or removed customer, and what has changed of another. */
export function customerEvent(type: EventType, cause: EventCause, { before, after }: CustomerChange): DomainEvent {
  const [was, is] = [before && eventValues(before), after && eventValues(after)];
  const values = was && is ? changesBetween(was, is) : { before: was, after: is };
  return { type, subjectKind: 'customer', subjectId: (after ?? before).id, cause, ...values };
}

const eventValues = (customer: Customer) => ({ ...customerState(customer), leadId: customer.leadId });
