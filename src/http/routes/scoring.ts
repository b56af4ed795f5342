import type { Static } from 'typebox';
import { explainChange } from '../../core/classification/changes.js';
import type { Counterfactual } from '../../core/classification/counterfactual.js';
import { iso } from '../../core/time.js';
import type { LeadCounterfactuals, Simulation, SimulationInput } from '../../services/scoring.js';
import { operation } from '../operations.js';
import { BacktestCreate } from '../schemas/backtests.js';
import { ADA_CONTRIBUTIONS, AT, EXAMPLE_ID } from '../schemas/examples.js';
import { OperationSchema } from '../schemas/operations.js';
import { LeadCounterfactual, ScoreSimulation, ScoreSimulationCreate } from '../schemas/scoring.js';
import { parseInstant } from './instants.js';
import { scorePartsOut } from './lead-presenters.js';
import { leadParams } from './lead-resource.js';
import { leadInput } from './lead-writes.js';
import { statedTimeframeOut } from './lifecycle-presenters.js';
import { OPERATION, presentStarted } from './operations.js';
import { versionParams } from './policies.js';

/** Events of a simulation have hypothetical ids. */
const SIMULATED_EVENT = '00000000-0000-7000-8000-000000000000';

function simulationInput({ leadId, lead, engagement, at }: Static<typeof ScoreSimulationCreate>): SimulationInput {
  return {
    leadId,
    lead: lead && leadInput(lead),
    engagement: engagement?.map((event) => ({ ...event, occurredAt: parseInstant(event.occurredAt) })),
    at: parseInstant(at),
  };
}

function simulationOut({ at, explanation, ...decidedBy }: Simulation) {
  const { temperature, category, grade, conversionProbability, reasons, scoreExplanation, statedTimeframe } =
    explanation;
  return {
    ...decidedBy,
    at: iso(at),
    ...scorePartsOut(scoreExplanation),
    temperature,
    temperatureReason: reasons.temperature,
    category,
    categoryReason: reasons.category,
    grade,
    gradeReason: reasons.grade,
    statedTimeframe: statedTimeframeOut(statedTimeframe),
    ...(conversionProbability === undefined ? {} : { conversionProbability }),
  };
}

function counterfactualOut({ target, outcome, from, result, changes }: Counterfactual) {
  return {
    target,
    outcome,
    from,
    result: result && {
      score: result.score,
      temperature: result.temperature,
      category: result.category,
      grade: result.grade,
    },
    changes: changes.map(({ change, ruleIds }) => ({ ...change, text: explainChange(change), ruleIds })),
  };
}

function counterfactualsOut({ at, counterfactuals, ...rest }: LeadCounterfactuals) {
  return { ...rest, at: iso(at), counterfactuals: counterfactuals.map(counterfactualOut) };
}

export const getLeadCounterfactual = operation({
  id: 'getLeadCounterfactual',
  method: 'GET',
  path: '/v1/leads/:leadId/counterfactual',
  tag: 'Leads',
  summary: 'What would improve the class of a lead',
  description:
    'For temperature, category and grade: the smallest set of changes (up to 3) that moves the lead into a better class. A change is another value of a field or one more engagement event. Each set is verified by evaluating the changed lead with the published documents, as a write would now.',
  scopes: ['leads:read'],
  params: leadParams,
  success: {
    status: 200,
    schema: LeadCounterfactual,
    description: 'The smallest changes per class.',
    example: {
      leadId: EXAMPLE_ID,
      scoreModelVersion: 1,
      classificationPolicyVersion: 1,
      at: AT,
      counterfactuals: [
        {
          ...{ target: 'temperature', outcome: 'found', from: 'warm' },
          result: { score: { fit: 14, engagement: 25, total: 39 }, temperature: 'hot', category: 'sql', grade: 'C1' },
          changes: [
            {
              ...{ type: 'engagement_recorded', engagementType: 'demo_requested' },
              text: 'demo_requested happens once more',
              ruleIds: ['hot-asked', 'demo-requested'],
            },
          ],
        },
        {
          ...{ target: 'category', outcome: 'found', from: 'mql' },
          result: { score: { fit: 14, engagement: 20, total: 34 }, temperature: 'warm', category: 'sql', grade: 'C2' },
          changes: [
            {
              ...{ type: 'engagement_recorded', engagementType: 'price_requested' },
              text: 'price_requested happens once more',
              ruleIds: ['sql-price', 'price-requested'],
            },
          ],
        },
        {
          ...{ target: 'grade', outcome: 'found', from: 'C3' },
          result: { score: { fit: 24, engagement: 0, total: 24 }, temperature: 'warm', category: 'mql', grade: 'B3' },
          changes: [
            {
              ...{ type: 'fact_set', field: 'authority', operator: 'eq', value: 'decision_maker' },
              text: 'authority is decision_maker',
              ruleIds: ['decision-maker'],
            },
          ],
        },
      ],
    },
  },
  run: (services, { principal, params }) => services.scoring.counterfactuals(principal.workspaceId, params.leadId),
  present: (found) => ({ body: counterfactualsOut(found) }),
});

