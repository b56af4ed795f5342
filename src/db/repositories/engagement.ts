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

export interface LeadEngagement {
  leadId: string;
  fact: EngagementFact;
}

const engagementWriter = rowWriter(engagementEvents, ['workspace_id', 'lead_id', 'id']);

/** A probe of a key for events that have a source, nothing for the others. */
const CHANNEL_OF = (event: string) =>
  `(select channel from sources where workspace_id = $1 and id = ${event}.source_id) as channel`;

/** Lateral with limits: index probes per key and per lead whatever the statistics say; a join may scan the table. */
const OF_KEYS = `select did.lead_id, did.id, did.type, did.occurred_at, ${CHANNEL_OF('did')}
    from (select distinct k.lead_id
            from unnest($2::text[], $3::text[]) as wanted(kind, value)
           cross join lateral (select lead_id from lead_keys
              where workspace_id = $1 and kind = wanted.kind and value = wanted.value limit 1) k) owner
   cross join lateral (select lead_id, id, type, occurred_at, source_id from engagement_events
      where workspace_id = $1 and lead_id = owner.lead_id limit 1000000000) did
   order by did.occurred_at, did.id`;

export function engagementRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    insert: (events: readonly NewEngagement[], receivedAt: number) =>
      engagementWriter.insertNamed(
        executor,
        events.map((event) => namedRow(workspaceId, event, receivedAt)),
      ),
    /** All that the given leads did, oldest first: what their scores rest on. */
    async ofLeads(leadIds: readonly string[]): Promise<LeadEngagement[]> {
      if (leadIds.length === 0) return [];
      const rows = await executor.run<FactRow>(
        'engagement_of_leads',
        `select lead_id, id, type, occurred_at, ${CHANNEL_OF('engagement_events')} from engagement_events
          where workspace_id = $1 and lead_id = any($2::uuid[]) order by occurred_at, id`,
        [workspaceId, leadIds],
      );
      return rows.map(factOf);
    },
    /** The same for all leads in a range of ids, both ends included. */
    async ofRange(firstLeadId: string, lastLeadId: string): Promise<LeadEngagement[]> {
      const rows = await executor.run<FactRow>(
        'engagement_of_range',
        `select lead_id, id, type, occurred_at, ${CHANNEL_OF('engagement_events')} from engagement_events
          where workspace_id = $1 and lead_id >= $2::uuid and lead_id <= $3::uuid order by occurred_at, id`,
        [workspaceId, firstLeadId, lastLeadId],
      );
      return rows.map(factOf);
    },
    /** The same for the leads that own any of the keys, which need not be known yet. */
    async ofKeys(keys: readonly { kind: string; value: string }[]): Promise<LeadEngagement[]> {
      if (keys.length === 0) return [];
      const rows = await executor.run<FactRow>('engagement_of_keys', OF_KEYS, [
        workspaceId,
        keys.map((k) => k.kind),
        keys.map((k) => k.value),
      ]);
      return rows.map(factOf);
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
    list: (leadId: string, request: ListRequest): Promise<Page<EngagementRow>> =>
      listEngagement(executor, workspaceId, cursors, leadId, request),
  };
}

/** Newest first, in the order of arrival. */
function listEngagement(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  leadId: string,
  request: ListRequest,
): Promise<Page<EngagementRow>> {
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
}

interface FactRow {
  lead_id: string;
  id: string;
  type: string;
  occurred_at: Date;
  channel: string | null;
}

const factOf = (row: FactRow): LeadEngagement => ({
  leadId: row.lead_id,
  fact: {
    id: row.id,
    type: row.type as EngagementFact['type'],
    occurredAt: row.occurred_at.getTime(),
    channel: (row.channel ?? undefined) as EngagementFact['channel'],
  },
});

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
