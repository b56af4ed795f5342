import Type from 'typebox';
import { HANDOFF_STATUSES } from '../../core/leads/handoff.js';
import { operation } from '../operations.js';
import { Id, ListQuery, listQueryProperties } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, LEAD, OTHER_ID, pageOfOne } from '../schemas/examples.js';
import { HandoffAccept, HandoffList, HandoffOfferCreate, HandoffReject } from '../schemas/handoffs.js';
import { LeadSchema } from '../schemas/leads.js';
import { handoffOut } from './contract-presenters.js';
import { leadOut } from './lead-presenters.js';
import { leadParams } from './lead-writes.js';
import { pageOut, pageRequest } from './pages.js';

const tag = 'Hand-off';
const DUE = '2026-03-01T13:30:00.000Z';
const OFFERED = { id: OTHER_ID, status: 'offered', offerNumber: 1, repId: OTHER_ID, offeredAt: AT, dueAt: DUE };
const ENDED = { ...OFFERED, dueAt: undefined, endedAt: AT };
const EVIDENCE = 'Two people, no budget this year: told so on the phone';

const OFFER = {
  id: OTHER_ID,
  leadId: EXAMPLE_ID,
  status: 'rejected',
  cause: 'automatic',
  offerNumber: 1,
  repId: OTHER_ID,
  teamId: OTHER_ID,
  offeredAt: AT,
  dueAt: DUE,
  endedAt: AT,
  reason: 'no_budget',
  evidence: EVIDENCE,
  endedBy: OTHER_ID,
  handoffPolicyVersion: 1,
  category: 'sql',
  temperature: 'hot',
  grade: 'B2',
  score: 42,
  scoreModelVersion: 1,
  sourceId: OTHER_ID,
};

const leadAs = (handoff: object) => ({ ...LEAD, version: 2, handoff });

export const offerLead = operation({
  id: 'offerLead',
  method: 'POST',
  path: '/v1/leads/:leadId/handoff',
  tag,
  summary: 'Offer a lead to sales',
  description:
    'An MQL or SQL is offered to a rep, who owns it from now on, or to a team, whoever of it accepts first; without either to its owner, or, when marketing had it back, to whom the routing policy gives it. A new hand-off: who declined an earlier one may be asked again. The offer runs out after the business hours that the hand-off policy allows.',
  scopes: ['leads:write'],
  params: leadParams,
  body: HandoffOfferCreate,
  bodyExample: { repId: OTHER_ID },
  success: { status: 200, schema: LeadSchema, description: 'The lead as it is now.', example: leadAs(OFFERED) },
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.handoffs.offer(write, { leadId, ifMatch }, body),
  present: (lead) => ({ body: leadOut(lead), version: lead.version }),
});

export const acceptHandoff = operation({
  id: 'acceptHandoff',
  method: 'POST',
  path: '/v1/leads/:leadId/handoff/accept',
  tag,
  summary: 'Accept a lead',
  description:
    'Sales takes the lead: it becomes a `prospect`, by the word of a person, and of an offer to a team the rep who accepts owns it. Of two who accept at once, and of an answer and the end of its time, exactly one wins.',
  scopes: ['leads:write'],
  params: leadParams,
  body: HandoffAccept,
  bodyExample: { repId: OTHER_ID },
  success: {
    status: 200,
    schema: LeadSchema,
    description: 'The lead as it is now.',
    example: { ...leadAs({ ...ENDED, status: 'accepted' }), category: 'prospect', categoryDecidedBy: 'person' },
  },
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.handoffs.accept(write, { leadId, ifMatch }, body),
  present: (lead) => ({ body: leadOut(lead), version: lead.version }),
});

export const rejectHandoff = operation({
  id: 'rejectHandoff',
  method: 'POST',
  path: '/v1/leads/:leadId/handoff/reject',
  tag,
  summary: 'Reject a lead',
  description:
    'Sales does not take the lead, and says why. By the hand-off policy it is offered to the next rep that the routing policy finds, never to one who declined it, or goes back to marketing: without an owner, in the queue with the reason `returned_to_marketing`, where rules place it again. The rep is credited in the fairness ledger.',
  scopes: ['leads:write'],
  params: leadParams,
  body: HandoffReject,
  bodyExample: { reason: 'no_budget', evidence: EVIDENCE },
  success: {
    status: 200,
    schema: LeadSchema,
    description: 'The lead as it is now.',
    example: leadAs({ ...ENDED, status: 'rejected', reason: 'no_budget', next: 'marketing' }),
  },
  refusals: ['conflict', 'reference_not_found'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.handoffs.reject(write, { leadId, ifMatch }, body),
  present: (lead) => ({ body: leadOut(lead), version: lead.version }),
});

export const withdrawHandoff = operation({
  id: 'withdrawHandoff',
  method: 'POST',
  path: '/v1/leads/:leadId/handoff/withdraw',
  tag,
  summary: 'Take an offer back',
  description: 'The lead goes back to marketing: nobody owns it until it is offered, assigned or qualifies anew.',
  scopes: ['leads:write'],
  params: leadParams,
  success: {
    status: 200,
    schema: LeadSchema,
    description: 'The lead as it is now.',
    example: leadAs({ ...ENDED, status: 'withdrawn', reason: 'request', next: 'marketing' }),
  },
  refusals: ['conflict'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params: { leadId }, ifMatch }) => services.handoffs.withdraw(write, { leadId, ifMatch }),
  present: (lead) => ({ body: leadOut(lead), version: lead.version }),
});

export const listLeadHandoffs = operation({
  id: 'listLeadHandoffs',
  method: 'GET',
  path: '/v1/leads/:leadId/handoffs',
  tag,
  summary: 'List the offers of a lead',
  description: 'Every offer to sales, with the lead as it stood then and how the offer ended; newest first.',
  scopes: ['leads:read'],
  params: leadParams,
  query: ListQuery,
  success: { status: 200, schema: HandoffList, description: 'A page of offers.', example: pageOfOne(OFFER) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, params, query }) =>
    services.handoffs.ofLead(principal.workspaceId, params.leadId, pageRequest(query)),
  present: (page) => ({ body: pageOut(page, handoffOut) }),
});

const HandoffQuery = Type.Object(
  {
    ...listQueryProperties,
    repId: Type.Optional(Id('Offers to this rep only.')),
    status: Type.Optional(enumOf(HANDOFF_STATUSES, { description: 'Offers in this state only.' })),
  },
  { additionalProperties: false },
);

export const listHandoffs = operation({
  id: 'listHandoffs',
  method: 'GET',
  path: '/v1/handoffs',
  tag,
  summary: 'List offers to sales',
  description: 'Newest first. `status=offered` with a rep is what waits for its answer.',
  scopes: ['leads:read'],
  query: HandoffQuery,
  success: { status: 200, schema: HandoffList, description: 'A page of offers.', example: pageOfOne(OFFER) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, query }) => {
    const { repId, status } = query;
    return services.handoffs.list(principal.workspaceId, { repId, status }, pageRequest(query));
  },
  present: (page) => ({ body: pageOut(page, handoffOut) }),
});
