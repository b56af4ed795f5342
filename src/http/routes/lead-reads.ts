import Type from 'typebox';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { enumOf } from '../schemas/components.js';
import {
  ADA_CONTRIBUTIONS,
  AT,
  DECISION,
  EXAMPLE_ID,
  LEAD,
  OTHER_ID,
  REP_NAME,
  TEAM_NAME,
} from '../schemas/examples.js';
import {
  DECISION_OUTCOMES,
  DecisionList,
  LeadAssignment,
  LeadClassification,
  LeadScoreSchema,
} from '../schemas/lead-explanations.js';
import { inclusionQuery } from '../schemas/lead-inclusions.js';
import { LeadSchema } from '../schemas/leads.js';
import { assignmentOut, decisionOut } from './decision-presenters.js';
import { asOfQuery, parseInstant } from './instants.js';
import { includedAsOf, includedNow, inclusionsOf, leadReadOut, split, variantOfAnswer } from './lead-included.js';
import { classificationOut, scoreOut } from './lead-presenters.js';
import { leadParams, leadTag } from './lead-resource.js';

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
  query: Type.Object({ ...asOfQuery.properties, ...inclusionQuery }, { additionalProperties: false }),
  success: { status: 200, schema: LeadSchema, description: 'The lead.', example: LEAD },
  concurrency: 'etag',
  run: async (services, { principal, params: { leadId }, query }) => {
    const { workspaceId } = principal;
    const inclusions = inclusionsOf(principal, { include: split(query.include), fields: split(query.fields) });
    const asOf = parseInstant(query.asOf);
    const { lead } = await services.leads.get(workspaceId, leadId, asOf);
    const included =
      asOf === undefined
        ? await includedNow(services, workspaceId, lead, inclusions)
        : await includedAsOf(services, workspaceId, leadId, inclusions, asOf);
    return { lead, included, inclusions };
  },
  present: (read, { names }) => {
    const body = leadReadOut(read, names);
    const { include, fields } = read.inclusions;
    const isWhole = include.length === 0 && fields === undefined;
    const tag = leadTag(read.lead);
    return { body, ...tag, variant: isWhole ? tag.variant : variantOfAnswer(body) };
  },
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
      score: LEAD.score,
      contributions: ADA_CONTRIBUTIONS,
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
      temperatureReason: {
        ruleId: 'warm-60',
        text: 'Decides within 60 days: timeframeDaysLeft (30) is between 0 and 60 (stated 30 days on 2026-03-01, 30 remain)',
      },
      category: 'mql',
      categoryReason: { ruleId: 'mql-warm', text: 'Gave a near timeframe: temperature is warm' },
      grade: 'C3',
      gradeReason: { ruleId: null, text: 'fit 14 (C: below 15), engagement 0 (3: below 8.75)' },
      temperatureSince: AT,
      categorySince: AT,
      categoryDecidedBy: 'rule',
      statedTimeframe: { days: 30, statedAt: AT, daysLeft: 30 },
      nextChangeAt: '2026-03-31T09:30:00.001Z',
      nextChange: { temperature: 'cold', category: 'lead', grade: 'C3' },
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
    example: {
      leadId: EXAMPLE_ID,
      ownerId: OTHER_ID,
      ownerName: REP_NAME,
      teamId: OTHER_ID,
      teamName: TEAM_NAME,
      assignedAt: AT,
      decision: DECISION,
    },
  },
  run: (services, { principal, params, query }) =>
    services.leads.assignment(principal.workspaceId, params.leadId, parseInstant(query.asOf)),
  present: (assignment, { names }) => ({ body: assignmentOut(assignment, names) }),
});

export const listLeadDecisions = listOperation({
  id: 'listLeadDecisions',
  path: '/v1/leads/:leadId/assignment-decisions',
  tag,
  summary: 'List the decisions about a lead’s owner',
  description: 'Newest first.',
  scopes: ['leads:read'],
  params: leadParams,
  filters: { outcome: Type.Optional(enumOf(DECISION_OUTCOMES, { description: 'With this outcome.' })) },
  plural: 'decisions',
  list: DecisionList,
  example: DECISION,
  out: decisionOut,
  run: (services, { principal, params, query }) =>
    services.leads.decisions(principal.workspaceId, params.leadId, { outcome: query.outcome }, pageRequest(query)),
});
