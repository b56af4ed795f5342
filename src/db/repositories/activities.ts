import { and, eq, inArray } from 'drizzle-orm';
import type { Activity, ActivityKind } from '../../core/activities/activities.js';
import type { NewActivity } from '../../core/batch/changes.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { activities } from '../schema/activities.js';
import { type ListRequest, matches, newestFirst, type Page } from './lists.js';

/** An activity that is recorded already. */
export interface CountedActivity {
  externalId: string;
  id: string;
  leadId: string;
}

const writer = rowWriter(activities, ['workspace_id', 'lead_id', 'id']);

export function activitiesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ofLead = (leadId: string) => and(eq(activities.workspaceId, workspaceId), eq(activities.leadId, leadId));
  return {
    insert: (counted: readonly NewActivity[], recordedAt: number) =>
      writer.insertNamed(
        executor,
        counted.map((activity) => namedRow(workspaceId, activity, recordedAt)),
      ),
    async find(leadId: string, id: string): Promise<Activity | undefined> {
      const [row] = await executor.orm
        .select()
        .from(activities)
        .where(and(ofLead(leadId), eq(activities.id, id)));
      return row;
    },
    /** The activities with the ids, in any order. */
    async findMany(leadId: string, ids: readonly string[]): Promise<Activity[]> {
      if (ids.length === 0) return [];
      return executor.orm
        .select()
        .from(activities)
        .where(and(ofLead(leadId), inArray(activities.id, [...ids])));
    },
    /** The external ids that are recorded already, with their leads. */
    async findByExternalIds(externalIds: readonly string[]): Promise<CountedActivity[]> {
      if (externalIds.length === 0) return [];
      return executor.run<CountedActivity>(
        'activities_by_external_ids',
        `select external_id as "externalId", id, lead_id as "leadId" from activities
          where workspace_id = $1 and external_id = any($2::text[])`,
        [workspaceId, externalIds],
      );
    },
    /** Newest first, in the order in which they were recorded. */
    list: (leadId: string, kind: ActivityKind | undefined, request: ListRequest): Promise<Page<Activity>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: activities,
          key: 'id',
          binding: `activities|${leadId}|${kind ?? ''}`,
          where: [eq(activities.leadId, leadId), matches(activities.kind, kind)],
          request,
        },
      ),
  };
}

const namedRow = (workspaceId: string, activity: NewActivity, recordedAt: number) => ({
  workspace_id: workspaceId,
  lead_id: activity.leadId,
  id: activity.id,
  kind: activity.kind,
  direction: activity.direction,
  subject: activity.subject,
  body: activity.body,
  outcome: activity.outcome,
  automatic: activity.automatic,
  duration_seconds: activity.durationSeconds,
  rep_id: activity.repId,
  task_id: activity.taskId,
  external_id: activity.externalId,
  metadata: activity.metadata,
  occurred_at: iso(activity.occurredAt),
  recorded_at: iso(recordedAt),
});
