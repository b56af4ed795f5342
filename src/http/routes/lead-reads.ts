import Type from 'typebox';
import { GRADES } from '../../core/leads/score.js';
import { CATEGORIES, LEAD_KINDS, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { operation } from '../operations.js';
import { listOperation, pageOut, pageRequest } from '../resource.js';
import { Id, Timestamp } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, DECISION, EXAMPLE_ID, LEAD, OTHER_ID, pageOfOne } from '../schemas/examples.js';
import { DecisionList, LeadAssignment, LeadClassification, LeadScoreSchema } from '../schemas/lead-explanations.js';
import { LeadSearch } from '../schemas/lead-search.js';
import { LeadList, LeadSchema } from '../schemas/leads.js';
import { asOfQuery, parseInstant } from './instants.js';
import { assignmentOut, classificationOut, decisionOut, leadOut, scoreOut } from './lead-presenters.js';
import { leadParams, leads } from './lead-resource.js';

const tag = 'Leads';

export const getLead = operation({
  id: 'getLead',
  method: 'GET',
  path: '/v1/leads/:leadId',
  tag,
  summary: 'Read a lead',
  description:
    'The lead with its owner, and with score and class exact at the instant of the answer (`scoredAt`), or as it was at `asOf`.',
  scopes: ['leads:read'],
  params: leadParams,
  query: asOfQuery,
  success: { status: 200, schema: LeadSchema, description: 'The lead.', example: LEAD },
  concurrency: 'etag',
  run: (services, { principal, params, query }) =>
    services.leads.get(principal.workspaceId, params.leadId, parseInstant(query.asOf)),
  present: ({ lead }) => leads.present(lead),
});

const filters = {
  category: Type.Optional(enumOf(CATEGORIES, { description: 'In this category.' })),
  stage: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'In the stage with this key.' })),
  rotted: Type.Optional(Type.Boolean({ description: 'Leads that have rotted (true), or have not (false).' })),
  temperature: Type.Optional(enumOf(TEMPERATURES, { description: 'Of this temperature.' })),
  grade: Type.Optional(enumOf(GRADES, { description: 'Of this grade.' })),
  kind: Type.Optional(enumOf(LEAD_KINDS, { description: 'Persons or organizations.' })),
  ownerId: Type.Optional(Id('Owned by this rep.')),
  teamId: Type.Optional(Id('Assigned through this team.')),
  assigned: Type.Optional(Type.Boolean({ description: 'With an owner (true), or waiting in the queue (false).' })),
  sourceId: Type.Optional(Id('First touched by this source.')),
  country: Type.Optional(
    Type.String({ minLength: 2, maxLength: 80, description: 'In this country: an ISO 3166-1 code, or a name.' }),
  ),
  domain: Type.Optional(Type.String({ minLength: 1, maxLength: 253, description: 'Of this company domain.' })),
  minimumScore: Type.Optional(Type.Number({ minimum: -1e6, maximum: 1e6, description: 'Total score at least this.' })),
  createdFrom: Type.Optional(Timestamp('Created at this instant or later.')),
  createdBefore: Type.Optional(Timestamp('Created before this instant.')),
  hasProposal: Type.Optional(
    Type.Boolean({ description: 'With a submission whose proposal waits for a decision (true), or without (false).' }),
  ),
  email: Type.Optional(
    Type.String({ minLength: 1, maxLength: 320, description: 'With this e-mail, in any spelling.' }),
  ),
  phone: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'With this phone, in any spelling.' })),
  externalId: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'With this external id.' })),
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

export const listLeads = leads.listed({
  id: 'listLeads',
  summary: 'List leads',
  description:
    'Returns leads that match all filters. Filters, order and answer use stored scores, which differ from the exact ones by at most `maximumDrift` of the score model. Page 10,000 is as fast as page 1.',
  filters: { ...filters },
  run: (services, { principal, query }) => {
    const { limit, cursor, sortBy = 'created', order = 'desc', createdFrom, createdBefore, ...rest } = query;
    const filter = { ...rest, createdFrom: parseInstant(createdFrom), createdBefore: parseInstant(createdBefore) };
    return services.leads.list(
      principal.workspaceId,
      filter,
      { by: sortBy, direction: order },
      pageRequest({ limit, cursor }),
    );
  },
});

