import type { Static } from 'typebox';
import type { ConversionRequest } from '../../core/conversion/request.js';
import { operation } from '../operations.js';
import {
  ConversionPreview,
  ConversionRequestSchema,
  ConversionResult,
  ConversionUndone,
  LeadLossSchema,
  LeadLost,
} from '../schemas/conversions.js';
import { AT, EXAMPLE_ID, LEAD, OTHER_ID } from '../schemas/examples.js';
import { dealOut, planOut } from './deal-presenters.js';
import { DEAL } from './deals.js';
import { parseInstant } from './instants.js';
import { leadOut } from './lead-presenters.js';
import { leadParams } from './lead-resource.js';

const tag = 'Conversion';
const scopes = ['leads:write', 'customers:write', 'deals:write'] as const;

const PERSON = { kind: 'person', name: 'Ada Lovelace', email: 'ada@analytical.example', country: 'GB' };
const COMPANY = { kind: 'organization', name: 'Analytical Engines', domain: 'analytical.example', country: 'GB' };
const { id: _, version: __, sourceId: ___, createdAt: ____, updatedAt: _____, ...OPEN_DEAL } = DEAL;
const WON_DEAL = { ...OPEN_DEAL, status: 'won', closedAt: AT, leadId: EXAMPLE_ID };
const PARTS = {
  person: { action: 'created', customerId: EXAMPLE_ID, filledFields: [], after: PERSON },
  organization: {
    action: 'linked',
    customerId: OTHER_ID,
    foundBy: 'domain',
    filledFields: ['country'],
    before: { kind: 'organization', name: 'Analytical Engines', domain: 'analytical.example' },
    after: COMPANY,
  },
  deal: { action: 'created', dealId: EXAMPLE_ID, after: { ...WON_DEAL, contactId: EXAMPLE_ID } },
  candidateIds: [],
};
const CONVERTED = {
  ...LEAD,
  version: 3,
  category: 'customer',
  categoryDecidedBy: 'person',
  moveReason: 'Converted',
  conversion: { convertedAt: AT, customerId: OTHER_ID, contactId: EXAMPLE_ID, dealId: EXAMPLE_ID },
};
const REQUEST = {
  deal: { currency: 'EUR', products: [{ name: 'Difference engine', quantity: 2, unitPrice: '6250.00' }] },
  competitor: 'Tabulating Machines',
};

const RULES =
  'The person and the organization that the lead is are found among the customers by external id, e-mail, phone (a number that two people share tells nothing) and, of organizations, company domain; otherwise they are made. The same company name alone only proposes (`candidateIds`). Existing customers take from the lead what they have not, or everything it says with `overwrite`. The deal is a new one (`deal`) or an open one (`dealId`), won unless `won` is false; the organization buys, or the person where there is none.';

function requestOf(body: Static<typeof ConversionRequestSchema>): ConversionRequest {
  const { won = true, overwrite = false, closedAt, ...rest } = body;
  return { ...rest, won, overwrite, closedAt: parseInstant(closedAt) };
}

export const previewConversion = operation({
  id: 'previewConversion',
  method: 'POST',
  path: '/v1/leads/:leadId/conversion/preview',
  tag,
  summary: 'Preview a conversion',
  description: `Tells exactly what the conversion would make, link and fill, and what it would be refused for. Nothing is written. ${RULES}`,
  scopes: ['leads:read', 'customers:read', 'deals:read'],
  params: leadParams,
  body: ConversionRequestSchema,
  bodyExample: REQUEST,
  success: {
    status: 200,
    schema: ConversionPreview,
    description: 'What would be done.',
    example: {
      leadId: EXAMPLE_ID,
      categoryBefore: 'prospect',
      categoryAfter: 'customer',
      ...PARTS,
      person: { ...PARTS.person, customerId: undefined },
      deal: { ...PARTS.deal, dealId: undefined, after: WON_DEAL },
    },
  },
  refusals: ['conflict', 'rule_refused', 'reference_not_found'],
  readsOnly: true,
  run: (services, { principal, params, body }) =>
    services.conversions.preview(principal.workspaceId, params.leadId, requestOf(body)),
  present: ({ lead, plan }) => {
    const at = { leadId: lead.id, categoryBefore: lead.category, categoryAfter: 'customer' } as const;
    return { body: { ...at, ...planOut(plan, false) } };
  },
});

