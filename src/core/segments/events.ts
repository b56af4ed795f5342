import type { DomainEvent, EventCause } from '../events/events.js';
import type { Segment } from './segment.js';

/** The segment of an event, as it was then. `version`: of its condition; 0: static. */
export type NamedSegment = Pick<Segment, 'id' | 'name' | 'conditionVersion'>;

/** A lead has entered a segment or left it. The version of the lead stays. */
export function segmentEvent(
  type: 'segment.entered' | 'segment.left',
  leadId: string,
  { id, name, conditionVersion }: NamedSegment,
  cause: EventCause,
): DomainEvent {
  const after = { segmentId: id, name, version: conditionVersion };
  return { type, subjectKind: 'lead', subjectId: leadId, cause, after };
}
