import { and, desc, eq, lt } from 'drizzle-orm';
import type { EngagementFact } from '../../core/engagement.js';
import type { NewEngagement } from '../../core/ingest/changes.js';
import { iso } from '../../core/time.js';
import { unseen } from '../arrays.js';
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

/** All that a lead did, oldest first. */
export interface LeadHistory {
  leadId: string;
  engagement: EngagementFact[];
}

const engagementWriter = rowWriter(engagementEvents, ['workspace_id', 'lead_id', 'id']);

/** A probe of a key for events that have a source, nothing for the others. */
const CHANNEL_OF = (event: string) =>
  `(select channel from sources where workspace_id = $1 and id = ${event}.source_id)`;

/** What a lead did, oldest first, as one value of a statement about leads; the limit keeps to the index whatever the statistics say. */
export const DID_OF = (leadId: string) => `(select json_agg(json_build_array(did.id, did.type,
      (extract(epoch from did.occurred_at) * 1000)::bigint, ${CHANNEL_OF('did')}) order by did.occurred_at, did.id)
    from (select id, type, occurred_at, source_id from engagement_events
           where workspace_id = $1 and lead_id = ${leadId} limit 1000000000) did)`;

export type ToldFact = [id: string, type: string, occurredAt: number, channel: string | null];

export const factOfTold = ([id, type, occurredAt, channel]: ToldFact): EngagementFact => ({
  id,
  type: type as EngagementFact['type'],
  occurredAt,
  channel: (channel ?? undefined) as EngagementFact['channel'],
});

export function engagementRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    insert: (events: readonly NewEngagement[], receivedAt: number) =>
      engagementWriter.insertNamed(
        executor,
        events.map((event) => namedRow(workspaceId, event, receivedAt)),
      ),
    /** All that the given leads did, oldest first: what their scores rest on. One row a lead; those that did nothing have none. */
    async ofLeads(leadIds: readonly string[]): Promise<LeadHistory[]> {
      if (leadIds.length === 0) return [];
      const rows = await executor.run<{ lead_id: string; did: ToldFact[] | null }>(
        'engagement_of_leads',
        `select wanted.lead_id, ${DID_OF('wanted.lead_id')} as did from unnest(${unseen('$2', 'uuid')}) as wanted(lead_id)`,
        [workspaceId, leadIds],
      );
      return rows.flatMap(({ lead_id, did }) => (did ? [{ leadId: lead_id, engagement: did.map(factOfTold) }] : []));
    },
    /** What all leads in a range of ids did, both ends included, oldest first. */
    async ofRange(firstLeadId: string, lastLeadId: string): Promise<LeadEngagement[]> {
      const rows = await executor.run<FactRow>(
        'engagement_of_range',
        `select lead_id, id, type, occurred_at, ${CHANNEL_OF('engagement_events')} as channel from engagement_events
          where workspace_id = $1 and lead_id >= $2::uuid and lead_id <= $3::uuid order by occurred_at, id`,
        [workspaceId, firstLeadId, lastLeadId],
      );
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
          where workspace_id = $1 and external_id = any(${unseen('$2', 'text')}::text[])`,
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
