import type { EngagementType } from '../../core/engagement.js';
import type { Channel } from '../../core/sources.js';
import { iso } from '../../core/time.js';
import type { VisitorEvent } from '../../core/visits/visitor-event.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { visitorEvents } from '../schema/engagement.js';

/** Most events read for one visitor: the latest. */
const MOST_EVENTS = 500;
const writer = rowWriter(visitorEvents, ['workspace_id', 'visitor_id', 'id']);

interface EventRow {
  id: string;
  visitorId: string;
  type: EngagementType;
  occurredAt: Date;
  externalId: string | null;
  sourceId: string | null;
  campaignId: string | null;
  channel: Channel | null;
  properties: Record<string, unknown> | null;
}

export function visitorEventsRepository(executor: Executor, workspaceId: string) {
  return {
    insert: (events: readonly VisitorEvent[], receivedAt: number): Promise<unknown> =>
      writer.insertNamed(
        executor,
        events.map((event) => ({
          workspace_id: workspaceId,
          visitor_id: event.visitorId,
          id: event.id,
          type: event.type,
          source_id: event.sourceId,
          campaign_id: event.campaignId,
          external_id: event.externalId,
          occurred_at: iso(event.occurredAt),
          received_at: iso(receivedAt),
          properties: event.properties,
        })),
      ),
    /** The events of the visitors, oldest first. */
    async ofVisitors(visitorIds: readonly string[]): Promise<VisitorEvent[]> {
      if (visitorIds.length === 0) return [];
      const rows = await executor.run<EventRow>(
        'visitor_events',
        `select did.id, visitor as "visitorId", did.type, did.occurred_at as "occurredAt", did.external_id as "externalId",
                did.source_id as "sourceId", did.campaign_id as "campaignId", did.properties,
                (select channel from sources where workspace_id = $1 and id = did.source_id) as channel
           from unnest($2::text[]) as visitor
          cross join lateral (select * from visitor_events where workspace_id = $1 and visitor_id = visitor
                               order by id desc limit ${MOST_EVENTS}) did
          order by did.occurred_at, did.id`,
        [workspaceId, visitorIds],
      );
      return rows.map(({ occurredAt, externalId, sourceId, campaignId, channel, properties, ...row }) => ({
        ...row,
        occurredAt: occurredAt.getTime(),
        externalId: externalId ?? undefined,
        sourceId: sourceId ?? undefined,
        campaignId: campaignId ?? undefined,
        channel: channel ?? undefined,
        properties: properties ?? undefined,
      }));
    },
    /** Which of the external ids are recorded for visitors without a lead. */
    async findByExternalIds(externalIds: readonly string[]): Promise<{ externalId: string; id: string }[]> {
      if (externalIds.length === 0) return [];
      return executor.run(
        'visitor_events_by_external_ids',
        `select external_id as "externalId", id from visitor_events
          where workspace_id = $1 and external_id = any($2::text[])`,
        [workspaceId, externalIds],
      );
    },
    remove(visitorIds: readonly string[]): Promise<unknown> {
      if (visitorIds.length === 0) return Promise.resolve();
      return executor.run(
        'remove_visitor_events',
        'delete from visitor_events where workspace_id = $1 and visitor_id = any($2::text[])',
        [workspaceId, visitorIds],
      );
    },
  };
}

/** Deletes at most `limit` events from before `before` of visitors who became no lead; returns how many. */
export async function purgeVisitorEvents(executor: Executor, before: Date, limit: number): Promise<number> {
  const gone = await executor.run(
    'purge_visitor_events',
    `delete from visitor_events where (workspace_id, visitor_id, id) in
       (select workspace_id, visitor_id, id from visitor_events where received_at < $1 limit $2) returning id`,
    [before, limit],
  );
  return gone.length;
}
