import { eventValues, type RecordChange } from '../events/changes.js';
import type { DomainEvent, EventCause, EventType } from '../events/events.js';
import { type Deal, dealState } from './deal.js';

export function dealEvent(type: EventType, cause: EventCause, { before, after }: RecordChange<Deal>): DomainEvent {
  const values = eventValues(before && dealState(before), after && dealState(after));
  return { type, subjectKind: 'deal', subjectId: (after ?? before).id, cause, ...values };
}
