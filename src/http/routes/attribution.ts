import type { Static } from 'typebox';
import { creditText, WHOLE } from '../../core/attribution/apportion.js';
import { type CreditRow, type CreditSum, placeOf } from '../../core/attribution/credits.js';
import { modelDefinition } from '../../core/attribution/definitions.js';
import { DEFAULT_POSITION_WEIGHTS } from '../../core/attribution/models.js';
import type { AttributionQuestion } from '../../core/attribution/question.js';
import { type Costs, returnsOf } from '../../core/attribution/returns.js';
import { formatMoney } from '../../core/money.js';
import { iso } from '../../core/time.js';
import type { LearntChain } from '../../services/attribution/journeys.js';
import type { AttributionInput, AttributionReport, FollowedConversion } from '../../services/attribution/reports.js';
import { groupText } from '../../services/metrics/row-keys.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { pageOut, pageRequest } from '../resource.js';
import { AttributionQuestionBody, AttributionReportBody } from '../schemas/attribution.js';
import { AttributionCreditsQuery, CreditedConversionList } from '../schemas/attribution-credits.js';
import { pageOfOne } from '../schemas/examples.js';
import { checkConditionScopes } from './condition-scopes.js';
import { parseInstant } from './instants.js';

const tag = 'Reports';

const QUESTION = {
  models: ['first', 'linear', 'w_shaped'],
  conversion: 'won_deal',
  groupBy: ['sourceId'],
} as const satisfies Static<typeof AttributionQuestionBody>;

const NOTHING: Costs = new Map();

const revenueOut = (revenue: ReadonlyMap<string, bigint>) =>
  [...revenue]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, units]) => ({ currency, amount: formatMoney(units) }));

const sumOut = (sum: CreditSum, costs: Costs | undefined) => ({
  model: sum.model,
  conversions: creditText(sum.parts),
  revenue: revenueOut(sum.revenue),
  ...(costs && returnsOf(sum, costs)),
});

function rowOut(
  { keys, sums }: CreditRow,
  { question: { groupBy }, costs }: Pick<AttributionReport, 'question' | 'costs'>,
  names: NameLookup,
) {
  const spent = costs && (costs.groups.get(placeOf(keys.map(({ key }) => key)))?.costs ?? NOTHING);
  return {
    keys: keys.map(({ value }, index) => {
      const dimension = groupBy[index] ?? 'sourceId';
      const isNamed = dimension === 'sourceId' || dimension === 'campaignId';
      return { dimension, value, name: isNamed && value !== null ? names(value) : undefined };
    }),
    values: sums.map((sum) => sumOut(sum, spent)),
    cost: spent && revenueOut(spent),
    group: groupText(keys),
  };
}

function chainOut(learnt: LearntChain, { states }: AttributionQuestion, names: NameLookup) {
  const { convertedJourneys, otherJourneys, conversionProbability, removalEffects } = learnt;
  const effects = [...removalEffects].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const nameOf = (state: string) => (states === 'source' ? names(state) : undefined);
  return {
    ...{ convertedJourneys, otherJourneys, conversionProbability },
    removalEffects: effects.map(([state, effect]) => ({ state, name: nameOf(state), effect })),
  };
}

function reportOut(report: AttributionReport, names: NameLookup) {
  const { question, timeZone, completeTo, rows, groups, totals, sample, learnt, costs } = report;
  const { from, before, window, conversion, models } = question;
  return {
    ...{ from: iso(from), before: iso(before), window, conversion, timeZone, completeTo: iso(completeTo) },
    rows: rows.map((row) => rowOut(row, report, names)),
    ...{
      groups,
      totals: totals.map((sum) => sumOut(sum, costs?.total)),
      sample,
      chain: learnt && chainOut(learnt, question, names),
    },
    cost: costs && revenueOut(costs.total),
    definitions: models.map((model) => modelDefinition(model, question)),
  };
}

function creditedOut(followed: FollowedConversion, isDeal: boolean, names: NameLookup) {
  const { conversion, points, restated, inGroup } = followed;
  const parts = followed.credits[0]?.parts ?? [];
  const inRow = parts.reduce((sum, part, place) => sum + (inGroup[place] ? part : 0), 0);
  return {
    ...{ leadId: conversion.leadId ?? undefined, dealId: isDeal ? conversion.id : undefined },
    ...{ convertedAt: iso(conversion.convertedAt), credit: creditText(inRow) },
    ...{ revenue: revenueOut(conversion.revenue), restated },
    touchPoints: points.map(({ kind, id, occurredAt, receivedAt, sourceId, campaignId, channel }, place) => ({
      ...{ kind, touchPointId: id === '' ? undefined : id, occurredAt: iso(occurredAt), receivedAt: iso(receivedAt) },
      ...{ sourceId, sourceName: names(sourceId), campaignId: campaignId ?? undefined },
      ...{ campaignName: campaignId === null ? undefined : names(campaignId), channel: channel ?? undefined },
      ...{ credit: creditText(parts[place] ?? 0), inRow: inGroup[place] ?? false },
    })),
  };
}

