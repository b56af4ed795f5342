import type { Static } from 'typebox';
import type { EngagementEvent } from '../../core/engagement.js';
import type { EngagementInput, Recorded } from '../../services/engagement.js';
import type { NameLookup } from '../../services/names.js';
import type { ItemResult } from '../../services/transactions/items.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import {
  EngagementBatch,
  EngagementBatchResult,
  EngagementCreate,
  EngagementList,
  EngagementResult,
  VisitorEventCreate,
  VisitorEventResult,
} from '../schemas/engagement.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { engagementFilters } from '../schemas/record-filters.js';
import { itemsOf, itemsOut } from './batch-items.js';
import { parseInstant } from './instants.js';
import { leadParams } from './lead-resource.js';
import { returningOut } from './lifecycle-presenters.js';

const tag = 'Engagement';
const INPUT = { email: 'ada@analytical.example', type: 'demo_requested', externalId: 'web-4711' };
const RESULT = {
  id: OTHER_ID,
  duplicate: false,
  lead: {
    id: EXAMPLE_ID,
    version: 2,
    score: { fit: 14, engagement: 25, total: 39 },
    grade: 'C1',
    temperature: 'hot',
    category: 'sql',
  },
};

function inputOf({ occurredAt, ...rest }: Static<typeof EngagementCreate>): EngagementInput {
  return occurredAt === undefined ? rest : { ...rest, occurredAt: Date.parse(occurredAt) };
}

/** The recorded event, and the lead after it. */
export function recordedOut({ id, duplicate, lead }: Pick<Recorded, 'id' | 'duplicate' | 'lead'>) {
  const { version, score, grade, temperature, category } = lead;
  const returningInterest = returningOut(lead);
  return { id, duplicate, lead: { id: lead.id, version, score, grade, temperature, category, returningInterest } };
}

export const createEngagementEvent = operation({
  id: 'createEngagementEvent',
  method: 'POST',
  path: '/v1/engagement-events',
  tag,
  summary: 'Record what a lead did',
  description:
    'The score and class of the lead change in the same transaction. 200 when an event with this external id is already recorded.',
  scopes: ['engagement:write'],
  body: EngagementCreate,
  bodyExample: INPUT,
  success: {
    status: [201, 200],
    schema: EngagementResult,
    description: 'Recorded.',
    example: RESULT,
    otherExamples: { 200: { ...RESULT, duplicate: true } },
    location: false,
  },
  refusals: ['rule_refused', 'not_found'],
  run: (services, { write, body }) => services.engagement.create(write, inputOf(body)),
  present: (recorded) => ({ status: recorded.duplicate ? 200 : 201, body: recordedOut(recorded) }),
});

const VISIT = { id: OTHER_ID, visitorId: 'cookie-4711', duplicate: false };

export const createVisitorEvent = operation({
  id: 'createVisitorEvent',
  method: 'POST',
  path: '/v1/visitor-events',
  tag,
  summary: 'Record what a visitor did',
  description:
    'For a visitor that is not yet linked to a lead. When a submission names the `visitorId`, all its recorded events become that ' +
    'lead’s, with their original times, and the lead is scored with them; later events of the visitor go to the lead at once. At most the latest 500 events of a visitor are taken over.',
  scopes: ['engagement:write'],
  body: VisitorEventCreate,
  bodyExample: { visitorId: 'cookie-4711', type: 'pricing_viewed', externalId: 'view-4711' },
  success: {
    status: [201, 200],
    schema: VisitorEventResult,
    description: 'Recorded.',
    example: VISIT,
    otherExamples: { 200: { ...VISIT, duplicate: true } },
    location: false,
  },
  run: (services, { write, body: { occurredAt, ...did } }) =>
    services.engagement.visit(write, occurredAt === undefined ? did : { ...did, occurredAt: Date.parse(occurredAt) }),
  present: (visited) => ({ status: visited.duplicate ? 200 : 201, body: visited }),
});

type RecordedItem = ItemResult<Parameters<typeof recordedOut>[0]>;

/** The results of a batch that records events or activities, with the numbers of new ones, duplicates and refusals. */
export function recordedBatchOut(outcomes: readonly RecordedItem[], request: { path: string; requestId: string }) {
  const results = itemsOut(outcomes, request, (recorded) => {
    return { status: recorded.duplicate ? 200 : 201, id: recorded.id, result: recordedOut(recorded) };
  });
  const count = (status: number) => results.filter((result) => result.status === status).length;
  const [recorded, duplicates] = [count(201), count(200)];
  return { results, recorded, duplicates, refused: results.length - recorded - duplicates };
}

const BATCH = '/v1/engagement-events/batch';

export const createEngagementEventBatch = operation({
  id: 'createEngagementEventBatch',
  method: 'POST',
  path: BATCH,
  tag,
  summary: 'Record up to 1,000 events',
  description:
    'Records every item as an event, in one transaction. The score and class of each lead are evaluated once, after all of its items, and every item returns the lead in that state.',
  scopes: ['engagement:write'],
  body: EngagementBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [INPUT] },
  perItem: 'items',
  success: {
    status: 207,
    schema: EngagementBatchResult,
    description: 'The result of each item, in request order.',
    example: {
      results: [{ index: 0, status: 201, id: OTHER_ID, result: RESULT }],
      recorded: 1,
      duplicates: 0,
      refused: 0,
    },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) => {
    const items = itemsOf(body.items, invalidItems, inputOf);
    return services.engagement.createBatch(write, items, body.mode ?? 'partial');
  },
  present: (outcomes, { requestId }) => ({ body: recordedBatchOut(outcomes, { path: BATCH, requestId }) }),
});

export const ENGAGEMENT_EVENT = {
  ...{ id: OTHER_ID, leadId: EXAMPLE_ID, type: 'demo_requested' },
  ...{ occurredAt: AT, receivedAt: AT, externalId: 'web-4711' },
};

export function engagementOut(row: EngagementEvent, names: NameLookup) {
  return {
    id: row.id,
    leadId: row.leadId,
    type: row.type,
    occurredAt: row.occurredAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    sourceId: row.sourceId ?? undefined,
    sourceName: names(row.sourceId),
    campaignId: row.campaignId ?? undefined,
    campaignName: names(row.campaignId),
    externalId: row.externalId ?? undefined,
    properties: row.properties ?? undefined,
  };
}

export const listLeadEngagement = listOperation({
  id: 'listLeadEngagement',
  path: '/v1/leads/:leadId/engagement-events',
  tag,
  summary: 'List what a lead did',
  description:
    'In the order of arrival, newest first. All events are kept; scores and conditions count the latest 5,000 of a lead.',
  scopes: ['engagement:read'],
  params: leadParams,
  filters: engagementFilters,
  plural: 'events',
  list: EngagementList,
  example: ENGAGEMENT_EVENT,
  out: engagementOut,
  run: (services, { principal, params, query }) => {
    const { limit, cursor, occurredFrom, occurredBefore, ...filter } = query;
    const occurred = { occurredFrom: parseInstant(occurredFrom), occurredBefore: parseInstant(occurredBefore) };
    const request = pageRequest({ limit, cursor });
    return services.leads.engagement(principal.workspaceId, params.leadId, { ...filter, ...occurred }, request);
  },
});
