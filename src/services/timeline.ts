import type { Activity } from '../core/activities/activities.js';
import type { ActorKind, EventCause, EventType } from '../core/events/events.js';
import {
  happenedAt,
  summaryOf,
  type TimelineEvent,
  type TimelineKind,
  timelineKindOf,
  timelineTypes,
} from '../core/timeline/timeline.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';
import { orNotFound } from './versions.js';

export interface TimelineEntry {
  id: string;
  kind: TimelineKind;
  eventType: EventType;
  /** Epoch milliseconds. */
  occurredAt: number;
  recordedAt: number;
  actor: { kind: ActorKind; id: string };
  cause: EventCause;
  summary: string;
  subjectId: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  /** The content of an activity, which the log does not keep. */
  activity: Activity | undefined;
}

export type TimelineService = ReturnType<typeof timelineService>;

export function timelineService(store: Store) {
  return {
    /** The events of a lead, its tasks and referrals, last recorded first, with the activities they name. */
    async list(
      workspaceId: string,
      leadId: string,
      kinds: readonly TimelineKind[] | undefined,
      request: ListRequest,
    ): Promise<Page<TimelineEntry>> {
      const read = store.read(workspaceId);
      orNotFound(await read.leads.find(leadId), 'lead');
      const page = await read.timeline.list(leadId, timelineTypes(kinds), request);
      const ids = page.rows.flatMap(({ type, after }) =>
        type === 'lead.activity_recorded' ? [String(after.activityId)] : [],
      );
      const activities = new Map((await read.activities.findMany(leadId, ids)).map((row) => [row.id, row]));
      return { ...page, rows: page.rows.map((row) => entryOf(row, activities)) };
    },
  };
}

function entryOf(row: TimelineEvent, activities: ReadonlyMap<string, Activity>): TimelineEntry {
  const { id, type, subjectId, actorKind, actorId, cause, before, after } = row;
  const kind = timelineKindOf(type);
  if (kind === undefined) throw new Error(`${type} has no kind in timelines`);
  const recordedAt = row.occurredAt.getTime();
  return {
    id,
    kind,
    eventType: type,
    occurredAt: happenedAt(after) ?? recordedAt,
    recordedAt,
    actor: { kind: actorKind, id: actorId },
    cause,
    summary: summaryOf(type, before, after),
    subjectId,
    before,
    after,
    activity: activities.get(String(after.activityId)),
  };
}
