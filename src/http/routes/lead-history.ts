import type { Static } from 'typebox';
import type { PastActivity, PastDeal, PastEngagement, PastOutcome } from '../../core/history/history.js';
import type { RawLead } from '../../core/leads/raw-leads.js';
import type { HistoryInput } from '../../services/leads/history.js';
import { operation } from '../operations.js';
import { EXAMPLE_ID, LEAD_INPUT } from '../schemas/examples.js';
import { HistoricLeadBatch, HistoricLeadBatchResult } from '../schemas/lead-history.js';
import { itemsOf, itemsOut } from './batch-items.js';
import { parseInstant } from './instants.js';

const PATH = '/v1/leads/history';

type Item = Static<typeof HistoricLeadBatch>['items'][number];

/** Instants are text on the wire and epoch milliseconds inside. */
function historyInput(item: Item): HistoryInput {
  const { createdAt, ownerId, ownerEmail, stages = [], outcome, touches = [], ...rest } = item;
  const { engagement = [], activities = [], deals = [], timeframeStatedAt, ...facts } = rest;
  const occurred = <One extends { occurredAt: string }>(one: One) => ({
    ...one,
    occurredAt: Date.parse(one.occurredAt),
  });
  const lead: HistoryInput['lead'] = { ...(facts as RawLead) };
  if (timeframeStatedAt !== undefined) lead.timeframeStatedAt = Date.parse(timeframeStatedAt);
  return {
    lead,
    past: {
      createdAt: Date.parse(createdAt),
      ownerId,
      ownerEmail,
      stages: stages.map(({ stage, at }) => ({ stage, at: Date.parse(at) })),
      outcome: outcome && outcomeOf(outcome),
      touches: touches.map(occurred),
      engagement: engagement.map((event): PastEngagement => occurred(event)),
      activities: activities.map((activity): PastActivity & { repEmail?: string } => occurred(activity)),
      deals: deals.map(dealOf),
    },
  };
}

const outcomeOf = ({ at, until, ...rest }: NonNullable<Item['outcome']>): PastOutcome => ({
  ...rest,
  at: Date.parse(at),
  until: parseInstant(until),
});

const dealOf = ({ openedAt, closedAt, ...rest }: NonNullable<Item['deals']>[number]): PastDeal => ({
  ...rest,
  openedAt: parseInstant(openedAt),
  closedAt: parseInstant(closedAt),
});

const { firstName, lastName, email } = LEAD_INPUT;

export const recordLeadHistory = operation({
  id: 'recordLeadHistory',
  method: 'POST',
  path: PATH,
  tag: 'Leads',
  summary: 'Record up to 1,000 leads with their past',
  description:
    'Brings leads of another system with what happened to them there: stages, outcome, owner, touches, engagement, activities and deals. The past is answered as if it had happened here (`asOf`, stage history, reports, training). Nothing is done about it: no hand-off, no SLA clock, no task, no rotation, no limit of a rep, and one event per lead, customer and deal (`lead.history_recorded`, `customer.history_recorded`, `deal.history_recorded`). A known lead, matched like a submission, keeps its beginning, stages, outcome and owner, and gets the facts, touches, engagement, activities and deals that it lacks. So a repeated call changes nothing.',
  scopes: ['leads:write', 'customers:write', 'deals:write'],
  body: HistoricLeadBatch,
  bodyLimit: 5_242_880,
  mostNames: 80_000,
  bodyExample: {
    items: [
      {
        ...{ firstName, lastName, email },
        createdAt: '2025-03-03T09:00:00.000Z',
        stages: [{ stage: 'sql', at: '2025-03-10T09:00:00.000Z' }],
        outcome: { result: 'lost', at: '2025-04-01T09:00:00.000Z', reason: 'price', competitor: 'Difference Ltd' },
        engagement: [{ type: 'demo_requested', occurredAt: '2025-03-05T09:00:00.000Z', externalId: 'crm-4711' }],
      },
    ],
  },
  perItem: 'items',
  success: {
    status: 207,
    schema: HistoricLeadBatchResult,
    description: 'The result of each lead, in request order.',
    example: {
      results: [
        {
          ...{ index: 0, status: 201, id: EXAMPLE_ID, version: 1, outcome: 'created' as const },
          added: { touches: 1, engagement: 1, activities: 0, deals: 0 },
          ignored: [],
          notes: [],
        },
      ],
      created: 1,
      completed: 0,
      unchanged: 0,
      refused: 0,
    },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) =>
    services.leadHistory.recordBatch(write, itemsOf(body.items, invalidItems, historyInput), body.mode ?? 'partial'),
  present: (outcomes, { requestId }) => {
    const results = itemsOut(
      outcomes,
      { path: PATH, requestId },
      ({ lead, outcome, matchedBy, added, ignored, notes }) => {
        const status = outcome === 'created' ? 201 : 200;
        return { status, id: lead.id, version: lead.version, outcome, matchedBy, added, ignored, notes };
      },
    );
    const number = (outcome: string) => results.filter((one) => 'outcome' in one && one.outcome === outcome).length;
    const [created, completed, unchanged] = [number('created'), number('completed'), number('unchanged')];
    return {
      body: { results, created, completed, unchanged, refused: results.length - created - completed - unchanged },
    };
  },
});
