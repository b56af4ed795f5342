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
import { AT, EXAMPLE_ID, LEAD, OTHER_ID, REP_NAME, SOURCE_NAME } from '../schemas/examples.js';
import { dealOut, planOut } from './deal-presenters.js';
import { DEAL } from './deals.js';
import { parseInstant } from './instants.js';
import { leadOut } from './lead-presenters.js';
import { leadParams, leadTag } from './lead-resource.js';

const tag = 'Conversion';
const scopes = ['leads:write', 'customers:write', 'deals:write'] as const;

const OWNER = { ownerId: OTHER_ID, ownerName: REP_NAME };
const PERSON = {
  ...{ kind: 'person', name: 'Ada Lovelace', firstName: 'Ada', lastName: 'Lovelace' },
  ...{ email: 'ada@analytical.example', emailNormalized: 'ada@analytical.example', emailType: 'business' },
  ...{ country: 'GB', ...OWNER },
};
const COMPANY = { kind: 'organization', name: 'Analytical Engines', country: 'GB', ...OWNER };
const COMPETITOR = 'Tabulating Machines';
const { id: _, version: __, name: ___, customerId: ____, createdAt: _____, updatedAt: ______, ...OPEN_DEAL } = DEAL;
const WON_DEAL = { ...OPEN_DEAL, status: 'won', closedAt: AT, leadId: EXAMPLE_ID, ...OWNER, competitor: COMPETITOR };
const PARTS = {
  person: { action: 'created', customerId: EXAMPLE_ID, filledFields: [], after: PERSON },
  organization: { action: 'created', customerId: OTHER_ID, filledFields: [], after: COMPANY },
  deal: {
    action: 'created',
    dealId: EXAMPLE_ID,
    after: { ...WON_DEAL, customerId: OTHER_ID, contactId: EXAMPLE_ID },
  },
  candidateIds: [OTHER_ID],
};
const CONVERTED = {
  ...LEAD,
  version: 3,
  category: 'customer',
  stage: 'customer',
  categoryDecidedBy: 'person',
  moveReason: 'Converted',
  customerId: OTHER_ID,
  conversion: { convertedAt: AT, customerId: OTHER_ID, contactId: EXAMPLE_ID, dealId: EXAMPLE_ID },
};
const REQUEST = {
  deal: { currency: 'EUR', products: [{ name: 'Difference engine', quantity: 2, unitPrice: '6250.00' }] },
  competitor: COMPETITOR,
};

const RULES =
  'The person and the organization of the lead are matched to existing customers by external id, e-mail, phone (a number that two people share is not used) and, for organizations, company domain; otherwise they are created. An equal company name alone is only proposed (`candidateIds`). Existing customers take values from the lead for their empty fields, or all its values with `overwrite`. The deal is a new one (`deal`) or an open one (`dealId`), and is won unless `won` is false; its customer is the organization, or the person when there is no organization.';

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
  description: `Returns exactly what the conversion would create, link and fill, or why it would be refused. Nothing is written. ${RULES}`,
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
      categoryBefore: 'mql',
      categoryAfter: 'customer',
      ...PARTS,
      person: { ...PARTS.person, customerId: undefined },
      organization: { ...PARTS.organization, customerId: undefined },
      deal: { ...PARTS.deal, dealId: undefined, after: WON_DEAL },
    },
  },
  refusals: ['conflict', 'rule_refused', 'reference_not_found'],
  readsOnly: true,
  run: (services, { principal, params, body }) =>
    services.conversions.preview(principal.workspaceId, params.leadId, requestOf(body)),
  present: ({ lead, plan }, { names }) => {
    const at = { leadId: lead.id, categoryBefore: lead.category, categoryAfter: 'customer' } as const;
    return { body: { ...at, ...planOut(plan, false, names) } };
  },
});

