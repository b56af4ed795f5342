import { and, desc, eq, lt } from 'drizzle-orm';
import type { EngagementFact } from '../../core/engagement.js';
import type { NewEngagement } from '../../core/ingest/changes.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { engagementEvents } from '../schema/engagement.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

export type EngagementRow = typeof engagementEvents.$inferSelect;

const engagementWriter = rowWriter(engagementEvents, ['workspace_id', 'lead_id', 'id']);

export function engagementRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    insert: (events: readonly NewEngagement[], receivedAt: number) =>
      engagementWriter.insertNamed(
        executor,
        events.map((event) => namedRow(workspaceId, event, receivedAt)),
      ),
    /** All that the given leads did, oldest first: what their scores rest on. */
    async ofLeads(leadIds: readonly string[]): Promise<{ leadId: string; fact: EngagementFact }[]> {
      if (leadIds.length === 0) return [];
      const rows = await executor.run<{ lead_id: string; id: string; type: string; occurred_at: Date }>(
        'engagement_of_leads',
        `select lead_id, id, type, occurred_at from engagement_events
          where workspace_id = $1 and lead_id = any($2::uuid[]) order by occurred_at, id`,
        [workspaceId, leadIds],
      );
      return rows.map((row) => ({
        leadId: row.lead_id,
        fact: { id: row.id, type: row.type as EngagementFact['type'], occurredAt: row.occurred_at.getTime() },
      }));
    },
    /** Which of the external ids have been counted, and for which lead. */
    async findByExternalIds(
      externalIds: readonly string[],
    ): Promise<{ externalId: string; id: string; leadId: string }[]> {
      if (externalIds.length === 0) return [];
      return executor.run(
        'engagement_by_external_ids',
        `select external_id as "externalId", id, lead_id as "leadId" from engagement_events
          where workspace_id = $1 and external_id = any($2::text[])`,
        [workspaceId, externalIds],
      );
    },
    /** Newest first, in the order of arrival. */
    async list(leadId: string, request: ListRequest): Promise<Page<EngagementRow>> {
      return pageOf(
        cursors,
        `${workspaceId}|engagement|${leadId}`,
        request,
        (row) => [row.id],
        async (after, take) =>
          executor.orm
            .select()
            .from(engagementEvents)
            .where(
              and(
                eq(engagementEvents.workspaceId, workspaceId),
                eq(engagementEvents.leadId, leadId),
                after === undefined ? undefined : lt(engagementEvents.id, String(after[0])),
              ),
            )
            .orderBy(desc(engagementEvents.id))
            .limit(take),
      );
    },
  };
}

const namedRow = (workspaceId: string, event: NewEngagement, receivedAt: number) => ({
  workspace_id: workspaceId,
  lead_id: event.leadId,
  id: event.id,
  type: event.type,
  source_id: event.sourceId,
  external_id: event.externalId,
  occurred_at: iso(event.occurredAt),
  received_at: iso(receivedAt),
  properties: event.properties,
});
