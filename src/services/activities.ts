import type { Activity, ActivityContent } from '../core/activities/activities.js';
import type { ActivityCommand } from '../core/activities/commands/record-activity.js';
import type { Lead } from '../core/leads/lead.js';
import type { ActivityFilter } from '../db/repositories/activities.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';
import type { WriteContext } from './context.js';
import { type BatchItem, prepareItem, runItems } from './transactions/items.js';
import type { BatchMode, Transactions } from './transactions/request.js';
import { orNotFound } from './versions.js';

export interface RecordedActivity {
  id: string;
  duplicate: boolean;
  lead: Lead;
}

/** An activity of a batch. */
export interface ActivityInput {
  leadId: string;
  content: ActivityContent;
}

export type ActivitiesService = ReturnType<typeof activitiesService>;

/** Notes, calls, meetings and e-mails about leads. */
export function activitiesService(store: Store, transactions: Transactions, newId: () => string) {
  return {
    record: (context: WriteContext, leadId: string, content: ActivityContent): Promise<RecordedActivity> =>
      transactions.execute(
        context,
        { type: 'record_activity', leadId, activityId: newId(), content },
        ({ activity, lead }) => ({ ...activity, lead }),
      ),
    /** Several activities, each accepted or refused by itself; with `atomic`, all or none. */
    async recordBatch(context: WriteContext, items: readonly BatchItem<ActivityInput>[], mode: BatchMode) {
      const prepared = items.map((item) =>
        prepareItem(item, ({ leadId, content }): { command: ActivityCommand } => ({
          command: { type: 'record_activity', leadId, activityId: newId(), content },
        })),
      );
      return runItems<ActivityCommand, { command: ActivityCommand }, RecordedActivity>(
        transactions,
        { context, mode, items: prepared },
        ({ activity, lead }) => ({ ...activity, lead }),
      );
    },
    async get(workspaceId: string, leadId: string, id: string): Promise<Activity> {
      return orNotFound(await store.read(workspaceId).activities.find(leadId, id), 'activity');
    },
    async list(
      workspaceId: string,
      leadId: string,
      filter: ActivityFilter,
      request: ListRequest,
    ): Promise<Page<Activity>> {
      const read = store.read(workspaceId);
      orNotFound(await read.leads.find(leadId), 'lead');
      return read.activities.list(leadId, filter, request);
    },
  };
}
