import type { ItemResult } from '../../services/transactions/items.js';
import { operation } from '../operations.js';
import { EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import {
  CustomerBatch,
  CustomerBatchResult,
  DealBatch,
  DealBatchResult,
  ReferralBatch,
  ReferralBatchResult,
  TaskBatch,
  TaskBatchResult,
  TaskCompletionBatch,
  TaskCompletionBatchResult,
} from '../schemas/work-batches.js';
import { activityInput } from './activity-presenters.js';
import { itemsOf, itemsOut, suppressedAmong } from './batch-items.js';
import { withoutInstants } from './customer-presenters.js';
import { leadInput } from './lead-writes.js';
import { withDue } from './task-presenters.js';

const CREATED = { results: [{ index: 0, status: 201, id: OTHER_ID }], created: 1, refused: 0 };
const CREATED_PEOPLE = { ...CREATED, suppressed: 0 };
const RESULTS = 'The result of each item, in request order.';

function createdOut(outcomes: readonly ItemResult<{ id: string }>[], path: string, requestId: string) {
  const results = itemsOut(outcomes, { path, requestId }, ({ id }) => ({ status: 201, id }));
  const created = results.filter(({ status }) => status === 201).length;
  return { body: { results, created, refused: results.length - created } };
}

function peopleOut<Out extends { status: number }>(results: Out[]) {
  const created = results.filter(({ status }) => status === 201).length;
  return { body: { results, created, refused: results.length - created, suppressed: suppressedAmong(results) } };
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

const COMPLETIONS = '/v1/tasks/batch-complete';

export const completeTaskBatch = operation({
  id: 'completeTaskBatch',
  method: 'POST',
  path: COMPLETIONS,
  tag: 'Work',
  summary: 'Complete up to 1,000 tasks',
  description:
    'Same as one call per item, in one transaction and much faster: the calls of a day. `ifVersion` refuses an item whose task has changed.',
  scopes: ['leads:write'],
  body: TaskCompletionBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [{ taskId: EXAMPLE_ID, outcome: 'successful', note: 'Demo agreed' }] },
  perItem: 'items',
  success: {
    status: 207,
    schema: TaskCompletionBatchResult,
    description: RESULTS,
    example: { results: [{ index: 0, status: 200, id: EXAMPLE_ID, version: 2 }], completed: 1, refused: 0 },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) => {
    const items = itemsOf(body.items, invalidItems, ({ taskId, ifVersion, activity, ...rest }) => {
      const ifMatch = ifVersion === undefined ? undefined : [ifVersion];
      return { taskId, ifMatch, completion: { ...rest, activity: activity && activityInput(activity) } };
    });
    return services.tasks.completeBatch(write, items, body.mode ?? 'partial');
  },
  present: (outcomes, { requestId }) => {
    const results = itemsOut(outcomes, { path: COMPLETIONS, requestId }, ({ id, version, activityId }) => {
      return { status: 200, id, version, activityId };
    });
    const completed = results.filter(({ status }) => status === 200).length;
    return { body: { results, completed, refused: results.length - completed } };
  },
});

const CUSTOMERS = '/v1/customers/batch';

export const createCustomerBatch = operation({
  id: 'createCustomerBatch',
  method: 'POST',
  path: CUSTOMERS,
  tag: 'Customers',
  summary: 'Create up to 1,000 customers',
  description: 'Same as one call per item, in one transaction and much faster: the customers of another system.',
  scopes: ['customers:write'],
  body: CustomerBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [{ kind: 'organization', name: 'Analytical Engines', website: 'https://analytical.example' }] },
  perItem: 'items',
  success: { status: 207, schema: CustomerBatchResult, description: RESULTS, example: CREATED_PEOPLE },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) =>
    services.customers.createBatch(write, itemsOf(body.items, invalidItems, withoutInstants), body.mode ?? 'partial'),
  present: (outcomes, { requestId }) =>
    peopleOut(itemsOut(outcomes, { path: CUSTOMERS, requestId }, ({ id }) => ({ status: 201, id }))),
});

const REFERRALS = '/v1/referrals/batch';

export const createReferralBatch = operation({
  id: 'createReferralBatch',
  method: 'POST',
  path: REFERRALS,
  tag: 'Referrals',
  summary: 'Record up to 1,000 referrals',
  description:
    'Same as one call per item, in one transaction and much faster: the list of a partner. Each item refers a known lead or submits one.',
  scopes: ['leads:write'],
  body: ReferralBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [{ referrer: { partner: 'Difference Ltd' }, referredLeadId: EXAMPLE_ID }] },
  perItem: 'items',
  success: {
    status: 207,
    schema: ReferralBatchResult,
    description: RESULTS,
    example: { ...CREATED_PEOPLE, results: [{ index: 0, status: 201, id: OTHER_ID, referredLeadId: EXAMPLE_ID }] },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) => {
    const items = itemsOf(body.items, invalidItems, ({ lead, ...item }) => ({
      ...item,
      lead: lead && leadInput(lead),
    }));
    return services.referrals.createBatch(write, items, body.mode ?? 'partial');
  },
  present: (outcomes, { requestId }) => {
    const results = itemsOut(outcomes, { path: REFERRALS, requestId }, ({ id, referredLeadId }) => {
      return { status: 201, id, referredLeadId };
    });
    return peopleOut(results);
  },
});
