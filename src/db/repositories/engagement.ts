import { eq } from 'drizzle-orm';
import type { NewEngagement } from '../../core/batch/changes.js';
import { type EventDetails, withDetails } from '../../core/conditions/event-details.js';
import type { EngagementEvent, EngagementFact, EngagementType } from '../../core/engagement.js';
import { HISTORY_LIMIT } from '../../core/engagement-history.js';
import { oldestFirst } from '../../core/engagement-index.js';
import type { TouchFact } from '../../core/leads/touch.js';
import type { Channel } from '../../core/sources.js';
import { iso } from '../../core/time.js';
import { unseen } from '../arrays.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { engagementEvents } from '../schema/engagement.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page, within } from './lists.js';
import { type RecordSearch, recordTable, searchRecords } from './record-search.js';
import { elementsOf, TOUCHES_MARK, TOUCHES_OF, touchesOf } from './touch-facts.js';

export interface LeadEngagement {
  leadId: string;
  fact: EngagementFact;
}

/** The history of a lead that has one. */
export interface LeadHistory extends History {
  leadId: string;
}

export interface EngagementFilter {
  type?: string | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  /** Epoch milliseconds, as `occurredBefore`. */
  occurredFrom?: number | undefined;
  occurredBefore?: number | undefined;
}

const engagementWriter = rowWriter(engagementEvents, ['workspace_id', 'lead_id', 'id']);
const RECORDS = recordTable('engagement', engagementEvents, engagementEvents.occurredAt);

/** A primary key probe for events with a source, nothing for others. */
const CHANNEL_OF = (event: string) => `case when ${event}.source_id is not null then
  (select channel from sources where workspace_id = $1 and id = ${event}.source_id) end`;

/** The names of the properties that published policies compare; evaluated once in a statement. */
const COMPARED = '(select compared_properties from workspaces where id = $1)';

/** The source and the compared properties of an event; null where no published policy compares any. */
const DETAILS_OF = (event: string) => `case when ${COMPARED} is not null then
  (select jsonb_build_object('sourceId', ${event}.source_id, 'properties', jsonb_object_agg(p.key, p.value))
     from jsonb_each(${event}.properties::jsonb) p where p.key = any((${COMPARED})::text[])) end`;

/**
 * The events of a lead that decisions count, as one value of a statement about leads, and behind them its touches; `historyOf` reads it. The limit reads
 * the end of the primary key, whatever the statistics say. An array for each column costs half as much as JSON for each event.
 */
export const HISTORY_OF = (leadId: string) => `(${EVENTS_OF(leadId)} || ${TOUCHES_OF(leadId)})`;

const EVENTS_OF = (leadId: string) => `(select concat_ws(' ', array_agg(e.id)::text, array_agg(e.type)::text,
      array_agg((date_part('epoch', e.occurred_at) * 1000)::bigint)::text, array_agg(${CHANNEL_OF('e')})::text)
        || coalesce(E'\\n' || (jsonb_object_agg(e.id, ${DETAILS_OF('e')}) filter (where ${COMPARED} is not null))::text, '')
    from (select id, type, occurred_at, source_id, properties from engagement_events
           where workspace_id = $1 and lead_id = ${leadId} order by id desc limit ${HISTORY_LIMIT}) e)`;

/** What decisions count of a lead. */
export interface History {
  /** Oldest first, by `occurredAt` and then by id. */
  engagement: readonly EngagementFact[];
  /** In the order of arrival; undefined where no published policy compares touches. */
  touches: readonly TouchFact[] | undefined;
}

/** Parses the result of `HISTORY_OF`. */
export function historyOf(selected: string | null): History {
  const [events = '', touches] = (selected ?? '').split(TOUCHES_MARK);
  return { engagement: eventsOf(events), touches: touches === undefined ? undefined : touchesOf(touches) };
}

/** Four arrays, newest arrival first, and in a second line the details by id where policies compare them. */
function eventsOf(selected: string): readonly EngagementFact[] {
  if (selected === '') return [];
  const [arrays = '', details] = selected.split('\n');
  const [ids = [], types = [], instants = [], channels = []] = arrays.split(' ').map(elementsOf);
  const words = new Map<string, string>([['NULL', '']]);
  // Each word is stored once: a substring would keep the whole answer in memory.
  const wordOf = (word = '') => {
    const known = words.get(word);
    if (known === undefined) words.set(word, word);
    return known ?? word;
  };
  const facts = ids.map((id, index) => ({
    id,
    type: wordOf(types[index]) as EngagementFact['type'],
    occurredAt: Number(instants[index]),
    channel: (wordOf(channels[index]) || undefined) as EngagementFact['channel'],
  }));
  facts.reverse();
  return oldestFirst(details === undefined ? facts : withDetails(facts, new Map(Object.entries(JSON.parse(details)))));
}

