import Type from 'typebox';
import { DEAL_STATUSES } from '../../core/deals/deal.js';
import type { Deal } from '../../services/deals.js';
import { operation } from '../operations.js';
import { Id, idParams, listQueryProperties, Timestamp } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { DealCreate, DealList, DealLoss, DealPatchSchema, DealSchema, DealWin } from '../schemas/deals.js';
import { AT, EXAMPLE_ID, OTHER_ID, pageOfOne } from '../schemas/examples.js';
import { dealOut } from './deal-presenters.js';
import { pageOut, pageRequest } from './pages.js';

const tag = 'Deals';
const dealParams = idParams('dealId', 'The deal.');
const ENGINE = { name: 'Difference engine', quantity: 2, unitPrice: '6250.00' };

export const DEAL = {
  id: EXAMPLE_ID,
  version: 1,
  status: 'open',
  name: 'Two engines',
  customerId: OTHER_ID,
  ownerId: OTHER_ID,
  products: [ENGINE],
  amount: '12500.00',
  currency: 'EUR',
  expectedCloseOn: '2026-04-30',
  cycleStartedAt: AT,
  sourceId: OTHER_ID,
  createdAt: AT,
  updatedAt: AT,
};
const WON = { ...DEAL, version: 2, status: 'won', closedAt: AT, competitor: 'Tabulating Machines' };
const LOST = { ...WON, status: 'lost', lossReason: 'competitor', lossDetail: 'Delivered within a week' };

const presentDeal = (deal: Deal) => ({ body: dealOut(deal), version: deal.version });
const instantOf = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));

export const createDeal = operation({
  id: 'createDeal',
  method: 'POST',
  path: '/v1/deals',
  tag,
  summary: 'Open a deal',
  description:
    'About a lead (`leadId`), which may be converted with it later, or a further deal of a customer (`customerId`). It takes owner and source from the lead, else from the customer. Without `amount` it is worth the sum of its products.',
  scopes: ['deals:write'],
  body: DealCreate,
  bodyExample: { customerId: OTHER_ID, name: 'Two engines', currency: 'EUR', products: [ENGINE] },
  success: { status: 201, schema: DealSchema, description: 'The deal.', example: DEAL },
  refusals: ['rule_refused', 'reference_not_found'],
  concurrency: 'etag',
  run: (services, { write, body }) => services.deals.create(write, body),
  present: (deal) => ({ ...presentDeal(deal), location: `/v1/deals/${deal.id}` }),
});

export const listDeals = operation({
  id: 'listDeals',
  method: 'GET',
  path: '/v1/deals',
  tag,
  summary: 'List deals',
  description: 'Newest first.',
  scopes: ['deals:read'],
  query: Type.Object(
    {
      ...listQueryProperties,
      status: Type.Optional(enumOf(DEAL_STATUSES, { description: 'Open, won or lost.' })),
      customerId: Type.Optional(Id('Of this customer, or with this person to talk to.')),
      leadId: Type.Optional(Id('About this lead.')),
      ownerId: Type.Optional(Id('Worked by this rep.')),
      closedFrom: Type.Optional(Timestamp('Won or lost at this instant or later.')),
      closedBefore: Type.Optional(Timestamp('Won or lost before this instant.')),
    },
    { additionalProperties: false },
  ),
  success: { status: 200, schema: DealList, description: 'A page of deals.', example: pageOfOne(DEAL) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, query }) => {
    const { limit, cursor, closedFrom, closedBefore, ...filter } = query;
    const period = { closedFrom: instantOf(closedFrom), closedBefore: instantOf(closedBefore) };
    return services.deals.list(principal.workspaceId, { ...filter, ...period }, pageRequest({ limit, cursor }));
  },
  present: (page) => ({ body: pageOut(page, dealOut) }),
});

export const getDeal = operation({
  id: 'getDeal',
  method: 'GET',
  path: '/v1/deals/:dealId',
  tag,
  summary: 'Read a deal',
  description: 'One deal.',
  scopes: ['deals:read'],
  params: dealParams,
  success: { status: 200, schema: DealSchema, description: 'The deal.', example: DEAL },
  concurrency: 'etag',
  run: (services, { principal, params }) => services.deals.get(principal.workspaceId, params.dealId),
  present: presentDeal,
});

export const updateDeal = operation({
  id: 'updateDeal',
  method: 'PATCH',
  path: '/v1/deals/:dealId',
  tag,
  summary: 'Change a deal',
  description:
    'JSON Merge Patch (RFC 7396), also of closed deals. Products sent without `amount` say the amount anew. A patch that changes nothing makes no new version.',
  scopes: ['deals:write'],
  params: dealParams,
  body: DealPatchSchema,
  bodyExample: { amount: '11900.00', expectedCloseOn: '2026-05-15' },
  success: { status: 200, schema: DealSchema, description: 'The deal as it is now.', example: DEAL },
  refusals: ['rule_refused', 'reference_not_found'],
  concurrency: 'etag',
  run: (services, { write, params, ifMatch, body }) => services.deals.update(write, params.dealId, ifMatch, body),
  present: presentDeal,
});

export const winDeal = operation({
  id: 'winDeal',
  method: 'POST',
  path: '/v1/deals/:dealId/win',
  tag,
  summary: 'Win a deal',
  description:
    'An open deal with an amount and a customer. A deal about a lead that is not converted has no customer yet: convert the lead with this `dealId`, which wins it too.',
  scopes: ['deals:write'],
  params: dealParams,
  body: DealWin,
  bodyExample: { competitor: 'Tabulating Machines' },
  success: { status: 200, schema: DealSchema, description: 'The deal as it is now.', example: WON },
  refusals: ['conflict', 'rule_refused'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch, body }) =>
    services.deals.win(write, params.dealId, ifMatch, { ...body, closedAt: instantOf(body.closedAt) }),
  present: presentDeal,
});

export const loseDeal = operation({
  id: 'loseDeal',
  method: 'POST',
  path: '/v1/deals/:dealId/lose',
  tag,
  summary: 'Lose a deal',
  description:
    'An open deal ends without a sale. Its lead stays where it is: `POST /v1/leads/{leadId}/lose` ends that.',
  scopes: ['deals:write'],
  params: dealParams,
  body: DealLoss,
  bodyExample: { reason: 'competitor', detail: 'Delivered within a week', competitor: 'Tabulating Machines' },
  success: { status: 200, schema: DealSchema, description: 'The deal as it is now.', example: LOST },
  refusals: ['conflict', 'rule_refused'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch, body }) =>
    services.deals.lose(write, params.dealId, ifMatch, { ...body, closedAt: instantOf(body.closedAt) }),
  present: presentDeal,
});

export const reopenDeal = operation({
  id: 'reopenDeal',
  method: 'POST',
  path: '/v1/deals/:dealId/reopen',
  tag,
  summary: 'Reopen a deal',
  description:
    'A won or lost deal is open again; what was said about its end goes. Its customer and lead stay as they are.',
  scopes: ['deals:write'],
  params: dealParams,
  success: { status: 200, schema: DealSchema, description: 'The deal as it is now.', example: DEAL },
  refusals: ['conflict'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch }) => services.deals.reopen(write, params.dealId, ifMatch, undefined),
  present: presentDeal,
});
