import type { ItemResult } from '../../services/transactions/items.js';
import { operation } from '../operations.js';
import { EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { DealBatch, DealBatchResult, TaskBatch, TaskBatchResult } from '../schemas/work-batches.js';
import { itemsOf, itemsOut } from './batch-items.js';
import { withDue } from './task-presenters.js';

const CREATED = { results: [{ index: 0, status: 201, id: OTHER_ID }], created: 1, refused: 0 };
const RESULTS = 'The result of each item, in request order.';

function createdOut(outcomes: readonly ItemResult<{ id: string }>[], path: string, requestId: string) {
  const results = itemsOut(outcomes, { path, requestId }, ({ id }) => ({ status: 201, id }));
  const created = results.filter(({ status }) => status === 201).length;
  return { body: { results, created, refused: results.length - created } };
}

const TASKS = '/v1/tasks/batch';

export const createTaskBatch = operation({
  id: 'createTaskBatch',
  method: 'POST',
  path: TASKS,
  tag: 'Work',
  summary: 'Create up to 1,000 tasks',
  description: 'Same as one call per item, in one transaction and much faster: the calls of a campaign.',
  scopes: ['leads:write'],
  body: TaskBatch,
  bodyLimit: 5_242_880,
  bodyExample: {
    items: [{ leadId: EXAMPLE_ID, kind: 'call', title: 'Call about the fair', dueAt: '2026-03-02T09:00:00.000Z' }],
  },
  perItem: 'items',
  success: { status: 207, schema: TaskBatchResult, description: RESULTS, example: CREATED },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) =>
    services.tasks.createBatch(write, itemsOf(body.items, invalidItems, withDue), body.mode ?? 'partial'),
  present: (outcomes, { requestId }) => createdOut(outcomes, TASKS, requestId),
});

const DEALS = '/v1/deals/batch';

export const createDealBatch = operation({
  id: 'createDealBatch',
  method: 'POST',
  path: DEALS,
  tag: 'Deals',
  summary: 'Open up to 1,000 deals',
  description: 'Same as one call per item, in one transaction and much faster: the renewals of a quarter.',
  scopes: ['deals:write'],
  body: DealBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [{ leadId: EXAMPLE_ID, name: 'Renewal', currency: 'EUR', amount: '1200.00' }] },
  perItem: 'items',
  success: { status: 207, schema: DealBatchResult, description: RESULTS, example: CREATED },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) =>
    services.deals.createBatch(
      write,
      itemsOf(body.items, invalidItems, (item) => item),
      body.mode ?? 'partial',
    ),
  present: (outcomes, { requestId }) => createdOut(outcomes, DEALS, requestId),
});