export const searchLeads = operation({
  id: 'searchLeads',
  method: 'POST',
  path: '/v1/leads/search',
  tag,
  summary: 'Search leads',
  description:
    'By a condition in the same language as rules (and, or, not, every lead field, custom attributes, source, score, engagement), in an order of up to three keys. The result includes every write that was committed before the request.',
  scopes: ['leads:read'],
  body: LeadSearch,
  bodyExample: {
    where: {
      type: 'all',
      conditions: [
        { type: 'field', field: 'temperature', operator: 'in', value: ['hot', 'warm'] },
        { type: 'engagement', engagementTypes: ['demo_requested'], withinDays: 30 },
      ],
    },
    sort: [{ field: 'score.total', direction: 'desc' }],
  },
  success: { status: 200, schema: LeadList, description: 'A page of leads.', example: pageOfOne(LEAD) },
  refusals: ['cursor_invalid', 'rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => {
    const { limit, cursor, ...condition } = body;
    return services.leads.search(principal.workspaceId, condition, pageRequest({ limit, cursor }));
  },
  present: (page) => ({ body: pageOut(page, leadOut) }),
});

export const getLeadScore = operation({
  id: 'getLeadScore',
  method: 'GET',
  path: '/v1/leads/:leadId/score',
  tag,
  summary: 'Why a lead has its score',
  description:
    'The score at the instant of the answer (`scoredAt`): each rule that gave points and each bound that applied, which sum exactly to it.',
  scopes: ['leads:read'],
  params: leadParams,
  query: asOfQuery,
  success: {
    status: 200,
    schema: LeadScoreSchema,
    description: 'The score with its contributions.',
    example: {
      leadId: EXAMPLE_ID,
      scoreModelVersion: 1,
      scoredAt: AT,
      score: { fit: 8, engagement: 0, total: 8 },
      contributions: [
        {
          ruleId: 'business_email',
          label: 'Business e-mail',
          group: 'fit',
          points: 8,
          eventCount: 0,
          reason: 'emailType is business',
        },
      ],
      adjustments: [],
    },
  },
  run: (services, { principal, params, query }) =>
    services.leads.explain(principal.workspaceId, params.leadId, parseInstant(query.asOf)),
  present: (explained) => ({ body: scoreOut(explained) }),
});

export const getLeadClassification = operation({
  id: 'getLeadClassification',
  method: 'GET',
  path: '/v1/leads/:leadId/classification',
  tag,
  summary: 'Why a lead has its class',
  description:
    'Temperature, category and grade at the instant of the answer (`classifiedAt`), each with the rule that decided and why it held, and the instant at which passing time alone will change them.',
  scopes: ['leads:read'],
  params: leadParams,
  query: asOfQuery,
  success: {
    status: 200,
    schema: LeadClassification,
    description: 'The classification with its reasons.',
    example: {
      leadId: EXAMPLE_ID,
      classificationPolicyVersion: 1,
      classifiedAt: AT,
      temperature: 'warm',
      temperatureReason: { ruleId: 'decides_soon', text: 'Decides within 60 days: purchaseTimeframeDays is 30' },
      category: 'mql',
      categoryReason: { ruleId: 'warm', text: 'Is warm: temperature is warm' },
      grade: 'B3',
      gradeReason: { ruleId: null, text: 'fit 23 (B: 15 to below 30), engagement 0 (3: below 10)' },
      temperatureSince: AT,
      categorySince: AT,
      categoryDecidedBy: 'rule',
      nextChangeAt: '2026-03-31T09:30:00.001Z',
      nextChange: { temperature: 'cold', category: 'lead', grade: 'B3' },
    },
  },
  run: (services, { principal, params, query }) =>
    services.leads.explain(principal.workspaceId, params.leadId, parseInstant(query.asOf)),
  present: (explained) => ({ body: classificationOut(explained) }),
});

export const getLeadAssignment = operation({
  id: 'getLeadAssignment',
  method: 'GET',
  path: '/v1/leads/:leadId/assignment',
  tag,
  summary: 'Why a lead has its owner',
  description: 'The owner, or the queue and why, with the last decision: rules tried, candidates, ledger.',
  scopes: ['leads:read'],
  params: leadParams,
  query: asOfQuery,
  success: {
    status: 200,
    schema: LeadAssignment,
    description: 'Who owns it and why.',
    example: { leadId: EXAMPLE_ID, ownerId: OTHER_ID, teamId: OTHER_ID, assignedAt: AT, decision: DECISION },
  },
  run: (services, { principal, params, query }) =>
    services.leads.assignment(principal.workspaceId, params.leadId, parseInstant(query.asOf)),
  present: (assignment) => ({ body: assignmentOut(assignment) }),
});

export const listLeadDecisions = listOperation({
  id: 'listLeadDecisions',
  path: '/v1/leads/:leadId/assignment-decisions',
  tag,
  summary: 'List the decisions about a lead’s owner',
  description: 'Newest first.',
  scopes: ['leads:read'],
  params: leadParams,
  plural: 'decisions',
  list: DecisionList,
  example: DECISION,
  out: decisionOut,
  run: (services, { principal, params, query }) =>
    services.leads.decisions(principal.workspaceId, params.leadId, pageRequest(query)),
});