export const convertLead = operation({
  id: 'convertLead',
  method: 'POST',
  path: '/v1/leads/:leadId/conversion',
  tag,
  summary: 'Convert a lead',
  description: `The lead becomes a customer with a deal, in one transaction. ${RULES} The category of the lead becomes \`customer\`, its stage follows. Other leads of the same person, by external id, e-mail or phone and name, are linked to the customer. A customer that had churned has come back when the deal is won. A lead is converted once: a second conversion is refused until the first is undone.`,
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
  present: ({ lead, plan }, { names }) => ({
    body: { lead: leadOut(lead, names), ...planOut(plan, true, names) },
    ...leadTag(lead),
  }),
});

export const undoConversion = operation({
  id: 'undoConversion',
  method: 'POST',
  path: '/v1/leads/:leadId/conversion/undo',
  tag,
  summary: 'Undo a conversion',
  description:
    'Reverts what the conversion did, and no later change. The lead returns to its earlier category, decision and stage, unless it was moved since; its owner keeps it within the capacity (otherwise the rules assign another, or it waits), and the rules decide again if they decided before. `lead.classified` reports the move with the cause `conversion_undone`. SLA clocks that the conversion ended stay ended: where the SLA policy applies to the earlier category, new clocks start. An offer to sales that the conversion accepted is withdrawn. Customers and the deal that the conversion created are removed; if one of them was changed since, or another deal, person or conversion refers to such a customer, nothing is reverted and 409 names the reason. A value that the conversion wrote into an existing customer or deal is restored if it is unchanged since; values changed since stay and are listed in `kept`. Leads that the conversion linked are not linked any more, and the consents that it gave to other leads are taken back, unless they changed since or the lead was submitted since: such a lead is listed in `kept` as well.',
  scopes,
  params: leadParams,
  success: {
    status: 200,
    schema: ConversionUndone,
    description: 'What was reverted.',
    example: {
      lead: { ...LEAD, version: 5 },
      removedCustomerIds: [OTHER_ID, EXAMPLE_ID],
      restoredCustomerIds: [],
      removedDealId: EXAMPLE_ID,
      kept: [],
    },
  },
  refusals: ['conflict'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch }) => services.conversions.undo(write, params.leadId, ifMatch),
  present: ({ lead, plan }, { names }) => ({
    body: {
      lead: leadOut(lead, names),
      removedCustomerIds: plan.removedCustomers.map(({ id }) => id),
      restoredCustomerIds: plan.restoredCustomers.map(({ customer }) => customer.id),
      removedDealId: plan.removedDeal?.id,
      restoredDealId: plan.restoredDeal?.deal.id,
      kept: plan.kept.map(({ id: subjectId, ...rest }) => ({ ...rest, subjectId })),
    },
    ...leadTag(lead),
  }),
});

export const loseLead = operation({
  id: 'loseLead',
  method: 'POST',
  path: '/v1/leads/:leadId/lose',
  tag,
  summary: 'Lose a lead',
  description:
    'The lead does not buy: its category becomes `lost`, with one of a fixed list of reasons, its open tasks are skipped, and its open deals are lost with it unless `loseDeals` is false. Same as moving it to `lost` by hand, with a more precise reason. A converted lead is refused: undo the conversion first.',
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
        stage: 'lost',
        categoryDecidedBy: 'person',
        moveReason: 'Delivered within a week',
        competitor: 'Tabulating Machines',
        loss: {
          lostAt: AT,
          reason: 'competitor',
          detail: 'Delivered within a week',
          competitor: 'Tabulating Machines',
        },
      },
      lostDeals: [
        {
          ...{ ...DEAL, version: 2, status: 'lost', customerId: undefined, leadId: EXAMPLE_ID, ...OWNER },
          ...{ lossReason: 'competitor', lossDetail: 'Delivered within a week', competitor: COMPETITOR },
          ...{ closedAt: AT, sourceId: OTHER_ID, sourceName: SOURCE_NAME },
        },
      ],
    },
  },
  refusals: ['conflict'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch, body: { loseDeals = true, ...loss } }) =>
    services.conversions.lose(write, params.leadId, ifMatch, { ...loss, loseDeals }),
  present: ({ lead, deals }, { names }) => ({
    body: { lead: leadOut(lead, names), lostDeals: deals.map((deal) => dealOut(deal, names)) },
    ...leadTag(lead),
  }),
});