/** Instants are text on the wire and epoch milliseconds inside. */
const inputOf = ({ from, before, ...asked }: Static<typeof AttributionQuestionBody>): AttributionInput => ({
  ...asked,
  from: parseInstant(from),
  before: parseInstant(before),
});

const SOURCE = '0199d0c4-7c00-7a3b-8f2e-5d6c7b8a9012';
const LEAD = '0199d0c4-7c00-7a3b-8f2e-5d6c7b8a9013';
const DEAL = '0199d0c4-7c00-7a3b-8f2e-5d6c7b8a9014';
const TOUCH = '0199d0c4-7c00-7a3b-8f2e-5d6c7b8a9015';
const AT = Date.parse('2026-03-01T09:30:00.000Z');
const YEAR_MS = 365 * 86_400_000;
const REVENUE = new Map([['EUR', 125_000_000n]]);
const SUMS = QUESTION.models.map((model): CreditSum => ({ model, parts: BigInt(WHOLE), revenue: REVENUE }));

export const queryAttribution = operation({
  id: 'queryAttribution',
  method: 'POST',
  path: '/v1/reports/attribution',
  tag,
  summary: 'Share conversions among their touch points',
  description:
    'Shares each conversion of a period or cohort among the touch points before it, by up to eight models side by side: first and last touch, last before a step, linear, position-based, time decay, W-shaped, and data-driven (removal effects of a Markov chain of the journeys of the workspace). Touch points are touches, and actions of the person from a known source, also visits from before the lead was known; those after the conversion get nothing. The credits of a conversion sum to exactly 1, and the amounts of the rows to the revenue. Each row has its cost (the metric `cost` of the same groups), and by each model the return on it. `data_driven` is refused with fewer than 100 journeys that converted or 100 that did not: 422, `too_few_journeys`. More than 200,000 conversions are refused: `too_expensive`.',
  scopes: ['reports:read'],
  body: AttributionQuestionBody,
  bodyExample: QUESTION,
  success: {
    status: 200,
    schema: AttributionReportBody,
    description: 'The credits.',
    example: reportOut(
      {
        question: {
          ...{ ...QUESTION, window: 'period', from: AT - YEAR_MS, before: AT, lastBefore: 'sql', states: 'channel' },
          ...{ positionWeights: DEFAULT_POSITION_WEIGHTS, halfLifeDays: 7 },
        },
        ...{ timeZone: 'Europe/Berlin', completeTo: AT, groups: 1, learnt: undefined },
        rows: [
          {
            keys: [{ key: SOURCE, value: SOURCE, type: null }],
            sums: SUMS,
          },
        ],
        totals: SUMS,
        costs: { groups: new Map(), total: new Map() },
        sample: { conversions: 1, withoutTouchPoints: 0, touchPoints: 1, restated: 0, deleted: 0 },
      },
      () => 'Contact form',
    ),
  },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => {
    checkConditionScopes(principal, body.where);
    return services.attribution.query(principal.workspaceId, inputOf(body));
  },
  present: (report, { names }) => ({ body: reportOut(report, names) }),
});

export const listAttributionCredits = operation({
  id: 'listAttributionCredits',
  method: 'POST',
  path: '/v1/reports/attribution/credits',
  tag,
  summary: 'List the conversions behind a credit',
  description:
    'The conversions that a model credits to a row of an answer, the newest first, each with the credit of every touch point before it. A page may have fewer items than `limit`, also none, with more to come: go on until `hasMore` is false.',
  scopes: ['reports:read', 'leads:read'],
  body: AttributionCreditsQuery,
  bodyExample: { question: QUESTION, model: 'w_shaped' },
  success: {
    status: 200,
    schema: CreditedConversionList,
    description: 'A page of conversions.',
    example: pageOfOne(
      creditedOut(
        {
          conversion: {
            ...{ id: DEAL, leadId: LEAD, convertedAt: AT, month: '2026-03-01', points: [] },
            ...{ milestones: { createdAt: AT, sqlAt: AT, stepAt: AT }, revenue: REVENUE },
          },
          points: [
            {
              ...{ kind: 'touch', id: TOUCH, occurredAt: AT - 86_400_000, receivedAt: AT - 86_400_000 },
              ...{ sourceId: SOURCE, campaignId: null, channel: 'web_form' },
            },
          ],
          ...{ restated: false, credits: [{ model: 'w_shaped', parts: [WHOLE] }], inGroup: [true] },
        },
        true,
        () => 'Contact form',
      ),
    ),
  },
  refusals: ['cursor_invalid', 'rule_refused'],
  readsOnly: true,
  run: async (services, { principal, body }) => {
    const { question, model, group, ...page } = body;
    checkConditionScopes(principal, question.where);
    const input = { question: inputOf(question), model, group };
    const found = await services.attribution.credits(principal.workspaceId, input, pageRequest(page));
    return { found, isDeal: question.conversion === 'won_deal' };
  },
  present: ({ found, isDeal }, { names }) => ({
    body: pageOut(found, (followed) => creditedOut(followed, isDeal, names)),
  }),
});
