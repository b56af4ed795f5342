import type { EventCause } from '../../core/events/events.js';
import { type NamedSegment, segmentEvent } from '../../core/segments/events.js';
import type { EventOrigin } from '../../db/repositories/events.js';
import type { SegmentChange } from '../../db/repositories/segment-members.js';
import type { WriteScope } from '../../db/store.js';

export interface MemberChanges {
  entered: readonly SegmentChange[];
  left: readonly SegmentChange[];
}

interface ChangeOptions {
  segmentOf: (segmentId: string) => NamedSegment | undefined;
  cause: EventCause;
  /** Who changed the lead; the origin of the transaction when undefined. */
  originOf?: ((leadId: string) => EventOrigin | undefined) | undefined;
}

/** Emits the events of the changes, and sends their rows without waiting. No lead may enter a segment that it is in. */
export function saveMemberChanges(
  scope: WriteScope,
  { entered, left }: MemberChanges,
  { segmentOf, cause, originOf }: ChangeOptions,
): void {
  const emit = (type: 'segment.entered' | 'segment.left', changes: readonly SegmentChange[]) => {
    for (const { segmentId, leadId } of changes) {
      const segment = segmentOf(segmentId);
      if (segment) scope.emit(segmentEvent(type, leadId, segment, cause), originOf?.(leadId));
    }
  };
  emit('segment.left', left);
  emit('segment.entered', entered);
  scope.defer(scope.segmentMembers.remove(left));
  scope.defer(scope.segmentMembers.insert(entered, scope.now));
  scope.defer(scope.segmentMembers.count(entered, left, scope.now));
}
