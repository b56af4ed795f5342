import type { DomainEvent, EventCause, EventType } from '../events/events.js';
import { changesBetween } from '../values.js';
import { type Deal, dealState } from './deal.js';

/** A deal as it was and is; without `before` it is new, without `after` it is removed. */
export type DealChange =
  | { before: Deal; after: Deal }
  | { before?: undefined; after: Deal }
  | { before: Deal; after?: undefined };

/** All of a new or removed deal, and what has changed of another. */
export function dealEvent(type: EventType, cause: EventCause, { before, after }: DealChange): DomainEvent {
  const [was, is] = [before && dealState(before), after && dealState(after)];
  const values = was && is ? changesBetween(was, is) : { before: was, after: is };
  return { type, subjectKind: 'deal', subjectId: (after ?? before).id, cause, ...values };
}
