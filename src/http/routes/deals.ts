import Type from 'typebox';
import { DEAL_STATUSES } from '../../core/deals/deal.js';
import { LOSS_REASONS } from '../../core/leads/lifecycle-reasons.js';
import { pageRequest, resource } from '../resource.js';
import { bounds, Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { DealCreate, DealList, DealLoss, DealPatchSchema, DealSchema, DealWin } from '../schemas/deals.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { dealOut } from './deal-presenters.js';
import { parseInstant } from './instants.js';

const tag = 'Deals';
const ENGINE = { name: 'Difference engine', quantity: 2, unitPrice: '6250.00' };

export const DEAL = {
  id: EXAMPLE_ID,
  version: 1,
  status: 'open',
  name: 'Two engines',
  customerId: OTHER_ID,
  products: [ENGINE],
  amount: '12500.00',
  currency: 'EUR',
  cycleStartedAt: AT,
  createdAt: AT,
  updatedAt: AT,
};
const CHANGES = { amount: '11900.00', expectedCloseOn: '2026-05-15' };
const CHANGED = { ...DEAL, version: 2, ...CHANGES };
const WON = { ...CHANGED, version: 3, status: 'won', closedAt: AT, competitor: 'Tabulating Machines' };
const LOST = { ...WON, version: 5, status: 'lost', lossReason: 'competitor', lossDetail: 'Delivered within a week' };

const deals = resource({
  tag,
  noun: 'deal',
  plural: 'deals',
  path: '/v1/deals',
  read: ['deals:read'],
  write: ['deals:write'],
  schema: DealSchema,
  list: DealList,
  example: DEAL,
  out: dealOut,
});

export const createDeal = deals.create({
  id: 'createDeal',
  summary: 'Open a deal',
  description:
    'About a lead (`leadId`), which may be converted with it later, or about a customer (`customerId`). It takes owner and source from the lead, else from the customer. Without `amount` its amount is the sum of its products.',
  body: DealCreate,
  bodyExample: { customerId: OTHER_ID, name: 'Two engines', currency: 'EUR', products: [ENGINE] },
  refusals: ['rule_refused', 'reference_not_found'],
  run: (services, { write, body }) => services.deals.create(write, body),
});

export const listDeals = deals.listed({
  id: 'listDeals',
  summary: 'List deals',
  description: 'Newest first.',
  filters: {
    status: Type.Optional(enumOf(DEAL_STATUSES, { description: 'Open, won or lost.' })),
    customerId: Type.Optional(Id('Of this customer, or with this person as contact.')),
    leadId: Type.Optional(Id('About this lead.')),
    ownerId: Type.Optional(Id('Worked by this rep.')),
    sourceId: Type.Optional(Id('From this source.')),
    campaignId: Type.Optional(Id('From this campaign.')),
    lossReason: Type.Optional(enumOf(LOSS_REASONS, { description: 'Lost for this reason.' })),
    ...bounds('closed', 'Won or lost'),
  },
  run: (services, { principal, query }) => {
    const { limit, cursor, closedFrom, closedBefore, ...filter } = query;
    const period = { closedFrom: parseInstant(closedFrom), closedBefore: parseInstant(closedBefore) };
    return services.deals.list(principal.workspaceId, { ...filter, ...period }, pageRequest({ limit, cursor }));
  },
});

export const getDeal = deals.get({
  id: 'getDeal',
  summary: 'Read a deal',
  description: 'One deal.',
  run: (services, { principal, params }) => services.deals.get(principal.workspaceId, params.dealId),
});

export const updateDeal = deals.update({
  id: 'updateDeal',
  summary: 'Change a deal',
  description:
    'JSON Merge Patch (RFC 7396), also of closed deals. Products sent without `amount` set the amount to their sum. A patch that changes nothing makes no new version.',
  body: DealPatchSchema,
  bodyExample: CHANGES,
  refusals: ['rule_refused', 'reference_not_found'],
  run: (services, { write, params, ifMatch, body }) => services.deals.update(write, params.dealId, ifMatch, body),
});

export const winDeal = deals.verb('win', {
  id: 'winDeal',
  summary: 'Win a deal',
  description:
    'The deal must be open and have an amount and a customer. A deal about an unconverted lead has no customer yet: convert the lead with this `dealId`, which wins the deal too. A customer that had churned by the closing date has come back at that date (`pastChurns`, `customer.returned`).',
  body: DealWin,
  bodyExample: { competitor: 'Tabulating Machines' },
  example: WON,
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.deals.win(write, params.dealId, ifMatch, { ...body, closedAt: parseInstant(body.closedAt) }),
});

export const loseDeal = deals.verb('lose', {
  id: 'loseDeal',
  summary: 'Lose a deal',
  description:
    'Closes an open deal without a sale. Its lead stays as it is: `POST /v1/leads/{leadId}/lose` closes the lead.',
  body: DealLoss,
  bodyExample: { reason: 'competitor', detail: 'Delivered within a week', competitor: 'Tabulating Machines' },
  example: LOST,
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.deals.lose(write, params.dealId, ifMatch, { ...body, closedAt: parseInstant(body.closedAt) }),
});

export const reopenDeal = deals.verb('reopen', {
  id: 'reopenDeal',
  summary: 'Reopen a deal',
  description:
    'Opens a won or lost deal again and removes its closing date and loss reason. Its competitor, customer and lead stay as they are. A customer that came back by this deal has churned again, as before, without `churnDetail`.',
  example: { ...CHANGED, version: 4, competitor: 'Tabulating Machines' },
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch }) => services.deals.reopen(write, params.dealId, ifMatch),
});
