import Type from 'typebox';
import {
  HANDOFF_CATEGORIES,
  HANDOFF_STATUSES,
  OFFER_CAUSES,
  REJECTION_REASONS,
  WITHDRAWAL_REASONS,
} from '../../core/leads/handoff.js';
import { GRADES } from '../../core/leads/score.js';
import { TEMPERATURES } from '../../core/leads/vocabulary.js';
import { listOperation, pageRequest } from '../resource.js';
import { bounds, Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, LEAD, OTHER_ID, REP_NAME, SOURCE_NAME, TEAM_NAME, UNOWNED_LEAD } from '../schemas/examples.js';
import { HandoffAccept, HandoffList, HandoffOfferCreate, HandoffReject } from '../schemas/handoffs.js';
import { handoffOut } from './handoff-presenters.js';
import { parseInstant } from './instants.js';
import { leadParams, leads } from './lead-resource.js';

const tag = 'Hand-off';
const DUE = '2026-03-01T13:30:00.000Z';
const CHANNELS = [
  { channel: 'email', status: 'allowed' },
  { channel: 'phone', status: 'missing' },
];
const OFFERED = {
  id: OTHER_ID,
  status: 'offered',
  offerNumber: 1,
  repId: OTHER_ID,
  repName: REP_NAME,
  teamId: OTHER_ID,
  teamName: TEAM_NAME,
  offeredAt: AT,
  dueAt: DUE,
  channels: CHANNELS,
};
const ENDED = { ...OFFERED, dueAt: undefined, endedAt: AT };
const EVIDENCE = 'Two people, no budget this year: as they stated on the phone';

const OFFER = {
  id: OTHER_ID,
  leadId: EXAMPLE_ID,
  status: 'rejected',
  cause: 'request',
  offerNumber: 1,
  repId: OTHER_ID,
  repName: REP_NAME,
  teamId: OTHER_ID,
  teamName: TEAM_NAME,
  offeredAt: AT,
  dueAt: DUE,
  endedAt: AT,
  reason: 'no_budget',
  evidence: EVIDENCE,
  endedBy: OTHER_ID,
  handoffPolicyVersion: 1,
  category: 'mql',
  temperature: 'warm',
  grade: 'C3',
  score: 14,
  scoreModelVersion: 1,
  sourceId: OTHER_ID,
  sourceName: SOURCE_NAME,
  channels: CHANNELS,
};

const leadAs = (handoff: object) => ({ ...LEAD, version: 2, handoff });
const returnedAs = (handoff: object) => ({
  ...UNOWNED_LEAD,
  version: 3,
  queue: {
    reason: 'returned_to_marketing',
    detail:
      'Sales did not take it, so marketing has it back. Offer it again, give it to a rep, or wait until it qualifies anew.',
  },
  handoff,
});

export const offerLead = leads.verb('handoff', {
  id: 'offerLead',
  tag,
  summary: 'Offer a lead to sales',
  description:
    'Offers an MQL or SQL to a rep, who owns it from now on, or to a team, whose first member to accept gets it. Without either it is offered to its owner or, when it was returned to marketing, to the rep that the routing policy selects. This begins a new hand-off: a rep who declined an earlier one may get the offer again. The offer expires after the business hours that the hand-off policy allows.',
  body: HandoffOfferCreate,
  bodyExample: { repId: OTHER_ID },
  example: leadAs(OFFERED),
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.handoffs.offer(write, { leadId, ifMatch }, body),
});

export const acceptHandoff = leads.verb('handoff/accept', {
  id: 'acceptHandoff',
  tag,
  summary: 'Accept a lead',
  description:
    'Sales takes the lead: its category becomes `prospect`, as a decision of a person. 422 when the lead lacks a field that the stage requires, or when the funnel does not allow this move: the offer stays open. The rep who accepts an offer to a team owns the lead. When two reps accept at once, or an answer arrives as the offer expires, exactly one takes effect.',
  body: HandoffAccept,
  bodyExample: { repId: OTHER_ID },
  example: {
    ...leadAs({ ...ENDED, status: 'accepted' }),
    ...{ category: 'prospect', stage: 'prospect', categoryDecidedBy: 'person', moveReason: 'Accepted by sales' },
  },
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.handoffs.accept(write, { leadId, ifMatch }, body),
});

