import Type from 'typebox';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { Id } from '../schemas/common.js';
import { AT, LEAD, PROPOSING_TOUCH, TOUCH } from '../schemas/examples.js';
import { LeadSchema } from '../schemas/leads.js';
import { touchFilters } from '../schemas/record-filters.js';
import { ProposalDecision, TouchList, TouchSchema } from '../schemas/touches.js';
import { parseInstant } from './instants.js';
import { touchOut } from './lead-presenters.js';
import { leadParams, leads } from './lead-resource.js';

const tag = 'Leads';
const touchParams = Type.Object(
  { leadId: Id('The lead.'), touchId: Id('The touch.') },
  { additionalProperties: false },
);
export const listLeadTouches = listOperation({
  id: 'listLeadTouches',
  path: '/v1/leads/:leadId/touches',
  tag,
  summary: 'List the touches of a lead',
  description:
    'Every submission that created or joined it, with what was sent; newest first. `proposal` lists what a submission states against the fields of the lead, as long as no one has accepted or dismissed it.',
  scopes: ['leads:read'],
  params: leadParams,
  filters: touchFilters,
  plural: 'touches',
  list: TouchList,
  example: PROPOSING_TOUCH,
  out: touchOut,
  run: (services, { principal, params, query }) => {
    const { limit, cursor, occurredFrom, occurredBefore, ...filter } = query;
    const occurred = { occurredFrom: parseInstant(occurredFrom), occurredBefore: parseInstant(occurredBefore) };
    const request = pageRequest({ limit, cursor });
    return services.leads.touches(principal.workspaceId, params.leadId, { ...filter, ...occurred }, request);
  },
});

export const acceptProposal = operation({
  id: 'acceptProposal',
  method: 'POST',
  path: '/v1/leads/:leadId/touches/:touchId/accept',
  tag,
  summary: 'Accept what a submission proposes',
  description:
    'Applies the proposal of the touch, or some of its fields, exactly as PATCH with `proposed` does: accepted addresses match the lead from then on. Accepted fields are no longer proposed. Fields that are not proposed change nothing.',
  scopes: ['leads:write'],
  params: touchParams,
  body: ProposalDecision,
  bodyExample: { fields: ['jobTitle'] },
  success: {
    status: 200,
    schema: LeadSchema,
    description: 'The lead as it is now.',
    example: {
      ...{ ...LEAD, version: 3, touchCount: 2 },
      ...{ jobTitle: 'Head of Computing', emailConsent: 'granted', emailConsentAt: AT },
    },
  },
  refusals: ['rule_refused'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch, body }) =>
    services.leads.acceptProposal(write, params.leadId, params.touchId, ifMatch, body.fields),
  present: leads.present,
});

export const dismissProposal = operation({
  id: 'dismissProposal',
  method: 'POST',
  path: '/v1/leads/:leadId/touches/:touchId/dismiss',
  tag,
  summary: 'Dismiss what a submission proposes',
  description:
    'Hides the proposal of the touch, or some of its fields. The lead stays as it is, and `submission` keeps showing what was sent.',
  scopes: ['leads:write'],
  params: touchParams,
  body: ProposalDecision,
  bodyExample: { fields: ['jobTitle'] },
  success: { status: 200, schema: TouchSchema, description: 'The touch as it is now.', example: TOUCH },
  run: (services, { write, params, body }) =>
    services.leads.dismissProposal(write, params.leadId, params.touchId, body.fields),
  present: (touch, { names }) => ({ body: touchOut(touch, names) }),
});