export const createBacktest = operation({
  id: 'createBacktest',
  method: 'POST',
  path: '/v1/score-models/:version/backtests',
  tag: 'Scoring',
  summary: 'Try a score model on closed leads',
  description:
    'Scores every lead that was won or lost, or with `outcome: accepted` every lead that sales accepted or rejected, as of just before that outcome, by this version (draft, published or retired) and by the published one. The result compares how well each predicted the outcome: precision, recall, AUC, lift and calibration by tenths, and which leads would be classified differently. Poll the operation at Location; its `backtest` has the result. No lead changes.',
  scopes: ['scoring:write', 'leads:read'],
  params: versionParams,
  body: BacktestCreate,
  bodyExample: { threshold: 50, outcome: 'won' },
  success: {
    status: 202,
    schema: OperationSchema,
    description: 'The operation.',
    example: {
      ...OPERATION,
      kind: 'backtest',
      rescore: undefined,
      backtest: { scoreModelVersion: 2, threshold: 50, outcome: 'won' },
    },
  },
  run: (services, { write, params, body }) => services.scoring.backtest(write, params.version, body),
  present: presentStarted,
});

export const simulateScoreModel = operation({
  id: 'simulateScoreModel',
  method: 'POST',
  path: '/v1/score-models/:version/simulate',
  tag: 'Scoring',
  summary: 'Try a score model on a lead',
  description:
    'Scores, grades and classifies a known or a hypothetical lead by this version of the score model (draft, published or retired) and the published classification policy, with every reason. Nothing is written.',
  scopes: ['scoring:read', 'leads:read'],
  params: versionParams,
  body: ScoreSimulationCreate,
  bodyExample: { leadId: EXAMPLE_ID, engagement: [{ type: 'demo_requested' }], at: AT },
  success: {
    status: 200,
    schema: ScoreSimulation,
    description: 'The score and class of the lead by this version.',
    example: {
      leadId: EXAMPLE_ID,
      scoreModelVersion: 2,
      classificationPolicyVersion: 1,
      at: AT,
      score: { fit: 14, engagement: 25, total: 39 },
      contributions: [
        ...ADA_CONTRIBUTIONS,
        {
          ...{ ruleId: 'demo-requested', label: 'Asked for a demo', group: 'engagement', points: 25 },
          ...{ eventCount: 1, reason: '1 x demo_requested, at most 35 points', eventIds: [SIMULATED_EVENT] },
          events: [{ id: SIMULATED_EVENT, type: 'demo_requested', occurredAt: AT, points: 25 }],
        },
      ],
      adjustments: [],
      temperature: 'hot',
      temperatureReason: {
        ruleId: 'hot-asked',
        text: 'Asked to buy or for a demo lately: purchase_requested or demo_requested once in the last 14 days',
      },
      category: 'sql',
      categoryReason: { ruleId: 'sql-hot', text: 'Ready to buy: temperature is hot' },
      grade: 'C1',
      gradeReason: { ruleId: null, text: 'fit 14 (C: below 15), engagement 25 (1: 22.25 or more)' },
      statedTimeframe: { days: 30, statedAt: AT, daysLeft: 30 },
    },
  },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: (services, { principal, params, body }) =>
    services.scoring.simulate(principal.workspaceId, params.version, simulationInput(body)),
  present: (simulation) => ({ body: simulationOut(simulation) }),
});
