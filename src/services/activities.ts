import type { ActivityContent } from '../core/activities/activities.js';
import type { IngestResult } from '../core/ingest/commands.js';
import type { Lead } from '../core/leads/lead.js';
import type { ActivityRow } from '../db/repositories/activities.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';
import type { WriteContext } from './context.js';
import type { Ingest } from './ingest/orders.js';
import { refusalError } from './ingest/refusals.js';
import { notFound } from './versions.js';

export type Activity = ActivityRow;

export interface RecordedActivity {
  id: string;
  duplicate: boolean;
  lead: Lead;
}

export type ActivitiesService = ReturnType<typeof activitiesService>;

/** Notes, calls, meetings and e-mails about leads. */
export function activitiesService(store: Store, ingest: Ingest, newId: () => string) {
  return {
    /** Records one; the lead remembers when it was last worked on, and what follows from that follows at once. */
    record: (context: WriteContext, leadId: string, content: ActivityContent): Promise<RecordedActivity> =>
      ingest({
        context,
        orders: [{ type: 'record_activity', leadId, activityId: newId(), content }],
        mode: 'partial',
        finish: ([result]) => recordedOf(result),
      }),
    async get(workspaceId: string, leadId: string, id: string): Promise<Activity> {
      const row = await store.read(workspaceId).activities.find(leadId, id);
      if (!row) throw notFound('activity');
      return row;
    },
    async list(
      workspaceId: string,
      leadId: string,
      kind: string | undefined,
      request: ListRequest,
    ): Promise<Page<Activity>> {
      const read = store.read(workspaceId);
      if (!(await read.leads.find(leadId))) throw notFound('lead');
      return read.activities.list(leadId, kind, request);
    },
  };
}

function recordedOf(result: IngestResult | undefined): RecordedActivity {
  if (result?.type === 'refused') throw refusalError(result.refusal);
  if (result?.type !== 'record_activity' || !result.activity || !result.lead) {
    throw new Error('the pipeline answered something else');
  }
  return { ...result.activity, lead: result.lead };
}
