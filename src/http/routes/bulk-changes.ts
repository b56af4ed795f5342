import Type, { type Static } from 'typebox';
import { BULK_OUTCOMES, type BulkChange, type ListedBulkLead } from '../../core/leads/bulk-change.js';
import { iso } from '../../core/time.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { BulkLeadList, LeadBulkChange } from '../schemas/bulk-changes.js';
import { idParams } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID } from '../schemas/examples.js';
import { OperationSchema } from '../schemas/operations.js';
import { checkLeadScopes } from './condition-scopes.js';
import { leadPatch, parseInstant } from './instants.js';
import { presentStarted, QUEUED_BULK_CHANGE, QUEUED_UNDO } from './operations.js';

const tag = 'Bulk changes';
const operationParams = idParams('bulkChangeId', 'The operation of the bulk change.');

/** Instants are text on the wire and epoch milliseconds inside. */
function changeOf({ park, ...change }: Static<typeof LeadBulkChange>['change']): BulkChange {
  const parked = park && { ...park, wakeWhen: { ...park.wakeWhen, at: parseInstant(park.wakeWhen.at) } };
  return { ...change, set: change.set && leadPatch(change.set), park: parked };
}

export const changeLeads = operation({
  id: 'changeLeads',
  method: 'POST',
  path: '/v1/leads/bulk',
  tag,
  summary: 'Change many leads',
  description:
    'Does the same with every lead that matches the condition now, or with the listed leads, as an operation in small steps: sets facts, adds and removes tags, assigns a rep, moves to a stage, parks, disqualifies, recycles or deletes. A lead for which the single call would be refused is left out, with its reason. `dryRun` first finds out how many leads would change and which would be refused. The operation can be cancelled, and its changes taken back for 24 hours (`undoLeadChange`). Each changed lead has its usual events, with the `requestId` of the operation. `POST /v1/leads/reassign` re-routes leads by the rules.',
  scopes: ['leads:write'],
  body: LeadBulkChange,
  bodyExample: {
    where: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
    change: { tags: { add: ['hannover-fair'] } },
  },
  success: { status: 202, schema: OperationSchema, description: 'The operation.', example: QUEUED_BULK_CHANGE },
  refusals: ['reference_not_found', 'rule_refused'],
  run: (services, { principal, write, body: { change, dryRun = false, ...selection } }) => {
    checkLeadScopes(principal, selection.where);
    return services.bulkChanges.request(write, { ...selection, change: changeOf(change), dryRun });
  },
  present: presentStarted,
});

export const undoLeadChange = operation({
  id: 'undoLeadChange',
  method: 'POST',
  path: '/v1/bulk-changes/:bulkChangeId/undo',
  tag,
  summary: 'Take back a bulk change',
  description:
    'Starts an operation that restores, in each lead that the bulk change has changed, what was before it: facts, tags, owner, category and stage with their decision, parking, loss, disqualification and cycles. The log keeps both changes: `lead.restored` and the other events of the undo have the cause `bulk_change_undone`. A value that was changed again since stays; where all of them were, the lead is listed as refused. A restored owner has the lead as before, by the rules or by hand; one who is inactive or has no room in the capacity does not get it back, and the lead is refused and stays with its present owner. A lead that is open again stays with its owner only within the capacity: otherwise the rules decide, or it waits. One that had no owner goes back to the rules. An offer to sales that the change made or accepted is withdrawn, and one that was open is made again with its number and the full time. Tasks that the change skipped are open again, unless another of their template is open, and tasks that it made automatically are skipped. SLA clocks that it ended stay ended: new ones start. A consent is restored in the customer and in its other leads as well. Reports do not count outcomes that are taken back. For 24 hours after the end of the bulk change; one that is under way is cancelled and taken back as far as it came. Recycled and deleted leads stay so. Repeating the call returns the same operation.',
  scopes: ['leads:write'],
  params: operationParams,
  success: { status: 202, schema: OperationSchema, description: 'The undo.', example: QUEUED_UNDO },
  refusals: ['rule_refused'],
  run: (services, { write, params }) => services.bulkChanges.undo(write, params.bulkChangeId),
  present: presentStarted,
});

const leadOut = ({ leadId, outcome, code, detail, at }: ListedBulkLead) => ({
  leadId,
  outcome,
  code: code ?? undefined,
  detail: detail ?? undefined,
  at: iso(at.getTime()),
});

export const listChangedLeads = listOperation({
  id: 'listChangedLeads',
  path: '/v1/bulk-changes/:bulkChangeId/leads',
  tag,
  summary: 'List the leads of a bulk change',
  description:
    'Leads that a bulk change, its dry run or its undo has changed or left out, with the reason; kept for 7 days. Other operations have none.',
  scopes: ['leads:read'],
  params: operationParams,
  plural: 'leads',
  list: BulkLeadList,
  filters: { outcome: Type.Optional(enumOf(BULK_OUTCOMES, { description: 'With this outcome.' })) },
  example: { leadId: EXAMPLE_ID, outcome: 'changed', at: AT },
  out: leadOut,
  run: (services, { principal, params, query: { outcome, ...query } }) =>
    services.bulkChanges.leads(principal.workspaceId, params.bulkChangeId, outcome, pageRequest(query)),
});
