import type { Static } from 'typebox';
import type { LeadInput } from '../../services/leads/prepare.js';
import { operation } from '../operations.js';
import {
  AT,
  EXAMPLE_ID,
  LEAD,
  LEAD_BATCH_OUTCOME,
  LEAD_INPUT,
  LEAD_MATCHED,
  LEAD_RESULT,
} from '../schemas/examples.js';
import type { LeadSubmission } from '../schemas/lead-fields.js';
import { LeadBatch, LeadBatchResult, LeadCreate, LeadPatchSchema, LeadResult } from '../schemas/leads.js';
import { itemsOf, itemsOut, suppressedAmong } from './batch-items.js';
import { leadPatch } from './instants.js';
import { batchOutcomeOut, submissionOut } from './lead-presenters.js';
import { leads, leadTag } from './lead-resource.js';

/** Instants are text on the wire and epoch milliseconds inside. */
export function leadInput(body: Static<typeof LeadCreate | typeof LeadSubmission>): LeadInput {
  const { occurredAt, timeframeStatedAt, ...rest } = body;
  const input = rest as LeadInput;
  if (occurredAt !== undefined) input.occurredAt = Date.parse(occurredAt);
  if (timeframeStatedAt !== undefined) input.timeframeStatedAt = Date.parse(timeframeStatedAt);
  return input;
}

export const createLead = operation({
  id: 'createLead',
  method: 'POST',
  path: '/v1/leads',
  tag: 'Leads',
  summary: 'Submit a lead',
  description:
    'Normalizes, matches (external id, e-mail, phone), scores, classifies and assigns the lead in this one call, and answers when all of it is durable. 201 for a new lead; 200 when the submission joined a known lead as another touch.',
  scopes: ['leads:write'],
  body: LeadCreate,
  bodyExample: LEAD_INPUT,
  success: {
    status: [201, 200],
    schema: LeadResult,
    description: 'The lead, and how it was matched.',
    example: LEAD_RESULT,
    otherExamples: { 200: LEAD_MATCHED },
  },
  refusals: ['rule_refused', 'suppressed'],
  concurrency: 'etag',
  run: (services, { write, body }) => services.leads.create(write, leadInput(body)),
  present: (result, { names }) => ({
    status: result.outcome === 'created' ? 201 : 200,
    body: submissionOut(result, names),
    ...leadTag(result.lead),
    location: `/v1/leads/${result.lead.id}`,
  }),
});

const BATCH = '/v1/leads/batch';

export const createLeadBatch = operation({
  id: 'createLeadBatch',
  method: 'POST',
  path: BATCH,
  tag: 'Leads',
  summary: 'Submit up to 1,000 leads',
  description:
    'Same as one call per item, in one transaction and much faster. Items of the batch that match the same lead join it as touches.',
  scopes: ['leads:write'],
  body: LeadBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [LEAD_INPUT] },
  perItem: 'items',
  success: {
    status: 207,
    schema: LeadBatchResult,
    description: 'The result of each item, in request order.',
    example: {
      results: [{ index: 0, status: 201, id: EXAMPLE_ID, result: LEAD_BATCH_OUTCOME }],
      created: 1,
      matched: 0,
      refused: 0,
      suppressed: 0,
    },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) => {
    const items = itemsOf(body.items, invalidItems, leadInput);
    return services.leads.createBatch(write, items, body.mode ?? 'partial');
  },
  present: (outcomes, { requestId, names }) => {
    const results = itemsOut(outcomes, { path: BATCH, requestId }, (submission) => {
      const status = submission.outcome === 'created' ? 201 : 200;
      return { status, id: submission.lead.id, result: batchOutcomeOut(submission, names) };
    });
    const count = (status: number) => results.filter((result) => result.status === status).length;
    const [created, matched] = [count(201), count(200)];
    const refused = results.length - created - matched;
    return { body: { results, created, matched, refused, suppressed: suppressedAmong(results) } };
  },
});

export const updateLead = leads.update({
  id: 'updateLead',
  summary: 'Correct a lead',
  description:
    'JSON Merge Patch (RFC 7396). The lead is re-scored and re-classified in the same transaction. A patch that changes nothing makes no new version.',
  body: LeadPatchSchema,
  bodyExample: { jobTitle: 'Head of Computing' },
  example: { ...LEAD, version: 2, jobTitle: 'Head of Computing', firstContactAt: AT, lastActivityAt: AT },
  refusals: ['rule_refused', 'suppressed'],
  run: (services, { write, params, ifMatch, body }) =>
    services.leads.update(write, params.leadId, ifMatch, leadPatch(body)),
});

export const deleteLead = leads.remove({
  id: 'deleteLead',
  summary: 'Delete a lead',
  description:
    'Removes the lead with its touches, engagement and decisions, and erases its personal data from the event log and from stored idempotent answers, at once. The event log keeps ids, types, instants, numbers and classes. Customers and deals of the lead stay, without a reference to it: a deal that belonged to its customer through the lead then names the customer itself, and each such change emits an event. A deal without a customer loses its texts. Personal data of its customer stays: delete the customer as well.',
  run: (services, { write, params, ifMatch }) => services.leads.remove(write, params.leadId, ifMatch),
});