export const rejectHandoff = leads.verb('handoff/reject', {
  id: 'rejectHandoff',
  tag,
  summary: 'Reject a lead',
  description:
    'Sales does not take the lead and gives the reason. Depending on the hand-off policy the lead is offered to the next rep that the routing policy selects, never to one who declined it (in the queue until there is one), or returns to marketing: without an owner, in the queue with the reason `returned_to_marketing`, where the rules classify it again. The rep is credited in the fairness ledger.',
  body: HandoffReject,
  bodyExample: { reason: 'no_budget', evidence: EVIDENCE },
  example: returnedAs({ ...ENDED, status: 'rejected', reason: 'no_budget', next: 'marketing' }),
  refusals: ['conflict', 'reference_not_found'],
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.handoffs.reject(write, { leadId, ifMatch }, body),
});

export const withdrawHandoff = leads.verb('handoff/withdraw', {
  id: 'withdrawHandoff',
  tag,
  summary: 'Withdraw an offer',
  description: 'The lead returns to marketing and has no owner until it is offered or assigned, or qualifies again.',
  example: returnedAs({ ...ENDED, status: 'withdrawn', reason: 'request', next: 'marketing' }),
  refusals: ['conflict'],
  run: (services, { write, params: { leadId }, ifMatch }) => services.handoffs.withdraw(write, { leadId, ifMatch }),
});

const filters = {
  repId: Type.Optional(Id('Offers to this rep only.')),
  teamId: Type.Optional(Id('Offers to this team, or to reps through it.')),
  sourceId: Type.Optional(Id('Of leads from this source.')),
  campaignId: Type.Optional(Id('Of leads from this campaign.')),
  status: Type.Optional(enumOf(HANDOFF_STATUSES, { description: 'Offers in this state only.' })),
  cause: Type.Optional(enumOf(OFFER_CAUSES, { description: 'Made for this cause.' })),
  reason: Type.Optional(
    enumOf([...REJECTION_REASONS, ...WITHDRAWAL_REASONS], { description: 'Rejected or withdrawn for this reason.' }),
  ),
  category: Type.Optional(enumOf(HANDOFF_CATEGORIES, { description: 'Of leads with this category at the offer.' })),
  temperature: Type.Optional(enumOf(TEMPERATURES, { description: 'Of leads with this temperature at the offer.' })),
  grade: Type.Optional(enumOf(GRADES, { description: 'Of leads with this grade at the offer.' })),
  ...bounds('offered', 'Offered'),
};

interface OfferedQuery {
  limit?: number;
  cursor?: string;
  offeredFrom?: string;
  offeredBefore?: string;
}

/** The filter and the page that a query requests. */
function wantedOf<Query extends OfferedQuery>({ limit, cursor, offeredFrom, offeredBefore, ...equal }: Query) {
  const filter = { ...equal, offeredFrom: parseInstant(offeredFrom), offeredBefore: parseInstant(offeredBefore) };
  return { filter, page: pageRequest({ limit, cursor }) };
}

export const listLeadHandoffs = listOperation({
  id: 'listLeadHandoffs',
  path: '/v1/leads/:leadId/handoffs',
  tag,
  summary: 'List the offers of a lead',
  description:
    'Every offer to sales, with a snapshot of the lead at the offer, how the offer ended, and the `channels` by which the lead may be contacted now; newest first.',
  scopes: ['leads:read'],
  params: leadParams,
  filters,
  plural: 'offers',
  list: HandoffList,
  example: OFFER,
  out: handoffOut,
  run: (services, { principal, params: { leadId }, query }) => {
    const { filter, page } = wantedOf(query);
    return services.handoffs.ofLead(principal.workspaceId, { ...filter, leadId }, page);
  },
});

export const listHandoffs = listOperation({
  id: 'listHandoffs',
  path: '/v1/handoffs',
  tag,
  summary: 'List offers to sales',
  description:
    'Newest first. `status=offered` with a rep lists the offers that wait for its answer. `channels` shows how the rep may contact each lead.',
  scopes: ['leads:read'],
  filters: { leadId: Type.Optional(Id('Of this lead.')), ...filters },
  plural: 'offers',
  list: HandoffList,
  example: OFFER,
  out: handoffOut,
  run: (services, { principal, query }) => {
    const { filter, page } = wantedOf(query);
    return services.handoffs.list(principal.workspaceId, filter, page);
  },
});
