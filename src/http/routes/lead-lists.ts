import Type from 'typebox';
import { operation } from '../operations.js';
import { listOperation, pageOut, pageRequest } from '../resource.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { LEAD, pageOfOne } from '../schemas/examples.js';
import { leadFilters } from '../schemas/lead-filters.js';
import { inclusionQuery } from '../schemas/lead-inclusions.js';
import { LeadSearch, SearchText } from '../schemas/lead-search.js';
import { LeadList } from '../schemas/leads.js';
import { checkConditionScopes } from './condition-scopes.js';
import { checkPage, inclusionsOf, leadReadOut, split, withIncluded } from './lead-included.js';

const tag = 'Leads';

const { category, leaseRepId, country, domain, minimumScore, createdFrom, createdBefore, ...others } = leadFilters;

/** In this order: clients have generated functions with a parameter for each. */
const filters = {
  q: Type.Optional(SearchText),
  category,
  stage: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'In the stage with this key.' })),
  rotted: Type.Optional(Type.Boolean({ description: 'Leads that have rotted (true), or have not (false).' })),
  ...others,
  customerId: Type.Optional(Id('Of this customer: the lead itself, or a person of it who bought.')),
  customerOrganizationId: Type.Optional(Id('Other people of this customer organization.')),
  ...{ leaseRepId, country, domain, minimumScore, createdFrom, createdBefore },
  hasProposal: Type.Optional(
    Type.Boolean({ description: 'With a submission whose proposal waits for a decision (true), or without (false).' }),
  ),
  email: Type.Optional(
    Type.String({ minLength: 1, maxLength: 320, description: 'With this e-mail, in any spelling.' }),
  ),
  phone: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'With this phone, in any spelling. National numbers are read by `country`, else by the default country of the workspace.',
    }),
  ),
  externalId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'With this external id of `externalSystem`; without that, of any system.',
    }),
  ),
  externalSystem: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'System of `externalId`.' })),
  sortBy: Type.Optional(
    enumOf(['created', 'score', 'conversionProbability'] as const, {
      description:
        'Sort key: creation (default), total score, or conversion probability, which lists only leads that have one.',
    }),
  ),
  order: Type.Optional(
    enumOf(['desc', 'asc'] as const, { description: 'Largest first (default), or smallest first.' }),
  ),
};

export const listLeads = listOperation({
  id: 'listLeads',
  path: '/v1/leads',
  tag,
  summary: 'List leads',
  description:
    'Returns leads that match all filters. Filters, order and answer use stored scores, which differ from the exact ones by at most `maximumDrift` of the score model. Page 10,000 is as fast as page 1.',
  scopes: ['leads:read'],
  plural: 'leads',
  list: LeadList,
  example: LEAD,
  filters: { ...filters, ...inclusionQuery },
  out: leadReadOut,
  run: async (services, { principal, query }) => {
    const { include, fields, limit, cursor, sortBy = 'created', order = 'desc', ...filter } = query;
    const inclusions = inclusionsOf(principal, { include: split(include), fields: split(fields) });
    const request = pageRequest({ limit, cursor });
    checkPage(request.limit, inclusions, { parameter: 'limit' });
    const by = { by: sortBy, direction: order };
    const page = await services.leads.list(principal.workspaceId, filter, by, request);
    return { ...page, rows: await withIncluded(services, principal.workspaceId, page.rows, inclusions) };
  },
});
export const searchLeads = operation({
  id: 'searchLeads',
  method: 'POST',
  path: '/v1/leads/search',
  tag,
  summary: 'Search leads',
  description:
    'By a condition in the same language as rules (and, or, not, every lead field, custom attributes, source, score, engagement) and by the state of leads (stage, owner, queue, parking, loss, hand-off, service levels), in an order of up to three keys. The result includes every write that was committed before the request.',
  scopes: ['leads:read'],
  body: LeadSearch,
  bodyExample: {
    where: {
      type: 'all',
      conditions: [
        { type: 'field', field: 'temperature', operator: 'in', value: ['hot', 'warm'] },
        { type: 'not', condition: { type: 'engagement', engagementTypes: ['email_unsubscribed'], withinDays: 30 } },
      ],
    },
    sort: [{ field: 'score.total', direction: 'desc' }],
  },
  success: { status: 200, schema: LeadList, description: 'A page of leads.', example: pageOfOne(LEAD) },
  refusals: ['cursor_invalid', 'rule_refused'],
  readsOnly: true,
  run: async (services, { principal, body }) => {
    const { limit, cursor, include, fields, ...condition } = body;
    checkConditionScopes(principal, condition.where);
    const inclusions = inclusionsOf(principal, { include, fields });
    const request = pageRequest({ limit, cursor });
    checkPage(request.limit, inclusions, { pointer: '/limit' });
    const page = await services.leads.search(principal.workspaceId, condition, request);
    return { ...page, rows: await withIncluded(services, principal.workspaceId, page.rows, inclusions) };
  },
  present: (page, { names }) => ({ body: pageOut(page, (read) => leadReadOut(read, names)) }),
});
