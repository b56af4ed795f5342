import { operation } from '../operations.js';
import { ActivityBatch, ActivityBatchResult, LeadPatchBatch, LeadPatchBatchResult } from '../schemas/change-batches.js';
import { EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { ACTIVITY_INPUT, activityInput, RECORDED_ACTIVITY } from './activity-presenters.js';
import { itemsOf, itemsOut } from './batch-items.js';
import { recordedBatchOut } from './engagement.js';
import { leadPatch } from './instants.js';

const PATCHES = '/v1/leads/batch-update';

export const updateLeadBatch = operation({
  id: 'updateLeadBatch',
  method: 'POST',
  path: PATCHES,
  tag: 'Leads',
  summary: 'Correct up to 1,000 leads',
  description:
    'Same as one PATCH per item, in one transaction and much faster. `ifVersion` refuses an item whose lead has changed. Items may exchange values, such as two e-mails: the state after all of them counts. For the same change of many leads use `POST /v1/leads/bulk`.',
  scopes: ['leads:write'],
  body: LeadPatchBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [{ leadId: EXAMPLE_ID, city: 'Turin' }] },
  perItem: 'items',
  success: {
    status: 207,
    schema: LeadPatchBatchResult,
    description: 'The result of each item, in request order.',
    example: {
      results: [{ index: 0, status: 200, id: EXAMPLE_ID, version: 2, changed: true }],
      changed: 1,
      unchanged: 0,
      refused: 0,
    },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) => {
    const items = itemsOf(body.items, invalidItems, ({ leadId, ifVersion, ...patch }) => {
      return { leadId, ifVersion, patch: leadPatch(patch) };
    });
    return services.leads.updateBatch(write, items, body.mode ?? 'partial');
  },
  present: (outcomes, { requestId }) => {
    const results = itemsOut(outcomes, { path: PATCHES, requestId }, ({ lead, changed }) => {
      return { status: 200, id: lead.id, version: lead.version, changed };
    });
    const count = (changed: boolean) => results.filter((one) => 'changed' in one && one.changed === changed).length;
    const [changed, unchanged] = [count(true), count(false)];
    return { body: { results, changed, unchanged, refused: results.length - changed - unchanged } };
  },
});

const ACTIVITIES = '/v1/activities/batch';

export const recordActivityBatch = operation({
  id: 'recordActivityBatch',
  method: 'POST',
  path: ACTIVITIES,
  tag: 'Work',
  summary: 'Record up to 1,000 activities',
  description:
    'Same as one call per item, in one transaction and much faster: the calls of a dialler, the sent mails of a campaign.',
  scopes: ['leads:write'],
  body: ActivityBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [{ leadId: EXAMPLE_ID, ...ACTIVITY_INPUT }] },
  perItem: 'items',
  success: {
    status: 207,
    schema: ActivityBatchResult,
    description: 'The result of each item, in request order.',
    example: {
      results: [{ index: 0, status: 201, id: OTHER_ID, result: RECORDED_ACTIVITY }],
      recorded: 1,
      duplicates: 0,
      refused: 0,
    },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) => {
    const items = itemsOf(body.items, invalidItems, ({ leadId, ...activity }) => {
      return { leadId, content: activityInput(activity) };
    });
    return services.activities.recordBatch(write, items, body.mode ?? 'partial');
  },
  present: (outcomes, { requestId }) => ({ body: recordedBatchOut(outcomes, { path: ACTIVITIES, requestId }) }),
});
