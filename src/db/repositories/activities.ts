import { and, eq, inArray } from 'drizzle-orm';
import type { Activity } from '../../core/activities/activities.js';
import type { NewActivity } from '../../core/batch/changes.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { activities } from '../schema/activities.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page, within } from './lists.js';
import { type RecordSearch, recordTable, searchRecords } from './record-search.js';

/** An activity that is recorded already. */
export interface CountedActivity {
  externalId: string;
  id: string;
  leadId: string;
}

export interface ActivityFilter {
  kind?: string | undefined;
  direction?: string | undefined;
  outcome?: string | undefined;
  automatic?: boolean | undefined;
  repId?: string | undefined;
  taskId?: string | undefined;
  /** Epoch milliseconds, as `occurredBefore`. */
  occurredFrom?: number | undefined;
  occurredBefore?: number | undefined;
}

const writer = rowWriter(activities, ['workspace_id', 'lead_id', 'id']);
const RECORDS = recordTable('activities', activities, activities.occurredAt);

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
    /** What identifies each activity of these leads. */
    async identified(leadIds: readonly string[]): Promise<Pick<Activity, 'leadId' | 'kind' | 'occurredAt'>[]> {
      if (leadIds.length === 0) return [];
      const { leadId, kind, occurredAt } = activities;
      return executor.orm
        .select({ leadId, kind, occurredAt })
        .from(activities)
        .where(and(eq(activities.workspaceId, workspaceId), inArray(activities.leadId, [...leadIds])));
    },
    /** The external ids that are recorded already, with their leads. */
    async findByExternalIds(externalIds: readonly string[]): Promise<CountedActivity[]> {
      if (externalIds.length === 0) return [];
      return executor.run<CountedActivity>(
        'activities_by_external_ids',
        // One probe of the index for each id, whatever the planner believes: planned while the table was empty, `any` reads all of it each time.
        `select wanted.external_id as "externalId", a.id, a.lead_id as "leadId" from unnest($2::text[]) as wanted(external_id)
          cross join lateral (select id, lead_id from activities
            where workspace_id = $1 and external_id = wanted.external_id limit 1) a`,
        [workspaceId, [...new Set(externalIds)]],
      );
    },
    /** The activities of all leads that the conditions select, the last that occurred first. */
    search: (search: RecordSearch, request: ListRequest) =>
      searchRecords({ executor, workspaceId, cursors }, RECORDS, search, request),
    /** Newest first, in the order in which they were recorded. */
    list(leadId: string, filter: ActivityFilter, request: ListRequest): Promise<Page<Activity>> {
      const { occurredFrom, occurredBefore, ...equal } = filter;
      const occurred = within(activities.occurredAt, occurredFrom, occurredBefore);
      return newestFirst(
        { executor, workspaceId, cursors },
        {
          table: activities,
          key: 'id',
          binding: bindingOf(`activities|${leadId}`, filter),
          where: [eq(activities.leadId, leadId), ...matching(activities, equal), occurred],
          request,
        },
      );
    },
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