export function engagementRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    insert: (events: readonly NewEngagement[], receivedAt: number) =>
      engagementWriter.insertNamed(
        executor,
        events.map((event) => namedRow(workspaceId, event, receivedAt)),
      ),
    /** The events that scores rest on, oldest first. One row per lead with events. */
    async ofLeads(leadIds: readonly string[]): Promise<LeadHistory[]> {
      if (leadIds.length === 0) return [];
      const rows = await executor.run<{ lead_id: string; history: string }>(
        'engagement_of_leads',
        `select wanted.lead_id, ${HISTORY_OF('wanted.lead_id')} as history
           from unnest(${unseen('$2', 'uuid')}) as wanted(lead_id)`,
        [workspaceId, leadIds],
      );
      return rows.flatMap(({ lead_id, history }) =>
        history === '' ? [] : [{ leadId: lead_id, ...historyOf(history) }],
      );
    },
    /** The events of the leads in an inclusive range of ids, oldest first: for leads that have no more than `HISTORY_LIMIT` events each. */
    async ofRange(firstLeadId: string, lastLeadId: string): Promise<LeadEngagement[]> {
      const rows = await executor.run<FactRow>(
        'engagement_of_range',
        `select lead_id, id, type, occurred_at, ${CHANNEL_OF('engagement_events')} as channel,
                ${DETAILS_OF('engagement_events')} as details from engagement_events
          where workspace_id = $1 and lead_id >= $2::uuid and lead_id <= $3::uuid order by occurred_at, id`,
        [workspaceId, firstLeadId, lastLeadId],
      );
      return rows.map(factOf);
    },
    /** The sources and properties of all events of the leads by their ids, whatever published policies compare. */
    detailsOf: (leadIds: readonly string[]) => detailsOf(executor, workspaceId, leadIds),
    /** The external ids that are recorded already, with their leads. */
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
    /** The events of all leads that the conditions select, the last that occurred first. */
    search: (search: RecordSearch, request: ListRequest) =>
      searchRecords({ executor, workspaceId, cursors }, RECORDS, search, request),
    /** Newest first, in the order of arrival. */
    list(leadId: string, filter: EngagementFilter, request: ListRequest): Promise<Page<EngagementEvent>> {
      const { occurredFrom, occurredBefore, ...equal } = filter;
      const occurred = within(engagementEvents.occurredAt, occurredFrom, occurredBefore);
      return newestFirst(
        { executor, workspaceId, cursors },
        {
          table: engagementEvents,
          key: 'id',
          binding: bindingOf(`engagement|${leadId}`, filter),
          where: [eq(engagementEvents.leadId, leadId), ...matching(engagementEvents, equal), occurred],
          request,
        },
      );
    },
  };
}

interface DetailsRow {
  id: string;
  source_id: string | null;
  properties: Record<string, unknown> | null;
}

async function detailsOf(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<Map<string, EventDetails>> {
  if (leadIds.length === 0) return new Map();
  const rows = await executor.run<DetailsRow>(
    'engagement_details',
    `select id, source_id, properties from engagement_events
      where workspace_id = $1 and lead_id = any(${unseen('$2', 'uuid')}::uuid[])
        and (properties is not null or source_id is not null)`,
    [workspaceId, leadIds],
  );
  return new Map(rows.map(({ id, source_id: sourceId, properties }) => [id, { sourceId, properties }]));
}

interface FactRow {
  lead_id: string;
  id: string;
  type: EngagementType;
  occurred_at: Date;
  channel: Channel | null;
  details: EventDetails;
}

function factOf({ id, type, lead_id: leadId, occurred_at, channel, details }: FactRow): LeadEngagement {
  const fact = { id, type, occurredAt: occurred_at.getTime(), channel: channel ?? undefined };
  if (details === null) return { leadId, fact };
  return { leadId, fact: { ...fact, sourceId: details.sourceId ?? undefined, properties: details.properties } };
}

const namedRow = (workspaceId: string, event: NewEngagement, receivedAt: number) => ({
  workspace_id: workspaceId,
  lead_id: event.leadId,
  id: event.id,
  type: event.type,
  source_id: event.sourceId,
  campaign_id: event.campaignId,
  external_id: event.externalId,
  occurred_at: iso(event.occurredAt),
  received_at: iso(receivedAt),
  properties: event.properties,
});
