import { operation } from '../operations.js';
import { idParams } from '../schemas/common.js';
import { AT, EXAMPLE_ID, LEAD, OTHER_ID, REP_NAME, UNOWNED_LEAD } from '../schemas/examples.js';
import {
  LeadAssign,
  LeadLease,
  LeadReassign,
  LeaseHolder,
  LeaseRenewal,
  NextLead,
  RepReassignmentPreview,
} from '../schemas/lead-owners.js';
import { LeadSchema } from '../schemas/leads.js';
import { OperationSchema } from '../schemas/operations.js';
import { checkLeadScopes } from './condition-scopes.js';
import { claimedOut } from './lead-presenters.js';
import { leadParams, leads } from './lead-resource.js';
import { presentStarted, QUEUED_REASSIGNMENT, QUEUED_RERUN } from './operations.js';

const tag = 'Assignment';
const DEFAULT_LEASE_SECONDS = 300;
const leaseMs = (seconds = DEFAULT_LEASE_SECONDS) => seconds * 1000;
const OWNED = { ...LEAD, version: 2, ownerId: EXAMPLE_ID, assignedAt: AT };
const WAITING = {
  ...UNOWNED_LEAD,
  version: 3,
  queue: {
    reason: 'no_rule_matched',
    detail: 'No routing rule gives it to sales, so marketing has it. To change that, publish a routing policy.',
  },
};
const HELD = {
  ...WAITING,
  version: 2,
  leaseRepId: EXAMPLE_ID,
  leaseRepName: REP_NAME,
  leaseUntil: '2026-03-01T09:35:00.000Z',
};
const repParams = idParams('repId', 'The rep.');

export const assignLead = leads.verb('owner', {
  id: 'assignLead',
  tag,
  summary: 'Assign a lead to a rep by hand',
  description:
    'The rep owns the lead, regardless of capacity and hours, and no rule reassigns it until the assignment is released. It counts in the fairness ledger of the team that the lead was routed to, or of the only team of the rep; a former owner is credited.',
  body: LeadAssign,
  bodyExample: { repId: EXAMPLE_ID, reason: 'Knows the customer' },
  example: { ...OWNED, assignedBy: OTHER_ID, assignmentReason: 'Knows the customer' },
  refusals: ['reference_not_found', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) => services.leadOwners.assign(write, params.leadId, ifMatch, body),
});

export const releaseLeadOwner = leads.verb('owner/release', {
  id: 'releaseLeadOwner',
  tag,
  summary: 'Release an assignment by hand',
  description:
    'Lets the rules decide on the owner again: the owner stays, and the lead may be reassigned like any other.',
  example: OWNED,
  run: (services, { write, params, ifMatch }) => services.leadOwners.releaseOwner(write, params.leadId, ifMatch),
});

export const reassignLeads = operation({
  id: 'reassignLeads',
  method: 'POST',
  path: '/v1/leads/reassign',
  tag,
  summary: 'Re-route leads that have an owner',
  description:
    'For use after the policy, the teams or the reps have changed. Each open lead that matches the filter (the conditions of a search) stays with its owner if the published rules would select that rep, full or not; else it goes to a rep that the rules select and who can take it now. Leads assigned by hand and leads that a rep holds stay. A rep who loses a lead is credited in the fairness ledger. With `dryRun` the operation only reports how many leads each rep would lose and gain, and the first moves.',
  scopes: ['assignment:write', 'leads:write'],
  body: LeadReassign,
  bodyExample: {
    where: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
    repId: EXAMPLE_ID,
    teamId: OTHER_ID,
    dryRun: true,
  },
  success: {
    status: 202,
    schema: OperationSchema,
    description: 'The operation.',
    example: QUEUED_RERUN,
  },
  refusals: ['reference_not_found', 'rule_refused'],
  run: (services, { principal, write, body: { dryRun = false, ...filter } }) => {
    checkLeadScopes(principal, filter.where);
    return services.leadOwners.rerun(write, { ...filter, dryRun });
  },
  present: presentStarted,
});

export const claimNextLead = operation({
  id: 'claimNextLead',
  method: 'POST',
  path: '/v1/reps/:repId/next-lead',
  tag,
  summary: 'Claim the next lead for a rep',
  description:
    'Holds the best waiting lead (by score, times 3 when hot, 2 when warm) for this rep alone until the lease ends: take it, return it, or renew the lease. Leads of a claim pool are for members of its team. Capacity, caps and absences count; a rep who holds a lead gets the same lead again. Two reps never hold the same lead. The claim pool of the routing policy may limit the claims per day, withhold a lead from a rep who had it recently, and mask the contact data (`contactsMasked`) until the lead is taken.',
  scopes: ['leads:read', 'leads:write'],
  params: repParams,
  body: LeadLease,
  bodyExample: { leaseSeconds: 300 },
  success: {
    status: 200,
    schema: NextLead,
    description: 'The lead that the rep holds now; `lead` is absent when no waiting lead is available to the rep.',
    example: { lead: HELD },
  },
  run: (services, { write, params, body }) =>
    services.leadOwners.claimNext(write, params.repId, leaseMs(body.leaseSeconds)),
  present: (claimed, { names }) => ({ body: claimed === undefined ? {} : { lead: claimedOut(claimed, names) } }),
});