export const convertLead = operation({
  id: 'convertLead',
  method: 'POST',
  path: '/v1/leads/:leadId/conversion',
  tag,
  summary: 'Convert a lead',
  description: `The lead becomes a customer with a deal, in one transaction. ${RULES} The category of the lead becomes \`customer\`, its stage follows. A lead is converted once: a second conversion is refused until the first is undone.`,
  scopes,
  params: leadParams,
  body: ConversionRequestSchema,
  bodyExample: REQUEST,
  success: {
    status: 200,
    schema: ConversionResult,
    description: 'What was done.',
    example: { lead: CONVERTED, ...PARTS },
  },
  refusals: ['conflict', 'rule_refused', 'reference_not_found'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch, body }) =>
    services.conversions.convert(write, params.leadId, ifMatch, requestOf(body)),
  present: ({ lead, plan }) => ({ body: { lead: leadOut(lead), ...planOut(plan, true) }, version: lead.version }),
});

export const undoConversion = operation({
  id: 'undoConversion',
  method: 'POST',
  path: '/v1/leads/:leadId/conversion/undo',
  tag,
  summary: 'Undo a conversion',
  description:
    'Takes back what the conversion did, and nothing that was done since. The lead returns to the category, decision and stage that it had, unless somebody has moved it since; its owner stays who it is, and rules decide again where they had decided. `lead.classified` tells the move back, with the cause `conversion_undone`. Clocks of the service level that the conversion ended stay ended: where the policy promises something in that category, a new promise starts. An offer to sales that the conversion accepted is withdrawn. Customers and the deal that the conversion made are removed; if one of them has changed since, or something else rests on such a customer (another deal, a person, another conversion), nothing is taken back and 409 says what. What the conversion filled or changed in existing ones goes back value by value where it is still what was written; values that were changed since stay and are listed in `kept`.',
  scopes,
  params: leadParams,
  success: {
    status: 200,
    schema: ConversionUndone,
    description: 'What was taken back.',
    example: {
      lead: { ...LEAD, version: 5 },
      removedCustomerIds: [EXAMPLE_ID],
      restoredCustomerIds: [OTHER_ID],
      removedDealId: EXAMPLE_ID,
      kept: [{ subjectKind: 'customer', subjectId: OTHER_ID, fields: ['country'] }],
    },
  },
  refusals: ['conflict'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch }) => services.conversions.undo(write, params.leadId, ifMatch),
  present: ({ lead, plan }) => ({
    body: {
      lead: leadOut(lead),
      removedCustomerIds: plan.removedCustomers.map(({ id }) => id),
      restoredCustomerIds: plan.restoredCustomers.map(({ customer }) => customer.id),
      removedDealId: plan.removedDeal?.id,
      restoredDealId: plan.restoredDeal?.deal.id,
      kept: plan.kept.map(({ id: subjectId, ...rest }) => ({ ...rest, subjectId })),
    },
    version: lead.version,
  }),
});

export const loseLead = operation({
  id: 'loseLead',
  method: 'POST',
  path: '/v1/leads/:leadId/lose',
  tag,
  summary: 'Lose a lead',
  description:
    'The lead does not buy: its category becomes `lost`, with a reason of a closed list, its open tasks are skipped, and its open deals are lost with it unless `loseDeals` is false. The same as moving it to `lost` by hand, and more exact. A converted lead is refused: undo the conversion first.',
  scopes: ['leads:write', 'deals:write'],
  params: leadParams,
  body: LeadLossSchema,
  bodyExample: { reason: 'competitor', detail: 'Delivered within a week', competitor: 'Tabulating Machines' },
  success: {
    status: 200,
    schema: LeadLost,
    description: 'The lead as it is now, and the deals that were lost with it.',
    example: {
      lead: {
        ...LEAD,
        version: 3,
        category: 'lost',
        categoryDecidedBy: 'person',
        moveReason: 'Delivered within a week',
      },
      lostDeals: [{ ...DEAL, version: 2, status: 'lost', lossReason: 'competitor', closedAt: AT }],
    },
  },
  refusals: ['conflict'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch, body: { loseDeals = true, ...loss } }) =>
    services.conversions.lose(write, params.leadId, ifMatch, { ...loss, loseDeals }),
  present: ({ lead, deals }) => ({
    body: { lead: leadOut(lead), lostDeals: deals.map(dealOut) },
    version: lead.version,
  }),
});