export const renewLease = operation({
  id: 'renewLease',
  method: 'POST',
  path: '/v1/leads/:leadId/lease/renew',
  tag,
  summary: 'Renew the lease of a claimed lead',
  description: 'The lease then ends `leaseSeconds` from now.',
  scopes: ['leads:write'],
  params: leadParams,
  body: LeaseRenewal,
  bodyExample: { repId: EXAMPLE_ID, leaseSeconds: 300 },
  success: { status: 200, schema: LeadSchema, description: 'The lead as it is now.', example: HELD },
  refusals: ['conflict', 'reference_not_found'],
  run: (services, { write, params, body }) =>
    services.leadOwners.renewLease(write, params.leadId, body.repId, leaseMs(body.leaseSeconds)),
  present: (claimed, { names }) => ({ body: claimedOut(claimed, names) }),
});

export const returnLead = operation({
  id: 'returnLead',
  method: 'POST',
  path: '/v1/leads/:leadId/lease/return',
  tag,
  summary: 'Return a claimed lead',
  description: 'Ends the lease. The routing rules are tried again; if they find no rep, the lead waits as before.',
  scopes: ['leads:write'],
  params: leadParams,
  body: LeaseHolder,
  bodyExample: { repId: EXAMPLE_ID },
  success: { status: 200, schema: LeadSchema, description: 'The lead as it is now.', example: WAITING },
  refusals: ['conflict', 'reference_not_found'],
  run: (services, { write, params, body }) => services.leadOwners.returnLease(write, params.leadId, body.repId),
  present: (claimed, { names }) => ({ body: claimedOut(claimed, names) }),
});

export const takeLead = operation({
  id: 'takeLead',
  method: 'POST',
  path: '/v1/leads/:leadId/lease/take',
  tag,
  summary: 'Take a claimed lead',
  description: 'The lease becomes ownership, and counts in the fairness ledger like an assignment by hand.',
  scopes: ['leads:write'],
  params: leadParams,
  body: LeaseHolder,
  bodyExample: { repId: EXAMPLE_ID },
  success: { status: 200, schema: LeadSchema, description: 'The lead as it is now.', example: OWNED },
  refusals: ['conflict', 'reference_not_found'],
  run: (services, { write, params, body }) => services.leadOwners.takeLease(write, params.leadId, body.repId),
  present: (claimed, { names }) => ({ body: claimedOut(claimed, names) }),
});

export const previewRepReassignment = operation({
  id: 'previewRepReassignment',
  method: 'GET',
  path: '/v1/reps/:repId/reassignment',
  tag,
  summary: 'Count the leads that a reassignment would move',
  description: 'How many open leads a reassignment would take from the rep now, and how many would stay.',
  scopes: ['assignment:read', 'leads:read'],
  params: repParams,
  success: {
    status: 200,
    schema: RepReassignmentPreview,
    description: 'The counts.',
    example: { repId: OTHER_ID, repName: REP_NAME, movable: 1200, byHand: 3 },
  },
  run: (services, { principal, params }) =>
    services.leadOwners.previewReassignment(principal.workspaceId, params.repId),
  present: (counts, { names }) => ({ body: { ...counts, repName: names(counts.repId) } }),
});

export const reassignRepLeads = operation({
  id: 'reassignRepLeads',
  method: 'POST',
  path: '/v1/reps/:repId/reassignment',
  tag,
  summary: 'Reassign the open leads of a rep',
  description:
    'The published policy routes each open lead of the rep to another rep, or puts it into the queue; the rep is credited in the fairness ledger. Leads assigned by hand stay, and so do leads that the rep gets after the start. The same happens automatically when a rep becomes inactive or an absence begins, according to `whenInactive` and `whenAbsent`. While a requested reassignment is queued or running, that operation is returned.',
  scopes: ['assignment:write', 'leads:write'],
  params: repParams,
  success: {
    status: 202,
    schema: OperationSchema,
    description: 'The reassignment operation.',
    example: QUEUED_REASSIGNMENT,
  },
  run: (services, { write, params }) => services.leadOwners.reassign(write, params.repId),
  present: presentStarted,
});
